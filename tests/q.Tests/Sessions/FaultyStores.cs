using Q.Core;
using Q.Store;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>A store that answers nothing, or refuses with a sentence; with an empty refusal it works.</summary>
internal sealed class StuckStore : ISessionStore
{
    public string? Refusal { get; set; }

    public IReadOnlyList<StoredSession> Rows { get; init; } = [];

    public IReadOnlyList<StoredSession> Restore() => Rows;

    public IReadOnlyList<StoredSession> Historical(int most) => [];

    public IReadOnlyList<Message> Messages(SessionId id) => [];

    public bool NameTaken(string name, SessionId except) => false;

    public void Save(StoredSession session, Action<StoreResult>? done = null) => Answer(done);

    public void Append(SessionId id, IReadOnlyList<Message> messages, Action<StoreResult>? done = null) => Answer(done);

    public void Clear(SessionId id, Action<StoreResult>? done = null) => Answer(done);

    public void Release(SessionId id)
    {
        // nothing is held
    }

    public bool Flush(TimeSpan limit) => false;

    private void Answer(Action<StoreResult>? done)
    {
        if (Refusal is { } refusal)
            done?.Invoke(new(refusal.Length == 0 ? null : refusal));
    }
}

/// <summary>A store with a bug.</summary>
internal sealed class ThrowingStore : ISessionStore
{
    public IReadOnlyList<StoredSession> Restore() => [];

    public IReadOnlyList<StoredSession> Historical(int most) => [];

    public IReadOnlyList<Message> Messages(SessionId id) => [];

    public bool NameTaken(string name, SessionId except) => false;

    public void Save(StoredSession session, Action<StoreResult>? done = null)
    {
        // works
    }

    public void Append(SessionId id, IReadOnlyList<Message> messages, Action<StoreResult>? done = null) =>
        throw new InvalidOperationException("the store has a bug");

    public void Clear(SessionId id, Action<StoreResult>? done = null)
    {
        // works
    }

    public void Release(SessionId id)
    {
        // works
    }

    public bool Flush(TimeSpan limit) => true;
}
