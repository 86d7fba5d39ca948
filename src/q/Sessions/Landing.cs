namespace Q.Sessions;

internal enum LandingKind : byte
{
    /// <summary>The session of this folder that was used last, or an empty one; with a prompt a new one.</summary>
    Usual,

    /// <summary>A new session with a name.</summary>
    New,

    /// <summary>A session that is open.</summary>
    Switch,

    /// <summary>A session that is open or closed; without a name the last one of this folder.</summary>
    Resume,
}

/// <summary>Where q shall be when it opens, as the command line says, and what is asked there.</summary>
internal readonly record struct Landing(LandingKind Kind, string Name, string? Prompt)
{
    public static Landing Usual(string? prompt) => new(LandingKind.Usual, "", prompt);
}
