namespace Q.Sessions;

/// <summary>
/// Sessions that were closed or killed and whose engines have not ended yet. One that was killed has a grace; after it, it is
/// abandoned: nothing it says is heard any more. Owned by the app loop.
/// </summary>
/// <param name="bell">Called on a timer's thread when a grace is over; must only post.</param>
internal sealed class Endings(TimeProvider time, Action bell)
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_late = TimeSpan.FromMilliseconds(20);

    private readonly List<Ending> _all = [];

    /// <summary>How many were abandoned so far.</summary>
    public int Abandoned { get; private set; }

    /// <summary>Completes for each that ends.</summary>
    public IEnumerable<Task> Closed => _all.Select(one => one.Session.Closed);

    /// <summary>Those that have not ended yet.</summary>
    public IEnumerable<SessionEntry> Left => _all.Where(one => !one.Session.Closed.IsCompleted).Select(one => one.Entry);

    public void Close(Session session, SessionEntry entry)
    {
        session.Post(new(EventKind.Close));
        _all.Add(new(session, entry, 0, null));
    }

    /// <summary>The engine is told to stop though the mailbox may hang.</summary>
    public void Kill(Session session, SessionEntry entry)
    {
        session.Post(new(EventKind.Close));
        session.Cut();
        // A little later: a timer may ring a moment too early, and whoever then finds nothing due looks no more.
        var timer = time.CreateTimer(_ => bell(), null, Grace + s_late, Timeout.InfiniteTimeSpan);
        _all.Add(new(session, entry, time.GetTimestamp(), timer));
    }

    /// <summary>Forgets those that have ended, and gives those that are abandoned from now on.</summary>
    public IReadOnlyList<SessionEntry> Check()
    {
        if (_all.Count == 0)
            return [];
        List<SessionEntry>? abandoned = null;
        foreach (var one in _all)
        {
            if (one.Grace is null || one.Session.Closed.IsCompleted || time.GetElapsedTime(one.Since) < Grace)
                continue;
            one.Session.Forsake();
            Abandoned++;
            (abandoned ??= []).Add(one.Entry);
        }
        _all.RemoveAll(one =>
        {
            var isOver = one.Session.Closed.IsCompleted || (one.Grace is not null && abandoned?.Contains(one.Entry) == true);
            if (isOver)
                one.Grace?.Dispose();
            return isOver;
        });
        return abandoned ?? (IReadOnlyList<SessionEntry>)[];
    }

    private sealed record Ending(Session Session, SessionEntry Entry, long Since, ITimer? Grace);
}
