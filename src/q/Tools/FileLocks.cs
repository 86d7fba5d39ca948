using Q.Core;
using Q.Telemetry;

namespace Q.Tools;

/// <summary>
/// Which session may write which file, for all sessions of this process. A request names all files of a step and is granted
/// whole or not at all, in order of arrival: who waits holds nothing, so there is no circle of waits. A lease lapses after its
/// term when somebody wants the file and its owner is not writing at that moment. Any thread; the lock guards two lists and is
/// never held while anything waits. One timer, armed only while somebody waits.
/// </summary>
internal sealed class FileLocks(TimeProvider time, TimeSpan term) : IDisposable
{
    public static readonly TimeSpan DefaultTerm = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, FileLease> _held = new(StringComparer.Ordinal);
    private readonly List<FileLease> _waiting = [];
    private ITimer? _timer;

    /// <summary>How long a lease is kept from others, and how long one waits for it.</summary>
    public TimeSpan Term { get; } = term;

    public int HeldFiles
    {
        get { lock (_lock) return _held.Count; }
    }

    public int Waiting
    {
        get { lock (_lock) return _waiting.Count; }
    }

    /// <summary>Who holds which file, then who waits for which, a line each.</summary>
    public List<string> Told(Func<SessionId, string> nameOf)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var lines = new List<string>();
            foreach (var (path, held) in _held)
                lines.Add($"{path}: held by {nameOf(held.Session)} for {(now - held.Since).TotalSeconds:0} s");
            foreach (var one in _waiting)
            {
                var paths = string.Join(", ", one.Paths);
                lines.Add($"{paths}: {nameOf(one.Session)} waits for {(now - one.Asked).TotalSeconds:0} s");
            }
            return lines;
        }
    }

    /// <summary>Asks for all these files, by their real paths. Dispose it when the step is over, granted or not.</summary>
    public FileLease Request(SessionId session, IEnumerable<string> paths)
    {
        var now = time.GetUtcNow();
        string[] canonical = [.. paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var lease = new FileLease(this, session, canonical, now, now + Term);
        lock (_lock)
        {
            _waiting.Add(lease);
            Settle();
        }
        return lease;
    }

    /// <summary>Whatever the session holds or waits for: it is being closed or killed.</summary>
    public void GiveBackAll(SessionId session)
    {
        lock (_lock)
        {
            foreach (var lease in _held.Values.Concat(_waiting).Where(lease => lease.Session == session && !lease.IsWriting).ToHashSet())
                End(lease, LeaseState.GivenBack);
            Settle();
        }
    }

    public async Task<LeaseNews> Next(FileLease lease, CancellationToken cancel)
    {
        while (true)
        {
            Task bell;
            lock (_lock)
            {
                if (lease.State is not LeaseState.Waiting || lease.Holder != lease.Told)
                {
                    lease.Told = lease.Holder;
                    return new(lease.State, lease.Holder);
                }
                bell = lease.Bell.Task;
            }
            await bell.WaitAsync(cancel);
        }
    }

    public bool TryBeginWrite(FileLease lease)
    {
        lock (_lock)
            return lease.IsWriting = lease.State is LeaseState.Granted;
    }

    public void EndWrite(FileLease lease)
    {
        lock (_lock)
        {
            (lease.IsWriting, lease.Until) = (false, time.GetUtcNow() + Term);
            Settle();
        }
    }

    public void GiveBack(FileLease lease)
    {
        lock (_lock)
        {
            lease.IsWriting = false;
            if (lease.State is LeaseState.Waiting or LeaseState.Granted)
                End(lease, LeaseState.GivenBack);
            Settle();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    /// <summary>Lapses, grants and gives up what is due, and arms the timer for the next that will be.</summary>
    private void Settle()
    {
        var now = time.GetUtcNow();
        var next = DateTimeOffset.MaxValue;
        HashSet<string>? claimed = null;
        for (var at = 0; at < _waiting.Count;)
        {
            var lease = _waiting[at];
            LapseBefore(lease, now);
            if (InTheWay(lease, claimed) is not { } holder)
            {
                Grant(lease, now);
                continue; // it has left the list
            }
            Tell(lease, holder);
            if (now >= lease.Deadline)
            {
                Log.To.SessionTrouble(lease.Session.Value, $"file lease: gave up after {Term.TotalSeconds:0} s, {holder.Session.Value} was in the way");
                End(lease, LeaseState.TimedOut);
                continue;
            }
            next = Sooner(next, Sooner(lease.Deadline, LapseOf(holder, now)));
            (claimed ??= new(StringComparer.Ordinal)).UnionWith(lease.Paths); // those that came later wait behind it
            at++;
        }
        Arm(next, now);
    }

    private void LapseBefore(FileLease wanted, DateTimeOffset now)
    {
        foreach (var path in wanted.Paths)
        {
            if (_held.TryGetValue(path, out var lease) && !lease.IsWriting && (now >= lease.Until || lease.Session == wanted.Session))
                End(lease, LeaseState.Lapsed);
        }
    }

    private FileHolder? InTheWay(FileLease wanted, HashSet<string>? claimed)
    {
        foreach (var path in wanted.Paths)
        {
            if (_held.TryGetValue(path, out var lease))
                return new(lease.Session, path, lease.Since);
            if (claimed?.Contains(path) == true && _waiting.Find(earlier => earlier.Paths.Contains(path, StringComparer.Ordinal)) is { } first)
                return new(first.Session, path, first.Asked);
        }
        return null;
    }

    private DateTimeOffset LapseOf(FileHolder holder, DateTimeOffset now) =>
        _held.TryGetValue(holder.Path, out var lease) && lease.Until > now ? lease.Until : DateTimeOffset.MaxValue;

    private void Grant(FileLease lease, DateTimeOffset now)
    {
        _waiting.Remove(lease);
        foreach (var path in lease.Paths)
            _held[path] = lease;
        (lease.State, lease.Since, lease.Until) = (LeaseState.Granted, now, now + Term);
        if (lease.Holder is { } holder)
            Log.To.Session(lease.Session.Value, $"file lease: waited {(now - lease.Asked).TotalSeconds:0.0} s for {holder.Session.Value}");
        (lease.Holder, lease.Told) = (null, null);
        lease.Bell.TrySetResult();
    }

    private void Tell(FileLease lease, FileHolder holder)
    {
        if (lease.Holder == holder)
            return;
        lease.Holder = holder;
        var bell = lease.Bell;
        lease.Bell = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bell.TrySetResult();
    }

    private void End(FileLease lease, LeaseState state)
    {
        _waiting.Remove(lease);
        foreach (var path in lease.Paths)
        {
            if (_held.TryGetValue(path, out var holding) && holding == lease)
                _held.Remove(path);
        }
        lease.State = state;
        lease.Bell.TrySetResult();
    }

    private void Arm(DateTimeOffset next, DateTimeOffset now)
    {
        if (next == DateTimeOffset.MaxValue)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }
        _timer ??= time.CreateTimer(_ => Fire(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Timers round down to whole milliseconds: one that fired too early would find nothing due.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((next - now).TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        lock (_lock)
            Settle();
    }

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
