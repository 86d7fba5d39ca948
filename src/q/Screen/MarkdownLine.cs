namespace Q.Screen;

/// <summary>What a line of Markdown begins, as far as it decides where an answer can be parted. Pure.</summary>
internal static class MarkdownLine
{
    private const int MostDigits = 9;

    /// <summary>Columns of blanks before the text.</summary>
    public static int Indent(ReadOnlySpan<byte> line)
    {
        var columns = 0;
        foreach (var value in line)
        {
            if (value == '\t')
                columns += 4 - columns % 4;
            else if (value == ' ')
                columns++;
            else
                break;
        }
        return columns;
    }

    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;

    /// <summary>The line opens a block of code. It is trimmed at its start.</summary>
    public static bool OpensFence(ReadOnlySpan<byte> text, out CodeFence fence)
    {
        fence = default;
        if (text.Length < 3 || (text[0] != '`' && text[0] != '~'))
            return false;
        var length = text.IndexOfAnyExcept(text[0]);
        length = length < 0 ? text.Length : length;
        var info = text[length..];
        if (length < 3 || (text[0] == '`' && info.Contains((byte)'`')))
            return false;
        fence = new(length, text[0], CodeLanguages.Find(FirstWord(info)));
        return true;
    }

    /// <summary>The line ends the block of code that this fence opened.</summary>
    public static bool ClosesFence(ReadOnlySpan<byte> line, CodeFence fence)
    {
        var text = line.Trim(" \t\r"u8);
        return text.Length >= fence.Length && text.IndexOfAnyExcept(fence.Sign) < 0;
    }

    /// <summary>The language that stands behind a fence, as it is written.</summary>
    public static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> info)
    {
        info = info.Trim(" \t\r"u8);
        var end = info.IndexOfAny(" \t,{"u8);
        return end < 0 ? info : info[..end];
    }

    public static bool IsHeading(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAnyExcept((byte)'#');
        return length is >= 1 and <= 6 && text[length] is (byte)' ' or (byte)'\t';
    }

    /// <summary>The text behind the signs of the items that begin in it.</summary>
    public static ReadOnlySpan<byte> OfItem(ReadOnlySpan<byte> text)
    {
        while (IsItem(text, out _))
            text = text[(text.IndexOfAny(" \t"u8) + 1)..].TrimStart(" \t"u8);
        return text;
    }

    /// <summary>The sign of a list item; the number, or -1 for a bullet.</summary>
    public static bool IsItem(ReadOnlySpan<byte> text, out int number)
    {
        number = -1;
        if (text.Length > 1 && text[0] is (byte)'-' or (byte)'*' or (byte)'+')
            return text[1] is (byte)' ' or (byte)'\t';
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits is < 1 or > MostDigits || digits + 1 >= text.Length || text[digits] is not ((byte)'.' or (byte)')'))
            return false;
        number = 0;
        foreach (var digit in text[..digits])
            number = number * 10 + digit - '0';
        return text[digits + 1] is (byte)' ' or (byte)'\t';
    }
}
