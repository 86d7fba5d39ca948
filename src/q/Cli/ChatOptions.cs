namespace Q.Cli;

/// <summary>What <c>q chat</c> was asked for on the command line.</summary>
internal sealed record ChatOptions
{
    public string? Prompt { get; init; }

    /// <summary>Answer on stdout and end; stdin, if it is not a terminal, is added to the prompt.</summary>
    public bool NoInteractive { get; init; }

    /// <summary>A session of this name is made, in the q that runs if there is one.</summary>
    public string? New { get; init; }

    /// <summary>The session that is shown, in the q that runs if there is one.</summary>
    public string? Switch { get; init; }

    /// <summary>The session that is opened, again if it is closed; empty: the last one of this folder.</summary>
    public string? Resume { get; init; }

    /// <summary>Begin with the list of all sessions.</summary>
    public bool ResumePicker { get; init; }

    public bool ListSessions { get; init; }

    public bool Json { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    /// <summary>How it is drawn: the setting <c>ui.mode</c> for this run.</summary>
    public string? Ui { get; init; }

    /// <summary>Names with commas between.</summary>
    public string? TrustTools { get; init; }

    public bool TrustAllTools { get; init; }
}
