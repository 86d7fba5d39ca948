namespace Q.Output;

/// <summary>What a record of the ring is; the screen chooses colour and prefix by it.</summary>
internal enum OutputKind : byte
{
    /// <summary>What the person sent.</summary>
    Prompt,

    /// <summary>What the model writes; many records make one answer.</summary>
    Text,

    /// <summary>A tool starts: its one-line title.</summary>
    ToolStart,

    /// <summary>Output of the tool, as it came.</summary>
    ToolOutput,

    /// <summary>The tool is done: how it ended and how long it took.</summary>
    ToolEnd,

    /// <summary>A diff or command that a permission is asked for.</summary>
    Question,

    /// <summary>q itself speaks: command output, hints.</summary>
    Notice,

    /// <summary>Something failed, and what to do next.</summary>
    Error,

    /// <summary>It works, but a person should know.</summary>
    Warning,

    /// <summary>The question above was answered with yes, and others of the same answer come before it is done.</summary>
    Allowed,
}
