namespace Q.Commands;

/// <summary>
/// Takes words off a line, without copying. A word in quotes may hold blanks; after <c>--</c> nothing is an option any
/// more.
/// </summary>
internal ref struct WordReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private ReadOnlySpan<char> _rest = text;
    private ReadOnlySpan<char> _here;
    private bool _ended;

    /// <summary>The word was quoted or stands after <c>--</c>: it is what it says, no option and no choice.</summary>
    public bool IsLiteral { get; private set; }

    /// <summary>The word stands after <c>--</c>.</summary>
    public bool IsAfterDashes { get; private set; }

    public bool Next(out ReadOnlySpan<char> word)
    {
        _rest = _rest.TrimStart();
        _here = _rest;
        IsLiteral = IsAfterDashes = _ended;
        word = default;
        if (_rest.IsEmpty)
            return false;
        var isQuoted = _rest[0] is '"' or '\'';
        if (isQuoted && _rest[1..].IndexOf(_rest[0]) is >= 0 and var length && EndsAfter(length + 2))
        {
            IsLiteral = true;
            word = _rest.Slice(1, length);
            _rest = _rest[(length + 2)..];
            return true;
        }
        var end = 0;
        while (end < _rest.Length && !char.IsWhiteSpace(_rest[end]))
            end++;
        word = _rest[..end];
        _rest = _rest[end..];
        if (_ended || word is not "--")
            return true;
        _ended = true;
        return Next(out word);
    }

    /// <summary>From the word just read to the end of the line; quotes around all of it are dropped.</summary>
    public readonly ReadOnlySpan<char> FromHere()
    {
        var all = _here.TrimEnd();
        var isQuoted = all.Length >= 2 && all[0] is '"' or '\'' && all[^1] == all[0] && all[1..^1].IndexOf(all[0]) < 0;
        return isQuoted ? all[1..^1] : all;
    }

    /// <summary>The word just read is this option, <c>--name</c> or <c>--name=value</c>.</summary>
    public readonly bool Names(ReadOnlySpan<char> option, ReadOnlySpan<char> word) =>
        !IsLiteral && word.StartsWith(option) && (word.Length == option.Length || word[option.Length] == '=');

    /// <summary>The value of the option just read: behind its =, or the next word. False when there is none.</summary>
    public bool Value(ReadOnlySpan<char> word, out ReadOnlySpan<char> value)
    {
        if (word.IndexOf('=') is >= 0 and var equals)
        {
            value = word[(equals + 1)..];
            return !value.IsEmpty;
        }
        return Next(out value) && !IsAfterDashes && (IsLiteral || !UsageErrors.IsOption(value));
    }

    /// <summary>Adds the word just read to those before it, blanks and all; false when something stands between them.</summary>
    public readonly bool Extend(ref ReadOnlySpan<char> words, ReadOnlySpan<char> word)
    {
        if (words.IsEmpty)
        {
            words = word;
            return true;
        }
        if (!_text.Overlaps(words, out var from) || !_text.Overlaps(word, out var to))
            return false;
        if (!_text[(from + words.Length)..to].Trim("\"' \t").IsEmpty)
            return false;
        words = _text[from..(to + word.Length)];
        return true;
    }

    /// <summary>Nothing more is read.</summary>
    public void End() => _rest = default;

    private readonly bool EndsAfter(int length) => length == _rest.Length || char.IsWhiteSpace(_rest[length]);
}
