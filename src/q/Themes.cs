using Q.Config;
using Q.Core;
using Q.Screen;

namespace Q;

/// <summary>Which theme is meant: a built-in one costs nothing, one of the person's own is read before the first frame.</summary>
internal static class Themes
{
    /// <param name="say">Takes a sentence for each thing that is not as it should be; the theme is then what is left of it.</param>
    public static Theme Of(Settings settings, QPaths? paths, Action<string> say)
    {
        var name = settings.HighContrast ? "high-contrast" : settings.Theme;
        if (Theme.Find(name) is { } known)
            return known;
        var path = paths is null || name.AsSpan().ContainsAnyExcept(s_nameChars) ? null : Path.Combine(paths.Themes, $"{name}.toml");
        if (path is not null && File.Exists(path))
            return Read(name, path, say);
        var near = NearestName.Of(name, Theme.Names) is { } nearest ? $" Did you mean {nearest}?" : "";
        say($"ui.theme = {name}: there is no such theme{(path is null ? "" : $", nor {path}")}.{near} dark is used.");
        return Theme.Find("dark")!;
    }

    /// <summary>No name of a theme leads out of its folder.</summary>
    private static readonly System.Buffers.SearchValues<char> s_nameChars =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private static Theme Read(string name, string path, Action<string> say)
    {
        var file = ConfigFile.Read(path);
        var reader = new ThemeReader();
        foreach (var (key, value, line) in file.Entries)
        {
            if (reader.Take(key, value) is { } problem)
                say($"{path}:{line}: {problem}");
        }
        if (file.Problem is { } wrong)
            say(wrong);
        return reader.Result(name);
    }
}
