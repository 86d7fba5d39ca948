namespace Q.Turns;

/// <summary>Where an engine's events go: the mailbox of the session that owns the engine.</summary>
internal interface ITurnSink
{
    /// <summary>
    /// Completes when the session has handled the event, so that a producer has one event in flight. One caller at a time.
    /// </summary>
    ValueTask Send(TurnEvent turnEvent);
}

/// <summary>
/// Runs the turns of one conversation, one at a time, on the thread pool. Every method returns at once; what happens comes
/// back through the <see cref="ITurnSink"/> it was made with, and each <see cref="Start"/> or <see cref="Retry"/> ends in
/// exactly one <see cref="TurnEnded"/>. Owned by one session; called from its mailbox only, but for <see cref="Cancel"/>.
/// </summary>
internal interface ITurnEngine : IAsyncDisposable
{
    /// <summary>Answers the person's message, which is stored and stands in the conversation already.</summary>
    void Start(int turn, Message prompt);

    /// <summary>Answers the conversation as it stands: the last step again, after a failure or a pause.</summary>
    void Retry(int turn);

    /// <summary>Answers the open question; ignored if its number is not <paramref name="question"/>.</summary>
    void Answer(int question, Answer answer);

    /// <summary>Stops the running turn: children are killed, the partial answer is kept and marked. From any thread.</summary>
    void Cancel();

    /// <summary>Forgets the conversation.</summary>
    void Clear();

    /// <summary>
    /// Between two turns, for long: gives back what it can read again. What it was allowed, and what it knows of files, stays.
    /// </summary>
    void Rest();

    /// <summary>Provider and model for people, e.g. <c>openai/gpt-5</c>.</summary>
    string Describe();
}

/// <summary>What an engine knows of the session it is for.</summary>
/// <param name="Session">Whose engine it is; tools derive the session's folder from it.</param>
/// <param name="Folder">The session's working directory.</param>
internal sealed record SessionSetup(Core.SessionId Session, string Folder)
{
    /// <summary>
    /// The model a person chose for this session, also as provider/model; empty for the usual one. Set on the session's mailbox, read
    /// by a turn as it begins.
    /// </summary>
    public string Model { get; set; } = "";

    /// <summary>What it holds in memory, and may hold.</summary>
    public Core.MemoryCount Memory { get; init; } = new(long.MaxValue);
}

/// <summary>
/// Reads one session's conversation as it stands, oldest first, with the prompt of the turn that begins. An engine may forget
/// between two turns what it read here. Any thread; the problem is a sentence for the person.
/// </summary>
internal delegate Core.Outcome<IReadOnlyList<Message>> HistoryReader();

/// <summary>Makes the engine of one session.</summary>
/// <param name="setup">Whose it is.</param>
/// <param name="sink">Gets every event.</param>
/// <param name="history">Reads the conversation; not asked before the first turn.</param>
internal delegate ITurnEngine TurnEngineFactory(SessionSetup setup, ITurnSink sink, HistoryReader history);
