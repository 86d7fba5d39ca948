using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// The live region, which are the rows below all that was printed, and the one write of a frame: lines that go above it for good, then
/// what changed in it. Where it is on the screen only the terminal knows, so the cursor moves by rows and within it. App loop only.
/// </summary>
/// <param name="reflows">The terminal breaks rows anew when it becomes narrower.</param>
/// <param name="hasLinks">The terminal reads OSC 8.</param>
internal sealed class InlineFrame(ITerminal terminal, Look look, bool reflows, bool hasLinks) : Frame(terminal)
{
    private readonly PooledBuffer _above = new();
    private TerminalSize _size;
    private CellGrid? _front;
    private CellGrid? _back;
    private CellGrid? _spare;
    private CellGrid? _line;
    private CellGrid? _blank;
    private (int Row, int Column) _at; // where the terminal's cursor is, from the region's first cell

    /// <summary>Rows of the region as it is shown; 0 before the first frame.</summary>
    public int Rows => _front?.Rows ?? 0;

    public void Begin(TerminalSize size)
    {
        Begin();
        size = new(Math.Max(1, size.Columns), Math.Max(1, size.Rows));
        if (_front is not null && (size.Columns != _size.Columns || size.Rows < _front.Rows))
        {
            _at.Row = Math.Min(RowsAbove(_front, size.Columns), size.Rows - 1);
            IsKnown = false;
        }
        if (_line?.Columns != size.Columns)
            (_line, _blank) = (new(size.Columns, 1, Glyphs, look), new(size.Columns, 1, Glyphs, look));
        _size = size;
        _above.Clear();
    }

    /// <summary>An empty row, to be painted and then printed.</summary>
    public CellGrid Line()
    {
        _line!.Clear();
        return _line;
    }

    /// <summary>What was painted into <see cref="Line"/> stands above the region from now on.</summary>
    public void Print()
    {
        new GridDiff(_above, Glyphs, (0, 0), isRelative: true).Write(_blank!, _line!, hasLinks);
        _above.Append(Ansi.NextLine);
    }

    /// <summary>The region, empty, to be painted.</summary>
    /// <param name="rows">At least one; more than the terminal has are not given.</param>
    public CellGrid Region(int rows)
    {
        rows = Math.Clamp(rows, 1, _size.Rows);
        _back = _spare is { } spare && (spare.Columns, spare.Rows) == (_size.Columns, rows) ? spare : new(_size.Columns, rows, Glyphs, look);
        _back.Clear();
        return _back;
    }

    public override void End()
    {
        var back = _back!;
        Changes.Clear();
        if (_front is null || !IsKnown || _above.Length > 0)
            Anew(back);
        else
            Resize(back.Rows);
        if (reflows)
            EraseShorter(back);
        var isMoved = Changes.Length > 0;
        var diff = new GridDiff(Changes, Glyphs, _at, isRelative: true);
        diff.Write(_front!, back, hasLinks);
        var changed = Changes.Length > 0;
        var to = Cursor ?? (diff.Row, 0);
        if (diff.Cursor != to)
            Ansi.MoveBy(Changes, to.Row - diff.Row, to.Column);
        Send(diff.Count, isMoved, changed);
        (_front, _spare, _at) = (back, _front, to);
    }

    public override void Dispose()
    {
        base.Dispose();
        _above.Dispose();
    }

    protected override void Enter(PooledBuffer to) => to.Append(Ansi.PasteModeOn);

    /// <summary>Erases the region; the cursor stands below what was printed.</summary>
    protected override void Undo(PooledBuffer to)
    {
        Ansi.MoveBy(to, -_at.Row, 0);
        to.Append(Ansi.EraseRowAndBelow);
        to.Append(Asides.Written);
        to.Append(Ansi.UndoOnMainScreen);
        (_front, _at) = (null, default);
    }

    /// <summary>What is printed takes the region's place, and the region comes below it.</summary>
    private void Anew(CellGrid back)
    {
        Ansi.MoveBy(Changes, -_at.Row, 0);
        Changes.Append(Ansi.ResetStyle);
        Changes.Append(Ansi.EraseRowAndBelow);
        Changes.Append(_above.Written);
        (_front, _at) = (new(back.Columns, 1, Glyphs, look), default);
        Resize(back.Rows);
    }

    /// <summary>Makes room below, which moves the screen up where there is none, or erases the rows that go.</summary>
    private void Resize(int rows)
    {
        var front = _front!;
        if (rows == front.Rows)
            return;
        var to = Math.Min(rows, front.Rows - 1); // the last row that stays, or the first that goes
        Ansi.MoveBy(Changes, to - _at.Row, 0);
        if (rows < front.Rows)
            Changes.Append(Ansi.EraseBelow);
        for (var row = front.Rows; row < rows; row++)
            Changes.Append(Ansi.NextLine);
        (_front, _at) = (front.WithRows(rows), (rows < front.Rows ? rows : rows - 1, 0));
    }

    /// <summary>
    /// A row that gets shorter is erased whole, and written anew: tmux breaks it by its widest since then, whatever was erased in it.
    /// </summary>
    private void EraseShorter(CellGrid back)
    {
        var front = _front!;
        for (var row = 0; row < back.Rows; row++)
        {
            if (Width(back, row) >= Width(front, row))
                continue;
            Ansi.MoveBy(Changes, row - _at.Row, 0);
            Changes.Append(Ansi.EraseLine);
            front.ClearRows(row, row + 1);
            _at = (row, 0);
        }
    }

    private static int Width(CellGrid shown, int row)
    {
        var width = shown.Columns;
        while (width > 0 && shown.Row(row)[width - 1] == Cell.Blank)
            width--;
        return width;
    }

    /// <summary>How many rows above the cursor the region takes since the terminal has so many columns.</summary>
    private int RowsAbove(CellGrid shown, int columns)
    {
        if (!reflows)
            return _at.Row;
        var rows = _at.Column / columns;
        for (var row = 0; row < _at.Row && row < shown.Rows; row++)
            rows += Math.Max(1, (Width(shown, row) + columns - 1) / columns);
        return rows;
    }
}
