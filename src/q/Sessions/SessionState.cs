using Q.Core;

namespace Q.Sessions;

/// <summary>Where a session stands, finer than what people see: between what they see lie waits for the disk and the engine.</summary>
internal enum Phase : byte
{
    /// <summary>Waits for a prompt.</summary>
    Idle,

    /// <summary>A prompt is on its way to the disk.</summary>
    Storing,

    /// <summary>Storing, and stopped meanwhile: the turn will not begin.</summary>
    Withdrawing,

    /// <summary>The engine works.</summary>
    Running,

    /// <summary>The engine waits for an answer.</summary>
    Asking,

    /// <summary>The engine was told to stop and has not ended yet.</summary>
    Stopping,

    /// <summary>The turn is over; its last message is on its way to the disk.</summary>
    Settling,

    Paused,
    Failed,
    Completed,
}

/// <summary>The whole state of one session's machine. Owned by the session's mailbox.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Turn">Counts prompts and retries; what an engine says of another turn is old.</param>
/// <param name="Then">Where Settling and Withdrawing lead.</param>
/// <param name="Why">What an Asking session needs; Interrupted in one whose turn the end of q cut, also while it is paused.</param>
/// <param name="Unanswered">The last prompt has no whole answer, so that /retry means something.</param>
/// <param name="Unstored">The last prompt was refused by the store: /retry stores it first.</param>
internal readonly record struct SessionState(
    Phase Phase, int Turn = 0, Phase Then = Phase.Idle, WaitReason Why = WaitReason.None, bool Unanswered = false,
    bool Unstored = false)
{
    public SessionStatus Status => Phase switch
    {
        Phase.Idle or Phase.Asking => SessionStatus.WaitingForInput,
        Phase.Storing or Phase.Withdrawing or Phase.Running or Phase.Stopping or Phase.Settling => SessionStatus.Processing,
        Phase.Paused => SessionStatus.Paused,
        Phase.Failed => SessionStatus.Failed,
        Phase.Completed => SessionStatus.Completed,
    };

    public WaitReason Waiting => Phase switch
    {
        Phase.Idle or Phase.Paused when Unanswered && Why is WaitReason.Interrupted => Why,
        Phase.Idle => WaitReason.Prompt,
        Phase.Asking => Why,
        _ => WaitReason.None,
    };
}
