using Q.Terminal;

namespace Q;

internal enum AppSignal : byte
{
    None,

    /// <summary>SIGTERM, SIGHUP, SIGINT from outside, SIGQUIT: save and leave.</summary>
    End,

    /// <summary>Ctrl+Z or SIGTSTP.</summary>
    Suspend,

    /// <summary>SIGCONT.</summary>
    Continue,
}

/// <summary>One thing for the app loop to do. A bell says only that some session has a newer view.</summary>
internal readonly record struct AppEvent(TerminalEvent? Terminal, Action? Work, AppSignal Signal, bool Bell)
{
    /// <summary>It took no room.</summary>
    public bool IsExtra { get; init; }

    public static AppEvent Of(TerminalEvent terminal) => new(terminal, null, AppSignal.None, false);

    public static AppEvent Of(Action work) => new(null, work, AppSignal.None, false);

    public static AppEvent Of(AppSignal signal) => new(null, null, signal, false);

    public static AppEvent Rung => new(null, null, AppSignal.None, true);
}

/// <summary>
/// The one way into the app loop: a bounded queue that many threads post to and the loop alone takes from, in order. Bells are
/// merged. A poster waits while the queue is full (the tty reader is then slowed down, which is what we want); the lock is held
/// for a few instructions, never across a call out. Sessions and signals may post until the process ends, so nothing here is ever
/// disposed; it is closed.
/// </summary>
#pragma warning disable CA1001 // see above
internal sealed class AppInbox(int bound = 1024)
#pragma warning restore CA1001
{
    private readonly Queue<AppEvent> _queue = new(64);
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _there = new(0);
    private readonly SemaphoreSlim _room = new(bound);
    private int _rung;
    private volatile bool _isClosed;

    public void Post(AppEvent item)
    {
        if (_isClosed)
            return;
        _room.Wait();
        if (_isClosed)
            return;
        lock (_gate)
            _queue.Enqueue(item);
        _there.Release();
    }

    /// <summary>Posts whether there is room or not: for the few that may come from the loop itself, or while it waits for the poster.</summary>
    public void PostNow(Action work)
    {
        if (_isClosed)
            return;
        lock (_gate)
            _queue.Enqueue(AppEvent.Of(work) with { IsExtra = true });
        _there.Release();
    }

    /// <summary>Posts if there is room; false when there is none, or nobody takes any more.</summary>
    public bool TryPost(AppEvent item)
    {
        if (_isClosed || !_room.Wait(0))
            return false;
        lock (_gate)
            _queue.Enqueue(item);
        _there.Release();
        return true;
    }

    /// <summary>Says that a session has something new; costs nothing while an earlier bell was not heard yet.</summary>
    public void Ring()
    {
        if (Interlocked.Exchange(ref _rung, 1) == 0)
            Post(AppEvent.Rung);
    }

    /// <summary>Takes the next event; false when none came within <paramref name="limit"/>.</summary>
    public bool TryTake(TimeSpan limit, out AppEvent item)
    {
        item = default;
        if (!_there.Wait(limit))
            return false;
        lock (_gate)
            item = _queue.Dequeue();
        if (!item.IsExtra)
            _room.Release();
        if (item.Bell)
            Interlocked.Exchange(ref _rung, 0); // a full fence before the views are read: a bell from now on is a new one
        return true;
    }

    /// <summary>Nobody takes any more: what is posted from now on is dropped, and no poster waits.</summary>
    public void Close()
    {
        _isClosed = true;
        _room.Release(bound);
    }
}
