using System.Text;
using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>Text of models and tools as it may stand in a file that somebody shows on a terminal: no control bytes. Pure.</summary>
internal static class ExportText
{
    private const int MostTitle = 160;

    /// <summary>Escape sequences go whole; of the control characters line feed and tab stay; what hides or turns text goes.</summary>
    public static string Shown(string text)
    {
        if (!Needs(text))
            return text;
        var kept = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\x1b')
                at += SequenceAfter(text, at);
            else if (!Hides(text[at]))
                kept.Append(text[at]);
        }
        return kept.ToString();
    }

    /// <summary>The same of all that was said, piece by piece and without the blanks at its end.</summary>
    public static IEnumerable<string> Shown(TextContent said)
    {
        var blanks = "";
        foreach (var piece in said.Pieces)
        {
            var shown = blanks + Shown(piece);
            var text = shown.TrimEnd();
            blanks = shown[text.Length..];
            yield return text;
        }
    }

    /// <summary>What a tool was asked, on one line: the command, the path, or all of its arguments.</summary>
    public static string Title(ToolUseContent use)
    {
        var line = Shown($"{use.Tool} {Argument(use) ?? use.InputJson}").ReplaceLineEndings(" ").Trim();
        return line.Length <= MostTitle ? line : line[..(char.IsHighSurrogate(line[MostTitle - 2]) ? MostTitle - 2 : MostTitle - 1)] + "…";
    }

    /// <summary>A fence of back-ticks that nothing in the text ends.</summary>
    public static string Fence(string text)
    {
        var (longest, run) = (2, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return new('`', longest + 1);
    }

    public static string Who(Role role) => role switch
    {
        Role.User => "You",
        Role.Assistant => "q",
    };

    /// <summary>What a message went through, as a sentence; empty when nothing.</summary>
    public static string Marks(MessageMarks marks) => (marks & MessageMarks.Damaged) != MessageMarks.None
        ? $"{Marks(marks & ~MessageMarks.Damaged)} A part of this message could not be read.".TrimStart()
        : marks switch
        {
            MessageMarks.None => "",
            MessageMarks.Interrupted => "Interrupted here.",
            MessageMarks.Cancelled => "Stopped here.",
            _ => "Stopped and interrupted here.",
        };

    private static string? Argument(ToolUseContent use)
    {
        try
        {
            using var parsed = JsonDocument.Parse(use.InputJson.Length == 0 ? "{}" : use.InputJson);
            foreach (var name in (ReadOnlySpan<string>)["command", "path"])
            {
                if ((use.Tool != ToolNames.Write || name == "path") && parsed.RootElement.ValueKind is JsonValueKind.Object
                    && parsed.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String)
                    return value.GetString();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // what a model wrote as arguments need not be JSON, nor its text Unicode
        }
        return null;
    }

    private static bool Needs(string text)
    {
        foreach (var c in text)
        {
            if (Hides(c))
                return true;
        }
        return false;
    }

    private static bool Hides(char c) =>
        c is (< ' ' and not '\n' and not '\t') or (>= '\x7f' and <= '\x9f')
            or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\uFEFF';

    /// <summary>How many characters after the escape belong to its sequence; one that does not end takes its line.</summary>
    private static int SequenceAfter(string text, int at)
    {
        if (at + 1 >= text.Length)
            return 0;
        var rest = text.AsSpan(at + 2);
        switch (text[at + 1])
        {
            case '[':
                var final = rest.IndexOfAnyInRange('@', '~');
                return final >= 0 ? final + 2 : rest.Length + 1;
            case ']' or 'P' or 'X' or '^' or '_':
                var end = rest.IndexOfAny("\a\u009c\e\n");
                return end < 0 ? rest.Length + 1 : rest[end] is '\a' or '\u009c' ? end + 2
                    : rest[end] == '\x1b' && end + 1 < rest.Length && rest[end + 1] == '\\' ? end + 3 : end + 1;
            case >= ' ' and < '0':
                return Math.Min(2, rest.Length + 1);
            case >= '0' and <= '~':
                return 1;
            default:
                return 0;
        }
    }
}
