using Q.Core;

namespace Q.Config;

/// <summary>Where q keeps its things. Making one touches no file; files are 0600 and folders 0700 from their first byte on.</summary>
internal sealed class QPaths(string home)
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode FolderMode = OwnerFolder.Mode;

    public string Home { get; } = Path.GetFullPath(home);

    public string Database => Path.Combine(Home, "db.sqlite");

    public string Config => Path.Combine(Home, "config.toml");

    public string Logs => Path.Combine(Home, "logs");

    public string Log => Path.Combine(Logs, "q-cli.log");

    public string Audit => Path.Combine(Logs, "audit.log");

    public string History => Path.Combine(Home, "history");

    public string Templates => Path.Combine(Home, "templates.json");

    /// <summary>A file for each theme of the person's own.</summary>
    public string Themes => Path.Combine(Home, "themes");

    public string Run => Path.Combine(Home, "run");

    /// <summary><c>Q_HOME</c>, else <c>.amazonq</c> in the person's home folder.</summary>
    public static Outcome<QPaths> Find(Func<string, string?> environment)
    {
        if (environment("Q_HOME") is { Length: > 0 } chosen)
            return Outcome<QPaths>.Ok(new(chosen));
        if (environment("HOME") is { Length: > 0 } home)
            return Outcome<QPaths>.Ok(new(Path.Combine(home, ".amazonq")));
        return Outcome<QPaths>.No(
            "Nothing can be kept: neither Q_HOME nor HOME is set. Set Q_HOME to a folder that q may write to.");
    }

    /// <summary>Makes a folder of q's, with those above it that are missing, open to its owner only.</summary>
    public static Outcome MakeFolder(string folder)
    {
        try
        {
            OwnerFolder.Make(folder);
            return Outcome.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.No($"Cannot make the folder {folder}: {e.Message.TrimEnd('.')}. Set Q_HOME to a folder that q may write to.");
        }
    }
}
