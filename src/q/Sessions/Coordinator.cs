using Q.Config;
using Q.Core;
using Q.Output;
using Q.Store;
using Q.Telemetry;
using Q.Turns;

namespace Q.Sessions;

/// <summary>What came of asking for a new session: it is there, or one must be closed first, or it cannot be.</summary>
/// <param name="Session">The new session.</param>
/// <param name="OfferToClose">At the limit: the idle session that was used longest ago, to be closed if the person agrees.</param>
/// <param name="Problem">Why there is none, and what to do.</param>
internal readonly record struct CreateResult(SessionView? Session, SessionView? OfferToClose, string? Problem);

internal enum Focus : byte
{
    Keep,
    Move,
}

/// <summary>
/// Knows every live session and which one is in focus. Owned by the app loop and called on it only; it posts to the sessions'
/// mailboxes and never waits for them. Sessions tell by <c>bell</c> that something changed; the loop then calls <see cref="Refresh"/>.
/// </summary>
internal sealed partial class Coordinator
{
    /// <summary>What waits in the store's queue is written in milliseconds, or the store is away.</summary>
    private static readonly TimeSpan s_flushTakes = TimeSpan.FromMilliseconds(500);

    /// <summary>What its setting counts in: 10 of them are 10 MB, as all else is told.</summary>
    private const int MegabyteOfOutput = 1_000_000;

    private readonly LiveSessions _live;
    private readonly SessionParts _parts;
    private readonly Settings _settings;
    private readonly SessionNaming _naming;
    private readonly SessionOpening _opening;
    private readonly SessionFocus _focus;
    private readonly SessionLimit _limit;
    private readonly Hibernation _hibernation;
    private readonly PromptQueue _prompts;
    private readonly SessionLanding _landing;
    private readonly OtherProcesses _others;
    private readonly Endings _endings;
    private readonly Watchdog _watchdog;
    private readonly SessionTitles _titles;
    private readonly Queue<string> _news = [];

    /// <param name="folder">Where q was started: the folder of new sessions.</param>
    /// <param name="bell">Called on any thread when a session changed or the one in focus wrote. Must only post.</param>
    public Coordinator(ISessionStore store, TurnEngineFactory engines, Settings settings, TimeProvider time, string folder,
        Func<Exception, string> crashed, Action bell, SpillFolder? spills = null)
    {
        _settings = settings;
        _live = new(store, time);
        _parts = new(store, engines, time, settings.OutputBufferSizeMb * MegabyteOfOutput, crashed)
        {
            // A buffer that does not fit was asked for: it gets what goes beside it.
            MostBytes = (long)(settings.OutputBufferSizeMb < settings.MaxSessionMemoryMb ? settings.MaxSessionMemoryMb : settings.OutputBufferSizeMb + 40) << 20,
            Spills = spills ?? SpillFolder.None,
            Asleep = settings.HibernatedOutput == "spill" && spills is not null ? spills : SpillFolder.None,
        };
        _hibernation = new(_live, settings, bell, () => Memory());
        _naming = new(_live.Directory, store, settings);
        _opening = new(_live, _parts, _naming, folder, bell);
        _focus = new(_live, _opening, _hibernation);
        _limit = new(_live, settings);
        _prompts = new(_live, _naming);
        _titles = new(_live, _naming, bell);
        _others = new(_live, _opening);
        _landing = new(_live, _opening, _naming, _limit, settings, folder);
        _endings = new(time, bell);
        _watchdog = new(_live, TimeSpan.FromSeconds(settings.WatchdogSeconds), bell);
    }

    /// <summary>What the process takes now, in bytes; a test says another figure.</summary>
    internal Func<long> Memory { get; set; } = static () => Environment.WorkingSet;

    /// <summary>Asks a session's model for its title; null, as it is at first: nobody does.</summary>
    public TitleAsker? Titles
    {
        get => _titles.Asker;
        set => _titles.Asker = value;
    }

    /// <summary>Live sessions by slot, as of the last <see cref="Refresh"/> or call.</summary>
    public IReadOnlyList<SessionView> Views => _live.Directory.Views;

    /// <summary>What the sessions are called; any thread may ask.</summary>
    public SessionNames Names => _live.Directory.Names;

    /// <summary>The session in focus. There always is one after <c>Start</c>.</summary>
    public SessionView Focused => _live.Focused.View;

    /// <summary>The session that is shown beside the one in focus; null when there is none.</summary>
    public SessionView? Beside => _live.Beside?.View;

