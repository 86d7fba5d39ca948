using Q.Core;

namespace Q.Tools;

internal enum LeaseState : byte
{
    Waiting,
    Granted,

    /// <summary>Its term was over, and somebody else wanted the file.</summary>
    Lapsed,
    TimedOut,
    GivenBack,
}

/// <summary>Who is in the way: the session, which file, and since when it holds it.</summary>
internal sealed record FileHolder(SessionId Session, string Path, DateTimeOffset Since);

/// <summary>What a waiter hears: how its lease stands and, while it waits or gave up waiting, who holds the file.</summary>
internal readonly record struct LeaseNews(LeaseState State, FileHolder? Holder);

/// <summary>
/// The right of one session to write some files, all together. Everything in it is guarded by the lock of its
/// <see cref="FileLocks"/>; its owner is the step of a turn, which disposes it.
/// </summary>
internal sealed class FileLease(FileLocks locks, SessionId session, string[] paths, DateTimeOffset asked, DateTimeOffset deadline) : IDisposable
{
    public SessionId Session { get; } = session;

    /// <summary>Real paths in canonical order, each once.</summary>
    public IReadOnlyList<string> Paths { get; } = paths;

    public DateTimeOffset Asked { get; } = asked;

    /// <summary>When it gives up waiting.</summary>
    public DateTimeOffset Deadline { get; } = deadline;

    public LeaseState State { get; set; } = LeaseState.Waiting;

    public DateTimeOffset Since { get; set; }

    /// <summary>From when on somebody else may have it.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>Its owner is at the disk at this moment: it does not lapse.</summary>
    public bool IsWriting { get; set; }

    public FileHolder? Holder { get; set; }

    /// <summary>What its owner was told last.</summary>
    public FileHolder? Told { get; set; }

    public TaskCompletionSource Bell { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is granted, when it gave up, and each time somebody else is in the way.</summary>
    public Task<LeaseNews> Next(CancellationToken cancel) => locks.Next(this, cancel);

    /// <summary>Holds it for the moment of a write; false when it has lapsed, and must be asked for again.</summary>
    public bool TryBeginWrite() => locks.TryBeginWrite(this);

    /// <summary>The write is done; the term begins anew.</summary>
    public void EndWrite() => locks.EndWrite(this);

    public void Dispose() => locks.GiveBack(this);
}
