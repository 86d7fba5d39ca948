using Q.Output;
using Q.Sessions;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Paints a model into cells: the whole screen, or all but the transcript into the live region of <see cref="InlineScreen"/>. Knows no
/// terminal. App loop only.
/// </summary>
internal sealed class ScreenPainter(Look look, Attention? attention)
{

    /// <summary>From here on there is room for blank rows between blocks and above the prompt.</summary>
    public const int AiryRows = 16;

    private const int LeastChatRows = 4;
    private const int MostQueued = 3;

    private const string Welcome = "Ask something, or /help.";

    private readonly TranscriptView _transcript = new(look);
    private readonly IndicatorView _indicator = new(look);
    private readonly TranscriptView _preview = new(look);
    private readonly SplitView _split = new(look);
    private readonly TabsView _tabs = new(look);
    private readonly PromptView _prompt = new(look);
    private readonly ListView _list = new(look);
    private HeldView? _held;
    private readonly CardView _card = new(look);
    private readonly byte[] _tooSmall = "q needs 40x8 cells. Nothing is lost, and nothing is sent: make the terminal larger."u8.ToArray();
    private (int Prompt, int State, int List, int Queued, int Held, int Tabs, int Indicator) _rows;

    public int PageRows { get; private set; } = 1;

    public long TopAt => _transcript.TopAt;

    public long EndAt => _transcript.EndAt;

    public long CallAt => _transcript.CallAt;

    /// <summary>Where the session beside the one in focus is scrolled to, as it really is.</summary>
    public ScrollState Beside { get; private set; }

    public CardShown Card { get; private set; }

    /// <summary>Where the cursor shall be; null: nowhere.</summary>
    public (int Row, int Column)? Cursor { get; private set; }

    /// <summary>Rows in which text goes up, the last not included; the same when there are none.</summary>
    public (int Top, int Bottom) Scrolls { get; private set; }

    /// <summary>Fills the grid, and returns the scroll position as it really is.</summary>
    public ScrollState Whole(CellGrid grid, ScreenModel model)
    {
        (Card, Cursor, Scrolls, Beside) = (default, null, default, model.Beside?.Scroll ?? ScrollState.Follow);
        if (new TerminalSize(grid.Columns, grid.Rows).IsTooSmall)
            TooSmall(grid);
        else if (model.Card is { Question: not null } card)
            Card = Asked(grid, model, card);
        else
            return Chat(grid, model);
        return model.Scroll;
    }

    /// <summary>How many rows a card needs to be whole.</summary>
    public int CardRows(SessionView view, int columns) => _card.Arrange(view, columns);

    /// <summary>Ends a frame that was painted: with the cursor, and with what reaches a person who looks elsewhere.</summary>
    public void End(Frame frame, ScreenModel model)
    {
        frame.Cursor = Cursor;
        attention?.Tell(model, frame.Asides);
        frame.End();
    }

    public void Leave(Frame frame)
    {
        frame.Asides.Clear();
        attention?.Leave(frame.Asides);
        frame.Leave();
    }

    /// <summary>Divides a screen of so many cells, and returns how many rows all but the transcript take.</summary>
    public int Arrange(ScreenModel model, int columns, int rows)
    {
        var prompt = _prompt.Arrange(model, columns, rows / (model.Dialog is null ? 3 : 2));
        var state = rows >= AiryRows || StateLine.IsNeeded(model) ? 1 : 0;
        var bottom = rows - prompt - state;
        var list = ListView.Arrange(model, Math.Max(2, bottom - LeastChatRows - (model.Picker is null ? 2 : 0)));
        var queued = Math.Min(model.Focused.Queued.Count, Math.Clamp(bottom - list - LeastChatRows - 1, 0, MostQueued));
        bottom -= list + queued;
        var tabs = TabsView.Arrange(model, bottom - LeastChatRows);
        var indicator = model.Picker is not null ? 0 // the list says it all
            : _indicator.Arrange(model, Math.Min(Math.Max(3, rows / 4), bottom - tabs - LeastChatRows));
        var held = model.Preview is not null || (_held is null && model.Focused.Held.Length == 0) ? 0 // it is of the one in focus
            : (_held ??= new(look)).Arrange(model.Focused.Held, columns, Math.Min(rows / 2, bottom - tabs - indicator - LeastChatRows));
        bottom -= held;
        _rows = (prompt, state, list, queued, held, tabs, indicator);
        return rows - bottom + tabs + indicator;
    }

    /// <summary>Draws what was arranged into the lowest rows.</summary>
    /// <param name="grid">Where.</param>
    /// <param name="model">What.</param>
    /// <param name="tabs">The row of the tabs.</param>
    /// <param name="indicator">The first row of the indicator; null: below the tabs.</param>
    public void Around(CellGrid grid, ScreenModel model, int tabs, int? indicator = null)
    {
        if (_rows.Tabs > 0)
            _tabs.Draw(grid, model, tabs);
        _indicator.Draw(grid, model, indicator ?? tabs + _rows.Tabs, _rows.Indicator);
        var row = grid.Rows - _rows.Prompt - _rows.State - _rows.List - _rows.Queued;
        _held?.Draw(grid, row - _rows.Held, _rows.Held);
        Queued(grid, model, row, _rows.Queued);
        _list.Draw(grid, model, row + _rows.Queued, _rows.List);
        if (_rows.State > 0)
            StateLine.Draw(grid, grid.Rows - _rows.Prompt - 1, model, look);
        Cursor = _prompt.Draw(grid, model, _rows.Prompt);
    }

