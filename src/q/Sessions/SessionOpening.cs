using Q.Core;
using Q.Store;
using Q.Turns;

namespace Q.Sessions;

/// <summary>
/// Makes entries live: new ones, those of the store, and those whose owner has ended. Owned by the app loop.
/// </summary>
/// <param name="folder">Where q was started: the folder of new sessions.</param>
/// <param name="bell">Called on any thread when a session changed or the watched one wrote.</param>
internal sealed class SessionOpening(LiveSessions live, SessionParts parts, SessionNaming naming, string folder, Action bell)
{
    private volatile Session? _watched;
    private volatile Session? _watchedToo;

    /// <summary>The one whose ring is on screen: it rings when it wrote. Read on the sessions' threads.</summary>
    public Session? Watched
    {
        get => _watched;
        set => _watched = value;
    }

    /// <summary>The one that is shown beside it; null when there is none.</summary>
    public Session? WatchedToo
    {
        get => _watchedToo;
        set => _watchedToo = value;
    }

    /// <summary>Sessions that came to be ours with a turn that was cut: what it ran may still run.</summary>
    public List<SessionEntry> Cut { get; } = [];

    /// <summary>Everything that is not closed, in its slot; what runs without a terminal elsewhere has none.</summary>
    public void RestoreAll()
    {
        foreach (var stored in live.Store.Restore())
        {
            if (OtherProcesses.IsHeadless(stored))
                continue;
            var entry = Restore(stored);
            if (entry.OwnerPid == 0 && entry.Slot != stored.Slot)
                live.Save(entry); // two q gave the same one
        }
    }

    /// <summary>The one that is in focus at the start: of this folder, and looked at last.</summary>
    public SessionEntry? UsedLastHere() => live.Directory.Entries
        .Where(entry => entry.OwnerPid == 0 && entry.Folder == folder)
        .OrderByDescending(entry => entry.FocusedAt) // looked at last, though perhaps another answered later
        .ThenByDescending(entry => entry.Stored?.Active == true) // as an older q stored it
        .ThenByDescending(entry => entry.View.LastActive)
        .FirstOrDefault();

    public SessionEntry Make(NewSession wanted)
    {
        var id = SessionId.New();
        var entry = new SessionEntry(
            id, live.Directory.FreeSlot(), wanted.Name ?? naming.First(id, wanted.Type ?? default), wanted.Folder ?? folder,
            live.Time.GetUtcNow())
        {
            NamedByHand = wanted.Name is not null,
            Type = wanted.Type ?? default,
            TypeIsChosen = wanted.Type is not null,
            Group = wanted.Group,
            Model = wanted.Model,
            Worktree = wanted.Worktree,
        };
        Adopt(entry, stored: null);
        live.Directory.Add(entry);
        live.SaveNow(entry);
        return entry;
    }

    /// <summary>A session of its own with the conversation of another so far; while a turn runs, from before its prompt.</summary>
    public SessionEntry Copy(SessionEntry from, string name, IReadOnlyList<Message> history)
    {
        if (from.View.Status is SessionStatus.Processing || from.View.Asks)
            history = [.. history.Take(Math.Max(0, history.ToList().FindLastIndex(IsPrompt)))];
        var now = live.Time.GetUtcNow();
        var entry = new SessionEntry(SessionId.New(), live.Directory.FreeSlot(), name, from.Folder, now)
        {
            NamedByHand = true,
            Type = from.Type,
            TypeIsChosen = true,
            Group = from.Group,
            Model = from.Model,
        };
        var stored = new StoredSession
        {
            Id = entry.Id,
            Name = name,
            Folder = from.Folder,
            CreatedAt = now,
            LastActive = now,
            Messages = history.Count,
        };
        Adopt(entry, stored);
        live.Directory.Add(entry);
        live.Save(entry);
        entry.Session!.Begin(history);
        return entry;
    }

    /// <summary>Why a session need not be built anew; null when that is for it.</summary>
    public static string? WhyNotRebuilt(SessionEntry entry)
    {
        if (entry.Hangs || entry.View.Status is SessionStatus.Failed)
            return null;
        return entry.View.Interrupted
            ? $"{entry.Name} is recovered already; its last prompt was cut. /retry asks it again."
            : $"{entry.Name} needs no recovery: nothing failed in it. /retry and Ctrl+C are for a turn.";
    }

