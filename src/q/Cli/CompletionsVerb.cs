using ConsoleAppFramework;
using Q.Commands;

namespace Q.Cli;

internal enum Shell : byte
{
    Bash,
    Zsh,
    Fish,
}

/// <summary><c>q completions</c>: what the shells read.</summary>
[RegisterCommands]
[CommandGroup("About q", Order = 7)]
internal sealed class CompletionsVerb(VerbCall call)
{
    /// <summary>Print what a shell needs to complete q.</summary>
    /// <param name="shell">For which.</param>
    /// <example>source &lt;(q completions bash)</example>
    /// <example>q completions zsh &gt; ~/.zfunc/_q</example>
    /// <example>q completions fish &gt; ~/.config/fish/completions/q.fish</example>
    [Command("completions")]
    public void Completions([Argument, Value("bash|zsh|fish")] Shell shell) => call.Do(() =>
    {
        call.Host.Out(ShellCompletions.Of(shell));
        return 0;
    });
}
