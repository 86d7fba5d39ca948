using Q.Config;
using Q.Core;
using Q.Naming;
using Q.Output;
using Q.Sessions;

namespace Q.Commands;

/// <summary>The commands that look after sessions: pin, group, copy, write to, stop. Called on the app loop.</summary>
[CommandGroup("Sessions", Order = 1)]
internal sealed class UpkeepCommands(
    Coordinator sessions, ICommandHost host, Settings settings, TimeProvider time, CommandHome home, Worktrees worktrees)
{
    /// <summary>How many closed sessions are looked through for a name.</summary>
    private const int MostClosed = 1000;

    /// <summary>Lines of the log that are said where it cannot be followed.</summary>
    private const int MostLogged = 40;

    /// <summary>Send a prompt to another session without going there.</summary>
    /// <remarks>While a turn runs there it is queued.</remarks>
    /// <param name="name">Which session.</param>
    /// <param name="prompt">What to ask in it.</param>
    /// <example>/send api run the tests again</example>
    [SlashCommand("send", NeedsMany = true)]
    public Outcome Send(
        [Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name,
        [Value("prompt", ToEnd = true)] ReadOnlySpan<char> prompt)
    {
        if (!sessions.Find(name).TryGet(out var view))
            return Outcome.No(sessions.Find(name).Problem!);
        var waits = view.Status is SessionStatus.Processing || view.Asks;
        return Prompt(view.Id, prompt.ToString(), () =>
        {
            if (view.Id != sessions.Focused.Id)
                Say(waits ? $"Queued in {view.Name}, behind its turn.\n" : $"Sent to {view.Name}.\n");
        });
    }

    /// <summary>Sends a prompt; where it makes an empty session one too many, the offer comes first.</summary>
    /// <param name="sent">Called when it is on its way: at once, or after a yes.</param>
    public Outcome Prompt(SessionId id, string text, Action sent) => Make(() =>
    {
        var answer = sessions.Send(id, text);
        if (answer is { OfferToClose: null, Problem: null })
            sent();
        return answer;
    });

    /// <summary>Keep a session from being closed, hibernated or cleaned up by anybody but you; once more lets it go.</summary>
    /// <param name="name">Which; this one when it is left out.</param>
    [SlashCommand("pin", NeedsMany = true)]
    public Outcome Pin([Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name = default)
    {
        if (!sessions.Find(name).TryGet(out var view))
            return Outcome.No(sessions.Find(name).Problem!);
        var changed = sessions.Pin(view.Id, !view.Pinned);
        if (changed.Succeeded)
        {
            Say(view.Pinned
                ? $"{view.Name} is not pinned any more.\n"
                : $"{view.Name} is pinned: only you close it. /pin {view.Name} lets it go.\n");
        }
        return Done(changed);
    }

    /// <summary>Put this session to a group, or take it out.</summary>
    /// <remarks>/sessions shows the group, and the list of Ctrl+X s finds sessions by it.</remarks>
    /// <param name="group">The group's name; none takes the session out.</param>
    /// <example>/group backend</example>
    [SlashCommand("group", NeedsMany = true)]
    public Outcome Group([Value("name|none", Completes = CompletionKind.Group, ToEnd = true)] ReadOnlySpan<char> group)
    {
        var view = sessions.Focused;
        if (group.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            var left = sessions.Group(view.Id, "");
            if (left.Succeeded)
                Say(view.Group.Length > 0 ? $"{view.Name} is in no group any more.\n" : $"{view.Name} is in no group.\n");
            return Done(left);
        }
        var folded = NameMaker.Fold(group.ToString(), settings.NameMaxLength);
        if (!folded.TryGet(out var name))
            return Outcome.No($"'{group}' cannot be a group's name. Give it small letters, and a letter from a to z at least.");
        var joined = sessions.Group(view.Id, name);
        if (joined.Succeeded)
        {
            var others = sessions.Views.Where(one => one.Group == name && one.Id != view.Id).Select(one => one.Name).ToList();
            var cut = sessions.WhyCut(group.ToString(), name) is null ? "" : $" A name has {settings.NameMaxLength} letters at most.";
            Say($"{view.Name} is in the group {name}{(others.Count > 0 ? $", with {string.Join(", ", others)}" : "")}.{cut}\n");
        }
        return Done(joined);
    }

    /// <summary>Copy this session: the copy has its conversation so far and goes its own way.</summary>
    /// <remarks>While a turn runs, the copy begins before its prompt. Files and folder are the same for both.</remarks>
    /// <param name="name">The copy's name; without one it has this session's, with a number.</param>
    [SlashCommand("fork", NeedsMany = true)]
    public Outcome Fork([Value("name", ToEnd = true)] ReadOnlySpan<char> name = default)
    {
        var (from, wanted) = (sessions.Focused, name.IsEmpty ? null : name.ToString());
        var outcome = Make(() => sessions.Fork(from.Id, wanted, Focus.Move));
        if (outcome.Succeeded && sessions.Focused.Id != from.Id)
            Say($"This is {sessions.Focused.Name}, a copy of {from.Name}.\n");
        return outcome;
    }

    /// <summary>Go on with this session after /pause, or open a closed one again.</summary>
    /// <param name="name">Which, also one that was closed; this one when it is left out.</param>
    [SlashCommand("resume")]
    public Outcome Resume([Value("name", Completes = CompletionKind.Closed)] ReadOnlySpan<char> name = default)
    {
        var found = sessions.Find(name);
        if (found.TryGet(out var view))
            return sessions.Resume(view.Id);
        if (!settings.MultiSessionEnabled)
            return Outcome.No(ManySessions.HowToTurnOn);
        var wanted = name.ToString();
        var closed = sessions.Historical(MostClosed);
        var one = closed.FirstOrDefault(stored => stored.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? closed.FirstOrDefault(stored => stored.Name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase));
        return one is null
            ? Outcome.No($"No session is named '{wanted}', neither open nor closed. /sessions --all lists them.")
            : Make(() => sessions.Reopen(one, Focus.Move));
    }

    /// <summary>Stop a session for good, though it does not react: its call and its programs are cut, its slot is free at once.</summary>
    /// <remarks>Its history is kept; /resume opens it again. What does not end within two seconds is abandoned, and told.</remarks>
    /// <param name="name">Which.</param>
    [SlashCommand("kill", NeedsMany = true)]
    public Outcome Kill([Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name)
    {
        if (!sessions.Find(name).TryGet(out var view))
            return Outcome.No(sessions.Find(name).Problem!);
        var killed = sessions.Kill(view.Id);
        if (!killed.Succeeded)
            return killed;
        worktrees.Leave(view);
        Say($"{view.Name} was killed; slot {view.Slot} is free. {(view.Messages > 0 ? $"Its history is kept: /resume {view.Name} opens it again." : "")}".TrimEnd() + "\n");
        return killed;
    }

    /// <summary>Show what the log says of a session, and follow it.</summary>
    /// <remarks>
    /// It tells when turns began and how they ended, never what was written in them. New lines come by themselves; arrows and PgUp
    /// scroll, Esc closes it.
    /// </remarks>
    /// <param name="name">Which; this one when it is left out.</param>
    [SlashCommand("logs")]
    public Outcome Logs([Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name = default)
    {
        if (!sessions.Find(name).TryGet(out var view))
            return Outcome.No(sessions.Find(name).Problem!);
        if (home.LogFile is not { } file)
            return Outcome.No("No log is kept: neither Q_HOME nor HOME is set. Set Q_HOME to a folder that q may write to.");
        var log = new LogTail(file, view.Id);
        var read = log.Next();
        if (!read.TryGet(out var lines))
            return Outcome.No(read.Problem!);
        if (host.ShowLog(view.Name, log, lines))
            return Outcome.Ok;
        Say(lines.Count == 0
            ? $"The log {file} says nothing of {view.Name}.\n"
            : $"{view.Name} in {file}:\n{string.Join('\n', lines.TakeLast(MostLogged))}\n");
        return Outcome.Ok;
    }

    /// <summary>Build a session that failed or hangs anew, from what is stored of it; what was running counts as interrupted.</summary>
    /// <param name="name">Which; this one when it is left out.</param>
    [SlashCommand("recover")]
    public Outcome Recover([Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name = default)
    {
        if (!sessions.Find(name).TryGet(out var view))
            return Outcome.No(sessions.Find(name).Problem!);
        var recovered = sessions.Recover(view.Id);
        if (recovered.Succeeded)
            Say($"{view.Name} was built anew from what is stored. /retry asks its last prompt again if it was not answered.\n");
        return recovered;
    }

    /// <summary>Forget what a session has shown so far; its conversation stays.</summary>
    /// <remarks>Gives its memory back. /replay shows the conversation again.</remarks>
    /// <param name="name">Which.</param>
    [SlashCommand("clear-buffer")]
    public Outcome ClearBuffer([Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name)
    {
        if (!sessions.Find(name).TryGet(out var view))
            return Outcome.No(sessions.Find(name).Problem!);
        var held = view.Ring?.Held ?? 0;
        var cleared = sessions.ClearOutput(view.Id);
        if (cleared.Succeeded)
            Say($"The output of {view.Name} was cleared ({held / 1024} kB). Its conversation is as it was.\n");
        return cleared;
    }

    /// <summary>At the limit offers to close the one idle longest, and tries again when it is.</summary>
    private Outcome Make(Func<CreateResult> make)
    {
        var made = make();
        if (made.OfferToClose is not { } idle)
            return made.Problem is { } problem ? Outcome.No(problem) : Outcome.Ok;
        host.Confirm(LimitOffer.Question(sessions.Counted, settings, idle, time), () =>
        {
            if ((CloseIdle(idle).Problem ?? Make(make).Problem) is { } refused)
                sessions.Say(sessions.Focused.Id, OutputKind.Error, refused + "\n");
        });
        return Outcome.Ok;
    }

    /// <summary>Goes to a session, open or closed, after an offer to make room where that is needed.</summary>
    /// <param name="id">Which.</param>
    /// <param name="then">What is done there.</param>
    public Outcome Open(SessionId id, Action then) => Make(() =>
    {
        var opened = sessions.Open(id);
        if (opened.Session is not null)
            then();
        return opened;
    });

    private Outcome CloseIdle(SessionView idle)
    {
        var closed = sessions.CloseIdle(idle.Id);
        if (closed.Succeeded)
            worktrees.Leave(idle);
        return closed;
    }

    private void Say(string text) => sessions.Say(sessions.Focused.Id, OutputKind.Notice, text);

    private static Outcome Done(Outcome<SessionView> outcome) =>
        outcome.Problem is { } problem ? Outcome.No(problem) : Outcome.Ok;
}
