using System.Text;

namespace Q.Tools;

/// <summary>Text of models and tools made safe to read: what hides is removed or made visible. Pure.</summary>
internal static class PlainText
{
    private const int MostTitle = 160;
    private const char FirstHidden = '\u200B';
    private const char TagLead = '\uDB40';

    /// <summary>
    /// Removes characters that people do not see and models obey (tags, zero width, bidirectional controls). One joiner
    /// between two letters or emoji stays: Persian, Hindi and families of emoji are written with it.
    /// </summary>
    public static string WithoutHidden(string text)
    {
        if (!ContainsHidden(text))
            return text;
        var kept = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsHidden(text, at))
                kept.Append(text[at]);
        }
        return kept.ToString();
    }

    /// <summary>
    /// Control characters but line feed and tab as pictures (␛), hidden ones as �, so that nothing in a preview is hidden or
    /// overwritten.
    /// </summary>
    public static string Visible(string text) => Pictured(text, keepLines: true);

    /// <summary>The same on one line, for names: a line feed in one must not begin a line of its own.</summary>
    public static string Line(string text) => Pictured(text, keepLines: false);

    /// <summary>One line of bounded length.</summary>
    public static string Title(string text)
    {
        var line = Line(text.Trim());
        return line.Length <= MostTitle ? line : CutAt(line, MostTitle - 1) + "…";
    }

    /// <summary>The first characters, never half of a pair.</summary>
    public static string CutAt(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static bool ContainsHidden(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] >= FirstHidden && IsHidden(text, at))
                return true;
        }
        return false;
    }

    private static bool IsHidden(string text, int at) => text[at] switch
    {
        '\u200C' or '\u200D' => !(at > 0 && Joins(text[at - 1]) && at + 1 < text.Length && Joins(text[at + 1])),
        TagLead => at + 1 < text.Length && IsTag(text[at + 1]), // U+E0000 to E007F
        >= '\uDC00' and <= '\uDC7F' => at > 0 && text[at - 1] == TagLead,
        var c => IsHidden(c),
    };

    private static bool IsHidden(char c) =>
        c is (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F')
            or '\uFEFF' or (>= '\uFFF0' and <= '\uFFFC') or '\uFFFE' or '\uFFFF';

    private static bool IsTag(char low) => low is >= '\uDC00' and <= '\uDC7F';

    /// <summary>What a joiner may stand beside: never plain ASCII, never another joiner.</summary>
    private static bool Joins(char c) => c > '\x7f' && !IsHidden(c);

    private static string Pictured(string text, bool keepLines)
    {
        var span = text.AsSpan();
        if (!span.ContainsAnyInRange('\0', '\x1f') && !span.ContainsAnyInRange('\x7f', '\x9f') && !ContainsHidden(text))
            return text;
        return string.Create(text.Length, (text, keepLines), static (to, from) =>
        {
            for (var at = 0; at < to.Length; at++)
                to[at] = IsHidden(from.text, at) ? '\uFFFD' : Picture(from.text[at], from.keepLines);
        });
    }

    private static char Picture(char c, bool keepLines) => c switch
    {
        '\n' => keepLines ? c : '↵',
        '\t' => keepLines ? c : ' ',
        < ' ' => (char)(0x2400 + c),
        '\x7f' => '\u2421',
        > '\x7f' and <= '\x9f' => '\uFFFD',
        _ => c,
    };
}
