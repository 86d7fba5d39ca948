using Q.Config;
using Q.Core;

namespace Q.Cli;

/// <summary>
/// What the verbs get from the program: the chats as delegates, so that Cli knows neither screen nor engine.
/// </summary>
/// <param name="Chat">Runs <c>q chat</c>, interactive or not, and returns the exit code.</param>
/// <param name="Environment">Reads a variable.</param>
/// <param name="Out">Takes what goes to stdout.</param>
/// <param name="Error">Takes what goes to stderr.</param>
internal sealed record CliHost(
    Func<ChatOptions, int> Chat, Func<string, string?> Environment, Action<string> Out, Action<string> Error,
    TimeProvider Time)
{
    /// <summary>Why a theme of this name cannot be used, with the nearest that can; null when it can.</summary>
    public Func<string, QPaths, string?> ThemeProblem { get; init; } = static (_, _) => null;

    /// <summary>Finds the folder that q was started in.</summary>
    public Func<Outcome<string>> Folder { get; init; } = StartFolder.Find;
}
