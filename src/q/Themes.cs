using Q.Config;
using Q.Core;
using Q.Screen;

namespace Q;

/// <summary>Which theme is meant: a built-in one costs nothing, one of the person's own is read before the first frame.</summary>
internal static class Themes
{
    /// <param name="say">Takes a sentence for each thing that is not as it should be; the theme is then what is left of it.</param>
    /// <param name="place">Where it was chosen.</param>
    public static Theme Of(Settings settings, QPaths? paths, Action<string> say, Func<string> place)
    {
        var name = settings.HighContrast ? "high-contrast" : settings.Theme;
        if (Theme.Find(name) is { } known)
            return known;
        var path = FileOf(name, paths);
        if (File.Exists(path))
            return Read(name, path, say);
        say($"{place()}: {NotThere(name, paths)} dark is used.");
        return Theme.Find("dark")!;
    }

    /// <summary>Why there is no theme of this name, and which it may be; null when there is one.</summary>
    public static string? WhyNot(string name, QPaths paths)
    {
        return Theme.Find(name) is not null || File.Exists(FileOf(name, paths))
            ? null
            : $"{NotThere(name, paths)} There are {string.Join(", ", Known(paths))}.";
    }

    /// <summary>Null for what is no name of a file there.</summary>
    private static string? FileOf(string name, QPaths? paths) =>
        paths is null || name.AsSpan().ContainsAnyExcept(s_nameChars) ? null : Path.Combine(paths.Themes, $"{name}.toml");

    private static string NotThere(string name, QPaths? paths)
    {
        var near = NearestName.Of(name, Known(paths)) is { } nearest ? $" Did you mean {nearest}?" : "";
        return $"ui.theme = {name}: there is no such theme{(FileOf(name, paths) is { } path ? $", nor {path}" : "")}.{near}";
    }

    /// <summary>Those of q, then those of the person.</summary>
    private static List<string> Known(QPaths? paths)
    {
        List<string> names = [.. Theme.Names];
        try
        {
            if (paths is not null && Directory.Exists(paths.Themes))
                names.AddRange(Directory.GetFiles(paths.Themes, "*.toml").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // then only those of q are named
        }
        return names;
    }

    /// <summary>No name of a theme leads out of its folder.</summary>
    private static readonly System.Buffers.SearchValues<char> s_nameChars =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private static Theme Read(string name, string path, Action<string> say)
    {
        var file = ConfigFile.Read(path);
        var reader = new ThemeReader();
        foreach (var (key, value, line, _) in file.Entries)
        {
            if (reader.Take(key, value) is { } problem)
                say($"{path}:{line}: {problem}");
        }
        if (file.Problem is { } wrong)
            say(wrong);
        return reader.Result(name);
    }
}
