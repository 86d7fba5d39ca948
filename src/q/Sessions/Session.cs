using System.Threading.Tasks.Sources;
using Q.Core;
using Q.Output;
using Q.Store;
using Q.Telemetry;
using Q.Turns;

namespace Q.Sessions;

/// <summary>
/// One session: a mailbox on the thread pool that owns the state, and a view that anyone may read. Whatever happens to it is
/// posted; what follows is decided by <see cref="SessionMachine"/> and done by <see cref="EffectRunner"/>. It knows neither its
/// name nor whether it is on screen.
/// </summary>
internal sealed class Session : ITurnSink, IValueTaskSource
{
    private readonly Mailbox<SessionEvent> _mailbox;
    private readonly EffectRunner _runner;
    private readonly SessionTranscript _transcript;
    private readonly SessionParts _parts;
    private readonly Action _changed;
    private readonly Action _wrote;
    private readonly bool _isNew;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ManualResetValueTaskSourceCore<bool> _told = new() { RunContinuationsAsynchronously = true };
    private volatile bool _isAwaited;
    private volatile bool _isForsaken;
    private SessionState _state;
    private SessionView _view;
    private Question? _question;
    private readonly ToolWatch _tool = new();
    private ProgressBell? _progressBell;

    /// <param name="stored">As it stands in the store; null for a new one.</param>
    /// <param name="changed">Called on the mailbox's thread when the view is another one. Must only post.</param>
    /// <param name="wrote">Called on the mailbox's thread when the ring has grown. Must only post.</param>
    public Session(SessionSetup setup, SessionParts parts, StoredSession? stored, Action changed, Action wrote)
    {
        (_parts, _changed, _wrote, _isNew) = (parts, changed, wrote, stored is null);
        setup = setup with { Memory = new(parts.MostBytes) };
        _transcript = new(
            new OutputRing(parts.RingBytes) { Spill = parts.Spills.For(setup.Session, "evicted") }, setup.Memory);
        _mailbox = new(Handle);
        _runner = new(setup, parts, _transcript, this, Post, stored?.Messages ?? 0);
        var wasCut = stored is { HasTurn: true };
        _state = new(Restored(stored?.Status), Why: wasCut ? WaitReason.Interrupted : WaitReason.None, Unanswered: wasCut);
        _view = new()
        {
            Id = setup.Session,
            Slot = 0,
            Name = "",
            Folder = setup.Folder,
            Ring = _transcript.Ring,
            Status = _state.Status,
            Why = _state.Waiting,
            Since = stored?.LastActive ?? parts.Time.GetUtcNow(),
            LastActive = stored?.LastActive ?? parts.Time.GetUtcNow(),
            Messages = stored?.Messages ?? 0,
            Interrupted = wasCut && _state.Phase is Phase.Idle,
            Problem = stored is { Status: SessionStatus.Failed, Problem.Length: > 0 } ? stored.Problem : null,
        };
    }

    /// <summary>The newest view. Name, slot and what the coordinator knows are not in it.</summary>
    public SessionView View => Volatile.Read(ref _view);

    /// <summary>Completes when the session was closed and its engine has ended.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Its conversation is there, or was found unreadable: opening it again does nothing.</summary>
    public bool IsOpen => _runner.IsOpen;

    /// <summary>Something is being handled, or waits for it.</summary>
    public bool IsBusy => _mailbox.IsBusy;

    /// <summary>Counts what was handled.</summary>
    public int Handled => _mailbox.Handled;

    /// <summary>
    /// Begins with a copy of another conversation. Called once its row is stored, before anything is posted.
    /// </summary>
    public void Begin(IReadOnlyList<Message> copied) => _runner.Begin(copied);

    public void Post(SessionEvent happened) => _mailbox.Post(happened);

    /// <summary>From any thread, though the mailbox may hang: what runs is stopped.</summary>
    public void Cut() => _runner.Cut();

    /// <summary>Nothing it says is heard from now on: it was told to end and did not.</summary>
    public void Forsake() => _isForsaken = true;

    public ValueTask Send(TurnEvent turnEvent)
    {
        if (_isForsaken)
            return ValueTask.CompletedTask;
        var happened = new SessionEvent(EventKind.Told, turnEvent.Turn, turnEvent);
        if (_mailbox.TryRun(happened))
            return ValueTask.CompletedTask;
        _told.Reset();
        _isAwaited = true;
        _mailbox.Post(happened);
        return new ValueTask(this, _told.Version);
    }

    void IValueTaskSource.GetResult(short token) => _told.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _told.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _told.OnCompleted(continuation, state, token, flags);

    private static Phase Restored(SessionStatus? status) => status switch
    {
        SessionStatus.Paused => Phase.Paused,
        SessionStatus.Failed => Phase.Failed,
        SessionStatus.Completed => Phase.Completed,
        SessionStatus.WaitingForInput or SessionStatus.Processing or null => Phase.Idle,
    };

