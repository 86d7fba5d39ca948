using System.Buffers;
using System.Text;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Text of models and tools as it can be shown: escape sequences go, what people cannot see goes too, an order to write the
/// other way shows as U+FFFD, and in the output of a tool a carriage return overwrites the line as it would on a terminal. Works in place, because it only ever shortens. Pure.
/// </summary>
internal static class TextFilter
{
    private const byte Escape = 0x1B;

    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        [(byte)'\t', .. Enumerable.Range(0x20, 0x7F - 0x20).Select(value => (byte)value)]);

    /// <summary>Cleans one line, and returns its new length.</summary>
    /// <param name="line">A line without its line feed.</param>
    /// <param name="reveals">
    /// Nothing goes: hidden characters show as U+FFFD or ?, sequences with all their text. For what a person must judge.
    /// </param>
    /// <param name="overwrites">Only what stands behind the last carriage return is left; else those alone go.</param>
    public static int Clean(Span<byte> line, bool reveals, bool overwrites = false)
    {
        var from = line.IndexOfAnyExcept(s_plain);
        if (from < 0)
            return line.Length;
        var start = 0;
        if (overwrites && line[from..].Contains((byte)'\r'))
        {
            var end = line.TrimEnd((byte)'\r').Length;
            start = line[..end].LastIndexOf((byte)'\r') + 1;
            line = line[..end];
            from = Math.Max(from, start);
        }
        var used = from - start;
        if (start > 0)
            line[start..from].CopyTo(line);
        for (var at = from; at < line.Length;)
        {
            var value = line[at];
            if (value is (byte)'\t' or (>= 0x20 and < 0x7F))
            {
                line[used++] = value;
                at++;
                continue;
            }
            var (length, rune) = (reveals ? 0 : SequenceLength(line[at..]), default(Rune));
            if (length == 0 && !IsHidden(line[at..], out rune, out length))
            {
                line.Slice(at, length).CopyTo(line[used..]);
                used += length;
            }
            else if (reveals || Turns(rune))
            {
                used += Reveal(line[used..], length);
            }
            at += length;
        }
        return used;
    }

    /// <summary>Bytes of the escape sequence that begins here; 0 when none does. One that does not end hides nothing.</summary>
    private static int SequenceLength(ReadOnlySpan<byte> text)
    {
        var introducer = text[0] == Escape && text.Length > 1 ? 2
            : text[0] == 0xC2 && text.Length > 1 && text[1] is 0x9B or 0x9D or 0x90 or 0x98 or 0x9E or 0x9F ? 2 : 0;
        if (introducer == 0)
            return text[0] == Escape ? 1 : 0;
        var kind = text[0] == Escape ? text[1] : (byte)(text[1] - 0x40);
        if (kind == '[')
        {
            var inner = text[introducer..].IndexOfAnyExceptInRange((byte)0x20, (byte)0x3F);
            return inner < 0 ? text.Length : introducer + inner + (text[introducer + inner] is >= 0x40 and < 0x7F ? 1 : 0);
        }
        if (kind is (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_')
        {
            for (var at = introducer; at < text.Length; at++)
            {
                if (text[at] == 0x07)
                    return at + 1;
                if (text[at] == Escape || text[at..].StartsWith("\u009c"u8))
                    return Math.Min(text.Length, at + 2);
            }
            return introducer;
        }
        return kind is >= 0x20 and < 0x30 && text.Length > 2 ? 3 : kind is >= 0x30 and < 0x7F ? 2 : 1;
    }

    private static bool IsHidden(ReadOnlySpan<byte> text, out Rune rune, out int length)
    {
        if (Rune.DecodeFromUtf8(text, out rune, out length) != OperationStatus.Done)
            return false; // shown as U+FFFD
        // A joiner or a selector may belong to an emoji: the grid decides.
        return CellWidth.IsHidden(rune) && rune.Value is not (0x200D or 0xFE0E or 0xFE0F);
    }

    /// <summary>An order of direction begins here, U+202A to U+202E or U+2066 to U+2069: it would show other text than there is.</summary>
    public static bool Turns(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static int Reveal(Span<byte> to, int room)
    {
        if (room >= 3)
            return new Rune(0xFFFD).EncodeToUtf8(to);
        to[0] = (byte)'?';
        return 1;
    }
}
