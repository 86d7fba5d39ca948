namespace Q.Core;

/// <summary>
/// The files that belong to one session alone, <c>@session/…</c>: <c>FOLDER/.amazonq/sessions/ID</c>. Made by the tools on first
/// use. No link is followed out of it. Any thread; touches the disk when it is asked to.
/// </summary>
internal sealed class SessionFolder(SessionId session, string folder)
{
    private const string Inside = ".amazonq/sessions/";
    private const int IdLength = 36;

    private static readonly EnumerationOptions s_all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public SessionId Session { get; } = session;

    /// <summary>Empty where the session has no folder, as rows of an older q may be: then it has no files either.</summary>
    public string Path { get; } = folder.Length == 0 ? ""
        : System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), ".amazonq", "sessions", session.ToString());

    /// <summary>How many files of the session are there, without our own .gitignore. None where it cannot be read.</summary>
    public int Count()
    {
        try
        {
            var ignore = System.IO.Path.Combine(Path, ".gitignore");
            return !IsThere() || LinkOnTheWay() is not null ? 0 : Directory.EnumerateFiles(Path, "*", s_all).Count(file => file != ignore);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Removes the session's files and its folder; a link in it is removed, not what it leads to. Nothing there is well done.</summary>
    public Outcome Clear()
    {
        try
        {
            if (!IsThere())
                return Outcome.Ok;
            if (LinkOnTheWay() is { } link)
                return Outcome.No($"The session's files were not removed: {link} is a symbolic link. Remove them by hand.");
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.No($"The session's files in {Path} were not all removed: {e.Message.TrimEnd('.')}. Remove them by hand.");
        }
        foreach (var above in (string[])[System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(Path))!])
        {
            try
            {
                Directory.Delete(above); // only where nothing else is in it
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                break;
            }
        }
        return Outcome.Ok;
    }

    /// <summary>Names a place in the folder of a session that is not this one: a path, or a command that has one in it.</summary>
    public static bool IsOfAnother(ReadOnlySpan<char> text, SessionId own)
    {
        for (var at = text.IndexOf(Inside, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Inside, StringComparison.Ordinal))
        {
            text = text[(at + Inside.Length)..];
            if (text.Length >= IdLength && SessionId.TryParse(text[..IdLength], out var id) && id != own)
                return true;
        }
        return false;
    }

    private bool IsThere() => Directory.Exists(Path);

    private string? LinkOnTheWay()
    {
        var at = Path;
        for (var above = 0; above < 3; above++, at = System.IO.Path.GetDirectoryName(at)!)
        {
            if (new DirectoryInfo(at).LinkTarget is not null)
                return at;
        }
        return null;
    }
}