    /// <summary>Shows a session beside the one in focus: what it says is seen too. Null, or one that is not ours, shows none.</summary>
    public void ShowBeside(SessionId? id) => _focus.ShowBeside(id is { } wanted ? Own(wanted) : null);

    /// <summary>The one that was in focus before, or any other; null when there is none.</summary>
    public SessionView? UsedBefore => _live.Directory.LastUsed(_live.Focused)?.View;

    /// <summary>Whether a person looks at it now; any thread may ask.</summary>
    public bool IsWatched(SessionId id) => _opening.Watched?.View.Id == id || _opening.WatchedToo?.View.Id == id;

    /// <summary>Restores the stored sessions and decides what is in focus (decisions §1a). A prompt opens a session of its own.</summary>
    public void Start(string? prompt) => _ = Start(Landing.Usual(prompt));

    /// <summary>The same, for what the command line asks to be in focus; a problem when there is no such session.</summary>
    public Outcome Start(Landing wanted)
    {
        _opening.RestoreAll();
        var landed = _landing.Of(wanted);
        if (!landed.TryGet(out var entry))
            return Outcome.No(ShellWords.Of(landed.Problem!));
        if (!_settings.MultiSessionEnabled)
            KeepOnly(entry);
        _focus.Move(entry);
        if (wanted.Kind is LandingKind.New)
            TellCut(entry, wanted.Name);
        _live.Posted = _watchdog.Arm; // not for the first session's opening: a timer's thread would come before the first frame
        return wanted.Prompt is { } prompt ? Begin(entry.Id, prompt) : Outcome.Ok;
    }

    /// <summary>Takes notice of what other q of this home did: before a person is shown, or names, sessions.</summary>
    public void LookAround()
    {
        if (_settings.MultiSessionEnabled)
            _others.Look();
    }

    /// <summary>Goes to a session by name or id, and opens it again if it is closed; without one to the last one of this folder.</summary>
    public Outcome<SessionView> Reopen(string target)
    {
        var landed = _landing.Of(new(LandingKind.Resume, target, Prompt: null));
        if (!landed.TryGet(out var entry))
            return Outcome<SessionView>.No(landed.Problem!);
        _focus.Move(entry);
        return Outcome<SessionView>.Ok(entry.View);
    }

    /// <summary>Reads every session's newest view. True when anything changed. Also stores what changed by level (status, unseen).</summary>
    public bool Refresh()
    {
        var (changed, ended) = (_titles.Take(), false);
        foreach (var entry in _live.Directory.Entries)
        {
            if (!entry.TakeNews())
                continue;
            changed = true;
            var before = entry.Ends;
            _live.Compose(entry);
            entry.Ends = entry.View.Ends;
            entry.SleepWanted = false;
            ended |= entry.Ends != before;
            if (entry.Ends != before && !_live.IsShown(entry))
                entry.Unseen = true;
            if (entry.WantsUnread && entry.View.LastAnswerAt >= 0)
                (entry.WantsUnread, entry.UnreadFrom) = (false, entry.View.LastAnswerAt);
            if (entry.Ends != before)
                _titles.Ask(entry);
            _prompts.Next(entry);
            if (entry.View.Hibernated && _live.IsShown(entry))
                _live.Post(entry, new(EventKind.Open)); // it was on its way to sleep when somebody came
            _live.Compose(entry);
            _live.Save(entry);
        }
        if (changed || _hibernation.HasFired)
            _hibernation.Look();
        if (ended)
            _hibernation.Spare();
        foreach (var entry in _endings.Check())
            Abandon(entry);
        foreach (var entry in _watchdog.Look())
        {
            Log.To.SessionTrouble(entry.Id.Value, $"nothing was handled for {_settings.WatchdogSeconds} s");
            Tell($"{entry.Name} has not reacted for {_settings.WatchdogSeconds} s. /kill {entry.Name} frees its slot, /recover {entry.Name} builds it anew.");
        }
        return changed;
    }

    /// <summary>What the person should hear and the session in focus cannot say, since it hangs; null when there is nothing.</summary>
    public string? TakeNews() => _news.TryDequeue(out var sentence) ? sentence : null;

    /// <summary>Makes a session; at the limit offers the oldest idle one (decided here, in one step).</summary>
    public CreateResult Create(SessionType? type, string? name, Focus focus) => Create(new() { Type = type, Name = name }, focus);

