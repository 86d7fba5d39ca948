namespace Q.Sessions;

/// <summary>What the machine wants done. Several at once are carried out in the order in which they stand here.</summary>
[Flags]
internal enum Effect : ushort
{
    None = 0,

    /// <summary>Show the prompt and store it; Stored or NotStored follows.</summary>
    KeepPrompt = 1,

    StartTurn = 2,
    RetryTurn = 4,
    AnswerTurn = 8,
    CancelTurn = 16,

    /// <summary>Settled follows when everything the turn said is on the disk.</summary>
    Settle = 32,

    /// <summary>Tell the person that the turn was stopped.</summary>
    SayStopped = 64,

    /// <summary>Tell the person why the turn failed.</summary>
    SayFailed = 128,

    /// <summary>An answer or a failure stands there to be seen.</summary>
    CountEnd = 256,

    /// <summary>Forget the conversation and what was said.</summary>
    ClearAll = 512,

    /// <summary>Give the engine back.</summary>
    EndEngine = 1024,
}

internal static class Effects
{
    extension(Effect all)
    {
        /// <summary>Whether any of these is wanted.</summary>
        public bool Has(Effect any) => (all & any) != Effect.None;
    }
}
