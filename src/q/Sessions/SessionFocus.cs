using Q.Core;
using Q.Output;

namespace Q.Sessions;

/// <summary>
/// Moves the focus between the live sessions, and with it what was seen of each. Owned by the app loop; the session that is
/// watched may be asked for on any thread.
/// </summary>
internal sealed class SessionFocus(LiveSessions live, SessionOpening opening, Hibernation hibernation)
{
    private readonly List<SessionEntry> _unsettled = [];
    private bool _isUnsettled;
    private long _newest;

    /// <summary>Name (a unique prefix will do), slot, <c>+</c>, <c>-</c> or <c>!</c> (last used).</summary>
    public Outcome<SessionView> Switch(ReadOnlySpan<char> target)
    {
        var wanted = target.Trim() switch
        {
            "+" => live.Directory.Beside(live.Focused, 1),
            "-" => live.Directory.Beside(live.Focused, -1),
            "!" => live.Directory.LastUsed(live.Focused),
            _ => null,
        };
        if (target.Trim() is "+" or "-" or "!")
            return wanted is null ? Outcome<SessionView>.No("There is no other session. /new opens one.") : Go(wanted);
        var found = live.Directory.Find(target);
        return found.TryGet(out var entry) ? Go(entry) : Outcome<SessionView>.No(found.Problem!);
    }

    /// <summary>
    /// To the session that waits: asks and interrupted before unseen, longest first within each. From one that waits itself to the one
    /// behind it, so that all come in turn.
    /// </summary>
    public Outcome<SessionView> Next()
    {
        var waiting = live.Directory.Entries
            .Where(entry => entry.OwnerPid == 0 && entry.View.Waits)
            .OrderBy(entry => entry.View.Stands ? 0 : 1)
            .ThenBy(entry => entry.View.Since)
            .ToList();
        var next = waiting.Count == 0 ? null : waiting[(waiting.IndexOf(live.Focused) + 1) % waiting.Count];
        return next is null || next == live.Focused ? Outcome<SessionView>.No("No other session waits for you.") : Go(next);
    }

    /// <summary>The one in focus is gone: to the one used last before it, or to an empty one.</summary>
    public void Leave(SessionEntry gone)
    {
        if (gone == live.Beside)
            (live.Beside, opening.WatchedToo) = (null, null);
        if (gone == live.Focused)
            Move(live.Directory.LastUsed(gone) ?? opening.Make(new()));
    }

    /// <summary>What is beside the focus is seen as that is; what was there before is left.</summary>
    public void ShowBeside(SessionEntry? entry)
    {
        if (entry == live.Beside && entry?.Session == opening.WatchedToo)
            return;
        var before = live.Beside;
        (live.Beside, opening.WatchedToo) = (entry, entry?.Session);
        if (before is not null && !live.IsShown(before))
        {
            Left(before);
            live.Compose(before);
        }
        if (entry is not null && entry != live.Focused)
        {
            (entry.Unseen, entry.UnreadFrom) = (false, -1);
            live.Post(entry, new(EventKind.Open));
            live.Compose(entry);
            live.Save(entry);
        }
        hibernation.Look();
    }

    private void Left(SessionEntry entry) =>
        (entry.UnreadFrom, entry.SeenUntil, entry.LeftAt) = (-1, entry.View.Ring?.End ?? 0, live.Time.GetUtcNow());

    public void Move(SessionEntry to)
    {
        if (live.Focused is null)
            _newest = live.Directory.Entries.Select(entry => entry.FocusedAt).DefaultIfEmpty().Max(); // also of a clock that was ahead
        var from = live.Focused;
        var leaves = from is not null && from != to && live.Directory.Get(from.Id) is not null;
        if (leaves)
        {
            Left(from!);
            live.Compose(from!);
        }
        to.WantsUnread = to.Unseen && to.View.Ring is { End: 0 };
        if (from != to)
            to.UnreadFrom = to == live.Beside ? -1 : to.Unseen || to.View.Asks || to.View.Status is SessionStatus.Processing ? UnreadFrom(to) : -1;
        live.Focused = to;
        opening.Watched = to.Session;
        to.FocusedAt = _newest = Math.Max(_newest + 1, live.Time.GetUtcNow().ToUnixTimeMilliseconds());
        to.Unseen = false;
        if (to.SleepWanted || to.Session?.IsOpen is not true)
            live.Post(to, new(EventKind.Open));
        Remind(to);
        live.Compose(to);
        if (leaves)
            _unsettled.Add(from!);
        _isUnsettled = true;
    }

    /// <summary>What moving leaves to do once the person sees where they are: other threads are woken for it.</summary>
    public void Settle()
    {
        if (!_isUnsettled)
            return;
        _isUnsettled = false;
        live.Save(live.Focused);
        foreach (var left in _unsettled)
        {
            if (left != live.Focused && live.Own(left.Id) == left)
                live.Save(left); // after the focus has moved: only one row says that it is in focus
        }
        _unsettled.Clear();
        hibernation.Look();
    }

    /// <summary>Prompts that were queued when q ended are not sent before a person comes; here is one.</summary>
    private void Remind(SessionEntry entry)
    {
        if (entry.ToldOfQueue || entry.Queued.Length == 0 || entry.View.Ends > 0 || entry.View.Status is SessionStatus.Processing || entry.View.Asks)
            return;
        entry.ToldOfQueue = true;
        var (wait, them) = entry.Queued.Length == 1 ? ("A prompt from before q ended waits", "it") : ($"{entry.Queued.Length} prompts from before q ended wait", "them, in order");
        live.Post(entry, new(EventKind.Say, 0, new Saying(
            OutputKind.Notice, $"{wait} here: /resume or your next prompt sends {them}. Up takes one back.")));
    }

    private Outcome<SessionView> Go(SessionEntry entry)
    {
        if (entry.OwnerPid != 0 && !opening.TakeOver(entry))
            return Outcome<SessionView>.No(LiveSessions.NotOurs(entry));
        Move(entry);
        return Outcome<SessionView>.Ok(entry.View);
    }

    /// <summary>Where it was left; nowhere when it has said nothing since; in one not in focus yet where its last answer begins.</summary>
    private static long UnreadFrom(SessionEntry entry)
    {
        var end = entry.View.Ring?.End ?? 0;
        return entry.SeenUntil is 0 || entry.SeenUntil > end ? entry.View.LastAnswerAt : entry.SeenUntil < end ? entry.SeenUntil : -1;
    }
}