    /// <inheritdoc cref="Create(SessionType?, string?, Focus)"/>
    public CreateResult Create(NewSession wanted, Focus focus)
    {
        if (Refusal(wanted) is { } refusal)
            return refusal;
        var entry = _opening.Make(wanted.Name is { } name && _naming.ByHand(default, name).TryGet(out var given) ? wanted with { Name = given } : wanted);
        if (focus is Focus.Move)
            _focus.Move(entry);
        TellCut(entry, wanted.Name);
        if (wanted.Prompt is { } prompt)
            _prompts.Take(entry, prompt);
        return new(entry.View, null, null);
    }

    /// <summary>Why <see cref="Create(NewSession, Focus)"/> would make none now; null when it would.</summary>
    public CreateResult? Refusal(NewSession wanted)
    {
        if (wanted.Name is not null)
            LookAround();
        var folded = wanted.Name is { } name ? _naming.ByHand(default, name).Problem : null;
        return folded is not null ? new(null, null, folded) : _limit.Refusal(isNamed: wanted.Name is not null);
    }

    /// <summary>What a session that is to be made would be called, for what is made before it.</summary>
    public string NameFor(NewSession wanted) => _naming.Before(wanted);

    /// <summary>
    /// The person agreed to close what <see cref="Create(NewSession, Focus)"/> offered. In one step: what is not idle any more
    /// stays, and what cannot be made closes nothing.
    /// </summary>
    public CreateResult Replace(SessionId idle, NewSession wanted, Focus focus)
    {
        var tried = Create(wanted, focus);
        if (tried.OfferToClose?.Id != idle)
            return tried;
        return Close(idle).Problem is { } problem ? new(null, null, problem) : Create(wanted, focus);
    }

    /// <summary>Closes a session that was offered to be closed, unless it is not idle any more.</summary>
    public Outcome CloseIdle(SessionId id) => Own(id) is { View: { Idle: true, Pinned: false } } entry && !_live.IsShown(entry)
        ? Close(id)
        : Outcome.No("The session that was offered is not idle any more, so it was not closed. Try again.");

    /// <summary>Opens a closed session again; at the limit as <see cref="Create(NewSession, Focus)"/>.</summary>
    public CreateResult Reopen(StoredSession closed, Focus focus)
    {
        if (_live.Directory.Get(closed.Id) is { } open)
            return new(null, null, $"{open.Name} is open. /switch {open.Name} goes there.");
        if (_limit.Refusal(isNamed: true) is { } refusal)
            return refusal;
        var entry = _opening.Reopen(closed);
        if (focus is Focus.Move)
            _focus.Move(entry);
        return new(entry.View, null, null);
    }

    /// <summary>How many events came to sessions where they mean nothing: none, unless there is a bug.</summary>
    public int Refused => _parts.Refused;

    /// <summary>Keeps a session from being closed, hibernated or removed by anybody but a person; or no longer.</summary>
    public Outcome<SessionView> Pin(SessionId id, bool isPinned) => Change(id, entry => entry.Pinned = isPinned);

    /// <summary>Puts a session to others; empty takes it away from them.</summary>
    public Outcome<SessionView> Group(SessionId id, string group) => Change(id, entry => entry.Group = group);

    /// <summary>Why there is no new session, where nobody can be asked whether another one shall be closed.</summary>
    public string WhyNot(CreateResult refused) => _limit.Sentence(refused);

    /// <summary>Ends when every session that was closed has come to rest.</summary>
    public Task Closing => Task.WhenAll(_endings.Closed);

    /// <summary>Name (a unique prefix will do), slot, <c>+</c>, <c>-</c> or <c>!</c> (last used). Moves the focus.</summary>
    public Outcome<SessionView> Switch(ReadOnlySpan<char> target) => _focus.Switch(target);

    /// <summary>To the session that waits: asks and interrupted before unseen, longest first within each.</summary>
    public Outcome<SessionView> Next() => _focus.Next();

    /// <summary>Finds a live session by name, unique prefix or slot; empty means the one in focus.</summary>
    public Outcome<SessionView> Find(ReadOnlySpan<char> target)
    {
        if (target.IsWhiteSpace())
            return Outcome<SessionView>.Ok(Focused);
        var found = _live.Directory.Find(target);
        return found.TryGet(out var entry) ? Outcome<SessionView>.Ok(entry.View) : Outcome<SessionView>.No(found.Problem!);
    }

