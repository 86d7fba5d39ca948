namespace Q.Naming;

/// <summary>What a word is worth in a name.</summary>
internal enum WordKind : byte
{
    /// <summary>Not in the table: most likely what the person talks about.</summary>
    Unknown,

    /// <summary>Grammar and politeness: never in a name.</summary>
    Stop,

    /// <summary>Says little: <c>file</c>, <c>problem</c>; in a name only where there is room.</summary>
    Weak,

    /// <summary>What is wanted: <c>fix</c>, <c>refactor</c>; goes first.</summary>
    Action,

    /// <summary>What is wanted, but goes without saying: <c>add</c>, <c>write</c>.</summary>
    MinorAction,

    /// <summary>A subject known to matter: <c>api</c>, <c>docker</c>; also short words that would else be dropped.</summary>
    Topic,
}

/// <summary>What a word says about the type of a session.</summary>
[Flags]
internal enum TypeHint : byte
{
    None = 0,
    Debug = 1,
    Plan = 2,
    Review = 4,

    /// <summary>Something is wrong; it is to be mended unless something else is asked for.</summary>
    Symptom = 8,

    /// <summary>Something is to be made, whatever else is said.</summary>
    Build = 16,
}

/// <summary>An entry of <see cref="WordTable"/>. <paramref name="Base"/> is the form that a name takes.</summary>
internal readonly record struct KnownWord(WordKind Kind, TypeHint Hint, string? Base);
