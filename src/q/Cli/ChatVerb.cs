using ConsoleAppFramework;
using Q.Commands;

namespace Q.Cli;

/// <summary><c>q chat</c>, which is also bare <c>q</c>.</summary>
[RegisterCommands]
[CommandGroup("Chat", Order = 1)]
internal sealed class ChatVerb(VerbCall call)
{
    /// <summary>Open the chats, or answer one prompt and end.</summary>
    /// <remarks>
    /// With a prompt, a new session opens for it. --new and --switch act in the q of this home that was used last, if one
    /// runs: --switch moves its focus, --new does not; else they open one. With --no-interactive the answer and nothing else goes to standard
    /// output, and standard input, if it is not a terminal, is added to the prompt. Exit codes: 0, 1 (failed), 2 (wrong
    /// use), 130 (interrupted).
    /// </remarks>
    /// <param name="prompt">What to ask; all words that follow.</param>
    /// <param name="noInteractive">--non-interactive, Answer on standard output and end.</param>
    /// <param name="new">Open a session with this name.</param>
    /// <param name="switch">Go to an open session: its name or slot.</param>
    /// <param name="resume">-r, Go on in a session, open or closed; alone: in the last one of this folder.</param>
    /// <param name="resumePicker">Begin with the list of all sessions, open and closed.</param>
    /// <param name="listSessions">-l, List all sessions and end, as q sessions list --all does.</param>
    /// <param name="json">With --list-sessions: as JSON, for programs.</param>
    /// <param name="provider">Who answers: anthropic, openai, ollama, offline, script, or one of your own.</param>
    /// <param name="model">-m, Which model answers, also as provider/model.</param>
    /// <param name="ui">How q draws: fullscreen, inline, plain, or auto; ui.mode otherwise.</param>
    /// <param name="trustTools">Tools that need not ask, with commas between; empty: every tool asks.</param>
    /// <param name="trustAllTools">-a, No tool asks.</param>
    /// <example>q chat "why is the build slow?"</example>
    /// <example>git diff | q chat --no-interactive "review this"</example>
    /// <example>q chat --new login-bug "why do logins fail since monday?"</example>
    /// <example>q --model ollama/qwen3-coder</example>
    [Command("chat")]
    public void Chat(
        ConsoleAppContext context,
        [Argument, Value("prompt", ToEnd = true)] string? prompt = null,
        bool noInteractive = false,
        [Value("name")] string? @new = null,
        [Value("name")] string? @switch = null,
        [Value("[name|id]")] string? resume = null,
        bool resumePicker = false,
        bool listSessions = false,
        bool json = false,
        [Value("name", Completes = CompletionKind.Provider)] string? provider = null,
        [Value("name")] string? model = null,
        [Value("mode", Completes = CompletionKind.FrontEnd)] string? ui = null,
        [Value("names", Completes = CompletionKind.Tools)] string? trustTools = null,
        bool trustAllTools = false)
    {
        var options = new ChatOptions
        {
            // A prompt that begins with a dash comes behind --, where the framework leaves it alone.
            Prompt = prompt ?? (context.EscapedArguments is { Length: > 0 } escaped ? string.Join(' ', escaped) : null),
            NoInteractive = noInteractive,
            New = @new,
            Switch = @switch,
            Resume = resume,
            ResumePicker = resumePicker,
            ListSessions = listSessions,
            Json = json,
            Provider = provider,
            Model = model,
            Ui = ui,
            TrustTools = trustTools,
            TrustAllTools = trustAllTools,
        };
        call.Do(() => RunningChats.Run(call, options));
    }
}