    /// <summary>Folds the name to kebab-case ASCII and gives it; refused if nothing remains or another live session has it.</summary>
    public Outcome<SessionView> Rename(SessionId id, string name)
    {
        if (Own(id) is null)
            return Outcome<SessionView>.No(_live.NotOurs(id));
        LookAround();
        var given = _naming.ByHand(id, name);
        if (!given.TryGet(out var folded))
            return Outcome<SessionView>.No(given.Problem!);
        return Change(id, named => (named.Name, named.NamedByHand) = (folded, true));
    }

    /// <summary>Ends a session: its turn is cancelled, it is Completed and stored. Focus goes to the one used last before it.</summary>
    public Outcome Close(SessionId id)
    {
        if (Own(id) is not { Session: { } session } entry)
            return Outcome.No(_live.NotOurs(id));
        Log.To.Session(id.Value, "closed");
        _endings.Close(session, entry);
        Remove(entry);
        return Outcome.Ok;
    }

    private void Remove(SessionEntry entry)
    {
        if (_settings.ClearSessionDataOnClose && entry.Session is { } session)
            FilesAtEnd.Clear(session, entry);
        _live.Directory.Remove(entry);
        entry.Sent?.Withdraw();
        if ((entry.TakeRow(isFocused: false) ?? entry.SavedRow) is { } row)
            _live.Store.Save(row with { Status = SessionStatus.Completed, Slot = 0, Active = false, Asks = WaitReason.None, Unseen = false, Draft = "", Queued = [] });
        _live.Store.Release(entry.Id);
        _focus.Leave(entry);
    }

    /// <summary>Takes the newest queued prompt back into the editor; null when none is queued.</summary>
    public string? TakeBack(SessionId id) => Own(id) is { } entry ? _prompts.TakeBack(entry) : null;

    /// <summary>Answers a session's open question. Refused when the question is no longer number <paramref name="question"/>.</summary>
    public Outcome Answer(SessionId id, int question, Answer answer)
    {
        if (Own(id) is not { Session: not null } entry)
            return Outcome.No(_live.NotOurs(id));
        if (entry.View.Question?.Number != question)
            return Outcome.No($"The question of {entry.Name} is not the one that was shown any more, so nothing was answered.");
        _live.Post(entry, new(EventKind.Answer, 0, new QuestionAnswer(question, answer)));
        entry.Answered = question;
        _live.Compose(entry);
        return Outcome.Ok;
    }

    /// <summary>The session whose question has waited longest; null when none asks.</summary>
    public SessionView? LongestAsking() =>
        _live.Directory.Entries.Select(entry => entry.View).Where(view => view.Asks && view.OwnerPid == 0).MinBy(view => view.Since);

    /// <summary>Stops the session's turn; the partial answer is kept and marked.</summary>
    public void Cancel(SessionId id) => Own(id)?.Session?.Post(new(EventKind.Cancel));

    /// <summary>The failed, paused or cut step again, with the same prompt.</summary>
    public Outcome Retry(SessionId id)
    {
        if (Own(id) is not { } entry)
            return Outcome.No(_live.NotOurs(id));
        if (entry.View.Status is not (SessionStatus.Failed or SessionStatus.Paused) && !entry.View.Interrupted)
            return Outcome.No($"There is nothing to try again in {entry.Name}: its last prompt was answered, or is being.");
        _prompts.Retry(entry);
        return Outcome.Ok;
    }

    /// <summary>Stops the turn, if one runs, and holds the session until <see cref="Resume"/>, a prompt or a retry.</summary>
    public Outcome Pause(SessionId id) => Tell(id, EventKind.Pause);

    /// <summary>Goes on after a pause or a failure, and with the prompts that wait, as those do that were queued before a restart.</summary>
    public Outcome Resume(SessionId id)
    {
        if (Own(id) is { } waiting && _prompts.Go(waiting))
            return Outcome.Ok;
        if (Own(id) is { View.Status: not (SessionStatus.Paused or SessionStatus.Failed) } entry)
            return Outcome.No($"{entry.Name} is not paused.");
        if (Own(id) is { } paused)
        {
            paused.IsResumed();
            _live.Compose(paused);
        }
        return Tell(id, EventKind.Resume);
    }

