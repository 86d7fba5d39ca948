using Q.Core;
using Q.Turns;

namespace Q.Store;

/// <summary>One session as it stands in the store.</summary>
internal sealed record StoredSession
{
    public required SessionId Id { get; init; }

    /// <summary>Slot from 1; 0 for none.</summary>
    public int Slot { get; init; }

    public required string Name { get; init; }

    public bool NamedByHand { get; init; }

    public SessionType Type { get; init; }

    public SessionStatus Status { get; init; }

    /// <summary>What it asks a person, or asked when its q ended; or that it was cut before that; else None.</summary>
    public WaitReason Asks { get; init; }

    /// <summary>Why its last turn failed, a sentence; empty when it did not.</summary>
    public string Problem { get; init; } = "";

    /// <summary>A turn ran when this was stored: without a process behind it, it was cut.</summary>
    public bool HasTurn => Status is SessionStatus.Processing || Asks is not WaitReason.None;

    /// <summary>It was at work when its q ended: no q runs it, so it was interrupted.</summary>
    public bool IsCut => Asks is WaitReason.Interrupted || (HasTurn && OwnerPid == 0);

    /// <summary>As people and programs are told it: what no q runs is not at work, it waits.</summary>
    public SessionStatus Told => IsCut && Status is SessionStatus.Processing ? SessionStatus.WaitingForInput : Status;

    /// <summary>The session is in focus and not processing: stored as <c>Active</c>.</summary>
    public bool Active { get; init; }

    public required string Folder { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastActive { get; init; }

    public bool Unseen { get; init; }

    /// <summary>Counts up with each focus, in Unix milliseconds where the clock allows: the largest was in focus last.</summary>
    public long FocusedAt { get; init; }

    /// <summary>Nothing closes, hibernates or removes it but a person.</summary>
    public bool Pinned { get; init; }

    /// <summary>Which sessions it belongs to; empty for none.</summary>
    public string Group { get; init; } = "";

    /// <summary>The model a person chose for it; empty for the usual one.</summary>
    public string Model { get; init; } = "";

    /// <summary>The root of the git worktree that was made for it; empty for none.</summary>
    public string Worktree { get; init; } = "";

    /// <summary>How many messages it has; filled when read, ignored when written.</summary>
    public int Messages { get; init; }

    /// <summary>The half-typed line.</summary>
    public string Draft { get; init; } = "";

    /// <summary>Prompts typed during a turn and not sent yet, oldest first.</summary>
    public IReadOnlyList<string> Queued { get; init; } = [];

    /// <summary>Pid of the live q that owns it, when that is another one; 0 otherwise. Filled when read.</summary>
    public int OwnerPid { get; init; }
}

/// <summary>How a durable write ended. <paramref name="Problem"/> is a sentence when it failed.</summary>
internal readonly record struct StoreResult(string? Problem)
{
    public bool Succeeded => Problem is null;
}

/// <summary>
/// What survives a restart, as the sessions see it. Reads are synchronous and quick; writes are queued in order to one writer
/// and return at once. Where the caller must know, <c>done</c> is called, on the writer's thread, when the write is durable
/// (fsync done) or has failed for good; it must only post. Safe from any thread. The real one is <c>Store/SessionStore</c>.
/// </summary>
internal interface ISessionStore
{
    /// <summary>
    /// Every session that is not Completed, by slot, after taking the leases of those that no live process owns. Called once,
    /// before the first frame.
    /// </summary>
    IReadOnlyList<StoredSession> Restore();

    /// <summary>
    /// As <see cref="Restore"/>, and takes no lease: what other processes did meanwhile. Null where nobody else can see the store,
    /// or it cannot be read.
    /// </summary>
    IReadOnlyList<StoredSession>? Look() => null;

    /// <summary>Completed (historical) sessions, newest first.</summary>
    IReadOnlyList<StoredSession> Historical(int most);

    /// <summary>The conversation, oldest first.</summary>
    IReadOnlyList<Message> Messages(SessionId id);

    /// <summary>Whether any session of the home, live or historical, has this name, ignoring case.</summary>
    bool NameTaken(string name, SessionId except);

    /// <summary>Creates the row, or brings all its columns up to date; takes the lease for this process if it is not Completed.</summary>
    void Save(StoredSession session, Action<StoreResult>? done = null);

    /// <summary>Appends messages, in order.</summary>
    void Append(SessionId id, IReadOnlyList<Message> messages, Action<StoreResult>? done = null);

    /// <summary>A row and the prompt that changes it: both are stored, or neither is.</summary>
    void Begin(StoredSession session, Message prompt, Action<StoreResult> done)
    {
        Save(session);
        Append(session.Id, [prompt], done);
    }

    /// <summary>Empties the conversation, the row stays.</summary>
    void Clear(SessionId id, Action<StoreResult>? done = null);

    /// <summary>Gives the lease back, e.g. when a session is closed.</summary>
    void Release(SessionId id);

    /// <summary>Waits until everything queued so far is written, at most <paramref name="limit"/>. True when all was.</summary>
    bool Flush(TimeSpan limit);
}
