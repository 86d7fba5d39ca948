using Q.Core;
using Q.Sessions;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// The main screen with the terminal's own scrollback: what is finished is printed once, and below it a few live rows show what still
/// changes: the end of the answer, the other sessions, state and prompt. What needs room, such as a card, a log or reading further up, takes
/// more of these rows as long as it is open; nothing is printed meanwhile. App loop only.
/// </summary>
internal sealed class InlineScreen(ITerminal terminal, Look look, Attention? attention = null, bool reflows = false, bool hasLinks = false) : IScreen
{
    /// <summary>What is read in the live rows has so many at least, where the terminal has them.</summary>
    private const int LeastLargeRows = 12;

    private readonly InlineFrame _frame = new(terminal, look, reflows, hasLinks);
    private readonly InlineTranscript _transcript = new(look);
    private readonly ScreenPainter _painter = new(look, attention);
    private ScreenModel? _printed; // the newest of which text was printed
    private bool _isLarge;
    private int _printedRows; // that are on the screen above the region

    public int PageRows => _isLarge ? _painter.PageRows : Math.Max(1, LargeRows(terminal.Size.Rows) - 4);

    public long TopAt => _isLarge ? _painter.TopAt : long.MaxValue;

    public long EndAt => _isLarge ? _painter.EndAt : long.MaxValue;

    public long CallAt => _isLarge ? _painter.CallAt : _transcript.CallAt;

    public ScrollState Beside => _painter.Beside;

    public CardShown Card => _painter.Card;

    public int QuestionRows => _isLarge ? _painter.PageRows : _printedRows;

    public bool KeepsLines => true;

    public ScrollState Draw(ScreenModel model)
    {
        var size = terminal.Size;
        _frame.Begin(size);
        var takesRoom = size.IsTooSmall || model.IsPane || model.Marked.Length > 0 || model.Opened.IsAny
            || model is not { Card: null, Preview: null, Beside: null };
        var scroll = model.Scroll;
        _isLarge = takesRoom || !scroll.Follows;
        if (_isLarge)
        {
            var rows = size.IsTooSmall ? 2 : model.Card is { } card ? CardRows(card, size.Columns) : LargeRows(size.Rows);
            scroll = _painter.Whole(_frame.Region(Math.Min(rows, size.Rows)), model);
            _isLarge = takesRoom || !scroll.Follows; // all that could be read further up is on the screen already
        }
        if (!_isLarge)
            Live(model with { Scroll = scroll }, size);
        _painter.End(_frame, model);
        return scroll;
    }

    public void Forget() => _frame.Forget();

    public void Leave() => _painter.Leave(_frame);

    public void Finish()
    {
        if (_printed is { } last)
            Draw(last with { Focused = last.Focused with { Status = SessionStatus.WaitingForInput, Why = WaitReason.None, Queued = [] }, SaidTo = null });
        Leave();
    }

    public void Dispose() => _frame.Dispose();

    private void Live(ScreenModel model, TerminalSize size)
    {
        var around = _painter.Arrange(model, size.Columns, size.Rows);
        var room = Math.Max(1, size.Rows - around - 1);
        _transcript.Print(_frame, model, size.Columns, room, size.Rows >= ScreenPainter.AiryRows);
        _printed = model;
        var isEmpty = ScreenPainter.IsEmpty(model.Focused);
        var open = isEmpty ? 1 : Math.Min(_transcript.Open, room);
        if (model.Picker is not null)
            open = Math.Max(open, Math.Min(_frame.Rows - around, room)); // the list stays where it is while the choice goes to one without a preview
        var grid = _frame.Region(around + open);
        _printedRows = size.Rows - grid.Rows - 1;
        ScreenPainter.Greet(grid, model, open);
        if (!isEmpty)
            _transcript.DrawOpen(grid, Math.Min(_transcript.Open, open));
        _painter.Around(grid, model, open);
    }

    private static int LargeRows(int rows) => Math.Min(rows, Math.Max(LeastLargeRows, rows * 2 / 3));

    /// <summary>As many as the question needs, and not fewer than can be drawn at all.</summary>
    private int CardRows(SessionView view, int columns) => Math.Max(8, _painter.CardRows(view, columns));
}
