using Q.Core;

namespace Q.Commands;

/// <summary>A folder as a person writes it: absolute, from the home folder, or from another folder.</summary>
internal static class FolderArgument
{
    public static Outcome<string> Read(ReadOnlySpan<char> given, string from, string? home)
    {
        var text = given.ToString();
        if (text.Contains('\0'))
            return Outcome<string>.No("A folder's name has no NUL in it.");
        if (text == "~" || text.StartsWith("~/", StringComparison.Ordinal))
        {
            if (string.IsNullOrEmpty(home))
                return Outcome<string>.No($"{text} means nothing here: HOME is not set. Give the whole path.");
            text = Path.Join(home, text[1..]);
        }
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, from));
        return Directory.Exists(path)
            ? Outcome<string>.Ok(path)
            : Outcome<string>.No($"There is no folder {path}. Make it first, or give another one.");
    }
}
