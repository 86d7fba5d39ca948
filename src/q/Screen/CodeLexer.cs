namespace Q.Screen;

/// <summary>
/// Cuts lines of code into pieces that look alike, by the table of a language. Remembers between lines what goes on in the next.
/// It need not understand a language: what it does not know is plain.
/// </summary>
/// <param name="language">Null: everything is plain.</param>
internal struct CodeLexer(CodeLanguage? language)
{
    private const int LongestWord = 32;
    private const int ShortQuote = 12;

    private int _open = -1; // the quote that the line begins in

    /// <summary>The next piece of a line from <paramref name="at"/> on: how long it is, and how it looks.</summary>
    public int Next(ReadOnlySpan<byte> line, int at, out Style style)
    {
        style = Style.Plain;
        var rest = line[at..];
        if (language is null)
            return rest.Length;
        if (language.IsDiff)
            return Diff(rest, out style);
        if (_open >= 0)
            return Quote(rest, 0, _open, out style);
        if (language.HasDirectives && rest[0] == '#' && MarkdownLine.IsBlank(line[..at]))
        {
            style = Style.Keyword;
            var end = rest.IndexOfAny(" \""u8);
            return end < 0 ? rest.Length : Math.Max(1, end);
        }
        for (var i = 0; i < language.Quotes.Length; i++)
        {
            if (Begins(line, at, language.Quotes[i]))
                return Quote(rest, language.Quotes[i].Open.Length, i, out style);
        }
        if (IsWord(rest[0]) || (language.HasDollars && rest[0] == '$'))
            return Word(line, at, out style);
        return 1;
    }

    private static int Diff(ReadOnlySpan<byte> line, out Style style)
    {
        style = DiffLines.LookOf(line) switch
        {
            RowLook.Added => Style.Added,
            RowLook.Removed => Style.Removed,
            RowLook.Hunk => Style.Sign,
            _ => Style.Plain,
        };
        return line.Length;
    }

    private static bool Begins(ReadOnlySpan<byte> line, int at, CodeQuote quote)
    {
        var rest = line[at..];
        if (rest.Length < quote.Open.Length)
            return false;
        for (var i = 0; i < quote.Open.Length; i++)
        {
            if (rest[i] != quote.Open[i])
                return false;
        }
        if (quote.IsApart && at > 0 && line[at - 1] is not ((byte)' ' or (byte)'\t' or (byte)';'))
            return false;
        return !quote.IsShort || IsCharacter(rest);
    }

    /// <summary>One character stands between the quotes, or one that is written with an escape.</summary>
    private static bool IsCharacter(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 3)
            return false;
        if (rest[1] == '\\')
            return rest[2..Math.Min(rest.Length, ShortQuote)].Contains(rest[0]);
        System.Text.Rune.DecodeFromUtf8(rest[1..], out _, out var length);
        return rest.Length > length + 1 && rest[length + 1] == rest[0];
    }

    private int Quote(ReadOnlySpan<byte> rest, int from, int index, out Style style)
    {
        var quote = language!.Quotes[index];
        style = quote.IsRemark ? Style.Remark : Style.Quoted;
        _open = -1;
        if (quote.Close.Length == 0)
            return rest.Length;
        for (var i = from; i < rest.Length; i++)
        {
            if (rest[i] == quote.Escape && quote.Escape != '\0')
                i++;
            else if (Ends(rest[i..], quote.Close))
                return Key(rest, i + quote.Close.Length, ref style);
        }
        _open = quote.IsLong ? index : -1;
        return rest.Length;
    }

    private static bool Ends(ReadOnlySpan<byte> rest, string close)
    {
        if (rest.Length < close.Length)
            return false;
        for (var i = 0; i < close.Length; i++)
        {
            if (rest[i] != close[i])
                return false;
        }
        return true;
    }

    private readonly int Key(ReadOnlySpan<byte> rest, int length, ref Style style)
    {
        var sign = language!.KeySign;
        if (sign != '\0' && style == Style.Quoted && rest[length..].TrimStart((byte)' ') is [var next, ..] && next == sign)
            style = Style.Name;
        return length;
    }

    private readonly int Word(ReadOnlySpan<byte> line, int at, out Style style)
    {
        var rest = line[at..];
        var length = 1;
        var isNumber = rest[0] is >= (byte)'0' and <= (byte)'9';
        while (length < rest.Length && (IsWord(rest[length]) || (isNumber && rest[length] == '.')
            || (language!.KeySign != '\0' && rest[length] is (byte)'-' or (byte)'.')))
            length++;
        var word = rest[..length];
        style = isNumber ? Style.Number : Style.Plain;
        if (word[0] == '$')
            style = Style.Name;
        if (language!.KeySign != '\0' && rest[length..].TrimStart((byte)' ') is [var next, ..] && next == language.KeySign)
            style = Style.Name;
        if (style != Style.Plain || length > LongestWord)
            return length;
        Span<char> chars = stackalloc char[LongestWord];
        for (var i = 0; i < length; i++)
            chars[i] = (char)word[i];
        style = language.IsKeyword(chars[..length]) ? Style.Keyword : language.IsType(chars[..length]) ? Style.Name : Style.Plain;
        return length;
    }

    private static bool IsWord(byte value) => value is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z'
        or >= (byte)'0' and <= (byte)'9' or (byte)'_' or >= 0x80;
}
