using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Two grids, what is shown and what shall be, and the one write that makes the first the second. Modes (alternate screen,
/// paste mode, cursor) are part of a frame; leaving is the empty frame. App loop only.
/// </summary>
internal sealed class FrameWriter : Frame
{
    private readonly Look _look;
    private readonly PooledBuffer _whole = new();
    private CellGrid _front;
    private CellGrid _back;
    private bool _isMoved; // not a few cells alone: rows move, or everything is written
    private (int Row, int Column)? _at; // where the terminal's cursor is
    private (int Top, int Bottom) _scrolls;

    private readonly bool _hasMouse;
    private readonly bool _hasLinks;

    /// <param name="hasMouse">The wheel is asked for.</param>
    /// <param name="hasLinks">The terminal reads OSC 8.</param>
    public FrameWriter(ITerminal terminal, Look look, bool hasMouse = false, bool hasLinks = false)
        : base(terminal)
    {
        (_look, _hasMouse, _hasLinks) = (look, hasMouse, hasLinks);
        (_front, _back) = (new(0, 0, Glyphs, look), new(0, 0, Glyphs, look));
    }

    /// <summary>An empty grid to paint.</summary>
    public CellGrid Begin(TerminalSize size)
    {
        Begin();
        var (columns, rows) = (Math.Max(1, size.Columns), Math.Max(1, size.Rows));
        if ((_back.Columns, _back.Rows) != (columns, rows))
        {
            (_front, _back) = (new(columns, rows, Glyphs, _look), new(columns, rows, Glyphs, _look));
            IsKnown = false;
        }
        _back.Clear();
        _scrolls = default;
        return _back;
    }

    /// <summary>Text goes up in these rows (the last not included): the terminal may move them itself.</summary>
    public void Scrolls(int top, int bottom) => _scrolls = (top, bottom);

    public override void End()
    {
        var cells = Write();
        var changed = Changes.Length > 0;
        if (Cursor is { } cursor)
        {
            if (_at != cursor)
                Ansi.MoveTo(Changes, cursor.Row, cursor.Column);
            _at = cursor;
        }
        Send(cells, _isMoved, changed);
        (_front, _back) = (_back, _front);
    }

    public override void Dispose()
    {
        base.Dispose();
        _whole.Dispose();
    }

    protected override void Enter(PooledBuffer to)
    {
        to.Append(Ansi.EnterAlternateScreen);
        to.Append(Ansi.PasteModeOn);
        if (_hasMouse)
            to.Append(Ansi.MouseOn);
    }

    protected override void Undo(PooledBuffer to)
    {
        to.Append(Asides.Written);
        to.Append(Ansi.UndoEverything);
    }

    /// <summary>What changed, or everything when that takes fewer bytes. Returns how many cells are written.</summary>
    private int Write()
    {
        Changes.Clear();
        _isMoved = true;
        if (!IsKnown)
            return Whole(Changes);
        if (_scrolls.Bottom > _scrolls.Top)
            ScrollShift.Write(Changes, _front, _back, _scrolls.Top, _scrolls.Bottom);
        _isMoved = Changes.Length > 0;
        var diff = new GridDiff(Changes, Glyphs, _isMoved ? null : _at);
        diff.Write(_front, _back, _hasLinks);
        if (Changes.Length == 0)
            return 0;
        var (at, count) = (diff.Cursor, diff.Count);
        var cost = Cost(Changes.Length, at, count);
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
        Changes.Clear();
        Changes.Append(_whole.Written);
        _isMoved = true;
        return all;
    }

    /// <summary>Bytes, with what stands around them because of them: the cursor's move, and hiding it for the time.</summary>
    private int Cost(int length, (int Row, int Column)? at, int count)
    {
        if (Cursor is not { } cursor)
            return length;
        var hides = HidesCursor(count) ? Ansi.HideCursor.Length + Ansi.ShowCursor.Length : 0;
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
        var diff = new GridDiff(to, Glyphs, (0, 0));
        diff.Write(_front, _back, _hasLinks);
        _at = diff.Cursor;
        return diff.Count;
    }
}
