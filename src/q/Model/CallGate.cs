using Q.Core;

namespace Q.Model;

/// <summary>Who calls.</summary>
/// <param name="Session">The one in focus goes first.</param>
/// <param name="Account">Whose limits count for it: <see cref="IModelClient.Account"/>.</param>
internal readonly record struct Caller(SessionId Session, string Account);

/// <summary>Where a call stands that waits.</summary>
/// <param name="Rank">1 is the next.</param>
/// <param name="OpensAt">Until when its account takes no call; the default value when it only waits for others.</param>
internal readonly record struct CallPlace(int Rank, DateTimeOffset OpensAt);

/// <summary>
/// Lets a bounded number of calls to models run at once, for all sessions, and none while its account is limited. Of those that
/// wait the one of the session in focus goes first, then the one that waited longest. Any thread; the lock guards the queue and
/// is never held while anything waits. A timer runs only while a call waits for an account to open.
/// </summary>
internal sealed class CallGate(int most, RateLimits? limits = null)
{
    public const int DefaultMost = 5;

    private readonly RateLimits _limits = limits ?? new(TimeProvider.System);
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiting = []; // in the order in which they came
    private SessionId _focused;
    private int _inside;
    private DateTimeOffset _wakesAt = DateTimeOffset.MaxValue;

    public TimeProvider Time => _limits.Time;

    /// <summary>How many wait for their turn.</summary>
    public int Waiting
    {
        get { lock (_lock) return _waiting.Count; }
    }

    /// <summary>How many calls run.</summary>
    public int Inside
    {
        get { lock (_lock) return _inside; }
    }

    /// <summary>This session is in focus now: its call goes before the others that wait.</summary>
    public void Watches(SessionId session)
    {
        lock (_lock)
        {
            if (_focused == session)
                return;
            _focused = session;
            Admit();
        }
    }

    /// <summary>
    /// Completes when the call may begin; dispose what comes back when it is over. While it waits, <paramref name="tell"/> hears
    /// its place, and each other place it comes to.
    /// </summary>
    public async ValueTask<Pass> Enter(Caller caller, Func<CallPlace, ValueTask> tell, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var waiter = new Waiter(caller);
        lock (_lock)
        {
            _waiting.Add(waiter);
            Admit();
        }
        try
        {
            var told = default(CallPlace);
            while (true)
            {
                CallPlace place;
                Task changes;
                lock (_lock)
                {
                    if (waiter.Pass is { } pass)
                        return pass;
                    (place, changes) = (waiter.Place, waiter.Changes.Task);
                }
                if (place == told)
                    await changes.WaitAsync(cancel);
                else
                    await tell(told = place);
            }
        }
        catch
        {
            Withdraw(waiter);
            throw;
        }
    }

    /// <summary>Lets in whom there is room for, and tells the others where they stand. Under the lock.</summary>
    private void Admit()
    {
        while (_inside < most && Next() is { } next)
        {
            _inside++;
            _limits.Take(next.Caller.Account);
            _waiting.Remove(next);
            next.Pass = new(this);
            next.Change();
        }
        var (rank, opens) = (0, DateTimeOffset.MaxValue);
        foreach (var waiter in InOrder())
        {
            var place = new CallPlace(++rank, _limits.OpensAt(waiter.Caller.Account));
            if (place.OpensAt != default && place.OpensAt < opens)
                opens = place.OpensAt;
            if (waiter.Place == place)
                continue;
            waiter.Place = place;
            waiter.Change();
        }
        if (opens < _wakesAt)
            _ = WakeAt(_wakesAt = opens);
    }

    private Waiter? Next() => InOrder().FirstOrDefault(waiter => _limits.OpensAt(waiter.Caller.Account) == default);

    private IEnumerable<Waiter> InOrder() => _waiting.OrderBy(waiter => waiter.Caller.Session == _focused ? 0 : 1); // stable

    private async Task WakeAt(DateTimeOffset at)
    {
        var wait = at - _limits.Time.GetUtcNow();
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _limits.Time).ConfigureAwait(false);
        lock (_lock)
        {
            if (_wakesAt == at)
                _wakesAt = DateTimeOffset.MaxValue;
            Admit();
        }
    }

    private void Withdraw(Waiter waiter)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(waiter) && waiter.Pass is not null)
                _inside--; // it was let in meanwhile, and nobody is there to go
            Admit();
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _inside--;
            Admit();
        }
    }

    /// <summary>The right to one call. Giving it back twice is giving it back once.</summary>
    internal sealed class Pass(CallGate gate) : IDisposable
    {
        private CallGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave();
    }

    /// <summary>One call that waits. The gate's lock guards it.</summary>
    private sealed class Waiter(Caller caller)
    {
        public Caller Caller { get; } = caller;

        public CallPlace Place { get; set; }

        public Pass? Pass { get; set; }

        public TaskCompletionSource Changes { get; private set; } = New();

        public void Change()
        {
            Changes.SetResult();
            Changes = New();
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
