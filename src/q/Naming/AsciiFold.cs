namespace Q.Naming;

/// <summary>Letters as small ASCII letters: <c>é</c> is e, <c>ł</c> is l, <c>ß</c> is ss, and <c>ä</c> is ae where the text is German.</summary>
internal static class AsciiFold
{
    /// <summary>No letter becomes more than two.</summary>
    public const int MostPerLetter = 2;

    private const string FromC0 =
        "aaaaaaæceeeeiiiidnooooo ouuuuyþßaaaaaaæceeeeiiiidnooooo ouuuuyþy" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll" +
        "lllnnnnnnnnnooooooœœrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private const string From1CD =
        "aaiioouuuuuuuuuu aaaa    ggkkoooo  jdddgg  nnaa    aaaaeeeeiiiio" +
        "ooorrrruuuusstt  hh      aaeeooooooooyy";

    private const string From1E00 =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm" +
        "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv" +
        "wwwwwwwwwwxxxxyyzzzzzzhtwyas    aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" +
        "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy";

    /// <summary>Writes what the letter or digit folds to; 0 when it is neither, or has no ASCII form.</summary>
    public static int Into(Span<char> to, char letter, bool german)
    {
        if (char.IsAsciiLetterOrDigit(letter))
        {
            to[0] = (char)(letter | (letter >= 'A' ? 0x20 : 0));
            return 1;
        }
        return Base(letter) switch
        {
            ' ' => 0,
            'ß' => Two(to, 's', 's'),
            'æ' => Two(to, 'a', 'e'),
            'œ' => Two(to, 'o', 'e'),
            'þ' => Two(to, 't', 'h'),
            var one when german && IsUmlaut(letter) => Two(to, one, 'e'),
            var one => One(to, one),
        };
    }

    /// <summary>An accent that stands behind its letter as a character of its own.</summary>
    public static bool IsAccent(char letter) => letter is >= '\u0300' and <= '\u036f';

    public static bool IsLetterOrDigit(char letter) => char.IsAsciiLetterOrDigit(letter) || Base(letter) != ' ';

    /// <summary>
    /// Of the letters outside ASCII it has German ones only. Turkish and Swedish share <c>ö</c> with German, but hardly write a
    /// sentence without a letter that German does not have.
    /// </summary>
    public static bool IsGerman(ReadOnlySpan<char> text)
    {
        var rest = text;
        while (rest.IndexOfAnyExceptInRange('\0', '\x7f') is var at and >= 0)
        {
            if (Base(rest[at]) != ' ' && !IsUmlaut(rest[at]) && rest[at] != 'ß')
                return false;
            rest = rest[(at + 1)..];
        }
        return true;
    }

    private static bool IsUmlaut(char letter) => letter is 'ä' or 'ö' or 'ü' or 'Ä' or 'Ö' or 'Ü';

    private static char Base(char letter) => letter switch
    {
        < '\u00c0' => ' ',
        < '\u0180' => FromC0[letter - 0xc0],
        >= '\u01cd' when letter - 0x1cd < From1CD.Length => From1CD[letter - 0x1cd],
        >= '\u1e00' when letter - 0x1e00 < From1E00.Length => From1E00[letter - 0x1e00],
        _ => ' ',
    };

    private static int One(Span<char> to, char letter)
    {
        to[0] = letter;
        return 1;
    }

    private static int Two(Span<char> to, char first, char second)
    {
        (to[0], to[1]) = (first, second);
        return 2;
    }
}
