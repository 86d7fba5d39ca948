using System.Globalization;
using System.Text;
using Wcwidth;

namespace Q.Terminal;

/// <summary>
/// How many cells a text takes. Wcwidth knows every rune; in front of it stand an ASCII path, a few ranges and a small cache,
/// because it costs about 50 ns a rune. Text elements count once: emoji sequences, flags, combining marks. Any thread.
/// </summary>
internal static class CellWidth
{
    private const int CacheSize = 1024;

    /// <summary>A text element longer than this in UTF-8 (stacked marks) is cut; nothing that people read is.</summary>
    internal const int MostElementChars = 64;

    /// <summary>Rune and width in one word (<c>rune &lt;&lt; 2 | width</c>), so that a torn entry cannot be read.</summary>
    private static readonly uint[] s_cache = new uint[CacheSize];

    /// <summary>0, 1 or 2. Control characters and combining marks take no cell.</summary>
    public static int Of(Rune rune)
    {
        var value = (uint)rune.Value;
        return value switch
        {
            < 0x20 => 0,
            < 0x7F => 1,
            < 0xA0 => 0,
            0xAD => 0,
            < 0x300 => 1,
            >= 0x2500 and < 0x25FD => 1,
            >= 0x4E00 and < 0xA000 => 2,
            >= 0xAC00 and < 0xD7A4 => 2,
            _ => Cached(value),
        };
    }

    /// <summary>
    /// Characters that a person does not see: controls, directions, joiners, fillers, tags. They take no cell and are never
    /// written, but for a joiner or a variation selector inside an emoji.
    /// </summary>
    public static bool IsHidden(Rune rune) => rune.Value switch
    {
        < 0x20 or (>= 0x7F and < 0xA0) or 0xAD => true,
        < 0x300 => false,
        0x34F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or 0xFFA0 => true,
        (>= 0x2028 and <= 0x2029) or (>= 0x2060 and <= 0x206F) or (>= 0xFE00 and <= 0xFE0F) => true,
        (>= 0xFFF0 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE0FFF) => true,
        (>= 0x2E80 and < 0xA000) or (>= 0xAC00 and < 0xD800) => false, // the letters of East Asia, without a look-up
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format,
    };

    /// <summary>Cells of the whole text.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var cells = 0;
        while (!text.IsEmpty)
        {
            cells += Next(text, out var length);
            text = text[length..];
        }
        return cells;
    }

    /// <summary>Cells of the whole text, in UTF-8.</summary>
    public static int Of(ReadOnlySpan<byte> utf8)
    {
        var cells = 0;
        while (!utf8.IsEmpty)
        {
            cells += Next(utf8, out var length);
            utf8 = utf8[length..];
        }
        return cells;
    }

    /// <summary>Cells of the first text element (what a person calls a character), and how many chars it has.</summary>
    public static int Next(ReadOnlySpan<char> text, out int length)
    {
        if (text[0] is >= ' ' and < '\x7F' && (text.Length == 1 || text[1] < '\x7F'))
        {
            length = 1;
            return 1;
        }
        if (IsAlone(text[0]) && (text.Length == 1 || text[1] < ' ' || IsAlone(text[1])))
        {
            length = 1;
            return Of(new Rune(text[0]));
        }
        if (text.Length > MostElementChars) // a pile of marks is cut, so that every element fits a buffer for one
            text = text[..(MostElementChars - (char.IsHighSurrogate(text[MostElementChars - 1]) ? 1 : 0))];
        length = StringInfo.GetNextTextElementLength(text);
        return OfElement(text[..length]);
    }

    /// <summary>Cells of the first text element of UTF-8 text, and how many bytes it has. A byte that is no UTF-8 counts as U+FFFD.</summary>
    public static int Next(ReadOnlySpan<byte> utf8, out int length)
    {
        if (utf8[0] is >= (byte)' ' and < 0x7F && (utf8.Length == 1 || utf8[1] < 0x7F))
        {
            length = 1;
            return 1;
        }
        Rune.DecodeFromUtf8(utf8, out var first, out length);
        if (IsAlone(first.Value))
        {
            if (length == utf8.Length || utf8[length] < ' ')
                return Of(first);
            Rune.DecodeFromUtf8(utf8[length..], out var second, out _);
            if (IsAlone(second.Value))
                return Of(first);
        }
        Span<char> chars = stackalloc char[MostElementChars];
        var count = 0;
        for (var at = 0; at < utf8.Length && count < MostElementChars - 1;)
        {
            Rune.DecodeFromUtf8(utf8[at..], out var rune, out var bytes);
            count += rune.EncodeToUtf16(chars[count..]);
            at += bytes;
            if (rune.Value < 0x80 && at > bytes)
                break; // ASCII begins a new element, but for the \n of \r\n
        }
        var left = StringInfo.GetNextTextElementLength(chars[..count]);
        var cells = OfElement(chars[..left]);
        for (length = 0; left > 0; left -= 1)
        {
            Rune.DecodeFromUtf8(utf8[length..], out var rune, out var bytes);
            length += bytes;
            left -= rune.Utf16SequenceLength - 1;
        }
        return cells;
    }

    /// <summary>Two of these in a row are two elements: letters, syllables and drawings that join with nothing.</summary>
    private static bool IsAlone(int value) => value is (>= 0x20 and < 0x7F)
        or (>= 0xA0 and < 0x300 and not (0xA9 or 0xAD or 0xAE)) or (>= 0x370 and < 0x483)
        or (>= 0x2500 and < 0x25A0) or (>= 0x3041 and < 0x3097) or (>= 0x30A1 and < 0x30FB) or (>= 0x4E00 and < 0xA000)
        or (>= 0xAC00 and < 0xD7A4) or 0x2018 or 0x2019 or 0x201C or 0x201D or 0x2013 or 0x2014 or 0x2026;

    /// <summary>A base with marks takes what the base takes; VS16 makes it an emoji, two regional letters are a flag.</summary>
    private static int OfElement(ReadOnlySpan<char> element)
    {
        int cells = 0, count = 0;
        var joined = false;
        foreach (var rune in element.EnumerateRunes())
        {
            count++;
            if (rune.Value == 0xFE0F && cells == 1)
                return 2;
            if (!joined)
                cells += Of(rune);
            joined = rune.Value == 0x200D;
        }
        return count == 1 ? cells : Math.Min(cells, 2);
    }

    private static int Cached(uint value)
    {
        ref var entry = ref s_cache[value % CacheSize];
        var seen = Volatile.Read(ref entry);
        if (seen >> 2 == value)
            return (int)(seen & 3);
        var width = IsHidden(new Rune(value)) ? 0 : Math.Clamp(UnicodeCalculator.GetWidth((int)value), 0, 2);
        Volatile.Write(ref entry, value << 2 | (uint)width);
        return width;
    }
}