    private void Handle(SessionEvent happened)
    {
        try
        {
            switch (happened.Kind)
            {
                case var _ when _isForsaken:
                    break;
                case EventKind.ClearOutput:
                    Open(); // what was put away is cleared too
                    _transcript.Clear();
                    Publish();
                    _wrote();
                    break;
                case EventKind.Open:
                    Open();
                    break;
                case EventKind.Say when happened.With is Saying saying:
                    Open();
                    _transcript.Say(saying.Kind, saying.Text);
                    _wrote();
                    break;
                case EventKind.SaveOutput when happened.With is OutputWish wish:
                    Open();
                    SaveTo(wish);
                    break;
                case EventKind.UseModel when happened.With is string model:
                    _runner.UseModel(model);
                    break;
                case EventKind.Hibernate:
                    Sleep();
                    break;
                case EventKind.Say when happened.With is ProgressBell bell:
                    bell.HasRung(_parts.Time.GetTimestamp());
                    PublishProgress();
                    break;
                case EventKind.Told:
                    Hear((TurnEvent)happened.With!);
                    break;
                default:
                    Decide(happened);
                    break;
            }
        }
#pragma warning disable CA1031 // the one place where a bug becomes this session's failure and nobody else's
        catch (Exception e)
#pragma warning restore CA1031
        {
            Crash(e);
        }
        if (_transcript.Held != _view.Held)
            Publish(); // what waits is seen beside the answer meanwhile
        if (happened.Kind is EventKind.Told && _isAwaited)
        {
            _isAwaited = false;
            _told.SetResult(true);
        }
    }

    /// <summary>Whatever ran is stopped, and what it still says is of a turn that is over.</summary>
    private void Crash(Exception e)
    {
        _runner.Cut();
        _question = null;
        _transcript.EndText();
        _state = _state with { Phase = Phase.Failed, Turn = _state.Turn + 1, Why = WaitReason.None, Unanswered = true };
        var problem = $"{_parts.Crashed(e)} /retry tries again.";
        _transcript.Say(OutputKind.Error, problem);
        _wrote();
        Publish(Effect.SayFailed, problem);
    }

    private void Open()
    {
        if (_runner.IsOpen || _state.Phase is Phase.Completed)
            return;
        var (wasAsleep, wasCut) = (_runner.IsAsleep, _state.Unanswered && !_runner.IsAsleep);
        var opened = _runner.Open(_isNew && _view.Messages == 0);
        if (!opened.TryGet(out var isUnanswered))
        {
            Lack(opened.Problem!);
            return;
        }
        if (_state.Phase is Phase.Idle or Phase.Paused or Phase.Failed && !wasAsleep)
            _state = _state with { Unanswered = isUnanswered };
        if (wasCut && isUnanswered && _state.Phase is Phase.Idle or Phase.Paused)
            _transcript.Say(OutputKind.Notice, "Interrupted: this was not answered. /retry asks again.");
        if (_state.Phase is Phase.Failed && !wasAsleep && _view.Problem is { } problem)
            _transcript.Say(OutputKind.Error, problem);
        _wrote();
        Publish();
    }

    /// <summary>
    /// Its conversation is there and cannot be read: whoever comes is told, and no turn goes on without it.
    /// </summary>
    private void Lack(string problem)
    {
        if (_state.Phase is Phase.Idle or Phase.Paused)
            _state = _state with { Phase = Phase.Failed };
        _transcript.Say(OutputKind.Error, problem);
        _wrote();
        Publish(Effect.SayFailed, problem);
    }

