namespace Q.Screen;

/// <summary>
/// Decides when a frame may be drawn: at once for a key, at most one in each interval while text streams. Holds no timer, so
/// its owner (the app loop) and tests hand it any instant.
/// </summary>
internal struct FramePacer(TimeSpan interval)
{
    private TimeSpan? _due;
    private TimeSpan _earliest;

    /// <summary>Twenty-five frames a second: words that come fifty a second share frames, and each frame has its price on a slow line.</summary>
    public static TimeSpan Usual => TimeSpan.FromMilliseconds(40);

    /// <summary>Two frames a second, for people whom motion disturbs.</summary>
    public static TimeSpan Calm => TimeSpan.FromMilliseconds(500);

    /// <summary>Something changed. An urgent wish does not wait for the interval to end.</summary>
    public void Ask(TimeSpan now, bool urgent)
    {
        var due = urgent || now > _earliest ? now : _earliest;
        if (_due is null || due < _due)
            _due = due;
    }

    /// <summary>How long until the frame that was asked for; null when none was.</summary>
    public readonly TimeSpan? DueIn(TimeSpan now) =>
        _due is not { } due ? null : due > now ? due - now : TimeSpan.Zero;

    /// <summary>True once when a frame is due: the caller draws it now.</summary>
    public bool Take(TimeSpan now)
    {
        if (_due is not { } due || due > now)
            return false;
        (_due, _earliest) = (null, now + interval);
        return true;
    }
}
