using Q.Store;

namespace Q.Sessions;

/// <summary>
/// Takes notice of what other q of this home did meanwhile: the sessions they opened, renamed and closed, and those that they
/// left, which are ours from then on. Owned by the app loop; looks when a person asks for sessions, never by a clock.
/// </summary>
internal sealed class OtherProcesses(LiveSessions live, SessionOpening opening)
{
    public void Look()
    {
        if (live.Store.Look() is not { } rows)
            return; // what cannot be read has been told; what is known stands
        var there = rows.Select(row => row.Id).ToHashSet();
        live.Directory.Removed.IntersectWith(there);
        Place(rows);
        foreach (var row in rows)
        {
            var isClosedHere = row.OwnerPid == 0 && live.Directory.Removed.Contains(row.Id);
            if (live.Directory.Get(row.Id) is { } known)
            {
                if (known.OwnerPid != 0)
                    opening.Follow(known, row);
            }
            else if (!IsHeadless(row) && !isClosedHere)
                opening.Join(row);
        }
        foreach (var entry in live.Directory.Entries.Where(entry => entry.OwnerPid != 0 && !there.Contains(entry.Id)).ToList())
            live.Directory.Remove(entry);
    }

    /// <summary>
    /// Another q was quicker to take a slot: ours are where they are stored. What others own stands there too, unless one of ours,
    /// which may not be stored yet, has the number.
    /// </summary>
    private void Place(IReadOnlyList<StoredSession> rows)
    {
        foreach (var row in rows)
        {
            if (row.Slot == 0 || live.Directory.Get(row.Id) is not { } known || known.Slot == row.Slot)
                continue;
            if (known.OwnerPid == 0 || !live.Directory.HasSlot(row.Slot))
                live.Directory.Move(known, row.Slot);
        }
        foreach (var entry in live.Directory.Entries)
        {
            if (entry.View.Slot != entry.Slot)
                live.Compose(entry);
        }
    }

    /// <summary>
    /// A run without a terminal that another process has at work: no session that one could go to. One whose process died is ours, as
    /// all that was cut.
    /// </summary>
    public static bool IsHeadless(StoredSession row) => row is { Slot: 0, OwnerPid: not 0 };
}
