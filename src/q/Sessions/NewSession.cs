using Q.Core;

namespace Q.Sessions;

/// <summary>What a person wants of a session that is to be made; what is left out is as usual.</summary>
internal sealed record NewSession
{
    public SessionType? Type { get; init; }

    /// <summary>As it was typed; without one it is named after what is asked in it.</summary>
    public string? Name { get; init; }

    /// <summary>Absolute, and there.</summary>
    public string? Folder { get; init; }

    /// <summary>Also as provider/model.</summary>
    public string Model { get; init; } = "";

    public string Group { get; init; } = "";

    /// <summary>The root of the git worktree that was made for it.</summary>
    public string Worktree { get; init; } = "";

    /// <summary>Sent as soon as it is there.</summary>
    public string? Prompt { get; init; }
}
