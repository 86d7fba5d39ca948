using Q.Config;
using Q.Core;
using Q.Store;

namespace Q.Sessions;

/// <summary>Finds or makes the session that is in focus when q opens. Called once, on the app loop, when all are restored.</summary>
internal sealed class SessionLanding(
    LiveSessions live, SessionOpening opening, SessionNaming naming, SessionLimit limit, Settings settings, string folder)
{
    /// <summary>More closed sessions than a home has.</summary>
    private const int All = 1_000_000;

    /// <summary>What is enough of an id to mean it.</summary>
    private const int ShortestId = 6;

    public Outcome<SessionEntry> Of(Landing landing) => landing.Kind switch
    {
        LandingKind.Usual => Outcome<SessionEntry>.Ok((landing.Prompt is null ? opening.UsedLastHere() : null) ?? opening.Make(new())),
        LandingKind.New => New(landing.Name),
        LandingKind.Switch => Switch(landing.Name),
        LandingKind.Resume => landing.Name.Length == 0 ? ResumeHere() : Resume(landing.Name),
    };

    private Outcome<SessionEntry> New(string wanted)
    {
        var named = naming.ByHand(default, wanted);
        if (!named.TryGet(out var name))
            return Outcome<SessionEntry>.No(named.Problem!);
        return Room() is { } full ? Outcome<SessionEntry>.No(full) : Outcome<SessionEntry>.Ok(opening.Make(new() { Name = name }));
    }

    private Outcome<SessionEntry> Switch(string target)
    {
        var found = live.Directory.Find(target);
        if (found.TryGet(out var entry))
            return Take(entry);
        return Closed(target) is { } closed
            ? Outcome<SessionEntry>.No($"{closed.Name} is closed. `q chat --resume {closed.Name}` opens it again.")
            : found;
    }

    /// <summary>A name that is right, then what is closed, then what is only the beginning of a name.</summary>
    private Outcome<SessionEntry> Resume(string target)
    {
        var named = live.Directory.Entries.FirstOrDefault(entry => Is(entry.Name, entry.Id, target));
        if (named is not null)
            return Take(named);
        if (Closed(target) is { } closed)
            return Reopen(closed);
        var found = live.Directory.Find(target);
        return found.TryGet(out var entry) ? Take(entry) : Outcome<SessionEntry>.No(
            $"No session is named '{target}', open or closed. `q sessions list --all` lists them. "
                + "To ask something in the last one of this folder: q chat --resume -- \"your prompt\".");
    }

    private Outcome<SessionEntry> ResumeHere()
    {
        if (opening.UsedLastHere() is { } here)
            return Outcome<SessionEntry>.Ok(here);
        return live.Store.Historical(All).FirstOrDefault(closed => closed.Folder == folder && closed.Messages > 0) is { } last
            ? Reopen(last)
            : Outcome<SessionEntry>.Ok(opening.Make(new()));
    }

    private Outcome<SessionEntry> Take(SessionEntry entry) => entry.OwnerPid == 0 || opening.TakeOver(entry)
        ? Outcome<SessionEntry>.Ok(entry)
        : Outcome<SessionEntry>.No($"{entry.Name} is open in another q (pid {entry.OwnerPid}). `q chat --switch {entry.Name}` goes to it there.");

    private Outcome<SessionEntry> Reopen(StoredSession closed) =>
        Room() is { } full ? Outcome<SessionEntry>.No(full) : Outcome<SessionEntry>.Ok(opening.Reopen(closed));

    private StoredSession? Closed(string target) =>
        live.Store.Historical(All).FirstOrDefault(closed => Is(closed.Name, closed.Id, target));

    /// <summary>Why there is no room for one more, with the session to close; null when there is.</summary>
    private string? Room() => settings.MultiSessionEnabled && limit.Refusal(isNamed: true) is { } full ? limit.Sentence(full) : null;

    private static bool Is(string name, SessionId id, string target) =>
        name.Equals(target.Trim(), StringComparison.OrdinalIgnoreCase)
        || (target.Trim().Length >= ShortestId && id.ToString().StartsWith(target.Trim(), StringComparison.OrdinalIgnoreCase));
}
