using Q.Screen;

namespace Q;

/// <summary>Where a person reads in a session, and which calls of tools they opened there. App loop only.</summary>
internal sealed class SessionReading
{
    public ScrollState Scroll { get; set; } = ScrollState.Follow;

    public OpenedCalls Opened { get; set; } = OpenedCalls.None;

    /// <summary>The number of the ring that both are of; null before it was drawn.</summary>
    public int? Ring { get; set; }
}