    /// <summary>How many messages a session has now, as its row says: fewer than it had, when the database was damaged meanwhile.</summary>
    public int CountOf(SessionEntry entry) =>
        live.Store.Look()?.FirstOrDefault(row => row.Id == entry.Id)?.Messages ?? entry.View.Messages;

    /// <summary>The session anew, from what is stored of it; what ran in it counts as interrupted. The one before ends.</summary>
    public void Rebuild(SessionEntry entry)
    {
        if (entry.Sent?.TakeBack() is { } unsent)
            entry.Queued = [unsent, .. entry.Queued]; // it hangs before it
        if (entry.Session is { } old)
        {
            old.Post(new(EventKind.Close));
            old.Cut();
            if (entry.Hangs)
                old.Forsake(); // or it would store what it still says behind what is begun anew
        }
        var stored = entry.SavedRow is { } row
            ? row with { Status = SessionStatus.Processing, Messages = CountOf(entry), LastActive = entry.View.LastActive }
            : null;
        Adopt(entry, stored);
        live.Directory.Changed();
        live.Save(entry);
    }

    /// <summary>A session of another process, which may have ended meanwhile.</summary>
    public bool TakeOver(SessionEntry entry)
    {
        if (live.Store.Look()?.FirstOrDefault(stored => stored.Id == entry.Id) is not { } now)
            return false;
        Follow(entry, now);
        return entry.OwnerPid == 0;
    }

    /// <summary>What another process made of its session; when it let go of it, it is ours: with the row the lease is taken.</summary>
    public void Follow(SessionEntry entry, StoredSession now)
    {
        (entry.OwnerPid, entry.Name, entry.NamedByHand, entry.Type) = (now.OwnerPid, now.Name, now.NamedByHand, now.Type);
        (entry.Draft, entry.Queued, entry.Unseen, entry.Stored) = (now.Draft, [.. now.Queued], now.Unseen, now);
        (entry.Pinned, entry.Group, entry.Model) = (now.Pinned, now.Group, now.Model);
        Take(entry, now);
        live.Directory.Changed();
        live.Save(entry);
    }

    /// <summary>A session that came to be in another process.</summary>
    public void Join(StoredSession stored) => live.Save(Restore(stored));

    /// <summary>A closed one is open again. Its name, if an open one has it meanwhile, gets a number.</summary>
    public SessionEntry Reopen(StoredSession closed)
    {
        var isThere = Directory.Exists(closed.Folder); // a worktree may have been removed
        var entry = Restore(closed with
        {
            Name = naming.Again(closed),
            Status = SessionStatus.WaitingForInput,
            Slot = 0,
            Asks = WaitReason.None,
            Unseen = false,
            Folder = isThere ? closed.Folder : folder,
            Worktree = isThere ? closed.Worktree : "",
        });
        live.Save(entry);
        return entry;
    }

    private static bool IsPrompt(Message message) => message.Role is Role.User && message.Parts.Any(part => part is TextContent);

    private SessionEntry Restore(StoredSession stored)
    {
        var slot = stored.Slot > 0 && !live.Directory.HasSlot(stored.Slot) ? stored.Slot : live.Directory.FreeSlot();
        var entry = new SessionEntry(stored.Id, slot, stored.Name, stored.Folder, stored.CreatedAt)
        {
            NamedByHand = stored.NamedByHand,
            Type = stored.Type,
            TypeIsChosen = stored.Messages > 0,
            Draft = stored.Draft,
            Queued = [.. stored.Queued],
            OwnerPid = stored.OwnerPid,
            Stored = stored,
            Unseen = stored.Unseen,
            FocusedAt = stored.FocusedAt,
            Pinned = stored.Pinned,
            Group = stored.Group,
            Model = stored.Model,
            Worktree = stored.Worktree,
        };
        Take(entry, stored);
        live.Directory.Add(entry);
        return entry;
    }

    private void Take(SessionEntry entry, StoredSession stored)
    {
        if (stored.HasTurn && entry.OwnerPid == 0)
            Cut.Add(entry);
        Adopt(entry, stored);
    }

    private void Adopt(SessionEntry entry, StoredSession? stored)
    {
        if (entry.OwnerPid == 0)
        {
            Session? made = null;
            made = new Session(new(entry.Id, entry.Folder) { Model = entry.Model }, parts, stored, bell, () =>
            {
                if (ReferenceEquals(_watched, made) || ReferenceEquals(_watchedToo, made))
                    bell();
            });
            entry.Session = made;
        }
        entry.Compose(live.Time.GetUtcNow());
    }
}
