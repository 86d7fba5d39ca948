using System.Collections.Concurrent;
using Q.Store;

namespace Q.TestKit;

/// <summary>A target of the write queue that records what is committed and fails when told to.</summary>
internal sealed class FaultyTarget : IWriteTarget
{
    private readonly List<Write> _open = [];

    /// <summary>Thrown by the next commits, in this order.</summary>
    public ConcurrentQueue<Exception> NextCommits { get; } = new();

    /// <summary>Thrown by every commit while it is set.</summary>
    public volatile Exception? EveryCommit;

    /// <summary>A write that cannot be applied.</summary>
    public Write? Bad { get; set; }

    /// <summary>What is on the disk, one list for each transaction.</summary>
    public ConcurrentQueue<IReadOnlyList<Write>> Transactions { get; } = new();

    public IEnumerable<Write> Committed => Transactions.SelectMany(writes => writes);

    /// <summary>Closed: the queue's thread stands in Begin.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public ManualResetEventSlim Begun { get; } = new();

    public bool Closed { get; private set; }

    public void Begin()
    {
        Begun.Set();
        Gate.Wait();
        _open.Clear();
    }

    public string? Apply(Write write)
    {
        if (ReferenceEquals(write, Bad))
            throw new InvalidOperationException("bad");
        _open.Add(write);
        return null;
    }

    public void Commit()
    {
        if (EveryCommit is { } always)
            throw always;
        if (NextCommits.TryDequeue(out var once))
            throw once;
        Transactions.Enqueue([.. _open]);
    }

    public void Rollback(Exception? why = null) => _open.Clear();

    public void Close() => Closed = true;
}
