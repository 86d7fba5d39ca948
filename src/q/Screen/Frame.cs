using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// The one write that shows what changed, and what goes around it: marks, the cursor, title and bell. Where the cells stand is known to
/// who is derived from it. App loop only.
/// </summary>
internal abstract class Frame(ITerminal terminal) : IDisposable
{
    /// <summary>
    /// A cursor that jumps over more cells than these is hidden for the time, and the frame is marked as one: fewer are a word or a
    /// key, and no terminal shows half of that.
    /// </summary>
    private const int FewCells = 16;

    private readonly PooledBuffer _frame = new();
    private bool _cursorIsShown = true;

    /// <summary>Where the cursor shall be; null hides it. Set for each frame.</summary>
    public (int Row, int Column)? Cursor { get; set; }

    /// <summary>What goes out with the frame and is no cell: title, bell. Emptied for each frame.</summary>
    public PooledBuffer Asides { get; } = new();

    protected GlyphTable Glyphs { get; } = new();

    /// <summary>What makes the shown cells the painted ones.</summary>
    protected PooledBuffer Changes { get; } = new();

    protected bool IsEntered { get; private set; }

    /// <summary>What the terminal shows is what was written last.</summary>
    protected bool IsKnown { get; set; }

    /// <summary>Writes the frame; nothing when nothing changed.</summary>
    public abstract void End();

    /// <summary>Gives the modes back, behind <see cref="Asides"/>; the next frame takes them again.</summary>
    public void Leave()
    {
        if (IsEntered)
        {
            Changes.Clear();
            Undo(Changes);
            terminal.Write(Changes.Written);
        }
        Asides.Clear();
        (IsEntered, IsKnown, _cursorIsShown) = (false, false, true);
    }

    /// <summary>The next frame writes everything.</summary>
    public void Forget() => IsKnown = false;

    public virtual void Dispose()
    {
        _frame.Dispose();
        Asides.Dispose();
        Changes.Dispose();
    }

    protected void Begin()
    {
        if (Glyphs.IsFull)
        {
            Glyphs.Clear();
            IsKnown = false;
        }
        Cursor = null;
        Asides.Clear();
    }

    /// <summary>Takes the modes.</summary>
    protected abstract void Enter(PooledBuffer to);

    protected abstract void Undo(PooledBuffer to);

    protected bool HidesCursor(int cells) => _cursorIsShown && (Cursor is null || cells > FewCells);

    /// <param name="cells">How many are written.</param>
    /// <param name="isMarked">Whole rows move or go, so that no part of it may be seen; a frame of many cells is marked as well.</param>
    /// <param name="changed">More than the cursor's place.</param>
    protected void Send(int cells, bool isMarked, bool changed)
    {
        _frame.Clear();
        if (!IsEntered)
            Enter(_frame);
        isMarked = changed && (isMarked || cells > FewCells);
        if (isMarked)
            _frame.Append(Ansi.BeginFrame);
        if (HidesCursor(cells))
            Show(false, Ansi.HideCursor);
        _frame.Append(Changes.Written);
        if (!_cursorIsShown && Cursor is not null)
            Show(true, Ansi.ShowCursor);
        if (isMarked)
            _frame.Append(Ansi.EndFrame);
        _frame.Append(Asides.Written);
        if (_frame.Length > 0)
            terminal.Write(_frame.Written);
        IsEntered = IsKnown = true;
    }

    private void Show(bool isShown, ReadOnlySpan<byte> sequence)
    {
        _frame.Append(sequence);
        _cursorIsShown = isShown;
    }
}
