using System.Text;
using Q.Core;

namespace Q.Processes;

/// <summary>Runs git and reads what it says. Any thread.</summary>
internal static class Git
{
    private const int MostBytes = 64 << 10;

    private static readonly Dictionary<string, string> s_plain = new(StringComparer.Ordinal) { ["LC_ALL"] = "C", ["GIT_TERMINAL_PROMPT"] = "0" };

    /// <summary>What it printed, without the line's end; the problem is its own last line.</summary>
    public static async Task<Outcome<string>> Run(string folder, params string[] arguments)
    {
        if (!ShellFinder.Program("git", Environment.GetEnvironmentVariable("PATH")).TryGet(out var git))
            return Outcome<string>.No("git is not on this system. Install it, or leave --worktree out.");
        var started = ChildProcess.Start(new(git, arguments, folder, s_plain));
        if (!started.TryGet(out var child))
            return Outcome<string>.No(started.Problem!);
        using MemoryStream output = new(), error = new();
        var exit = await child.Finish(
            (stream, bytes) =>
            {
                var to = stream is ChildStream.Output ? output : error;
                to.Write(bytes.Span[..Math.Min(bytes.Length, Math.Max(0, MostBytes - (int)to.Length))]);
                return ValueTask.CompletedTask;
            },
            CancellationToken.None);
        if (exit.Succeeded)
            return Outcome<string>.Ok(Text(output).TrimEnd('\n'));
        var lines = Text(error).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Outcome<string>.No(lines is [.., var last] ? $"git {arguments[0]}: {last}" : $"git {arguments[0]} ended with {exit.Status}.");
    }

    private static string Text(MemoryStream bytes) => Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
}
