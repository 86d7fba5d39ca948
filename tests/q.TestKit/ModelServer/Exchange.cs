namespace Q.TestKit.ModelServer;

/// <summary>
/// A reply that was scripted, and what became of it. The test holds it: it sees when the stream opens, lets its pieces
/// through one by one, and sees how it ends.
/// </summary>
internal sealed class Exchange(string matches, Reply reply) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(0);
    private readonly TaskCompletionSource<RecordedRequest> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ExchangeEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _open;

    internal string Matches { get; } = matches;

    internal Reply Reply { get; } = reply;

    /// <summary>Head sent, not yet ended.</summary>
    public bool IsOpen => _open;

    /// <summary>The request, once its answer has begun.</summary>
    public Task<RecordedRequest> Opened => _opened.Task.WaitAsync(Poll.Limit);

    public Task<ExchangeEnd> Ended => _ended.Task.WaitAsync(Poll.Limit);

    /// <summary>Lets so many steps through. The last step takes the end of the stream with it.</summary>
    public void Release(int steps = 1) => _gate.Release(steps);

    /// <summary>Lets everything through that is left.</summary>
    public void ReleaseAll() => _gate.Release(Math.Max(1, Reply.Steps.Count));

    internal Task Gate(CancellationToken clientLeft) => Reply.Flows ? Task.CompletedTask : _gate.WaitAsync(clientLeft);

    internal void Begin(RecordedRequest request)
    {
        _open = true;
        _opened.TrySetResult(request);
    }

    internal void End(ExchangeEnd how)
    {
        _open = false;
        _ended.TrySetResult(how);
    }

    public void Dispose() => _gate.Dispose();
}

internal enum ExchangeEnd
{
    /// <summary>Everything was sent.</summary>
    Complete,

    /// <summary>The client closed the connection first: a cancelled turn.</summary>
    ClientLeft,

    /// <summary>The script broke it off.</summary>
    BrokenOff,
}
