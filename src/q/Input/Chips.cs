using System.Globalization;
using System.Text;

namespace Q.Input;

/// <summary>
/// Large pastes, each of which stands in a line as one character: a C1 control, which nobody can type and which is taken out of
/// every paste. So a line of 1 MB is edited and drawn as fast as any. Immutable; only ever added to while a line is edited.
/// </summary>
internal sealed class Chips
{
    private const char First = '\u0080';
    private const int Most = 32;
    private const int LargeLines = 10;
    private const int LargeChars = 2000;

    /// <summary>A first or last line with more letters says nothing at a glance.</summary>
    private const int MostSeen = 120;

    private readonly (string Text, string Label)[] _all;

    private Chips((string, string)[] all, long length) => (_all, Length) = (all, length);

    public static Chips None { get; } = new([], 0);

    /// <summary>Characters of all that was pasted.</summary>
    public long Length { get; }

    public static bool IsLarge(ReadOnlySpan<char> text) => text.Length > LargeChars || text.Count('\n') > LargeLines;

    /// <summary>What stands in the line for the text: the text itself where it is small, or no chip is left.</summary>
    public string For(string text, out Chips with)
    {
        with = this;
        if (!IsLarge(text) || _all.Length == Most)
            return text;
        var whole = Whole(text);
        with = new([.. _all, (whole, LabelOf(text))], Length + whole.Length);
        return ((char)(First + _all.Length)).ToString();
    }

    /// <summary>The text behind a character; null where that is no chip.</summary>
    public string? TextOf(char one) => Is(one) ? _all[one - First].Text : null;

    /// <summary>What is shown in its place, such as <c>[pasted 214 lines, 9 kB]</c>; null where that is no chip.</summary>
    public string? LabelOf(char one) => Is(one) ? _all[one - First].Label : null;

    /// <summary>The line with what its chips stand for.</summary>
    public string Whole(string line)
    {
        if (_all.Length == 0 || !line.AsSpan().ContainsAnyInRange(First, (char)(First + Most - 1)))
            return line;
        var whole = new StringBuilder();
        foreach (var one in line)
            _ = TextOf(one) is { } text ? whole.Append(text) : whole.Append(one);
        return whole.ToString();
    }

    /// <summary>
    /// A line of which nobody knows any more what was pasted: where it is large, all between its first and its last line is one
    /// chip, or all of it, where these are long.
    /// </summary>
    public static EditorState Fold(string text)
    {
        if (!IsLarge(text))
            return new(text, text.Length);
        var (from, to) = (text.IndexOf('\n') + 1, text.LastIndexOf('\n'));
        from = from > MostSeen ? 0 : from;
        to = to < from || text.Length - to > MostSeen ? text.Length : to;
        var line = string.Concat(text.AsSpan(0, from), None.For(text[from..to], out var chips), text.AsSpan(to));
        return new(line, line.Length, chips);
    }

    /// <summary>Two lines as one, the second below the first, each with its chips.</summary>
    public static EditorState Join(EditorState first, EditorState second)
    {
        var (chips, text) = (first.Chips ?? None, new StringBuilder(first.Text).Append('\n'));
        foreach (var one in second.Text)
            _ = second.Chips?.TextOf(one) is { } pasted ? text.Append(chips.For(pasted, out chips)) : text.Append(one);
        return new(text.ToString(), text.Length, chips);
    }

    /// <summary>What an editor made of a line: the pastes that it left as they were are chips again.</summary>
    public string Again(string text, string line)
    {
        foreach (var one in line)
            text = TextOf(one) is { } pasted ? text.Replace(pasted, one.ToString(), StringComparison.Ordinal) : text;
        return text;
    }

    private bool Is(char one) => one >= First && one - First < _all.Length;

    private static string LabelOf(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var size = bytes < 1000 ? $"{bytes} B" : bytes < 1_000_000 ? $"{bytes / 1000} kB" : $"{(bytes / 1e6).ToString("0.#", CultureInfo.InvariantCulture)} MB";
        var lines = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        return lines == 1 ? $"[pasted {size}]" : $"[pasted {lines} lines, {size}]";
    }
}
