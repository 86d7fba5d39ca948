using Q.Core;

namespace Q.Tools;

/// <summary>
/// The folders of one session and what a path in a tool's arguments means there. Immutable; any thread. Links are followed
/// before anything is decided, so a link in the folder that leads out of it counts as outside.
/// </summary>
/// <param name="session">Whose.</param>
/// <param name="folder">The working directory.</param>
/// <param name="home">The person's home folder, for <c>~</c>.</param>
internal sealed class Workspace(SessionId session, string folder, string? home)
{
    private const string SessionPrefix = "@session";
    private const int MostPath = 4096;

    public SessionId Session { get; } = session;

    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The session's own files; made on first use.</summary>
    public string SessionFolder { get; } = new SessionFolder(session, folder).Path;

    /// <summary>The real, absolute path; the file need not exist. The problem is a sentence for the model.</summary>
    public Outcome<string> Resolve(string path)
    {
        path = path.Trim();
        if (path.Length is 0 or > MostPath || path.Contains('\0'))
            return Outcome<string>.No(path.Length == 0 ? "The path is empty." : "The path is too long or has a NUL in it.");
        if (path == SessionPrefix || path.StartsWith(SessionPrefix + "/", StringComparison.Ordinal))
            return InSession(path, path[SessionPrefix.Length..]);
        if (path[0] == '@' && !Path.Exists(Path.Combine(Folder, path)) && Path.Exists(Path.Combine(Folder, path[1..])))
            path = path[1..]; // as a person names a file in a prompt
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            if (string.IsNullOrEmpty(home))
                return Outcome<string>.No($"{path} means nothing here: HOME is not set. Give the absolute path.");
            path = Path.Combine(home, path[1..].TrimStart('/'));
        }
        return RealPath.Of(Path.Combine(Folder, path));
    }

    /// <summary>In the working directory or below, by its real path.</summary>
    public bool IsInFolder(string realPath) => IsIn(realPath, Folder);

    public bool IsInSessionFolder(string realPath) => IsIn(realPath, SessionFolder);

    /// <summary>The shortest way to write it.</summary>
    public string Short(string realPath) =>
        RealPath.Of(Folder).TryGet(out var real) && RealPath.IsWithin(realPath, real) ? Path.GetRelativePath(real, realPath) : realPath;

    /// <summary>Makes the session's folder with a <c>.gitignore</c> that keeps it out of the repository.</summary>
    public Outcome MakeSessionFolder()
    {
        // Asked first: a link in its place must not have folders made where it leads.
        if (!RealPath.Of(SessionFolder).TryGet(out var real) || !IsInSessionFolder(real))
            return Outcome.No($"The session's folder {SessionFolder} leads elsewhere through a symbolic link. Remove the link.");
        try
        {
            OwnerFolder.Make(SessionFolder);
            var ignore = Path.Combine(SessionFolder, ".gitignore");
            if (!File.Exists(ignore))
                File.WriteAllText(ignore, "*\n");
            return Outcome.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.No($"The session's folder {SessionFolder} cannot be made: {e.Message}");
        }
    }

    private Outcome<string> InSession(string path, string below)
    {
        var parts = below.Split('/').Skip(1).ToArray();
        if (parts.Contains("..") || (parts.Length > 1 && parts[0].Length == 0))
            return Outcome<string>.No($"{path} leaves the session's folder. Give a path below @session/ without \"..\".");
        if (MakeSessionFolder().Problem is { } problem)
            return Outcome<string>.No(problem);
        if (!RealPath.Of(Path.Combine([SessionFolder, .. parts])).TryGet(out var real) || !IsInSessionFolder(real))
            return Outcome<string>.No($"{path} leaves the session's folder through a symbolic link.");
        return Outcome<string>.Ok(real);
    }

    /// <summary>A session's folder that is itself a link to elsewhere is nobody's inside.</summary>
    private bool IsIn(string realPath, string folder)
    {
        if (!RealPath.Of(Folder).TryGet(out var root) || !RealPath.Of(folder).TryGet(out var real))
            return false;
        return RealPath.IsWithin(real, root) && RealPath.IsWithin(realPath, real);
    }
}
