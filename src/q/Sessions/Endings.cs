namespace Q.Sessions;

/// <summary>
/// Sessions that were closed or killed and whose engines have not ended yet. One that was killed has a grace; after it, it is
/// abandoned: nothing it says is heard any more. Owned by the app loop.
/// </summary>
/// <param name="bell">Called on a timer's thread when a grace is over; must only post.</param>
internal sealed class Endings(TimeProvider time, Action bell)
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly List<Ending> _all = [];

    /// <summary>How many were abandoned so far.</summary>
    public int Abandoned { get; private set; }

    /// <summary>Completes for each that ends.</summary>
    public IEnumerable<Task> Closed => _all.Select(one => one.Session.Closed);

    public void Close(Session session)
    {
        session.Post(new(EventKind.Close));
        _all.Add(new(session, "", 0, null));
    }

    /// <summary>The engine is told to stop though the mailbox may hang.</summary>
    public void Kill(Session session, string name)
    {
        session.Post(new(EventKind.Close));
        session.Cut();
        var timer = time.CreateTimer(_ => bell(), null, Grace, Timeout.InfiniteTimeSpan);
        _all.Add(new(session, name, time.GetTimestamp(), timer));
    }

    /// <summary>Forgets those that have ended, and gives the names of those that are abandoned from now on.</summary>
    public IReadOnlyList<string> Check()
    {
        if (_all.Count == 0)
            return [];
        List<string>? abandoned = null;
        foreach (var one in _all)
        {
            if (one.Grace is null || one.Session.Closed.IsCompleted || time.GetElapsedTime(one.Since) < Grace)
                continue;
            one.Session.Forsake();
            Abandoned++;
            (abandoned ??= []).Add(one.Name);
        }
        _all.RemoveAll(one =>
        {
            var isOver = one.Session.Closed.IsCompleted || abandoned?.Contains(one.Name) == true;
            if (isOver)
                one.Grace?.Dispose();
            return isOver;
        });
        return abandoned ?? (IReadOnlyList<string>)[];
    }

    private sealed record Ending(Session Session, string Name, long Since, ITimer? Grace);
}
