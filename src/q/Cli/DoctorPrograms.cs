namespace Q.Cli;

/// <summary>The programs that q starts when they are there.</summary>
internal static class DoctorPrograms
{
    private static readonly string[] s_usual = ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

    public static IEnumerable<Finding> Look(Func<string, string?> environment)
    {
        var path = environment("PATH");
        if (Find(path, "bash") is { } bash)
            yield return Finding.Ok("shell", bash);
        else if (Find(path, "sh") is { } sh)
            yield return Finding.Warn("shell", $"{sh}: there is no bash, commands run in sh", "install bash");
        else
            yield return Finding.Warn("shell", "neither bash nor sh: no command can be run", "install bash");

        yield return Find(path, "git") is { } git
            ? Finding.Ok("git", git)
            : Finding.Warn("git", "not found: what has changed in a folder cannot be shown", "install git");

        var editor = environment("VISUAL") is { Length: > 0 } visual ? visual : environment("EDITOR");
        var program = editor is { Length: > 0 } ? editor.Split(' ')[0] : "vi";
        yield return Find(path, program) is { } found
            ? Finding.Ok("editor", found)
            : Finding.Warn("editor", $"{program} is not found", "export EDITOR=nano");
    }

    private static string? Find(string? path, string program)
    {
        string[] folders = program.Contains('/')
            ? [""]
            : [.. (path ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), .. s_usual];
        return folders.Select(folder => Path.Join(folder, program)).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode Any = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & Any) != UnixFileMode.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
