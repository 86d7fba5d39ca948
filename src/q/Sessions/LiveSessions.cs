using Q.Core;
using Q.Store;

namespace Q.Sessions;

/// <summary>
/// What the parts of the coordinator share: the live sessions, which one is in focus, and how an entry's view and row are
/// made. Owned by the app loop.
/// </summary>
internal sealed class LiveSessions(ISessionStore store, TimeProvider time)
{
    public ISessionStore Store { get; } = store;

    public TimeProvider Time { get; } = time;

    public SessionDirectory Directory { get; } = new();

    /// <summary>The session in focus; set by <see cref="SessionFocus"/> alone, and there from the start on.</summary>
    public SessionEntry Focused { get; set; } = null!;

    /// <summary>The session that is shown beside it; null when it has the screen alone. Set by <see cref="SessionFocus"/> alone.</summary>
    public SessionEntry? Beside { get; set; }

    public bool IsShown(SessionEntry entry) => entry == Focused || entry == Beside;

    /// <summary>Called when something was posted to a session; set once, by the coordinator.</summary>
    public Action Posted { get; set; } = static () => { };

    /// <summary>The live session, if this process owns it.</summary>
    public SessionEntry? Own(SessionId id) => Directory.Get(id) is { OwnerPid: 0 } entry ? entry : null;

    /// <summary>Why <see cref="Own"/> has none, and what to do.</summary>
    public string NotOurs(SessionId id) => Directory.Get(id) is { } entry
        ? NotOurs(entry)
        : "That session is not open any more. /sessions lists those that are.";

    public static string NotOurs(SessionEntry entry) =>
        $"{entry.Name} is open in another q (pid {entry.OwnerPid}). Close it there first.";

    public void Post(SessionEntry entry, SessionEvent happened)
    {
        entry.Session?.Post(happened);
        Posted();
    }

    public void Compose(SessionEntry entry)
    {
        entry.Compose(Time.GetUtcNow());
        Directory.Changed();
    }

    /// <summary>Stores the row at once, without waiting for others to be stored with it: a session that a person made.</summary>
    public void SaveNow(SessionEntry entry)
    {
        if (RowOf(entry) is { } row)
            Store.Save(row, static _ => { });
    }

    /// <summary>
    /// Stores the row, if it is another one than was stored last; not while a prompt is on its way, whose row must not be stored
    /// before it.
    /// </summary>
    public void Save(SessionEntry entry)
    {
        if (!(entry.Session?.View.Turn < entry.PromptTurn) && RowOf(entry) is { } row)
            Store.Save(row);
    }

    /// <summary>The row to be stored by the caller; null when it is stored as it is.</summary>
    public StoredSession? RowOf(SessionEntry entry) => entry.TakeRow(entry == Focused);
}
