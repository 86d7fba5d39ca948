using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// The live region, which are the rows below all that was printed, and the one write of a frame: lines that go above it for good, then
/// what changed in it. Where it is on the screen only the terminal knows, so the cursor moves by rows and within it. App loop only.
/// </summary>
/// <param name="reflows">The terminal breaks rows anew when it becomes narrower.</param>
/// <param name="hasLinks">The terminal reads OSC 8.</param>
internal sealed class InlineFrame(ITerminal terminal, Look look, bool reflows, bool hasLinks) : IDisposable
{
    /// <summary>A cursor that jumps over more cells than these is hidden for the time.</summary>
    private const int FewCells = 16;

    private readonly GlyphTable _glyphs = new();
    private readonly PooledBuffer _frame = new();
    private readonly PooledBuffer _above = new();
    private readonly PooledBuffer _changes = new();
    private TerminalSize _size;
    private CellGrid? _front;
    private CellGrid? _back;
    private CellGrid? _spare;
    private CellGrid? _line;
    private CellGrid? _blank;
    private bool _isEntered;
    private bool _isKnown;
    private bool _cursorIsShown = true;
    private (int Row, int Column) _at; // where the terminal's cursor is, from the region's first cell

    /// <summary>Rows of the region as it is shown; 0 before the first frame.</summary>
    public int Rows => _front?.Rows ?? 0;

    /// <summary>Where the cursor shall be; null hides it. Set for each frame.</summary>
    public (int Row, int Column)? Cursor { get; set; }

    /// <summary>What goes out with the frame and is no cell: title, bell. Emptied for each frame.</summary>
    public PooledBuffer Asides { get; } = new();

    public void Begin(TerminalSize size)
    {
        size = new(Math.Max(1, size.Columns), Math.Max(1, size.Rows));
        if (_glyphs.IsFull)
        {
            _glyphs.Clear();
            _isKnown = false;
        }
        if (_front is not null && (size.Columns != _size.Columns || size.Rows < _front.Rows))
        {
            _at.Row = Math.Min(RowsAbove(_front, size.Columns), size.Rows - 1);
            _isKnown = false;
        }
        if (_line?.Columns != size.Columns)
            (_line, _blank) = (new(size.Columns, 1, _glyphs, look), new(size.Columns, 1, _glyphs, look));
        _size = size;
        Cursor = null;
        Asides.Clear();
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
        new GridDiff(_above, _glyphs, (0, 0), isRelative: true).Write(_blank!, _line!, hasLinks);
        _above.Append(Ansi.NextLine);
    }

    /// <summary>The region, empty, to be painted.</summary>
    /// <param name="rows">At least one; more than the terminal has are not given.</param>
    public CellGrid Region(int rows)
    {
        rows = Math.Clamp(rows, 1, _size.Rows);
        _back = _spare is { } spare && (spare.Columns, spare.Rows) == (_size.Columns, rows) ? spare : new(_size.Columns, rows, _glyphs, look);
        _back.Clear();
        return _back;
    }

    /// <summary>Writes the frame; nothing when nothing changed.</summary>
    public void End()
    {
        var (back, isNew) = (_back!, !_isEntered);
        _changes.Clear();
        if (isNew || !_isKnown || _above.Length > 0)
            Anew(back);
        else
            Resize(back.Rows);
        var diff = new GridDiff(_changes, _glyphs, _at, isRelative: true);
        diff.Write(_front!, back, hasLinks);
        var changed = _changes.Length > 0;
        var to = Cursor ?? (diff.Row, 0);
        if (diff.Cursor != to)
            Ansi.MoveBy(_changes, to.Row - diff.Row, to.Column);
        _frame.Clear();
        if (isNew)
            _frame.Append(Ansi.PasteModeOn);
        if (changed)
            _frame.Append(Ansi.BeginFrame);
        if (_cursorIsShown && (Cursor is null || diff.Count > FewCells))
            Show(false, Ansi.HideCursor);
        _frame.Append(_changes.Written);
        if (!_cursorIsShown && Cursor is not null)
            Show(true, Ansi.ShowCursor);
        if (changed)
            _frame.Append(Ansi.EndFrame);
        _frame.Append(Asides.Written);
        if (_frame.Length > 0)
            terminal.Write(_frame.Written);
        (_front, _spare, _at, _isEntered, _isKnown) = (back, _front, to, true, true);
    }

    private void Show(bool isShown, ReadOnlySpan<byte> sequence)
    {
        _frame.Append(sequence);
        _cursorIsShown = isShown;
    }

    /// <summary>The next frame writes the whole region.</summary>
    public void Forget() => _isKnown = false;

    /// <summary>Erases the region and gives the modes back; the cursor stands below what was printed.</summary>
    public void Leave()
    {
        if (_isEntered)
        {
            _changes.Clear();
            Ansi.MoveBy(_changes, -_at.Row, 0);
            _changes.Append(Ansi.EraseRowAndBelow);
            _changes.Append(Asides.Written);
            _changes.Append(Ansi.UndoOnMainScreen);
            terminal.Write(_changes.Written);
        }
        Asides.Clear();
        (_front, _at, _isEntered, _isKnown, _cursorIsShown) = (null, default, false, false, true);
    }

    public void Dispose()
    {
        _frame.Dispose();
        _above.Dispose();
        _changes.Dispose();
        Asides.Dispose();
    }

    /// <summary>What is printed takes the region's place, and the region comes below it.</summary>
    private void Anew(CellGrid back)
    {
        Ansi.MoveBy(_changes, -_at.Row, 0);
        _changes.Append(Ansi.ResetStyle);
        _changes.Append(Ansi.EraseRowAndBelow);
        _changes.Append(_above.Written);
        (_front, _at) = (new(back.Columns, 1, _glyphs, look), default);
        Resize(back.Rows);
    }

    /// <summary>Makes room below, which moves the screen up where there is none, or erases the rows that go.</summary>
    private void Resize(int rows)
    {
        var front = _front!;
        if (rows == front.Rows)
            return;
        var to = Math.Min(rows, front.Rows - 1); // the last row that stays, or the first that goes
        Ansi.MoveBy(_changes, to - _at.Row, 0);
        if (rows < front.Rows)
            _changes.Append(Ansi.EraseBelow);
        for (var row = front.Rows; row < rows; row++)
            _changes.Append(Ansi.NextLine);
        (_front, _at) = (front.WithRows(rows), (rows < front.Rows ? rows : rows - 1, 0));
    }

    /// <summary>How many rows above the cursor the region takes since the terminal has so many columns.</summary>
    private int RowsAbove(CellGrid shown, int columns)
    {
        if (!reflows)
            return _at.Row;
        var rows = _at.Column / columns;
        for (var row = 0; row < _at.Row && row < shown.Rows; row++)
        {
            var width = shown.Columns;
            while (width > 0 && shown.Row(row)[width - 1] == Cell.Blank)
                width--;
            rows += Math.Max(1, (width + columns - 1) / columns);
        }
        return rows;
    }
}
