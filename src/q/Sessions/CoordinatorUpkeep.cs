using System.Text;
using Q.Core;
using Q.Output;
using Q.Processes;
using Q.Store;
using Q.Telemetry;
using Q.Turns;

namespace Q.Sessions;

/// <summary>The half that looks after sessions: copies, ends by force, what is built anew. Called on the app loop.</summary>
internal sealed partial class Coordinator
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private ITimer? _cleaning; // held, so that it goes on

    /// <summary>What commands of a q that was killed still run; null where nothing is kept.</summary>
    public Leftovers? Left { get; init; }

    /// <summary>Where it is written down that they were ended.</summary>
    public AuditLog? Audit { get; init; }

    /// <summary>After the frame that shows where the focus went: stores that; then ends what killed q left.</summary>
    public void Settle()
    {
        _focus.Settle();
        if (_opening.Cut.Count == 0)
            return;
        var cut = new List<CutSession>();
        foreach (var entry in _opening.Cut)
        {
            if (_live.Own(entry.Id) == entry && entry.Session is { } session)
                cut.Add(new(entry.Id, entry.Name, session));
        }
        _opening.Cut.Clear();
        if (Left is { } left)
            _ = Task.Run(() => EndLeft(left, cut));
    }

    /// <summary>What the thread pool may know of an entry, which is the loop's.</summary>
    private sealed record CutSession(SessionId Id, string Name, Session Session);

    /// <summary>On the thread pool; the sessions are told by their mailboxes.</summary>
    private async Task EndLeft(Leftovers left, List<CutSession> cut)
    {
        foreach (var one in await left.End(id => cut.Exists(there => there.Id == id)))
        {
            var (id, name, session) = cut.Find(there => there.Id == one.Session)!;
            var now = one.StillRuns ? "still runs and could not be ended: kill it where you may" : "was still running and has been ended";
            session.Post(new(EventKind.Say, 0, new Saying(
                OutputKind.Notice, $"{one.Title} (pid {one.Pid}) {now}.")));
            if (Audit is { } audit)
            {
                var outcome = one.StillRuns ? "runs on after q was killed" : "ended after q was killed";
                await audit.Write(new("command", id, name, ToolNames.Run, one.Command, outcome, Encoding.UTF8.GetBytes(one.Command)));
            }
        }
    }

    /// <summary>Who answers in a session from its next turn on; empty for the usual one.</summary>
    public Outcome<SessionView> UseModel(SessionId id, string model) => Change(id, entry =>
    {
        entry.Model = model;
        _live.Post(entry, new(EventKind.UseModel, 0, model));
    });

    /// <summary>A copy of a session that goes its own way, from its last whole answer where a turn runs; then as <see cref="Create(NewSession, Focus)"/>.</summary>
    public CreateResult Fork(SessionId id, string? name, Focus focus)
    {
        if (Own(id) is not { } from)
            return new(null, null, _live.NotOurs(id));
        var given = name is null ? Outcome<string>.Ok(_naming.Next(from)) : _naming.ByHand(default, name);
        if (!given.TryGet(out var folded))
            return new(null, null, given.Problem);
        if (!_live.Store.Flush(s_flushTakes))
            return new(null, null, $"{from.Name} cannot be copied while its messages are not on the disk. Try again when the store writes.");
        var history = _live.Store.Whole(id, _opening.CountOf(from));
        if (!history.TryGet(out var messages))
            return new(null, null, history.Problem);
        if (_limit.Refusal(isNamed: true) is { } refusal)
            return refusal; // last: nobody is asked to close another one for a copy that cannot be made
        var copy = _opening.Copy(from, folded, messages);
        if (focus is Focus.Move)
            _focus.Move(copy);
        TellCut(copy, name);
        return new(copy.View, null, null);
    }

    /// <inheritdoc cref="SessionNaming.WhyCut"/>
    public string? WhyCut(string given, string name) => _naming.WhyCut(given, name);

    private void TellCut(SessionEntry entry, string? given)
    {
        if (given is not null && WhyCut(given, entry.Name) is { } cut)
            Say(entry.Id, OutputKind.Notice, cut + "\n");
    }

    /// <summary>Goes to a session, open or closed; at the limit as <see cref="Create(NewSession, Focus)"/>.</summary>
    public CreateResult Open(SessionId id)
    {
        if (_settings.MultiSessionEnabled && _live.Directory.Get(id) is null && _limit.Refusal(isNamed: true) is { } full)
            return full;
        var gone = Reopen($"{id}");
        return new(gone.TryGet(out var view) ? view : null, null, gone.Problem);
    }

    /// <summary>As <see cref="Close"/>, but its call and children are cut though it may hang, and what does not end is abandoned.</summary>
    public Outcome Kill(SessionId id)
    {
        if (Own(id) is not { Session: { } session } entry)
            return Outcome.No(_live.NotOurs(id));
        Log.To.SessionTrouble(id.Value, "killed");
        _endings.Kill(session, entry);
        Remove(entry);
        return Outcome.Ok;
    }

    /// <summary>Nothing it does is kept any more, but what a person has sent it is.</summary>
    private void Abandon(SessionEntry entry)
    {
        KeepSent(entry);
        Tell($"{entry.Name} did not end within {Endings.Grace.TotalSeconds:0} s and is abandoned ({_endings.Abandoned} so far): "
            + "its slot is free, and nothing it still does is kept.");
    }

    private void KeepSent(SessionEntry entry)
    {
        if (entry.Sent?.TakeBack() is { } unsent)
            _live.Store.Append(entry.Id, [Message.OfUser(unsent, _live.Time.GetUtcNow())]);
    }

    /// <summary>
    /// q ends before those that do not hear: what they started ends at least. What a person has sent is kept, and in all sessions what
    /// was typed while a prompt was on its way: it is stored by now, with its row, or is taken back.
    /// </summary>
    private void GiveUp()
    {
        foreach (var entry in _live.Directory.Entries)
        {
            if (entry.Session is { Closed.IsCompleted: false } hung)
                hung.Cut();
            if (entry.Sent?.TakeBack() is { } unsent)
            {
                (entry.Queued, entry.TurnWanted) = ([unsent, .. entry.Queued], 0);
                _live.Compose(entry);
            }
            entry.PromptTurn = 0;
            _live.Save(entry);
        }
        foreach (var entry in _endings.Left)
            KeepSent(entry);
    }

    /// <summary>Builds a session that failed or hangs anew from what is stored; what was running is interrupted.</summary>
    public Outcome Recover(SessionId id)
    {
        if (Own(id) is not { } entry)
            return Outcome.No(_live.NotOurs(id));
        if (SessionOpening.WhyNotRebuilt(entry) is { } sound)
            return Outcome.No(sound);
        _live.Store.Flush(s_flushTakes); // what it said last is read too
        if (_live.Store.Whole(id, _opening.CountOf(entry)).Problem is { } unread)
            return Outcome.No(unread);
        Log.To.Session(id.Value, "built anew from what is stored");
        _opening.Rebuild(entry);
        if (entry == _live.Focused)
            _focus.Move(entry);
        else if (entry == _live.Beside)
            _focus.ShowBeside(entry);
        else
            _live.Post(entry, new(EventKind.Open));
        return Outcome.Ok;
    }

    /// <summary>How many live sessions count against the limit.</summary>
    public int Counted => _live.Directory.Counted;

    /// <summary>
    /// Sends a prompt, or queues it while a turn runs; names the session from its first three. An empty session counts from
    /// its first prompt on, so there must be room for that one as for a new session. Nothing in what comes back: it is on its way.
    /// </summary>
    public CreateResult Send(SessionId id, string text) =>
        Own(id) is not { } entry ? new(null, null, _live.NotOurs(id))
        : _settings.MultiSessionEnabled && entry.IsEmpty && _limit.Refusal(isNamed: true) is { } full ? full
        : new(null, null, _prompts.Take(entry, text).Problem);

    /// <summary>The same where nobody can be asked.</summary>
    public Outcome Prompt(SessionId id, string text) =>
        _limit.Sentence(Send(id, text)) is { Length: > 0 } refusal ? Outcome.No(refusal) : Outcome.Ok;

    /// <summary>The prompt of the command line; one too many waits in the line until the person was asked.</summary>
    private Outcome Begin(SessionId id, string prompt)
    {
        var sent = Send(id, prompt);
        if (sent.OfferToClose is null && (sent.Problem is null || Own(id) is not { IsEmpty: true }))
        {
            if (Draft(id) == prompt)
                KeepDraft(id, ""); // it waited in the line, and is sent now
            return sent.Problem is { } problem ? Outcome.No(problem) : Outcome.Ok;
        }
        KeepDraft(id, prompt);
        return Outcome.Ok;
    }

    /// <summary>
    /// Closes and removes what nobody used for so many days; 0 is never. Never what asks, is unseen, pinned, at work or in focus,
    /// nor what has a line or a prompt that waits.
    /// </summary>
    public void CleanUp(int days, ISessionArchive store)
    {
        if (days == 0)
            return;
        var before = _live.Time.GetUtcNow().AddDays(-days);
        foreach (var entry in _live.Directory.Entries.Where(entry => IsForgotten(entry, before)).ToList())
            Close(entry.Id);
        store.CleanUp(before);
    }

    /// <summary>The same now and each day, for a q that runs for weeks.</summary>
    /// <param name="post">Called on a timer's thread with what is to be done on the app loop.</param>
    public void CleanUpDaily(int days, ISessionArchive store, Action<Action> post)
    {
        if (days == 0)
            return;
        CleanUp(days, store);
        _cleaning = _live.Time.CreateTimer(_ => post(() => CleanUp(days, store)), null, s_day, s_day);
    }

    private bool IsForgotten(SessionEntry entry, DateTimeOffset before) =>
        !_live.IsShown(entry) && entry is { OwnerPid: 0, Pinned: false, Draft: "", Queued: [] }
        && entry.View is { Idle: true, Unseen: false, Interrupted: false, Status: SessionStatus.WaitingForInput } && entry.View.LastActive < before;

    /// <summary>Empties what a session has shown; its conversation stays.</summary>
    public Outcome ClearOutput(SessionId id) => Tell(id, EventKind.ClearOutput);
}
