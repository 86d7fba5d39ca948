using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Two grids, what is shown and what shall be, and the one write that makes the first the second. Modes (alternate screen,
/// paste mode, cursor) are part of a frame; leaving is the empty frame. App loop only.
/// </summary>
internal sealed class FrameWriter : IDisposable
{
    /// <summary>
    /// A cursor that jumps over more cells than these is hidden for the time, and the frame is marked as one: fewer are a word or a
    /// key, and no terminal shows half of that.
    /// </summary>
    private const int FewCells = 16;

    private readonly ITerminal _terminal;
    private readonly Look _look;
    private readonly GlyphTable _glyphs = new();
    private readonly PooledBuffer _frame = new();
    private readonly PooledBuffer _changes = new();
    private readonly PooledBuffer _whole = new();
    private CellGrid _front;
    private CellGrid _back;
    private bool _isEntered;
    private bool _isKnown;
    private bool _isSmall; // a few cells, and no rows that move
    private bool _cursorIsShown;
    private (int Row, int Column)? _at; // where the terminal's cursor is
    private (int Top, int Bottom) _scrolls;

    private readonly bool _hasMouse;
    private readonly bool _hasLinks;

    /// <param name="hasMouse">The wheel is asked for.</param>
    /// <param name="hasLinks">The terminal reads OSC 8.</param>
    public FrameWriter(ITerminal terminal, Look look, bool hasMouse = false, bool hasLinks = false)
    {
        (_terminal, _look, _hasMouse, _hasLinks) = (terminal, look, hasMouse, hasLinks);
        (_front, _back) = (new(0, 0, _glyphs, look), new(0, 0, _glyphs, look));
    }

    /// <summary>Where the cursor shall be; null hides it. Set for each frame.</summary>
    public (int Row, int Column)? Cursor { get; set; }

    /// <summary>What goes out with the frame and is no cell: title, bell. Emptied for each frame.</summary>
    public PooledBuffer Asides { get; } = new();

    /// <summary>An empty grid to paint.</summary>
    public CellGrid Begin(TerminalSize size)
    {
        var (columns, rows) = (Math.Max(1, size.Columns), Math.Max(1, size.Rows));
        if (_glyphs.IsFull)
        {
            _glyphs.Clear();
            _isKnown = false;
        }
        if ((_back.Columns, _back.Rows) != (columns, rows))
        {
            (_front, _back) = (new(columns, rows, _glyphs, _look), new(columns, rows, _glyphs, _look));
            _isKnown = false;
        }
        _back.Clear();
        (Cursor, _scrolls) = (null, default);
        Asides.Clear();
        return _back;
    }

    /// <summary>Text goes up in these rows (the last not included): the terminal may move them itself.</summary>
    public void Scrolls(int top, int bottom) => _scrolls = (top, bottom);

    /// <summary>Writes the frame; nothing when nothing changed.</summary>
    public void End()
    {
        var written = Changes();
        _frame.Clear();
        if (!_isEntered)
        {
            _frame.Append(Ansi.EnterAlternateScreen);
            _frame.Append(Ansi.PasteModeOn);
            if (_hasMouse)
                _frame.Append(Ansi.MouseOn);
            _cursorIsShown = true;
        }
        var changed = _changes.Length > 0;
        var isMarked = changed && (written > FewCells || !_isSmall);
        if (isMarked)
            _frame.Append(Ansi.BeginFrame);
        if (_cursorIsShown && (Cursor is null || written > FewCells))
        {
            _frame.Append(Ansi.HideCursor);
            _cursorIsShown = false;
        }
        _frame.Append(_changes.Written);
        if (Cursor is { } cursor)
        {
            if (_at != cursor)
                Ansi.MoveTo(_frame, cursor.Row, cursor.Column);
            _at = cursor;
            if (!_cursorIsShown)
                _frame.Append(Ansi.ShowCursor);
            _cursorIsShown = true;
        }
        if (isMarked)
            _frame.Append(Ansi.EndFrame);
        _frame.Append(Asides.Written);
        if (_frame.Length > 0)
            _terminal.Write(_frame.Written);
        (_front, _back, _isEntered, _isKnown) = (_back, _front, true, true);
    }

    public void Forget() => _isKnown = false;

    public void Leave()
    {
        if (_isEntered)
        {
            Asides.Append(Ansi.UndoEverything);
            _terminal.Write(Asides.Written);
        }
        Asides.Clear();
        (_isEntered, _isKnown) = (false, false);
    }

    public void Dispose()
    {
        _frame.Dispose();
        Asides.Dispose();
        _changes.Dispose();
        _whole.Dispose();
    }

    /// <summary>What changed, or everything when that takes fewer bytes. Returns how many cells are written.</summary>
    private int Changes()
    {
        _changes.Clear();
        _isSmall = false;
        if (!_isKnown)
            return Whole(_changes);
        if (_scrolls.Bottom > _scrolls.Top)
            ScrollShift.Write(_changes, _front, _back, _scrolls.Top, _scrolls.Bottom);
        _isSmall = _changes.Length == 0;
        var diff = new GridDiff(_changes, _glyphs, _changes.Length > 0 ? null : _at);
        diff.Write(_front, _back, _hasLinks);
        if (_changes.Length == 0)
            return 0;
        var (at, count) = (diff.Cursor, diff.Count);
        var cost = Cost(_changes.Length, at, count);
        if (IsShorterThanAll(cost))
        {
            _at = at;
            return count;
        }
        _whole.Clear();
        var all = Whole(_whole);
        if (Cost(_whole.Length, _at, all) >= cost)
        {
            _at = at;
            return count;
        }
        _changes.Clear();
        _changes.Append(_whole.Written);
        _isSmall = false;
        return all;
    }

    /// <summary>Bytes, with what stands around them because of them: the cursor's move, and hiding it for the time.</summary>
    private int Cost(int length, (int Row, int Column)? at, int count)
    {
        if (Cursor is not { } cursor)
            return length;
        var hides = _cursorIsShown && count > FewCells ? Ansi.HideCursor.Length + Ansi.ShowCursor.Length : 0;
        return length + hides + (at == cursor ? 0 : Ansi.MoveLength(cursor.Row, cursor.Column));
    }

    /// <summary>
    /// Whether everything anew takes as many bytes for certain: each cell that is not blank takes one at least. Looked at from below,
    /// where the prompt is, so that a key looks at a row or two.
    /// </summary>
    private bool IsShorterThanAll(int cost)
    {
        var least = Ansi.ResetStyle.Length + Ansi.CursorHome.Length + Ansi.EraseScreen.Length;
        for (var row = _back.Rows - 1; row >= 0 && least < cost; row--)
        {
            if (_back.IsBlank(row))
                continue;
            foreach (var cell in _back.Row(row))
                least += cell.Width > 0 && cell != Cell.Blank ? 1 : 0;
        }
        return least >= cost;
    }

    /// <summary>Everything, whatever was there before.</summary>
    private int Whole(PooledBuffer to)
    {
        to.Append(Ansi.ResetStyle);
        to.Append(Ansi.CursorHome);
        to.Append(Ansi.EraseScreen);
        _front.Clear();
        var diff = new GridDiff(to, _glyphs, (0, 0));
        diff.Write(_front, _back, _hasLinks);
        _at = diff.Cursor;
        return diff.Count;
    }
}
