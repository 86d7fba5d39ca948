using Q.Sessions;
using Q.Terminal;

namespace Q.Screen;

/// <summary>The whole terminal as cells: paints a model into the back grid and writes what changed. App loop only.</summary>
internal sealed class Renderer(ITerminal terminal, Look look, Attention? attention = null, bool hasMouse = false, bool hasLinks = false) : IScreen
{
    public const int LeastColumns = 40;
    public const int LeastRows = 8;

    /// <summary>From here on there is room for blank rows between blocks and above the prompt.</summary>
    private const int AiryRows = 16;

    private const int LeastChatRows = 4;
    private const int MostQueued = 3;

    private const string Welcome = "Ask something, or /help.";

    private readonly FrameWriter _frame = new(terminal, look, hasMouse, hasLinks);
    private readonly TranscriptView _transcript = new(look);
    private readonly IndicatorView _indicator = new(look);
    private readonly TranscriptView _preview = new(look);
    private readonly SplitView _split = new(look);
    private readonly TabsView _tabs = new(look);
    private readonly PromptView _prompt = new(look);
    private readonly ListView _list = new(look);
    private readonly CardView _card = new(look);
    private readonly byte[] _tooSmall = "q needs 40x8 cells. Nothing is lost: make the terminal larger."u8.ToArray();

    public int PageRows { get; private set; } = 1;

    public long TopAt => _transcript.TopAt;

    public long EndAt => _transcript.EndAt;

    public long CallAt => _transcript.CallAt;

    public ScrollState Beside { get; private set; }

    public int CardTop { get; private set; }

    public ScrollState Draw(ScreenModel model)
    {
        var size = terminal.Size;
        var grid = _frame.Begin(size);
        var scroll = model.Scroll;
        (CardTop, Beside) = (0, model.Beside?.Scroll ?? ScrollState.Follow);
        if (size.Columns < LeastColumns || size.Rows < LeastRows)
            TooSmall(grid);
        else if (model.Card is { Question: not null } card)
            CardTop = _card.Draw(grid, model, card, model.CardTop);
        else
            scroll = Chat(grid, model);
        attention?.Tell(model, _frame.Asides);
        _frame.End();
        return scroll;
    }

    public void Forget() => _frame.Forget();

    public void Leave()
    {
        _frame.Asides.Clear();
        attention?.Leave(_frame.Asides);
        _frame.Leave();
    }

    public void Dispose() => _frame.Dispose();

    /// <summary>
    /// From the bottom: prompt, state, queued prompts, list; from the top: tabs; above or below the chat: the indicator; the chat has
    /// the rest.
    /// </summary>
    private ScrollState Chat(CellGrid grid, ScreenModel model)
    {
        var rows = grid.Rows;
        var airy = rows >= AiryRows;
        var prompt = _prompt.Arrange(model, grid.Columns, rows / 3);
        var state = airy || StateLine.IsNeeded(model) ? 1 : 0;
        var bottom = rows - prompt - state;
        var list = ListView.Arrange(model, Math.Max(2, bottom - LeastChatRows - (model.Picker is null ? 2 : 0)));
        var queued = Math.Min(model.Focused.Queued.Count, Math.Clamp(bottom - list - LeastChatRows - 1, 0, MostQueued));
        bottom -= list + queued;
        var top = TabsView.Arrange(model, bottom - LeastChatRows);
        var indicator = model.Picker is not null ? 0 // the list says it all
            : _indicator.Arrange(model, Math.Min(Math.Max(3, rows / 4), bottom - top - LeastChatRows));
        if (top > 0)
            _tabs.Draw(grid, model, 0);
        _indicator.Draw(grid, model, model.Others.IsBelow ? bottom - indicator : top, indicator);
        var below = bottom;
        if (model.Others.IsBelow)
            bottom -= indicator;
        else
            top += indicator;

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
            _frame.Scrolls(top, bottom);
        }
        Queued(grid, model, below, queued);
        _list.Draw(grid, model, below + queued, list);
        if (state > 0)
            StateLine.Draw(grid, rows - prompt - 1, model, look.Symbols);
        var shown = scroll == model.Scroll ? model : model with { Scroll = scroll };
        _frame.Cursor = _prompt.Draw(grid, shown, prompt);
        return scroll;
    }

    /// <summary>In the lowest row of a chat that has nothing in it yet.</summary>
    public static void Greet(CellGrid grid, ScreenModel model, int bottom)
    {
        if (model.Focused.Ring is null or { End: 0 })
            grid.Put(bottom - 1, 0, grid.Columns < 60 ? Welcome : $"{Welcome} {model.KeyHelp} lists the keys.", Style.Dim);
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
        for (int row = 0, at = 0; row < grid.Rows && at < _tooSmall.Length; row++)
        {
            var length = TextWrap.Row(_tooSmall.AsSpan(at), grid.Columns, out var next);
            grid.Put(row, 0, _tooSmall.AsSpan(at, length), Style.Plain);
            at += next;
        }
    }
}
