using Q.Config;
using Q.Core;
using Q.Naming;
using Q.Store;
using Q.Turns;

namespace Q.Sessions;

/// <summary>Gives sessions their names: by hand, from the first three prompts, or by type and number. Owned by the app loop.</summary>
internal sealed class SessionNaming(SessionDirectory directory, ISessionStore store, Settings settings)
{
    /// <summary>After this many prompts the name stays.</summary>
    private const int Frozen = 3;

    /// <summary>More of a title, or of a name that was given, is not looked at.</summary>
    private const int Longest = 200;

    /// <summary>The name of a session of which nothing is known yet.</summary>
    public string First(SessionId id, SessionType type) => Unique("", type, id);

    /// <summary>A name for a session that a person names.</summary>
    public Outcome<string> ByHand(SessionId id, string given)
    {
        var folded = NameMaker.Fold(given, settings.NameMaxLength);
        if (!folded.TryGet(out var name))
            return folded;
        return directory.Named(name, id) is not { } other
            ? folded
            : Outcome<string>.No($"Another session is named {name}" + (other.OwnerPid == 0
                ? $". Choose another name, or /switch {name}."
                : $"; it is open in another q (pid {other.OwnerPid}). Choose another name."));
    }

    /// <summary>What is said where a name was longer than names are; null where it was not.</summary>
    public string? WhyCut(string given, string name) => NameMaker.Fold(given, Longest).TryGet(out var whole) && whole.Length > name.Length
        ? $"This session is called {name} now, as a name has {settings.NameMaxLength} letters at most."
        : null;

    /// <summary>The name of a closed session that is opened again.</summary>
    public string Again(StoredSession closed) => NameMaker.Unique(
        closed.Name, closed.Type, settings.NameMaxLength, name => directory.HasName(name, closed.Id));

    /// <summary>The name by hand, or after its first prompt, or by type and number.</summary>
    public string Before(NewSession wanted) => wanted.Name is { } given && ByHand(default, given).TryGet(out var name) ? name
        : Unique(wanted.Prompt is { } prompt ? NameMaker.Guess([prompt], settings.NameMaxLength).Name : "", wanted.Type ?? default, default);

    /// <summary>The name of a copy: with the next number that is free.</summary>
    public string Next(SessionEntry of) =>
        NameMaker.Next(of.Name, settings.NameMaxLength, name => directory.HasName(name, default) || store.NameTaken(name, default));

    /// <summary>Takes a prompt into account; true when the name or the type is another one now.</summary>
    public bool Learn(SessionEntry entry, string prompt)
    {
        if (entry.FirstPrompts is null)
        {
            entry.FirstPrompts = FirstOf(entry);
            // Its model may have named it before a restart: then it has a name that we would not have made.
            entry.HasTitle = settings.AutoNameModel && entry.FirstPrompts.Count > 0 && entry.Name != Generated(entry);
        }
        if (entry.FirstPrompts.Count >= Frozen)
            return false;
        entry.FirstPrompts.Add(prompt);
        var guess = NameMaker.Guess(entry.FirstPrompts, settings.NameMaxLength);
        var (oldName, oldType) = (entry.Name, entry.Type);
        if (!entry.TypeIsChosen)
            entry.Type = guess.Type;
        if (settings.AutoGenerateNames && entry is { NamedByHand: false, HasTitle: false } && (guess.Name.Length > 0 || entry.FirstPrompts.Count == 1))
            entry.Name = Unique(guess.Name, entry.Type, entry.Id);
        return oldName != entry.Name || oldType != entry.Type;
    }

    /// <summary>Its name came from what was asked first, and may still change: nobody gave it, and the third prompt has not come.</summary>
    public bool MayEntitle(SessionEntry entry) =>
        settings is { AutoNameModel: true, AutoGenerateNames: true } && entry is { NamedByHand: false, HasTitle: false, FirstPrompts.Count: > 0 and < Frozen };

    /// <summary>Names the session by a title, folded and made unique as every name is; cut between words where it is too long.</summary>
    public Outcome Entitle(SessionEntry entry, string title)
    {
        if (!NameMaker.Fold(title, Longest).TryGet(out var name))
            return Outcome.No("what it answered is no name.");
        var most = settings.NameMaxLength;
        if (name.Length > most)
            name = name.LastIndexOf('-', most) is > 0 and var cut ? name[..cut] : name[..most];
        if (!name.AsSpan().ContainsAnyInRange('a', 'z'))
            return Outcome.No("what it answered is no name.");
        (entry.Name, entry.HasTitle) = (Unique(name, entry.Type, entry.Id), true);
        return Outcome.Ok;
    }

    private string Generated(SessionEntry entry) =>
        Unique(NameMaker.Guess(entry.FirstPrompts!, settings.NameMaxLength).Name, entry.Type, entry.Id);

    private List<string> FirstOf(SessionEntry entry) => entry.View.Messages == 0
        ? []
        : [.. store.Messages(entry.Id)
            .Where(message => message.Role is Role.User)
            .Select(message => string.Join('\n', message.Parts.OfType<TextContent>().Select(text => text.Text)))
            .Where(text => text.Length > 0)
            .Take(Frozen)];

    private string Unique(string wanted, SessionType type, SessionId id) => NameMaker.Unique(
        wanted, type, settings.NameMaxLength, name => directory.HasName(name, id) || store.NameTaken(name, id));
}
