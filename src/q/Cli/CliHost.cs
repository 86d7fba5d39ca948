using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Terminal;

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

    /// <summary>How wide the terminal is that is written to; endless where it is none.</summary>
    public Func<int> Columns { get; init; } =
        static () => Libc.TryGetSize(1, out var size) ? size.Columns : SessionListing.Endless;

    /// <summary>Writes a sentence to stderr.</summary>
    public void Tell(string sentence) => Error($"q: {sentence}\n");

    /// <summary>Finds the folder that q was started in.</summary>
    public Func<Outcome<string>> Folder { get; init; } = StartFolder.Find;
}
