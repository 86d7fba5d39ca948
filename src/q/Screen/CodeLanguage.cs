namespace Q.Screen;

/// <summary>How a text or a remark is written in a language.</summary>
/// <param name="Open">What begins it.</param>
/// <param name="Close">What ends it; empty: the end of the line.</param>
/// <param name="Escape">The next character is no end; 0 for none.</param>
internal readonly record struct CodeQuote(string Open, string Close, char Escape = '\\')
{
    /// <summary>It is a remark, not a text.</summary>
    public bool IsRemark { get; init; }

    /// <summary>It may go on in the next line.</summary>
    public bool IsLong { get; init; }

    /// <summary>A character: what has no end nearby is something else, such as a lifetime.</summary>
    public bool IsShort { get; init; }

    /// <summary>Only at the beginning of a word, so that <c>$#</c> and <c>a#b</c> are none.</summary>
    public bool IsApart { get; init; }
}

/// <summary>What the lexer must know of a language.</summary>
/// <param name="Names">As fences name it.</param>
/// <param name="Keywords">Its words, with blanks between.</param>
/// <param name="Types">Names that it knows from the start.</param>
/// <param name="Quotes">Its texts and remarks; of two that begin alike the longer is first.</param>
internal sealed record CodeLanguage(string[] Names, string Keywords, string Types, CodeQuote[] Quotes)
{
    private string[]? _keywords;
    private string[]? _types;

    public bool IgnoresCase { get; init; }

    /// <summary>A word before this sign is a key; 0 for none.</summary>
    public char KeySign { get; init; }

    /// <summary><c>$NAME</c> is a name.</summary>
    public bool HasDollars { get; init; }

    /// <summary>A line that begins with <c>#</c> speaks to the compiler.</summary>
    public bool HasDirectives { get; init; }

    /// <summary>Added and removed lines, told by their first character.</summary>
    public bool IsDiff { get; init; }

    public bool IsKeyword(ReadOnlySpan<char> word) => Has(ref _keywords, Keywords, word);

    public bool IsType(ReadOnlySpan<char> word) => Has(ref _types, Types, word);

    /// <summary>A look at each: most are told apart by their length.</summary>
    private bool Has(ref string[]? split, string words, ReadOnlySpan<char> word)
    {
        split ??= words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var comparison = IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        foreach (var known in split)
        {
            if (known.Length == word.Length && word.Equals(known, comparison))
                return true;
        }
        return false;
    }
}
