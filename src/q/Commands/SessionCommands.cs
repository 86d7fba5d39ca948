using Q.Config;
using Q.Core;
using Q.Output;
using Q.Sessions;
using Q.Turns;

namespace Q.Commands;

/// <summary>The commands that make, find, show, name, answer and close sessions. Called on the app loop.</summary>
[CommandGroup("Sessions", Order = 1)]
internal sealed class SessionCommands(
    Coordinator sessions, ICommandHost host, Settings settings, TimeProvider time, CommandHome home,
    Worktrees worktrees)
{
    private readonly SessionPage _page = new(sessions, home.Store, time);

    /// <summary>Open a new session and go to it.</summary>
    /// <remarks>At the limit of open sessions, q offers to close the one that has been idle longest.</remarks>
    /// <param name="type">What it is for; a first word that is none of these is the name.</param>
    /// <param name="name">Its name; without one it is named after what you ask in it.</param>
    /// <param name="model">Who answers in it, also as provider/model.</param>
    /// <param name="cwd">Its folder; the one of q when it is left out.</param>
    /// <param name="template">What it begins with, as /template save kept it; what is written beside it counts more.</param>
    /// <param name="worktree">In a git worktree with a branch of its own, which is kept while it has work that is not committed or pushed.</param>
    /// <param name="prompt">What to ask first.</param>
    /// <example>/new</example>
    /// <example>/new debug login-bug</example>
    /// <example>/new review --cwd ~/src/api -- review the last commit</example>
    /// <example>/new login-bug --worktree</example>
    [SlashCommand("new", NeedsMany = true)]
    public Outcome New(
        [Value("type")] SessionType? type = null, [Value("name", ToEnd = true)] ReadOnlySpan<char> name = default,
        [Value("name", Named = true, Completes = CompletionKind.Model)] ReadOnlySpan<char> model = default,
        [Value("dir", Named = true, Completes = CompletionKind.Folder)] ReadOnlySpan<char> cwd = default,
        [Value("name", Named = true, Completes = CompletionKind.Template)] ReadOnlySpan<char> template = default,
        bool worktree = false, [Value("prompt", AfterDashes = true)] ReadOnlySpan<char> prompt = default)
    {
        var wanted = new NewSession
        {
            Type = type,
            Name = name.IsEmpty ? null : name.ToString(),
            Model = model.ToString(),
            Prompt = prompt.IsWhiteSpace() ? null : prompt.ToString(),
        };
        var cwdText = cwd.ToString();
        if (!template.IsEmpty)
        {
            var found = home.Templates.Find(template.ToString());
            if (!found.TryGet(out var kept))
                return Outcome.No(found.Problem!);
            wanted = wanted with
            {
                Type = type ?? kept.Type,
                Model = wanted.Model.Length > 0 ? wanted.Model : kept.Model,
                Group = kept.Group,
                Prompt = wanted.Prompt ?? (kept.Prompt.Length > 0 ? kept.Prompt : null),
            };
            cwdText = cwdText.Length > 0 ? cwdText : kept.Folder;
        }
        if (wanted.Model.Length > 0 && home.ModelProblem(wanted.Model) is { } problem)
            return Outcome.No(problem);
        if (cwdText.Length > 0)
        {
            var folder = FolderArgument.Read(cwdText, sessions.Focused.Folder, home.Home);
            if (!folder.TryGet(out var path))
                return Outcome.No(folder.Problem!);
            wanted = wanted with { Folder = path };
        }
        return worktree ? InWorktree(wanted) : Create(wanted);
    }

    /// <summary>
    /// The person is asked for room, git makes the worktree, and only then another session is closed for this one: what is refused
    /// closes nothing and leaves no worktree behind.
    /// </summary>
    private Outcome InWorktree(NewSession wanted)
    {
        if (sessions.Refusal(wanted) is not { } refusal)
            return InWorktree(wanted, here => sessions.Create(here, Focus.Move));
        return refusal.OfferToClose is { } idle
            ? Ask(idle, () => InWorktree(wanted, here => Replaced(idle, here)))
            : Outcome.No(refusal.Problem!);
    }

    private Outcome InWorktree(NewSession wanted, Func<NewSession, CreateResult> create)
    {
        worktrees.Make(wanted.Folder ?? home.Folder, sessions.NameFor(wanted), made =>
        {
            if (!made.TryGet(out var at))
            {
                Complain(made.Problem!);
                return;
            }
            var created = create(wanted with { Folder = at.Folder, Worktree = at.Root });
            if (created.Session is { } view)
            {
                sessions.Say(view.Id, OutputKind.Notice, $"This session works in {at.Root}, on the branch {at.Branch}.\n");
                return;
            }
            var problem = created.Problem ?? "The limit of open sessions is reached by now, and nothing was closed. Try again.";
            worktrees.Discard(at.Root, why => Complain(why is null ? problem : $"{problem} The worktree {at.Root} is kept: {why}."));
        });
        return Outcome.Ok;
    }

    /// <summary>Go to another session; alone it opens the list.</summary>
    /// <param name="target">A name or its beginning, a slot, + next, - previous, ! the one before this.</param>
    /// <example>/switch 3</example>
    /// <example>/s login</example>
    [SlashCommand("switch", Alias = "s", NeedsMany = true)]
    public Outcome Switch(
        [Value("name|slot|+|-|!", Completes = CompletionKind.Target)] ReadOnlySpan<char> target = default)
    {
        if (!target.IsEmpty)
        {
            if (char.IsAsciiLetter(target[0]))
                sessions.LookAround();
            return Done(sessions.Switch(target));
        }
        host.ShowPicker();
        return Outcome.Ok;
    }

    /// <summary>Show another session beside this one; both go on.</summary>
    /// <remarks>
    /// Ctrl+X b goes to the other half and back. Going to a third session puts it where the one in focus is. The other half counts as seen.
    /// </remarks>
    /// <param name="name">Which; the one used last when it is left out. off: this one alone again.</param>
    /// <param name="stacked">One above the other.</param>
    /// <example>/split api --stacked</example>
    /// <example>/split off</example>
    [SlashCommand("split", NeedsMany = true)]
    public Outcome Split([Value("name|off", Completes = CompletionKind.Half)] ReadOnlySpan<char> name = default, bool stacked = false)
    {
        if (name is "off")
            return host.EndSplit() ? Outcome.Ok : Outcome.No("This session has the screen alone already.");
        if (name.IsEmpty)
        {
            return (sessions.Beside ?? sessions.UsedBefore) is { } other
                ? host.ShowBeside(other.Id, stacked)
                : Outcome.No("There is no other session. /new opens one.");
        }
        var found = sessions.Find(name);
        if (!found.TryGet(out var view))
            return Outcome.No(found.Problem!);
        if (view.Id == sessions.Focused.Id)
            return Outcome.No($"{view.Name} is in focus. Name the session that shall stand beside it.");
        return view.OwnerPid == 0
            ? host.ShowBeside(view.Id, stacked)
            : Outcome.No($"{view.Name} is open in another q (pid {view.OwnerPid}). Close it there first.");
    }

    /// <summary>Go to the session that waits for you: questions first, longest first.</summary>
    [SlashCommand("next", NeedsMany = true)]
    public Outcome Next() => Done(sessions.Next());

    /// <summary>List sessions: what each does, why it waits, since when.</summary>
    /// <remarks>Closed ones come twenty at a time.</remarks>
    /// <param name="all">Also those that are closed, newest first.</param>
    /// <param name="waiting">Only those that wait for you.</param>
    /// <param name="search">Only those that have these words in name, type, state, group or folder, or in which they were said.</param>
    /// <param name="page">The second page of the closed ones, the third, and so on.</param>
    /// <example>/sessions --all --search "oauth token"</example>
    [SlashCommand("sessions", NeedsMany = true)]
    public Outcome Sessions(
        bool all = false, bool waiting = false, [Value("text", Named = true)] ReadOnlySpan<char> search = default,
        [Value("n", Named = true)] ReadOnlySpan<char> page = default)
    {
        var number = 1;
        if (!page.IsEmpty && !(int.TryParse(page, out number) && number is > 0 and < int.MaxValue / SessionPage.Rows))
            return Outcome.No($"--page {page} is not allowed: it takes a number from 1 on.");
        sessions.LookAround();
        var listed = _page.Of(new(all || !page.IsEmpty, waiting, search.ToString(), number), host.Columns);
        if (!listed.TryGet(out var text))
            return Outcome.No(listed.Problem!);
        Say(text);
        return Outcome.Ok;
    }

    /// <summary>Show this session's name, or give it one.</summary>
    /// <param name="name">The new name.</param>
    [SlashCommand("session-name")]
    public Outcome SessionName([Value("name", ToEnd = true)] ReadOnlySpan<char> name = default)
    {
        if (!name.IsEmpty)
            return Rename(name);
        var view = sessions.Focused;
        Say($"{view.Name} ({(view.NamedByHand ? "named by you" : "named after what was asked")})\n");
        return Outcome.Ok;
    }

    /// <summary>Give this session a name.</summary>
    /// <remarks>
    /// It is folded to lower-case words with hyphens. A name that you gave is never replaced by a generated one.
    /// </remarks>
    /// <param name="name">The new name.</param>
    [SlashCommand("rename")]
    public Outcome Rename([Value("name", ToEnd = true)] ReadOnlySpan<char> name)
    {
        var renamed = sessions.Rename(sessions.Focused.Id, name.ToString());
        if (renamed.TryGet(out var view))
            Say((sessions.WhyCut(name.ToString(), view.Name) ?? $"This session is called {view.Name} now.") + "\n");
        return Done(renamed);
    }

    /// <summary>Close a session; asks first.</summary>
    /// <remarks>
    /// What runs in it is stopped. Its history is kept and listed by /sessions --all; /resume opens it again. Where it has files
    /// of its own (@session/), q offers to remove them.
    /// </remarks>
    /// <param name="name">Which; this one when it is left out.</param>
    /// <param name="yes">Do not ask.</param>
    [SlashCommand("close", NeedsMany = true)]
    public Outcome Close([Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name = default, bool yes = false)
    {
        var found = sessions.Find(name);
        if (!found.TryGet(out var view))
            return Outcome.No(found.Problem!);
        if (view.OwnerPid != 0)
            return Outcome.No($"{view.Name} is open in another q (pid {view.OwnerPid}). Close it there.");
        if (yes)
        {
            Close(view);
            return Outcome.Ok;
        }
        var work = view.Status is SessionStatus.Processing ? " It is at work and will be stopped." : "";
        var queued = view.Queued.Count > 0 ? $" {view.Queued.Count} queued, never to be sent." : "";
        host.Confirm($"Close {view.Name}?{work}{queued}", () => Close(view));
        return Outcome.Ok;
    }

    private void Close(SessionView view)
    {
        if (sessions.Close(view.Id).Problem is { } problem)
        {
            Complain(problem);
            return;
        }
        worktrees.Leave(view);
        var files = new SessionFolder(view.Id, view.Folder);
        if (!settings.ClearSessionDataOnClose && files.Count() is > 0 and var count)
        {
            host.Confirm($"{view.Name} leaves {count} {(count == 1 ? "file" : "files")} of its own behind. Remove {(count == 1 ? "it" : "them")} too?", () =>
            {
                if (files.Clear().Problem is { } left)
                    Complain(left);
            });
        }
    }

    /// <summary>Look at what a session asks for, to allow it.</summary>
    /// <remarks>The card shows the whole command or diff; nothing is allowed before you have seen it.</remarks>
    /// <param name="name">Which; needed when more than one asks.</param>
    [SlashCommand("allow", NeedsMany = true)]
    public Outcome Allow([Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name = default) =>
        Card(name, AnswerKind.Allow);

    /// <summary>Look at what a session asks for, to deny it.</summary>
    /// <param name="name">Which; needed when more than one asks.</param>
    [SlashCommand("deny", NeedsMany = true)]
    public Outcome Deny([Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name = default) =>
        Card(name, AnswerKind.Deny);

    private Outcome Create(NewSession wanted) => Offer(sessions.Create(wanted, Focus.Move), wanted);

    private Outcome Offer(CreateResult made, NewSession wanted)
    {
        if (made.OfferToClose is not { } idle)
            return made.Problem is { } problem ? Outcome.No(problem) : Outcome.Ok;
        return Ask(idle, () => Offer(Replaced(idle, wanted), wanted));
    }

    private Outcome Ask(SessionView idle, Func<Outcome> whenYes)
    {
        host.Confirm(LimitOffer.Question(sessions.Counted, settings, idle, time), () =>
        {
            if (whenYes().Problem is { } problem)
                Complain(problem);
        });
        return Outcome.Ok;
    }

    private CreateResult Replaced(SessionView idle, NewSession wanted)
    {
        var made = sessions.Replace(idle.Id, wanted, Focus.Move);
        if (sessions.Views.All(view => view.Id != idle.Id))
            worktrees.Leave(idle);
        return made;
    }

    private Outcome Card(ReadOnlySpan<char> name, AnswerKind lean)
    {
        if (name.IsEmpty)
        {
            var asking = sessions.Views.Where(view => view is { Asks: true, OwnerPid: 0 }).ToList();
            if (asking is not [var only])
            {
                return Outcome.No(asking.Count == 0
                    ? "No session asks for anything."
                    : $"{asking.Count} sessions ask: {string.Join(", ", asking.Select(view => view.Name))}. "
                        + $"Say which: /{(lean is AnswerKind.Deny ? "deny" : "allow")} NAME.");
            }
            host.ShowCard(only.Id, lean);
            return Outcome.Ok;
        }
        var found = sessions.Find(name);
        if (!found.TryGet(out var view))
            return Outcome.No(found.Problem!);
        if (view is { Asks: true, OwnerPid: not 0 })
            return Outcome.No($"{view.Name} is open in another q (pid {view.OwnerPid}). Answer it there.");
        if (!view.Asks)
            return Outcome.No($"{view.Name} asks for nothing. /sessions --waiting lists those that do.");
        host.ShowCard(view.Id, lean);
        return Outcome.Ok;
    }

    private void Complain(string problem) => sessions.Say(sessions.Focused.Id, OutputKind.Error, problem + "\n");

    private void Say(string text) => sessions.Say(sessions.Focused.Id, OutputKind.Notice, text);

    private static Outcome Done(Outcome<SessionView> outcome) =>
        outcome.Problem is { } problem ? Outcome.No(problem) : Outcome.Ok;
}
