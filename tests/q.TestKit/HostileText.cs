namespace Q.TestKit;

/// <summary>What a model, a tool, a name or a person may write and no terminal may get as it is: titles, the clipboard, links, DCS, questions to
/// the terminal, cursor tricks, C1, orders of direction, and text that is hard to lay out.</summary>
internal static class HostileText
{
    public static IReadOnlyList<string> Corpus { get; } =
    [
        "\e[2J\e[H\e[31mgone", "\e]0;owned\a", "\e]52;c;cm0gLXJm\a", "\e]8;;http://evil\e\\click\e]8;;\e\\", "\ePtmux;\e\e[c\e\\", "\e[6n\e[c\e[>c",
        "\e[?1049l\e[?25l\e[?2026l", "\ec", "\e(0qqq\e(B", "\e7\e8\eM\eD", "\u009b2J", "\u009d0;x\u009c", "\e]0;x\u009cy", "\u0085\u0084\u008d", "\a\b\v\f\r\n\0\u007f",
        "\x0e\x0f\x18\x1a", "\u202Edrowssap\u202C", "\u2066abc\u2069\u200F\u061C", "a" + new string('\u0301', 3000), new string('\u200b', 3000),
        "\u200d\u200d\ufe0f\ufe0e", "👩‍👩‍👧‍👦‍👩‍👩‍👧‍👦‍👩‍👩‍👧‍👦‍👩‍👩‍👧‍👦‍", "🇩\u200b🇪", "🏴\U000E0067\U000E0062\U000E007F", "\U000E0001\U000E0041", "\ufeff\u00ad\u034f\u115f\u3164",
        "\ud800 \udfff", "क्षि नि ก็ำ", "ﷺ𒐫𒈙", "\u0600\u06dd1", "\t\t\t\t\t\t", "🏻🏼", "\u0301\u0302", "e\u0301" + new string('\u20dd', 40), "漢\u3099\u309a",
        "%1b[31m", "\\e[31m", "\u2028\u2029", "\u001b", "\u001b[", "\u009b",
    ];
}
