namespace Q.Model;

/// <summary>
/// Reads a line of words from left to right: a phrase if it stands here, a word, a number, the rest. Case does not
/// count,
/// nor how wide a gap is; <paramref name="gaps"/> are characters that count as blanks. A copy is a place to go back to.
/// </summary>
internal ref struct PhraseReader(ReadOnlySpan<char> text, string gaps = "")
{
    private const int MostDigits = 8;

    private readonly string _gaps = gaps;
    private ReadOnlySpan<char> _rest = text.Trim();

    public readonly bool AtEnd => _rest.IsEmpty;

    public readonly string Rest => _rest.ToString();

    /// <summary>The first of these phrases that stands here, in whole words; they are in lower case, a blank is any
    /// gap.</summary>
    public bool Take(params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            if (LengthHere(phrase) is > 0 and var length)
            {
                Advance(length);
                return true;
            }
        }
        return false;
    }

    /// <summary>Leaves out such a phrase if something follows it: the last words of a line are what it is
    /// about.</summary>
    public bool Skip(params ReadOnlySpan<string> phrases)
    {
        var here = _rest;
        if (Take(phrases) && !AtEnd)
            return true;
        _rest = here;
        return false;
    }

    /// <summary>Leaves out any number of such phrases, in any order.</summary>
    public void SkipAll(params ReadOnlySpan<string> phrases)
    {
        while (Skip(phrases))
        {
        }
    }

    /// <summary>Null at the end.</summary>
    public string? TakeWord()
    {
        var length = 0;
        while (length < _rest.Length && !IsGap(length))
            length++;
        return length == 0 ? null : Advance(length);
    }

    /// <summary>What stands in quotes of one of three kinds, with them; null without, or when nothing is in
    /// them.</summary>
    public string? TakeQuoted()
    {
        if (AtEnd || _rest[0] is not ('"' or '\'' or '`'))
            return null;
        var inside = _rest[1..].IndexOf(_rest[0]);
        return inside > 0 && EndsAt(inside + 2) ? Advance(inside + 2) : null;
    }

    public int? TakeNumber()
    {
        var digits = _rest.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? _rest.Length : digits;
        return digits is > 0 and <= MostDigits ? int.Parse(Advance(digits)) : null;
    }

    /// <summary>What was read between a copy made before and here.</summary>
    public readonly string Since(PhraseReader before) => before._rest[..^_rest.Length].TrimEnd().ToString();

    private string Advance(int length)
    {
        var taken = _rest[..length].ToString();
        while (length < _rest.Length && IsGap(length))
            length++;
        _rest = _rest[length..];
        return taken;
    }

    private readonly int LengthHere(string phrase)
    {
        var at = 0;
        foreach (var expected in phrase)
        {
            if (expected == ' ' && at < _rest.Length && IsGap(at))
            {
                while (IsGap(at))
                    at++;
            }
            else if (at < _rest.Length && char.ToLowerInvariant(_rest[at]) == expected)
            {
                at++;
            }
            else
            {
                return 0;
            }
        }
        return EndsAt(at) || !char.IsLetter(phrase[^1]) ? at : 0;
    }

    private readonly bool EndsAt(int at) => at == _rest.Length || IsGap(at);

    private readonly bool IsGap(int at) => char.IsWhiteSpace(_rest[at]) || _gaps.Contains(_rest[at]);
}
