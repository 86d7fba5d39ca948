using Q.Config;

namespace Q.Sessions;

/// <summary>How many sessions may be open, and which one could make room. Owned by the app loop.</summary>
internal sealed class SessionLimit(LiveSessions live, Settings settings)
{
    /// <summary>What stands in the way of one more session; null when nothing does.</summary>
    public CreateResult? Refusal(bool isNamed)
    {
        var most = settings.MaxActiveSessions;
        if (live.Directory.Counted >= most)
            return AtLimit(most);
        if (isNamed || live.Directory.Entries.Count(entry => entry.IsEmpty) < most)
            return null;
        var free = live.Directory.Entries.First(entry => entry.IsEmpty);
        return new(null, null, $"{most} empty sessions wait for a first prompt already. /switch {free.Name} goes to one.");
    }

    /// <summary>What is said where nobody can be asked whether one shall be closed; it names the one.</summary>
    public string Sentence(CreateResult refused) => refused.OfferToClose is { } idle
        ? $"{Full(live.Directory.Counted, settings.MaxActiveSessions)}. {idle.Name} has been idle longest: `q sessions close {idle.Name}` makes room."
        : refused.Problem ?? "";

    /// <summary>That there is no room, as the beginning of a sentence; with those that another q left it may be more than the limit.</summary>
    public static string Full(int open, int most) => open > most
        ? $"{open} sessions are open; the limit is {most}"
        : $"{(most == 1 ? "1 session is" : $"{most} sessions are")} open, which is the limit";

    private CreateResult AtLimit(int most)
    {
        var oldest = live.Directory.Entries
            .Where(entry => !live.IsShown(entry) && entry.OwnerPid == 0 && !entry.IsEmpty && !entry.Pinned && entry.View.Idle)
            .MinBy(entry => entry.View.LastActive);
        return oldest is null
            ? new(null, null, $"{Full(live.Directory.Counted, most)}, and no other one is idle. "
                + "Close one with /close NAME, or raise the limit: q settings set max_active_sessions " + (most + 1) + ".")
            : new(null, oldest.View, null);
    }
}
