namespace Q.Sessions;

/// <summary>
/// Lets a tool's progress be published once a second at most, and the last of a burst as well: a one-shot timer, armed only when
/// something was held back. Owned by the mailbox; <paramref name="ring"/> is called on the timer's thread and must only post.
/// </summary>
internal sealed class ProgressBell(TimeProvider time, Action<ProgressBell> ring)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private long? _published;
    private bool _isArmed;

    /// <summary>It may be published now; otherwise the bell rings when it may.</summary>
    public bool IsDue()
    {
        if (_isArmed)
            return false;
        var now = time.GetTimestamp();
        if (_published is not { } last || time.GetElapsedTime(last, now) is var passed && passed >= s_pause)
        {
            _published = now;
            return true;
        }
        _isArmed = true;
        _timer?.Dispose();
        _timer = time.CreateTimer(_ => ring(this), state: null, s_pause - passed, Timeout.InfiniteTimeSpan);
        return false;
    }

    public void HasRung(long now) => (_isArmed, _published) = (false, now);
}
