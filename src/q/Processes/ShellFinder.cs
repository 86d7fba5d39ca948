using Q.Core;

namespace Q.Processes;

/// <summary>Finds the shell that runs commands, <c>bash</c>, else <c>sh</c>; and other programs.</summary>
internal static class ShellFinder
{
    private static readonly string[] s_usual = ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

    /// <summary>The shell's absolute path. The problem is a sentence that a model can act on as well as a person.</summary>
    public static Outcome<string> Find(string? searchPath) => Find(searchPath, s_usual);

    /// <param name="usual">Where it is looked for after that.</param>
    public static Outcome<string> Find(string? searchPath, IReadOnlyList<string> usual)
    {
        foreach (var name in (string[])["bash", "sh"])
        {
            if (Look(name, searchPath, usual) is { } path)
                return Outcome<string>.Ok(path);
        }
        return Outcome<string>.No(
            "There is neither bash nor sh on this system, so no command can be run. Use fs_read and fs_write instead, or ask the person to run it.");
    }

    /// <summary>The absolute path of any program.</summary>
    public static Outcome<string> Program(string name, string? searchPath) => Look(name, searchPath, s_usual) is { } path
        ? Outcome<string>.Ok(path)
        : Outcome<string>.No($"There is no {name} on this system. Install it, or see that PATH leads to it.");

    private static string? Look(string name, string? searchPath, IReadOnlyList<string> usual)
    {
        foreach (var folder in (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(usual))
        {
            var path = Path.Combine(folder, name);
            if (Path.IsPathRooted(path) && IsExecutable(path))
                return path;
        }
        return null;
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode any = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & any) != UnixFileMode.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
