using Q.Core;

namespace Q.Sessions;

/// <summary>
/// The live sessions by slot, and how a person means one of them: by name, a unique beginning of it, or slot. Owned by the
/// app loop.
/// </summary>
internal sealed class SessionDirectory
{
    private readonly List<SessionEntry> _entries = [];
    private IReadOnlyList<SessionView>? _views;

    public SessionNames Names { get; } = new();

    /// <summary>By slot.</summary>
    public IReadOnlyList<SessionEntry> Entries => _entries;

    /// <summary>By slot, a value: replaced when something changed.</summary>
    public IReadOnlyList<SessionView> Views => _views ??= [.. _entries.Select(entry => entry.View)];

    /// <summary>How many count against the limit: ours, and named or spoken to.</summary>
    public int Counted => _entries.Count(entry => entry.OwnerPid == 0 && !entry.IsEmpty);

    public void Add(SessionEntry entry)
    {
        Removed.Remove(entry.Id);
        var at = _entries.FindIndex(other => other.Slot > entry.Slot);
        _entries.Insert(at < 0 ? _entries.Count : at, entry);
        Changed();
    }

    /// <summary>Were here and are not: the store may still show them as open, until it has written that they are closed.</summary>
    public HashSet<SessionId> Removed { get; } = [];

    public void Remove(SessionEntry entry)
    {
        Removed.Add(entry.Id);
        _entries.Remove(entry);
        Changed();
    }

    /// <summary>Some entry's view is another one now.</summary>
    public void Changed()
    {
        _views = null;
        foreach (var entry in _entries)
            Names.Set(entry.Id, entry.Name);
    }

    public SessionEntry? Get(SessionId id) => _entries.Find(entry => entry.Id == id);

    public bool HasSlot(int slot) => _entries.Exists(entry => entry.Slot == slot);

    /// <summary>Gives a session the slot in which it is stored; who has that here gets the one it had.</summary>
    public void Move(SessionEntry entry, int slot)
    {
        if (_entries.Find(other => other.Slot == slot) is { } there)
            there.Slot = entry.Slot;
        entry.Slot = slot;
        _entries.Sort(static (one, other) => one.Slot.CompareTo(other.Slot));
    }

    public int FreeSlot()
    {
        var slot = 1;
        foreach (var entry in _entries)
        {
            if (entry.Slot == slot)
                slot++;
        }
        return slot;
    }

    public bool HasName(ReadOnlySpan<char> name, SessionId except) => Named(name, except) is not null;

    public SessionEntry? Named(ReadOnlySpan<char> name, SessionId except)
    {
        foreach (var entry in _entries)
        {
            if (entry.Id != except && name.Equals(entry.Name, StringComparison.OrdinalIgnoreCase))
                return entry;
        }
        return null;
    }

    /// <summary>The one that is meant. The problem says what there is instead.</summary>
    public Outcome<SessionEntry> Find(ReadOnlySpan<char> target)
    {
        target = target.Trim();
        if (int.TryParse(target, out var slot))
        {
            return _entries.Find(entry => entry.Slot == slot) is { } there
                ? Outcome<SessionEntry>.Ok(there)
                : Outcome<SessionEntry>.No($"No session has slot {slot}. {Known()}");
        }
        var begins = new List<SessionEntry>();
        foreach (var entry in _entries)
        {
            if (target.Equals(entry.Name, StringComparison.OrdinalIgnoreCase))
                return Outcome<SessionEntry>.Ok(entry);
            if (entry.Name.AsSpan().StartsWith(target, StringComparison.OrdinalIgnoreCase))
                begins.Add(entry);
        }
        return begins switch
        {
            [var only] => Outcome<SessionEntry>.Ok(only),
            [] => Outcome<SessionEntry>.No($"No session is named '{target}'. {Near(target) ?? Known()}"),
            _ => Outcome<SessionEntry>.No(
                $"'{target}' may be {string.Join(", ", begins.Select(entry => entry.Name))}: type more of the name."),
        };
    }

    /// <summary>The next by slot in either direction, going round; what another process owns is passed over.</summary>
    public SessionEntry? Beside(SessionEntry from, int step)
    {
        List<SessionEntry> own = [.. _entries.Where(entry => entry.OwnerPid == 0)];
        var at = own.IndexOf(from);
        return own.Count < 2 || at < 0 ? null : own[(at + step + own.Count) % own.Count];
    }

    /// <summary>The one in focus before the others, but for <paramref name="except"/>.</summary>
    public SessionEntry? LastUsed(SessionEntry? except) => _entries
        .Where(entry => entry != except && entry.OwnerPid == 0 && entry.FocusedAt > 0)
        .MaxBy(entry => entry.FocusedAt)
        ?? _entries.Find(entry => entry != except && entry.OwnerPid == 0);

    private string? Near(ReadOnlySpan<char> target) =>
        NearestName.Of($"{target}", _entries.Select(entry => entry.Name)) is { } near
            ? $"Did you mean {near}?{(_entries.Count > 1 ? " " + Known() : "")}"
            : null;

    private string Known()
    {
        const int Most = 8;
        var names = string.Join(", ", _entries.Take(Most).Select(entry => entry.Name));
        return _entries.Count > Most
            ? $"There are {names} and {_entries.Count - Most} more: /sessions lists them."
            : $"There {(_entries.Count == 1 ? "is" : "are")} {names}.";
    }
}
