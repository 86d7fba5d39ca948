using Q.Core;

namespace Q.Tools;

/// <summary>Where a path really leads: every symbolic link on the way followed, for paths that do not exist yet as well.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    public static Outcome<string> Of(string path)
    {
        var parts = new Stack<string>(Parts(Path.GetFullPath(path)));
        var real = "/";
        for (var links = 0; parts.TryPop(out var part);)
        {
            if (part is "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }
            var next = Path.Combine(real, part);
            if (Target(next) is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks)
                return Outcome<string>.No($"{path} goes through too many symbolic links.");
            if (Path.IsPathRooted(target))
                real = "/";
            foreach (var one in Parts(target))
                parts.Push(one);
        }
        return Outcome<string>.Ok(real);
    }

    /// <summary>Both real paths.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.Length == folder.Length
            ? path == folder
            : path.StartsWith(folder, StringComparison.Ordinal) && (folder.EndsWith('/') || path[folder.Length] == '/');

    private static IEnumerable<string> Parts(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // not readable: opening it will say so
        }
    }
}
