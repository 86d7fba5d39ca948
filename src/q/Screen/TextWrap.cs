using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Breaks a line of UTF-8 at blanks so that each row fits; a word longer than the row is broken where it must be, and wide
/// characters may be parted anywhere, as their readers expect. Pure.
/// </summary>
internal static class TextWrap
{
    private const int Tab = 4;

    /// <summary>The column that a tab leads to.</summary>
    public static int TabStop(int column) => column - column % Tab + Tab;

    /// <summary>How many bytes the first row takes; <paramref name="next"/> is where the one after it begins.</summary>
    public static int Row(ReadOnlySpan<byte> line, int width, out int next)
    {
        if (line[..Math.Min(line.Length, width + 1)].IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0)
            return PlainRow(line, width, out next);
        var (at, cells, cut, resume) = (0, 0, 0, 0);
        while (at < line.Length)
        {
            var value = line[at];
            int length = 1, wide = 1;
            if (value == '\t')
                wide = TabStop(cells) - cells;
            else if (value is < 0x20 or >= 0x7F || (at + 1 < line.Length && line[at + 1] >= 0x7F))
                wide = CellWidth.Next(line[at..], out length);
            if (cells + wide > width && at > 0)
                break;
            cells += wide;
            at += length;
            if (IsBlank(value))
                resume = at; // the blank stays behind at the end of the row
            else if (wide == 2)
                cut = resume = at;
            if (!IsBlank(value) && at < line.Length && IsBlank(line[at]))
                cut = at;
        }
        next = at;
        if (at == line.Length || IsBlank(line[at]))
            return AtBlank(line, at, out next);
        if (cut > 0 && resume >= cut)
            (at, next) = (cut, resume);
        return at;
    }

    /// <summary>The same where a character is a byte and a cell, as far as the row goes: most lines.</summary>
    private static int PlainRow(ReadOnlySpan<byte> line, int width, out int next)
    {
        var at = next = Math.Min(line.Length, width);
        if (at == line.Length || line[at] == ' ')
            return AtBlank(line, at, out next);
        var blank = line[..at].LastIndexOf((byte)' ');
        var cut = blank < 0 ? 0 : line[..blank].TrimEnd((byte)' ').Length;
        if (cut > 0)
            (at, next) = (cut, blank + 1);
        return at;
    }

    /// <summary>The row ends at a blank, or with the line: what is blank there is not carried over.</summary>
    private static int AtBlank(ReadOnlySpan<byte> line, int at, out int next)
    {
        next = at;
        while (next < line.Length && IsBlank(line[next]))
            next++;
        return next < line.Length ? line[..at].TrimEnd(Blanks).Length : at;
    }

    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';
}
