namespace Q.Model;

/// <summary>
/// Cancels when nothing has come for a while, or when the caller cancels. One stream's own; its timer fires on the
/// thread pool and does nothing but cancel. A stream restarts it with every read, so a restart only notes the time: the timer
/// goes on, and finds out when it fires whether something has come since.
/// </summary>
internal sealed class IdleLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _last;
    private long _limit;
    private long _armed = long.MaxValue;
    private volatile bool _expired;

    public IdleLimit(TimeProvider time, CancellationToken outer)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _time = time;
        _timer = time.CreateTimer(
            static state => ((IdleLimit)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The wait was too long; false when it was the caller who cancelled.</summary>
    public bool Expired => _expired;

    /// <summary>Something came, or a wait begins. One caller at a time.</summary>
    public void Restart(TimeSpan limit)
    {
        Volatile.Write(ref _last, _time.GetTimestamp());
        Volatile.Write(ref _limit, limit.Ticks);
        if (limit.Ticks >= Volatile.Read(ref _armed))
            return; // it fires sooner anyway, and looks again
        Volatile.Write(ref _armed, limit.Ticks);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    public void Cancel() => _source.Cancel();

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Fire()
    {
        try
        {
            var left = TimeSpan.FromTicks(Volatile.Read(ref _limit)) - _time.GetElapsedTime(Volatile.Read(ref _last));
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }
            _expired = true;
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the stream ended while the timer was on its way
        }
    }
}
