using Q.Core;
using Q.Output;
using Q.Store;
using Q.Telemetry;
using Q.Turns;

namespace Q.Sessions;

/// <summary>What all sessions share. <paramref name="Crashed"/> writes a crash report and returns the sentence for the person.</summary>
internal sealed record SessionParts(
    ISessionStore Store, TurnEngineFactory Engines, TimeProvider Time, int RingBytes, Func<Exception, string> Crashed)
{
    /// <summary>The store cannot write now: what is to be stored waits in its queue, and nobody waits for it. Set by the loop.</summary>
    public volatile bool StoreIsAway;

    private int _refused;

    /// <summary>How many events came where they mean nothing: none, unless there is a bug.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    /// <summary>Gives back what long answers took.</summary>
    public MemoryTrim Memory { get; init; } = MemoryTrim.Shared;

    /// <summary>What one session may hold.</summary>
    public long MostBytes { get; init; } = long.MaxValue;

    /// <summary>Where what a ring evicts goes.</summary>
    public SpillFolder Spills { get; init; } = SpillFolder.None;

    /// <summary>Where the ring of a session lies while it hibernates; <see cref="SpillFolder.None"/>: it is shown from the store again.</summary>
    public SpillFolder Asleep { get; init; } = SpillFolder.None;
}

/// <summary>
/// Does what a session's machine wants done: engine, store, transcript. Nothing is awaited; what comes of it is posted back.
/// Owned by the session's mailbox. How many messages are known of is what the session's row says.
/// </summary>
internal sealed class EffectRunner(
    SessionSetup setup, SessionParts parts, SessionTranscript transcript, ITurnSink sink, Action<SessionEvent> post, int known)
{
    private readonly SessionId _id = setup.Session;
    private readonly SessionMessages _messages = new(setup.Session, parts.Store, known);
    private volatile ITurnEngine? _engine;
    private string _prompt = "";
    private Message? _stored;
    private long _kept; // bytes of the turn's messages, which the store has copies of while it writes them

    private SpillFile? _asleep;

    public int Messages => _messages.Count;

    /// <summary>Its memory was given back; <see cref="Open"/> takes back what it needs.</summary>
    public bool IsAsleep { get; private set; }

    public bool IsOpen { get; private set; }

    /// <summary>Completes when the engine that was given back has ended.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Reads the conversation and makes the engine, once. Returns whether its last prompt has no whole answer, or why nothing could
    /// be read; then each turn tries again, and fails with a sentence.
    /// </summary>
    public Outcome<bool> Open(bool isNew)
    {
        if (IsOpen)
            return Outcome<bool>.Ok(false);
        IsOpen = true;
        _engine ??= parts.Engines(setup, sink, _messages.Read);
        if ((IsAsleep && Wake()) || isNew)
            return Outcome<bool>.Ok(false);
        var opened = _messages.Open();
        if (!opened.TryGet(out var history))
            return Outcome<bool>.No(opened.Problem!);
        transcript.Replay(history);
        if (Conversations.Lack(_messages.Count + _messages.Lost, history) is { } lack)
            transcript.Say(OutputKind.Notice, lack);
        return Outcome<bool>.Ok(history.Count > 0 && !history[^1].IsAnswer);
    }

    /// <summary>Gives back conversation and ring. What is not stored yet stays, and so does what the engine was allowed.</summary>
    public void Sleep()
    {
        var held = transcript.Ring.Held;
        _engine?.Rest();
        (IsOpen, IsAsleep) = (false, true);
        _asleep = parts.Asleep.For(_id, "asleep");
        transcript.Sleep(_asleep);
        parts.Memory.LetGo(held);
        parts.Memory.Trim();
    }

    /// <summary>A turn needs more memory than its session may have: the oldest output goes.</summary>
    public void Spare(long bytes)
    {
        _messages.Settle(() => { }); // what the turn said so far need not be kept until its end
        transcript.Spare(bytes);
    }

    public void Run(Effect effects, SessionEvent cause, int turn)
    {
        if (effects.Has(Effect.KeepPrompt))
            KeepPrompt(cause.With as SentPrompt ?? new(_prompt, row: null), turn);
        if (effects.Has(Effect.StartTurn | Effect.RetryTurn))
            Log.To.Session(_id.Value, $"turn {turn} began");
        if (effects.Has(Effect.StartTurn))
            Start(turn);
        if (effects.Has(Effect.RetryTurn))
            _engine!.Retry(turn);
        if (effects.Has(Effect.AnswerTurn) && cause.With is QuestionAnswer given)
            Answer(given);
        if (effects.Has(Effect.CancelTurn))
            _engine!.Cancel();
        if (effects.Has(Effect.SayStopped))
            transcript.Say(OutputKind.Notice, "Stopped. /retry asks again.");
        if (effects.Has(Effect.SayFailed))
            Fail(cause.With as string ?? "The turn failed. /retry tries again.", turn);
        if (effects.Has(Effect.Settle))
            Settle(turn);
        if (effects.Has(Effect.ClearAll))
            Clear();
        if (effects.Has(Effect.CountEnd))
            LetGo();
        if (effects.Has(Effect.EndEngine))
            End();
    }

    /// <summary>Who answers from the next turn on.</summary>
    public void UseModel(string model) => setup.Model = model;

    /// <summary>From any thread, though the mailbox may hang: what runs is stopped.</summary>
    public void Cut() => _engine?.Cancel();

    /// <summary>Begins with a copy of another conversation; before anything else.</summary>
    public void Begin(IReadOnlyList<Message> copied) => _messages.Begin(copied);

    /// <summary>A whole message of the turn: stored in order; what waits for it to be on the disk is <see cref="Settle"/>.</summary>
    public void Keep(Message message)
    {
        if (_engine is null)
            message = Interrupted(message);
        _kept += message.Bytes;
        _messages.Keep(message);
    }

    /// <summary>What comes when the session has ended: no person stopped it.</summary>
    private static Message Interrupted(Message message) => message.Role is Role.User || message.IsCut
        ? message with { Marks = (message.Marks & ~MessageMarks.Cancelled) | MessageMarks.Interrupted }
        : message;

    private void KeepPrompt(SentPrompt sent, int turn)
    {
        _prompt = sent.Text;
        _stored = Message.OfUser(sent.Text, parts.Time.GetUtcNow());
        transcript.Prompt(sent.Text);
        sent.Store(row => _messages.Keep(_stored, row, result => post(result.Succeeded
            ? new(EventKind.Stored, turn)
            : new(EventKind.NotStored, turn, $"{result.Problem} The prompt is kept: /retry sends it again."))));
        if (parts.StoreIsAway)
            post(new(EventKind.Stored, turn));
    }

    /// <summary>Whether the output was put away as it was, and is back.</summary>
    private bool Wake()
    {
        IsAsleep = false;
        using var file = _asleep;
        _asleep = null;
        if (file is not { Problem: null, IsThere: true })
            return false;
        try
        {
            transcript.Wake(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            transcript.Clear();
            return false; // the conversation is shown again from the store
        }
    }

    private void Start(int turn)
    {
        _engine!.Start(turn, _stored!);
        (_prompt, _stored) = ("", null);
    }

    private void Answer(QuestionAnswer given)
    {
        var said = given.Answer.Kind switch
        {
            AnswerKind.Allow => null,
            AnswerKind.Trust => "Allowed, from now on in this session.",
            AnswerKind.Deny => given.Answer.Text is { Length: > 0 } text ? $"Denied: {text}" : "Denied.",
        };
        if (said is not null)
            transcript.Say(OutputKind.Notice, said);
        else
            transcript.Allowed();
        _engine!.Answer(given.Question, given.Answer);
    }

    private void Fail(string problem, int turn)
    {
        transcript.Say(OutputKind.Error, problem);
        Log.To.SessionTrouble(_id.Value, $"turn {turn} failed: {problem}");
    }

    /// <summary>The turn's messages are stored, and nobody holds them any more.</summary>
    private void LetGo()
    {
        transcript.Recover();
        parts.Memory.LetGo(_kept);
        _kept = 0;
        parts.Memory.Trim();
    }

    private void Settle(int turn)
    {
        _messages.Settle(() => post(new(EventKind.Settled, turn)));
        if (parts.StoreIsAway)
            post(new(EventKind.Settled, turn));
    }

    private void Clear()
    {
        _engine?.Clear();
        _messages.Clear();
        transcript.Clear();
    }

    private void End()
    {
        if (_engine is { } engine)
            Ended = engine.DisposeAsync().AsTask();
        (_engine, IsOpen) = (null, false);
        _asleep?.Dispose();
        transcript.End();
    }
}
