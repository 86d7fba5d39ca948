using System.Runtime.CompilerServices;
using System.Text;

namespace Q.TestKit;

/// <summary>
/// A text that a file holds. Under <c>UPDATE_GOLDEN=1</c> (<c>./build.sh golden</c>) the file is written, otherwise a
/// difference is an error that shows its first line. Where only the compiled tests are, there is nothing to compare
/// with.
/// </summary>
internal static class Golden
{
    /// <param name="text">What the program makes.</param>
    /// <param name="file">Beside the test; a path with a folder counts from the root of the repository.</param>
    /// <param name="here">The test's own file; the compiler gives it.</param>
    public static void Check(string text, string file, [CallerFilePath] string here = "")
    {
        if (Repository.Root is not { } root)
            return;
        var path = file.Contains('/') ? Path.Combine(root, file) : Path.Combine(Path.GetDirectoryName(here)!, file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path) || File.ReadAllText(path) != text)
                File.WriteAllText(path, text);
            return;
        }
        var kept = File.Exists(path) ? File.ReadAllText(path) : "";
        if (kept != text)
            throw new InvalidDataException($"{path} says something else.\n{FirstDifference(kept, text)}\n./build.sh golden writes it again.");
    }

    /// <summary>A screen as a golden shows it: the text picture, a row each, then its style runs.</summary>
    public static string Of(VirtualScreen screen)
    {
        var text = new StringBuilder();
        text.Append($"{screen.Columns}x{screen.Rows}, ");
        text.Append(screen.CursorVisible ? $"cursor in row {screen.Row}, column {screen.Column}\n" : "no cursor\n");
        for (var row = 0; row < screen.Rows; row++)
            text.Append('|').Append(screen.Line(row)).Append('\n');
        if (screen.Styles.Length > 0)
            text.Append('\n').Append(screen.Styles).Append('\n');
        return text.ToString();
    }

    private static string FirstDifference(string kept, string text)
    {
        var (old, made) = (kept.Split('\n'), text.Split('\n'));
        var line = 0;
        while (line < old.Length && line < made.Length && old[line] == made[line])
            line++;
        return $"line {line + 1}\n  kept: {(line < old.Length ? old[line] : "(end)")}\n  made: {(line < made.Length ? made[line] : "(end)")}";
    }
}
