namespace Q.Tools;

/// <summary>
/// Ends a tool that nobody has looked at for too long: a person who watches a long build may go on doing so. Looks ten times in the
/// limit, so that no frame is drawn and no session is woken for it. Owned by the step that runs the tool.
/// </summary>
internal sealed class ToolClock : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly ITimer? _timer;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly Func<bool> _isWatched;
    private long? _unwatchedSince;

    /// <param name="limit">Zero for none.</param>
    /// <param name="isWatched">Asked on the timer's thread.</param>
    public ToolClock(TimeProvider time, TimeSpan limit, Func<bool> isWatched, CancellationToken cancel)
    {
        (_time, _limit, _isWatched) = (time, limit, isWatched);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (limit <= TimeSpan.Zero)
            return;
        _unwatchedSince = isWatched() ? null : time.GetTimestamp();
        _timer = time.CreateTimer(_ => Look(), state: null, limit / 10, limit / 10);
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>The limit was reached, and the tool is being ended.</summary>
    public bool IsOver { get; private set; }

    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Dispose();
    }

    private void Look()
    {
        if (_isWatched())
            _unwatchedSince = null;
        else if (_unwatchedSince is not { } since)
            _unwatchedSince = _time.GetTimestamp();
        else if (!IsOver && _time.GetElapsedTime(since) >= _limit)
            Stop();
    }

    private void Stop()
    {
        IsOver = true;
        try
        {
            _ = _stop.CancelAsync(); // what is registered may end processes: not on the timer's thread
        }
        catch (ObjectDisposedException)
        {
            // the tool has ended at the same moment
        }
    }
}
