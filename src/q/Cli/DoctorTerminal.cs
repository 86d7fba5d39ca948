using Q.Terminal;

namespace Q.Cli;

/// <summary>The terminal, as far as the environment tells.</summary>
internal static class DoctorTerminal
{
    public static IEnumerable<Finding> Look(Capabilities terminal, TerminalSize size)
    {
        if (!terminal.InputIsTerminal || !terminal.OutputIsTerminal)
        {
            yield return Finding.Ok("terminal", "input or output is none: q would write plain lines");
            yield break;
        }
        if (terminal.IsDumb)
        {
            yield return Finding.Warn("terminal", "TERM says that the cursor cannot be moved: plain lines",
                "export TERM=xterm-256color");
        }
        else
        {
            yield return size.IsTooSmall
                ? Finding.Warn("terminal", $"{size} is too small: plain lines",
                    $"make it at least {TerminalSize.LeastColumns}x{TerminalSize.LeastRows}")
                : Finding.Ok("terminal", $"{size}, {Kind(terminal)}");
        }
        yield return terminal.Unicode
            ? Finding.Ok("characters", "UTF-8")
            : Finding.Warn("characters", "the locale is not UTF-8: symbols are ASCII", "export LC_ALL=C.UTF-8");
    }

    private static string Kind(Capabilities terminal)
    {
        string[] kinds =
        [
            terminal.Inks switch { Inks.None => "no colours", Inks.Eight => "8 colours", Inks.Sixteen => "colours" },
            .. terminal.Tmux ? ["in tmux"] : (string[])[],
            .. terminal.Screen ? ["in screen"] : (string[])[],
            .. terminal.Ssh ? ["over ssh"] : (string[])[],
        ];
        return string.Join(", ", kinds);
    }
}
