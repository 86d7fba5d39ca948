using Q.Core;
using Q.Turns;

namespace Q.Store;

/// <summary>One thing to be written, a value. <see cref="Done"/> hears how it ended; a write without it may linger a moment.</summary>
internal abstract record Write
{
    public Action<StoreResult>? Done { get; init; }
}

internal sealed record SaveWrite(StoredSession Session) : Write
{
    /// <summary>The row; a newer one may take its place while it waits.</summary>
    public StoredSession Session { get; set; } = Session;
}

internal sealed record AppendWrite(SessionId Id, IReadOnlyList<Message> Messages) : Write
{
    /// <summary>The session's row, which changes with them.</summary>
    public StoredSession? Row { get; init; }
}

internal sealed record ClearWrite(SessionId Id) : Write;

/// <summary>Row, messages and all.</summary>
internal sealed record DeleteWrite(SessionId Id) : Write;

/// <summary>Deletes what is closed and was not used since: see <see cref="ISessionArchive.CleanUp"/>.</summary>
internal sealed record CleanUpWrite(DateTimeOffset Before) : Write;

/// <summary>Somebody could not read: looks at the database, so that what is damaged is found.</summary>
internal sealed record CheckWrite : Write;

/// <summary>Takes the leases of the sessions that were restored.</summary>
internal sealed record TakeLeasesWrite(IReadOnlyList<SessionId> Ids) : Write;

internal sealed record RenewLeasesWrite : Write;

internal sealed record ReleaseWrite(SessionId Id) : Write;

/// <summary>Where the queue writes to. Called by the queue's thread only. Everything but Close may throw.</summary>
internal interface IWriteTarget
{
    void Begin();

    /// <summary>Does one write in the open transaction; returns a sentence when the write is refused and changed nothing.</summary>
    string? Apply(Write write);

    /// <summary>Everything since Begin is on the disk when it returns.</summary>
    void Commit();

    /// <summary>Forgets everything since Begin, and the connection if need be.</summary>
    void Rollback(Exception? why = null);

    /// <summary>Repairs what made a write fail, if it can; then the write is tried once more.</summary>
    bool Heal(Exception e) => false;

    void Close();
}
