using Q.Core;

namespace Q.Sessions;

/// <summary>
/// Notices sessions whose mailbox hangs: something is in it, and nothing was handled for a while. A turn that waits for its model
/// is no hang. It looks only while a turn runs or something was posted; without that there is no timer. Owned by the app loop.
/// </summary>
/// <param name="limit">After how long; zero is never.</param>
/// <param name="bell">Called on a timer's thread when it is time to look; must only post.</param>
internal sealed class Watchdog(LiveSessions live, TimeSpan limit, Action bell)
{
    /// <summary>So often within the limit.</summary>
    private const int Looks = 4;

    private ITimer? _timer;
    private volatile bool _isDue;
    private bool _isArmed;

    /// <summary>Something was posted: look whether it is handled.</summary>
    public void Arm()
    {
        if (_isArmed || limit == TimeSpan.Zero)
            return;
        _isArmed = true;
        _timer ??= live.Time.CreateTimer(_ => Due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(limit / Looks, Timeout.InfiniteTimeSpan);
    }

    /// <summary>If it is time, looks at all; gives those that have just been found to hang.</summary>
    public IReadOnlyList<SessionEntry> Look()
    {
        if (!_isDue)
            return [];
        (_isDue, _isArmed) = (false, false);
        var (now, found, goesOn) = (live.Time.GetTimestamp(), new List<SessionEntry>(), false);
        foreach (var entry in live.Directory.Entries)
        {
            if (entry.Session is not { } session)
                continue;
            goesOn |= session.IsBusy || entry.View.Status is SessionStatus.Processing;
            if (!session.IsBusy || session.Handled != entry.HandledSeen || entry.HeardAt == 0)
            {
                (entry.HandledSeen, entry.HeardAt) = (session.Handled, now);
                Mark(entry, hangs: false);
            }
            else if (!entry.Hangs && live.Time.GetElapsedTime(entry.HeardAt, now) >= limit)
            {
                Mark(entry, hangs: true);
                found.Add(entry);
            }
        }
        if (goesOn)
            Arm();
        return found;
    }

    private void Due()
    {
        _isDue = true;
        bell();
    }

    private void Mark(SessionEntry entry, bool hangs)
    {
        if (entry.Hangs == hangs)
            return;
        entry.Hangs = hangs;
        live.Compose(entry);
    }
}
