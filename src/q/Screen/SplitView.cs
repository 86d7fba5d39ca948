using Q.Sessions;

namespace Q.Screen;

/// <summary>
/// Two transcripts in the chat's place, each below a row that names it, the one in focus in brackets. Each half is painted as a small
/// screen of its own and put where it belongs. App loop only.
/// </summary>
internal sealed class SplitView(Look look)
{
    /// <summary>A title and rows enough to read in.</summary>
    private const int LeastRows = 4;

    private readonly TranscriptView _other = new(look);
    private CellGrid? _first;
    private CellGrid? _second;

    /// <summary>Where the other half is scrolled to, as it really is.</summary>
    public ScrollState Other { get; private set; }

    /// <summary>How many rows of transcript the half in focus shows.</summary>
    public int Rows { get; private set; }

    public static bool Fits(SplitShown beside, int rows) => rows >= (beside.IsStacked ? 2 * LeastRows : LeastRows);

    /// <summary>
    /// Draws rows <paramref name="top"/> to <paramref name="bottom"/> (not included), the half in focus with <paramref name="own"/>: who asks
    /// that for its places finds them as without a split.
    /// </summary>
    public ScrollState Draw(TranscriptView own, CellGrid grid, ScreenModel model, SplitShown beside, int top, int bottom, bool airy)
    {
        var (rows, columns) = (bottom - top, grid.Columns);
        var (firstRows, firstColumns) = beside.IsStacked ? (rows / 2, columns) : (rows, (columns - 1) / 2);
        var (secondTop, secondLeft) = beside.IsStacked ? (firstRows, 0) : (0, firstColumns + 1);
        _first = Part(grid, _first, firstRows, firstColumns);
        _second = Part(grid, _second, rows - secondTop, columns - secondLeft);
        var (mine, theirs) = beside.IsFirst ? (_second, _first) : (_first, _second);

        Title(mine, model.Focused, hasFocus: true);
        var scroll = own.Draw(mine, 1, mine.Rows, model.Focused, model.Scroll, airy, model.Answers, model.Tools, model.Opened);
        mine.Mark(1, mine.Rows, model.Marked);
        ScreenPainter.Greet(mine, model, mine.Rows);
        Title(theirs, beside.View, hasFocus: false);
        Other = _other.Draw(theirs, 1, theirs.Rows, beside.View, beside.Scroll, airy, model.Answers, model.Tools, beside.Opened);

        grid.Put(_first, top, 0);
        grid.Put(_second, top + secondTop, secondLeft);
        for (var row = top; row < bottom && !beside.IsStacked; row++)
            grid.Put(row, firstColumns, look.Symbols.Bar.AsSpan(0, 1), Style.Dim);
        Rows = mine.Rows - 1;
        return scroll;
    }

    private static CellGrid Part(CellGrid grid, CellGrid? known, int rows, int columns)
    {
        if (known?.Rows != rows || known.Columns != columns)
            return grid.Part(columns, rows);
        known.Clear();
        return known;
    }

    private void Title(CellGrid part, SessionView view, bool hasFocus)
    {
        var (symbols, rule) = (look.Symbols, hasFocus ? Style.Sign : Style.Dim);
        var pen = new Pen(part, 0, 0);
        pen.Write(symbols.Rule, rule).Write(hasFocus ? " [" : " ", rule);
        pen.Cut(view.Name, part.Columns / 2, symbols, hasFocus ? Style.Bold : Style.Plain).Write(hasFocus ? "] " : " ", rule);
        pen.Write(symbols.For(view), Style.For(view)).Write(" ").Write(Symbols.Word(view), Style.For(view));
        if (Symbols.Reason(view) is { Length: > 0 } reason)
            pen.Write(" ").Write(reason, Style.For(view));
        pen.Write(" ");
        while (pen.Column < part.Columns)
            pen.Write(symbols.Line, rule);
    }
}
