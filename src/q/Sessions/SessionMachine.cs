using Q.Core;
using static Q.Sessions.Effect;
using static Q.Sessions.EventKind;

namespace Q.Sessions;

/// <summary>What follows from an event.</summary>
/// <param name="Next">The state from now on.</param>
/// <param name="Effects">What is to be done.</param>
/// <param name="IsAllowed">False: the event means nothing here, and nothing changes.</param>
internal readonly record struct Step(SessionState Next, Effect Effects = None, bool IsAllowed = true);

/// <summary>
/// What a session does with every event in every phase: a table, pure. Old words of store and engine (of a turn that is over)
/// change nothing; an event that a person or the engine should not have sent is not allowed.
/// </summary>
internal static class SessionMachine
{
    public static Step Next(SessionState state, EventKind happened) => state.Phase switch
    {
        Phase.Idle => happened switch
        {
            Prompt => Begin(state),
            Retry when state.Unanswered => Again(state),
            Retry => Stay(state with { Turn = state.Turn + 1 }), // answered meanwhile: the turn that was wanted is over
            Pause => To(state, Phase.Paused),
            Clear => Cleared(state),
            Close => Closed(state),
            Cancel or Resume or Stored or NotStored or Settled => Stay(state),
            Answer or Reopen or Asked or TurnCompleted or TurnCancelled or TurnFailed => Refuse(state),
            Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
        Phase.Storing => happened switch
        {
            Stored => new(state with { Phase = Phase.Running }, StartTurn),
            NotStored => new(state with { Phase = Phase.Failed, Unstored = true }, SayFailed | CountEnd),
            Cancel => new(state with { Phase = Phase.Withdrawing, Then = Phase.Idle }),
            Pause => new(state with { Phase = Phase.Withdrawing, Then = Phase.Paused }),
            Close => Closed(state),
            Settled => Stay(state),
            Prompt or Answer or Resume or Retry or Clear or Reopen => Refuse(state),
            Asked or TurnCompleted or TurnCancelled or TurnFailed
                or Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
        Phase.Withdrawing => happened switch
        {
            Stored => new(state with { Phase = state.Then }, SayStopped),
            NotStored => new(state with { Phase = Phase.Failed, Unstored = true }, SayFailed | CountEnd),
            Pause => Stay(state with { Then = Phase.Paused }),
            Close => Closed(state),
            Cancel or Settled => Stay(state),
            Prompt or Answer or Resume or Retry or Clear or Reopen => Refuse(state),
            Asked or TurnCompleted or TurnCancelled or TurnFailed
                or Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
        Phase.Running => happened switch
        {
            Asked => new(state with { Phase = Phase.Asking }),
            TurnCompleted => Settling(state, Phase.Idle),
            TurnCancelled => Settling(state, Phase.Idle, SayStopped),
            TurnFailed => Settling(state, Phase.Failed, SayFailed),
            Cancel => Stopped(state, Phase.Idle),
            Pause => Stopped(state, Phase.Paused),
            Close => Closed(state, CancelTurn),
            Stored or Settled => Stay(state),
            Prompt or Answer or Resume or Retry or Clear or Reopen or NotStored
                or Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
        Phase.Asking => happened switch
        {
            Answer => new(state with { Phase = Phase.Running, Why = WaitReason.None }, AnswerTurn),
            TurnCompleted => Settling(state, Phase.Idle),
            TurnCancelled => Settling(state, Phase.Idle, SayStopped),
            TurnFailed => Settling(state, Phase.Failed, SayFailed),
            Cancel => Stopped(state, Phase.Idle),
            Pause => Stopped(state, Phase.Paused),
            Close => Closed(state, CancelTurn),
            Stored or Settled => Stay(state),
            Prompt or Asked or Resume or Retry or Clear or Reopen or NotStored
                or Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
        Phase.Stopping => happened switch
        {
            TurnCompleted => Settling(state, state.Then),
            TurnCancelled => Settling(state, state.Then, SayStopped),
            TurnFailed => Settling(state, state.Then is Phase.Paused ? Phase.Paused : Phase.Failed, SayFailed),
            Pause => Stay(state with { Then = Phase.Paused }),
            Close => Closed(state),
            Cancel or Asked or Answer or Stored or Settled => Stay(state),
            Prompt or Resume or Retry or Clear or Reopen or NotStored
                or Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
        Phase.Settling => happened switch
        {
            Settled => new(state with { Phase = state.Then, Then = Phase.Idle }, CountEnd),
            Pause => Stay(state with { Then = Phase.Paused }),
            Close => Closed(state),
            Cancel or Stored => Stay(state),
            Prompt or Answer or Resume or Retry or Clear or Reopen or NotStored => Refuse(state),
            Asked or TurnCompleted or TurnCancelled or TurnFailed
                or Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
        Phase.Paused => happened switch
        {
            Prompt => Begin(state),
            Retry => Again(state),
            Resume => To(state, Phase.Idle),
            Clear => Cleared(state),
            Close => Closed(state),
            Cancel or Pause or Stored or NotStored or Settled => Stay(state),
            Answer or Reopen or Asked or TurnCompleted or TurnCancelled or TurnFailed
                or Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
        Phase.Failed => happened switch
        {
            Prompt => Begin(state),
            Retry => Again(state),
            Resume => To(state, Phase.Idle),
            Pause => To(state, Phase.Paused),
            Clear => Cleared(state),
            Close => Closed(state),
            Cancel or Stored or NotStored or Settled => Stay(state),
            Answer or Reopen or Asked or TurnCompleted or TurnCancelled or TurnFailed
                or Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
        Phase.Completed => happened switch
        {
            Reopen => To(state, Phase.Idle),
            Cancel or Close or Stored or NotStored or Settled => Stay(state),
            Asked or TurnCompleted or TurnCancelled or TurnFailed => Stay(state),
            Prompt or Answer or Pause or Resume or Retry or Clear
                or Open or Say or ClearOutput or Told or Hibernate or SaveOutput or UseModel => Refuse(state),
        },
    };

    private static Step Begin(SessionState state) =>
        new(state with { Phase = Phase.Storing, Turn = state.Turn + 1, Why = WaitReason.None, Unanswered = true, Unstored = false }, KeepPrompt);

    private static Step Again(SessionState state) => state.Unstored
        ? Begin(state)
        : new(state with { Phase = Phase.Running, Turn = state.Turn + 1, Why = WaitReason.None, Unanswered = true }, RetryTurn);

    private static Step Stopped(SessionState state, Phase then) =>
        new(state with { Phase = Phase.Stopping, Then = then, Why = WaitReason.None }, CancelTurn);

    private static Step Settling(SessionState state, Phase then, Effect say = None) =>
        new(state with { Phase = Phase.Settling, Then = then, Why = WaitReason.None, Unanswered = say is not None }, say | Settle);

    private static Step Cleared(SessionState state) =>
        new(state with { Phase = Phase.Idle, Why = WaitReason.None, Unanswered = false, Unstored = false }, ClearAll);

    private static Step Closed(SessionState state, Effect first = None) =>
        new(state with { Phase = Phase.Completed, Why = WaitReason.None }, first | EndEngine);

    private static Step To(SessionState state, Phase phase) => new(state with { Phase = phase });

    private static Step Stay(SessionState state) => new(state);

    private static Step Refuse(SessionState state) => new(state, IsAllowed: false);
}