    /// <summary>Writes all a session has said into a new file; where it was asked it says when that is done, or why not.</summary>
    public Outcome SaveOutput(SessionId id, string file)
    {
        if (_live.Own(id) is not { Session: { } session } entry)
            return Outcome.No(_live.NotOurs(id));
        var asker = _live.Focused?.Session ?? session;
        _live.Post(entry, new(EventKind.SaveOutput, 0, new OutputWish(file, entry.Name, told => asker.Post(new(EventKind.Say, 0, told)))));
        return Outcome.Ok;
    }

    /// <summary>Empties the conversation and the ring.</summary>
    public Outcome Clear(SessionId id) => WhyNotCleared(id) is { } problem ? Outcome.No(problem) : Tell(id, EventKind.Clear);

    /// <summary>Why <see cref="Clear"/> would be refused now, to be known before a person is asked; null when it would not.</summary>
    public string? WhyNotCleared(SessionId id) => Own(id) is { } entry && (entry.View.Status is SessionStatus.Processing || entry.View.Asks)
        ? $"A turn runs in {entry.Name}. Stop it with Ctrl+C first."
        : null;

    /// <summary>Writes something of q's own (command output, a notice) into a session's ring; it is not part of the conversation.</summary>
    public void Say(SessionId id, OutputKind kind, string text) =>
        Own(id)?.Session?.Post(new(EventKind.Say, 0, new Saying(kind, text)));

    /// <summary>Keeps a half-typed line; stored within a second.</summary>
    public void KeepDraft(SessionId id, string draft)
    {
        if (Own(id) is not { } entry || entry.Draft == draft)
            return;
        entry.Draft = draft;
        _live.Save(entry);
    }

    /// <summary>The kept half-typed line.</summary>
    public string Draft(SessionId id) => _live.Directory.Get(id)?.Draft ?? "";

    /// <summary>Historical sessions, newest first, for <c>/sessions --all</c>.</summary>
    public IReadOnlyList<StoredSession> Historical(int most) => _live.Store.Historical(most);

    /// <summary>Another q was quicker to take a session: it is theirs.</summary>
    public void LeaseLost(SessionId id, int pid)
    {
        if (Own(id) is not { } entry)
            return;
        entry.Session?.Post(new(EventKind.Close));
        (entry.Session, entry.OwnerPid, entry.Stored) = (null, pid, null);
        _live.Compose(entry);
        _focus.Leave(entry);
    }

    /// <summary>The store cannot write, or can again. While it cannot, sessions go on without waiting for it.</summary>
    public void StoreIsAway(bool isAway)
    {
        _parts.StoreIsAway = isAway;
        if (!isAway)
            return;
        foreach (var entry in _live.Directory.Entries)
        {
            entry.Session?.Post(new(EventKind.Stored));
            entry.Session?.Post(new(EventKind.Settled));
        }
    }

    /// <summary>Cancels every turn (marked interrupted), stores everything and gives the leases back, at most <paramref name="limit"/>. True when all was stored.</summary>
    public async Task<bool> Stop(TimeSpan limit)
    {
        Refresh();
        var ending = new List<Task>(_endings.Closed);
        foreach (var entry in _live.Directory.Entries)
        {
            _live.Save(entry);
            if (entry.Session is not { } session)
                continue;
            session.Post(new(EventKind.Close));
            ending.Add(session.Closed);
        }
        var since = _live.Time.GetTimestamp();
        await Task.WhenAll(ending).WaitAsync(limit, _live.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        GiveUp();
        var left = limit - _live.Time.GetElapsedTime(since);
        return _live.Store.Flush(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Single-session mode: the others stay in the store.</summary>
    private void KeepOnly(SessionEntry? kept)
    {
        foreach (var entry in _live.Directory.Entries.Where(entry => entry != kept).ToList())
            _live.Directory.Remove(entry);
    }

    private Outcome<SessionView> Change(SessionId id, Action<SessionEntry> change)
    {
        if (Own(id) is not { } entry)
            return Outcome<SessionView>.No(_live.NotOurs(id));
        change(entry);
        _live.Compose(entry);
        _live.Save(entry);
        return Outcome<SessionView>.Ok(entry.View);
    }

    private Outcome Tell(SessionId id, EventKind what)
    {
        if (Own(id) is not { Session: not null } entry)
            return Outcome.No(_live.NotOurs(id));
        _live.Post(entry, new(what));
        return Outcome.Ok;
    }

    private void Tell(string sentence)
    {
        if (_live.Focused.Hangs)
            _news.Enqueue(sentence);
        else
            Say(Focused.Id, OutputKind.Error, sentence);
    }

    private SessionEntry? Own(SessionId id) => _live.Own(id);
}
