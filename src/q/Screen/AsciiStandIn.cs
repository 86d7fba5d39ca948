using System.Text;

namespace Q.Screen;

/// <summary>One ASCII character for another one, where the terminal knows no other. Pure.</summary>
internal static class AsciiStandIn
{
    /// <summary>The base letters of U+00C0 to U+017F.</summary>
    private const string Letters =
        "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
        + "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLl"
        + "NnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

    public static char Of(Rune rune) => rune.Value switch
    {
        < 0x7F => (char)rune.Value,
        0xA0 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x3000 => ' ',
        >= 0xC0 and <= 0x17F => Letters[rune.Value - 0xC0],
        0xB0 => 'o',
        0xB5 => 'u',
        0xAB or 0xBB or 0x201C or 0x201D or 0x201E => '"',
        0xB4 or 0x2018 or 0x2019 or 0x201A or 0x2032 => '\'',
        0xB7 or (>= 0x2010 and <= 0x2015) or 0x2212 => '-',
        0x2022 or 0x25CF or 0x25A0 or 0x25AA or 0x2219 => '*',
        0x2026 => '.',
        0x2190 or 0x2039 => '<',
        0x2192 or 0x203A or 0x25B8 or 0x25B6 => '>',
        0x2500 or 0x2501 or 0x2504 or 0x2505 or 0x2550 => '-',
        0x2502 or 0x2503 or 0x2506 or 0x2507 or 0x2551 => '|',
        > 0x2507 and <= 0x257F => '+',
        >= 0x2580 and <= 0x259F => '#',
        0x2713 or 0x2714 => '+',
        0x2717 or 0x2718 or 0xD7 => 'x',
        _ => '?',
    };
}
