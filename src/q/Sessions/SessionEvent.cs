using Q.Turns;

namespace Q.Sessions;

internal enum EventKind : byte
{
    // from a person
    Prompt,
    Answer,
    Cancel,
    Pause,
    Resume,
    Retry,
    Clear,
    Close,
    Reopen,

    // from the store
    Stored,
    NotStored,
    Settled,

    // from the engine
    Asked,
    TurnCompleted,
    TurnCancelled,
    TurnFailed,

    // these change no state and never reach the machine
    Open,
    Say,
    ClearOutput,
    Told,
    Hibernate,
    SaveOutput,
    UseModel,
}

/// <summary>One thing that happened to a session, as it lies in its mailbox.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Turn">Which turn the store or the engine speaks of.</param>
/// <param name="With">The prompt, the answer, the sentence, the engine's event.</param>
internal readonly record struct SessionEvent(EventKind Kind, int Turn = 0, object? With = null);

/// <summary>An answer and the number of the question it is for.</summary>
internal sealed record QuestionAnswer(int Question, Answer Answer);

/// <summary>All that a session has said is wanted in a file; <paramref name="Tell"/> says what became of it where that was asked, on any thread.</summary>
internal sealed record OutputWish(string File, string Name, Action<Saying> Tell);
