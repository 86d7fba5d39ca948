using Q.Terminal;

namespace Q.Cli;

/// <summary>The terminal, and whether what q's leader key needs reaches it.</summary>
internal static class DoctorTerminal
{
    private const int LeastColumns = 40;
    private const int LeastRows = 8;

    public static IEnumerable<Finding> Look(Capabilities terminal, TerminalSize size, Func<string, string?> environment)
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
            yield return size.Columns < LeastColumns || size.Rows < LeastRows
                ? Finding.Warn("terminal", $"{size.Columns}x{size.Rows} is too small: plain lines",
                    $"make it at least {LeastColumns}x{LeastRows}")
                : Finding.Ok("terminal", $"{size.Columns}x{size.Rows}, {Kind(terminal)}");
        }
        yield return terminal.Unicode
            ? Finding.Ok("characters", "UTF-8")
            : Finding.Warn("characters", "the locale is not UTF-8: symbols are ASCII", "export LC_ALL=C.UTF-8");
        if (Clash(terminal, environment) is { } clash)
            yield return clash;
    }

    private static string Kind(Capabilities terminal)
    {
        string[] kinds =
        [
            terminal.Colour ? "colours" : "no colours",
            .. terminal.Tmux ? ["in tmux"] : (string[])[],
            .. terminal.Screen ? ["in screen"] : (string[])[],
            .. terminal.Ssh ? ["over ssh"] : (string[])[],
        ];
        return string.Join(", ", kinds);
    }

    /// <summary>
    /// The multiplexer around q keeps its prefix for itself, so a prefix of Ctrl+X takes the leader away.
    /// </summary>
    private static Finding? Clash(Capabilities terminal, Func<string, string?> environment)
    {
        var home = environment("HOME") ?? "";
        var config = environment("XDG_CONFIG_HOME") ?? Path.Join(home, ".config");
        string[] tmux = [Path.Join(home, ".tmux.conf"), Path.Join(config, "tmux", "tmux.conf")];
        if (terminal.Tmux && Lines(tmux).Any(IsTmuxPrefix))
        {
            return Finding.Warn("leader", "tmux has the prefix Ctrl+X, which is q's leader: it does not reach q",
                "press it twice, give tmux another prefix, or use the /commands");
        }
        if (terminal.Screen && Lines(Path.Join(home, ".screenrc")).Any(IsScreenEscape))
        {
            return Finding.Warn("leader", "screen has the escape key Ctrl+X, which is q's leader: it does not reach q",
                "press it twice, give screen another escape key, or use the /commands");
        }
        return terminal.Tmux || terminal.Screen ? Finding.Ok("leader", "Ctrl+X is free") : null;
    }

    private static string[] Lines(params string[] places)
    {
        foreach (var place in places)
        {
            try
            {
                if (File.Exists(place))
                    return File.ReadAllLines(place);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // as if it were not there: the multiplexer could not read it either
            }
        }
        return [];
    }

    /// <summary><c>set -g prefix C-x</c>, in any of its spellings.</summary>
    private static bool IsTmuxPrefix(string line) =>
        Words(line) is ["set" or "set-option", .., "prefix" or "prefix2", var key]
        && key is "C-x" or "C-X" or "^x" or "^X";

    /// <summary><c>escape ^Xx</c>.</summary>
    private static bool IsScreenEscape(string line) =>
        Words(line) is ["escape", var keys, ..]
        && keys.Trim('"', '\'') is ['^', 'x' or 'X', ..] or ['\\', '0', '3', '0', ..];

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