    private void SaveTo(OutputWish wish)
    {
        try
        {
            _transcript.SaveTo(wish.File);
            wish.Tell(new(OutputKind.Notice, $"All that {wish.Name} has said is in {wish.File}."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            wish.Tell(new(OutputKind.Error, $"{wish.File} was not written: {e.Message.TrimEnd('.')}. Give another file."));
        }
    }

    /// <summary>Nothing is lost by it: what is not stored yet is kept, and with the store away all is.</summary>
    private void Sleep()
    {
        if (_runner.IsOpen && !_parts.StoreIsAway && _state.Phase is Phase.Idle or Phase.Paused or Phase.Failed)
            _runner.Sleep();
        Publish();
    }

    private void Decide(SessionEvent happened)
    {
        if (happened.Turn != 0 && happened.Turn != _state.Turn)
            return; // of a turn that is over
        if (happened.Kind is EventKind.Answer && (happened.With as QuestionAnswer)?.Question != _question?.Number)
            return; // of a question that is no longer open
        if (happened.Kind is EventKind.Prompt or EventKind.Retry or EventKind.Clear)
            Open();
        var step = SessionMachine.Next(_state, happened.Kind);
        if (!step.IsAllowed)
        {
            _parts.CountRefused();
            _transcript.Say(OutputKind.Error, $"This session is {_state.Phase}, so {happened.Kind} means nothing now.");
            _wrote();
            return;
        }
        _state = step.Next;
        if (_state.Phase is not (Phase.Running or Phase.Stopping))
            _transcript.EndText();
        if (_state.Phase is not Phase.Asking)
            _question = null;
        _runner.Run(step.Effects, happened, _state.Turn);
        Publish(step.Effects, happened.With as string);
        _wrote();
        if (_state.Phase is Phase.Completed)
            _ = _runner.Ended.ContinueWith(_ => _closed.TrySetResult(), TaskScheduler.Default);
    }

    private void Hear(TurnEvent told)
    {
        if (told is MessageReady(_, var message))
        {
            _runner.Keep(message); // whatever became of the turn: what was said is kept
            if (told.Turn == _state.Turn)
                Publish();
            return;
        }
        if (told.Turn != _state.Turn || _state.Phase is Phase.Completed)
            return;
        switch (told)
        {
            case TurnText(_, var utf8):
                _transcript.Text(utf8.Span);
                break;
            case ToolOutput(_, var utf8):
                _transcript.ToolOutput(utf8.Span);
                _tool.Hear(utf8.Span);
                if ((_progressBell ??= new(_parts.Time, bell => Post(new(EventKind.Say, 0, bell)))).IsDue())
                    PublishProgress();
                break;
            case ToolWaits waits:
                _tool.Wait(waits.Title, waits.Why, waits.Since);
                Publish();
                break;
            case ToolStarted started:
                _transcript.ToolStarted(started.Title);
                _tool.Begin(started.Title, _parts.Time.GetUtcNow());
                Publish();
                break;
            case ToolEnded ended:
                _tool.End();
                _transcript.ToolEnded(ended.Succeeded, ended.Took, ended.Summary);
                Log.To.ToolEnded(_view.Id.Value, ended.Turn, (long)ended.Took.TotalMilliseconds, ended.Succeeded ? "done" : "not done");
                Publish();
                break;
            case MemoryShort(_, var bytes):
                _runner.Spare(bytes);
                break;
            case TurnActivity(_, var what):
                _tool.Say(what);
                Publish();
                return; // nothing was written
            case TurnNotice(_, var text):
                _transcript.Say(OutputKind.Notice, text);
                break;
            case TurnAsked(_, var question):
                Ask(question);
                break;
            case TurnEnded ended:
                Log.To.TurnEnded(_view.Id.Value, ended.Turn, $"{ended.Outcome}", ended.Usage.InputTokens, ended.Usage.OutputTokens);
                Decide(new(Ending(ended.Outcome), told.Turn, ended.Problem));
                _transcript.TellTrouble();
                break;
        }
        _wrote();
    }

    private void Ask(Question question)
    {
        if (_state.Phase is Phase.Running)
        {
            _transcript.Question(question);
            _question = question;
            _state = _state with
            {
                Why = question.Kind switch
                {
                    QuestionKind.Permission => WaitReason.Permission,
                    QuestionKind.Question => WaitReason.Question,
                    QuestionKind.Budget => WaitReason.Budget,
                },
            };
        }
        Decide(new(EventKind.Asked, _state.Turn));
    }

    private static EventKind Ending(TurnOutcome outcome) => outcome switch
    {
        TurnOutcome.Complete => EventKind.TurnCompleted,
        TurnOutcome.Cancelled => EventKind.TurnCancelled,
        TurnOutcome.Failed => EventKind.TurnFailed,
    };

    /// <summary>
    /// The tool said something: shown once a second at most, so that its output alone draws no frames.
    /// </summary>
    private void PublishProgress()
    {
        var progress = _tool.Progress(_parts.Time.GetUtcNow());
        if (progress is not null && !ReferenceEquals(progress, _view.Progress))
            Publish();
    }

    private void Publish(Effect effects = Effect.None, string? problem = null)
    {
        if (_state.Phase is not (Phase.Running or Phase.Stopping))
            _tool.End();
        var old = _view;
        var (status, why) = (_state.Status, _state.Waiting);
        var now = _parts.Time.GetUtcNow();
        var isSame = old.Status == status && old.Why == why;
        Volatile.Write(ref _view, old with
        {
            Status = status,
            Why = why,
            Since = isSame ? old.Since : now,
            LastActive = effects.Has(Effect.KeepPrompt | Effect.CountEnd) ? now : old.LastActive,
            Messages = _runner.IsOpen ? _runner.Messages : old.Messages,
            Interrupted = _state is { Phase: Phase.Idle, Unanswered: true },
            Settles = _state.Phase is Phase.Settling,
            Hibernated = _runner.IsAsleep,
            Turn = _state.Turn,
            Ends = old.Ends + (effects.Has(Effect.CountEnd) ? 1 : 0),
            LastAnswerAt = _transcript.LastAnswerAt,
            Held = _transcript.Held,
            HeldAt = _transcript.HeldAt,
            Question = _question,
            Activity = _tool.Title,
            Progress = _tool.Progress(now),
            Problem = effects.Has(Effect.SayFailed) ? problem : status is SessionStatus.Failed or SessionStatus.Processing ? old.Problem : null,
        });
        _changed();
    }
}
