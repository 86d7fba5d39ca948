using Q.Core;
using Q.Output;
using Q.Screen;
using Q.Sessions;
using Q.Terminal;

namespace Q;

/// <summary>
/// A text of its own in the chat's place, with arrows and pages to scroll it; the session in focus stays what it is. What it
/// shows is written to its ring, by the app loop.
/// </summary>
internal abstract class PaneMode : IMode, IDisposable
{
    private readonly Func<int> _pageRows;
    private readonly Action<string> _typed;
    private ScrollState _scroll = ScrollState.Follow;

    /// <param name="name">Stands where a session's name does.</param>
    /// <param name="pageRows">How many rows are shown now.</param>
    /// <param name="typed">Takes what was pasted meanwhile, or the line that came in: it is for the prompt.</param>
    /// <param name="ringBytes">How much of it can be scrolled back to.</param>
    protected PaneMode(string name, Func<int> pageRows, Action<string> typed, int ringBytes)
    {
        (_pageRows, _typed, Ring) = (pageRows, typed, new(ringBytes));
        View = new() { Id = SessionId.New(), Slot = 0, Name = name, Folder = "", Ring = Ring };
    }

    public virtual TimeSpan Due => TimeSpan.MaxValue;

    protected OutputRing Ring { get; }

    protected SessionView View { get; init; }

    public bool Press(Key key)
    {
        var page = Math.Max(1, _pageRows() - 1);
        var rows = key.Code switch
        {
            KeyCode.Up => 1,
            KeyCode.Down => -1,
            KeyCode.PageUp => page,
            KeyCode.PageDown => -page,
            KeyCode.Home => ScrollState.Top,
            _ => 0,
        };
        if (rows == 0 && key.Code is not KeyCode.End)
            return Other(key);
        _scroll = rows == 0 ? ScrollState.Follow : _scroll.Up(rows, View);
        return true;
    }

    public bool Paste(string text)
    {
        _typed(text);
        return false;
    }

    public virtual bool PassesOn(Key key) => false;

    public virtual bool GoOn(TimeSpan now) => true;

    public virtual ScreenModel Show(ScreenModel model) => model with
    {
        Focused = View,
        Beside = null,
        IsPane = true,
        ShellFolder = View.Folder,
        Scroll = _scroll,
        Text = "",
        Cursor = 0,
        Listed = [],
    };

    /// <summary>The screen stopped scrolling here.</summary>
    public void Stopped(ScrollState scroll) => _scroll = scroll;

    public void Dispose() => Ring.Dispose();

    /// <summary>A key that does not scroll; false when it closes.</summary>
    protected abstract bool Other(Key key);
}
