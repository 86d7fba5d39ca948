using Q.Config;

namespace Q.Sessions;

/// <summary>
/// Lets sessions give their memory back that nobody has used for a while, and the longest idle ones earlier when the process
/// takes too much. Never the one in focus, one that is pinned, asks, has something unseen or queued, or is at work. A timer runs
/// only while a session can become due. Owned by the app loop; the timer only rings.
/// </summary>
/// <param name="live">The sessions.</param>
/// <param name="settings">After how long, and from how much memory on.</param>
/// <param name="ring">Called on the timer's thread when a session is due; the loop then looks again.</param>
/// <param name="memory">What the process takes now, in bytes.</param>
internal sealed class Hibernation(LiveSessions live, Settings settings, Action ring, Func<long> memory)
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private readonly TimeSpan _after = settings.HibernateAfter == 0 ? TimeSpan.MaxValue : TimeSpan.FromMinutes(settings.HibernateAfter);
    private readonly long _mostBytes = (long)settings.MaxMemoryMb << 20;
    private ITimer? _timer;
    private DateTimeOffset _armedFor = DateTimeOffset.MaxValue;
    private volatile bool _hasFired;

    /// <summary>The timer rang since the last <see cref="Look"/>.</summary>
    public bool HasFired => _hasFired;

    /// <summary>After anything changed: puts to sleep what is due, and sees to it that the loop looks again in time.</summary>
    public void Look()
    {
        if (_after == TimeSpan.MaxValue)
            return;
        var (now, next) = (live.Time.GetUtcNow(), DateTimeOffset.MaxValue);
        foreach (var entry in live.Directory.Entries)
        {
            if (!MaySleep(entry))
                continue;
            var due = IdleSince(entry) + _after;
            if (due <= now)
                Sleep(entry);
            else if (due < next)
                next = due;
        }
        Arm(next, now);
    }

    /// <summary>After a turn: when the process takes too much, the longest idle sessions sleep until enough is given back.</summary>
    public void Spare()
    {
        var over = memory() - _mostBytes;
        if (over <= 0)
            return;
        foreach (var entry in live.Directory.Entries.Where(MaySleep).OrderBy(IdleSince).ToList())
        {
            if (over <= 0)
                break;
            over -= entry.View.Ring?.Held ?? 0;
            Sleep(entry);
        }
    }

    private bool MaySleep(SessionEntry entry) =>
        !live.IsShown(entry) && entry is { OwnerPid: 0, Pinned: false, Session: not null, SleepWanted: false, Queued: [] }
        && entry.View is { Idle: true, Hibernated: false, Ring.Held: > 0 };

    private static DateTimeOffset IdleSince(SessionEntry entry)
    {
        var since = entry.View.Since > entry.View.LastActive ? entry.View.Since : entry.View.LastActive;
        return entry.LeftAt > since ? entry.LeftAt : since;
    }

    private static void Sleep(SessionEntry entry)
    {
        entry.SleepWanted = true;
        entry.Session!.Post(new(EventKind.Hibernate));
    }

    /// <summary>On a thread of the timer's.</summary>
    private void Fire()
    {
        _hasFired = true;
        ring();
    }

    /// <summary>A timer takes 49 days at most; after a day it is looked again.</summary>
    private static TimeSpan Wait(TimeSpan left) => left < s_day ? left + TimeSpan.FromMilliseconds(1) : s_day;

    private void Arm(DateTimeOffset next, DateTimeOffset now)
    {
        if (next == _armedFor && !_hasFired)
            return;
        (_armedFor, _hasFired) = (next, false);
        _timer ??= live.Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(next == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : Wait(next - now), Timeout.InfiniteTimeSpan);
    }
}
