namespace Q.Core;

/// <summary>What a session is doing. <c>Active</c> is not among them: it is shown for the session in focus while it is not processing.</summary>
internal enum SessionStatus : byte
{
    WaitingForInput,
    Processing,
    Paused,
    Completed,
    Failed,
}

/// <summary>What a waiting session needs a person for.</summary>
internal enum WaitReason : byte
{
    None,
    Prompt,
    Permission,
    Question,
    Budget,

    /// <summary>The end of q, or a recovery, cut its turn: a retry, a prompt or an empty conversation ends that.</summary>
    Interrupted,
}

internal static class WaitReasons
{
    /// <summary>What is waited for, as a word; empty when it is only the next prompt. Shown, and stored for good.</summary>
    public static string Word(this WaitReason why) => why switch
    {
        WaitReason.None or WaitReason.Prompt => "",
        WaitReason.Permission => "permission",
        WaitReason.Question => "question",
        WaitReason.Budget => "budget",
        WaitReason.Interrupted => "interrupted",
    };
}

internal enum SessionType : byte
{
    [Words("development", "dev")]
    Development,

    [Words("debug")]
    Debug,

    [Words("planning", "plan")]
    Planning,

    [Words("code-review", "review")]
    CodeReview,
}