    public static bool IsEmpty(SessionView view) => view.Ring is null or { End: 0 };

    /// <summary>In the lowest row of a chat that has nothing in it yet.</summary>
    public static void Greet(CellGrid grid, ScreenModel model, int bottom)
    {
        if (IsEmpty(model.Focused))
            grid.Put(bottom - 1, 0, grid.Columns < 60 ? Welcome : $"{Welcome} {model.KeyHelp} lists the keys.", Style.Dim);
    }

    /// <summary>
    /// From the bottom: prompt, state, list, queued prompts, what q said meanwhile; from the top: tabs; above or below the chat: the indicator; the chat has
    /// the rest.
    /// </summary>
    private ScrollState Chat(CellGrid grid, ScreenModel model)
    {
        Arrange(model, grid.Columns, grid.Rows);
        var top = _rows.Tabs + (model.Others.IsBelow ? 0 : _rows.Indicator);
        var below = grid.Rows - _rows.Prompt - _rows.State - _rows.List - _rows.Queued - _rows.Held;
        var bottom = below - (model.Others.IsBelow ? _rows.Indicator : 0);
        var airy = grid.Rows >= AiryRows;
        PageRows = Math.Max(1, bottom - top - 1); // a row of the page before stays, to read on from
        ScrollState scroll;
        if (model.Preview is { } preview)
        {
            scroll = Preview(grid, model, preview, top, bottom);
        }
        else if (model.Beside is { } beside && SplitView.Fits(beside, bottom - top))
        {
            scroll = _split.Draw(_transcript, grid, model, beside, top, bottom, airy);
            (Beside, PageRows) = (_split.Other, Math.Max(1, _split.Rows - 1));
        }
        else
        {
            scroll = _transcript.Draw(grid, top, bottom, model.Focused, model.Scroll, airy, model.Answers, model.Tools, model.Opened);
            grid.Mark(top, bottom, model.Marked);
            Greet(grid, model, bottom);
            Scrolls = (top, bottom);
        }
        Around(grid, scroll == model.Scroll ? model : model with { Scroll = scroll }, 0, model.Others.IsBelow ? bottom : null);
        return scroll;
    }

    /// <summary>The card, and above it, where there is room, the end of what led to its question.</summary>
    private CardShown Asked(CellGrid grid, ScreenModel model, SessionView view)
    {
        var first = grid.Rows - CardRows(view, grid.Columns);
        if (first < LeastChatRows)
            first = 0;
        else if (view.Ring is { } ring)
            _preview.Draw(grid, 0, first - 1, view, ScrollState.Follow, airy: false, model.Answers, model.Tools, end: AskedAt(ring));
        return _card.Draw(grid, model, view, first, model.CardTop);
    }

    /// <summary>Where the newest question begins; the end when there is something else.</summary>
    private static long AskedAt(OutputRing ring)
    {
        Span<byte> text = stackalloc byte[OutputRing.MaxRecordBytes];
        var (reader, at) = (new OutputReader(ring), ring.End);
        while (reader.Before(at, text, out var record) is ReadStatus.Read && record.Kind is OutputKind.Question or OutputKind.Notice)
        {
            at = record.Position;
            if (record is { Kind: OutputKind.Question, Begins: true })
                return at;
        }
        return ring.End;
    }

    /// <summary>The end of another session's chat, with a row that says whose it is. Where the own one is scrolled to stays.</summary>
    private ScrollState Preview(CellGrid grid, ScreenModel model, SessionView view, int top, int bottom)
    {
        var pen = new Pen(grid, bottom - 1, 0);
        pen.Write(look.Symbols.Rule, Style.Dim).Write(" ", Style.Dim).Cut(view.Name, grid.Columns / 2, look.Symbols, Style.For(view));
        pen.Write(view.Ring is { End: > 0 } ? " " : ": nothing of it is loaded; Enter opens it ", Style.Dim).Write(look.Symbols.Rule, Style.Dim);
        _preview.Draw(grid, top, bottom - 1, view, ScrollState.Follow, airy: false, model.Answers, model.Tools);
        return model.Scroll;
    }

    private void Queued(CellGrid grid, ScreenModel model, int top, int rows)
    {
        var queued = model.Focused.Queued;
        for (var i = 0; i < rows; i++)
        {
            var pen = new Pen(grid, top + i, 2);
            var feed = queued[i].AsSpan().IndexOf('\n');
            pen.Write("queued: ", Style.Dim);
            pen.Cut(feed < 0 ? queued[i] : queued[i].AsSpan(0, feed), grid.Columns - pen.Column - 12, look.Symbols, Style.Dim);
            if (feed >= 0)
                pen.Write(" ", Style.Dim).Write(look.Symbols.Ellipsis, Style.Dim);
            if (i == rows - 1 && queued.Count > rows)
                pen.Write(look.Symbols.Dot, Style.Dim).Write("+", Style.Dim).Write(queued.Count - rows, Style.Dim).Write(" more", Style.Dim);
        }
    }

    private void TooSmall(CellGrid grid)
    {
        PageRows = 0;
        for (int row = 0, at = 0; row < grid.Rows && at < _tooSmall.Length; row++)
        {
            var length = TextWrap.Row(_tooSmall.AsSpan(at), grid.Columns, out var next);
            grid.Put(row, 0, _tooSmall.AsSpan(at, length), Style.Plain);
            at += next;
        }
    }
}
