using System.Buffers;

namespace Q.Screen;

/// <summary>
/// The end of an answer that is still being written: what cannot be told yet is held back, and what was opened is closed, so that
/// no sign flashes up as text before it becomes a look. Pure.
/// </summary>
internal static class MarkdownTail
{
    private const int LongestMark = 20;

    private static readonly SearchValues<char> s_undecided = SearchValues.Create("#*+-_~`>|=0123456789.)[ \t");

    /// <summary>The text as it may be shown now.</summary>
    public static string Settle(string text)
    {
        var start = text.LastIndexOf('\n') + 1;
        var line = text.AsSpan(start).TrimStart(' ');
        if ((line.IndexOfAnyExcept(s_undecided) < 0 && !IsNumbers(line)) || line.StartsWith("```") || line.StartsWith("~~~"))
            text = text[..start];
        if (line.StartsWith('|') || line.IsEmpty)
            text = text[..Table(text)];
        if (text.Length > start && LinkDefinition.IsLabelled(line, out var label))
            return LinkDefinition.IsUndecided(line, label) ? text[..(text.Length - line.Length + label + 1)] : text;
        return text.EndsWith('\n') ? text : CloseSigns(text);
    }

    /// <summary>A table is shown from its second line on, in whole rows.</summary>
    private static int Table(string text)
    {
        var (at, lines, end) = (text.LastIndexOf('\n') + 1, 0, text.Length);
        var first = at;
        while (at > 0)
        {
            var above = text.LastIndexOf('\n', Math.Max(0, at - 2)) + 1;
            above = above >= at ? 0 : above;
            if (!text.AsSpan(above, at - above).TrimStart(' ').StartsWith('|'))
                break;
            (at, lines) = (above, lines + 1);
        }
        if (lines == 0 && at == end)
            return end;
        return lines < 2 ? at : first;
    }

    private static string CloseSigns(string text)
    {
        Span<(char Sign, int Length)> open = stackalloc (char, int)[16];
        var (depth, link) = (0, -1);
        for (var i = Block(text); i < text.Length; i++)
        {
            var sign = text[i];
            if (sign == '\\')
            {
                i++;
                continue;
            }
            if (sign == ']' && i + 1 < text.Length && text[i + 1] == '(' && text.IndexOf(')', i) < 0)
                link = i;
            if (sign is not ('`' or '*' or '_' or '~'))
                continue;
            var length = text.AsSpan(i).IndexOfAnyExcept(sign);
            length = length < 0 ? text.Length - i : length;
            var end = i + length;
            if (sign == '`')
            {
                var close = Ticks(text, end, length);
                if (close < 0)
                    return (end == text.Length ? text[..i] : text.TrimEnd() + new string('`', length)) + Closers(open[..depth]);
                i = close + length - 1;
                continue;
            }
            var before = i > 0 ? text[i - 1] : ' ';
            var after = end < text.Length ? text[end] : ' ';
            if (sign == '~' ? length == 2 : sign != '_' || !char.IsLetterOrDigit(before) || !char.IsLetterOrDigit(after))
            {
                if (!char.IsWhiteSpace(before) && depth > 0 && open[depth - 1] is var last && last.Sign == sign && last.Length <= length)
                    depth--;
                else if (end == text.Length && (depth == 0 || open[depth - 1].Sign != sign || char.IsWhiteSpace(before)))
                    text = text[..i]; // nothing says yet what it is
                else if (end == text.Length)
                    text = text[..i];
                else if (!char.IsWhiteSpace(after) && depth < open.Length)
                    open[depth++] = (sign, length);
            }
            i = end - 1;
        }
        if (text.LastIndexOf("][", StringComparison.Ordinal) is >= 0 and var mark && text.Length - mark < LongestMark && text.IndexOf(']', mark + 1) < 0)
            text = text[..(mark + 1)]; // it may be the mark of a link
        if (link >= 0 && link < text.Length && text.LastIndexOf('[', link) is >= 0 and var bracket)
            text = string.Concat(text.AsSpan(0, bracket), text.AsSpan(bracket + 1, link - bracket - 1));
        return depth == 0 ? text : text.TrimEnd() + Closers(open[..depth]);
    }

    /// <summary>Where the last paragraph, item or heading begins: signs do not reach over it.</summary>
    private static int Block(string text)
    {
        for (var at = text.Length; at > 0;)
        {
            var start = text.LastIndexOf('\n', at - 1) + 1;
            var line = text.AsSpan(start, at - start).TrimStart(' ');
            if (line.IsEmpty || line[0] is '#' or '>' or '|' || IsItem(line))
                return start;
            at = start - 1;
        }
        return 0;
    }

    /// <summary>Figures that can be no item's number any more: <c>1 2</c>, <c>1.5</c>, or more digits than such a number has.</summary>
    private static bool IsNumbers(ReadOnlySpan<char> line)
    {
        const int mostDigits = 9;
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
            return line.Length > mostDigits;
        return digits > 0 && (line[digits] is not ('.' or ')') || (digits + 1 < line.Length && line[digits + 1] != ' '));
    }

    private static bool IsItem(ReadOnlySpan<char> line)
    {
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        return line is ['-' or '*' or '+', ' ', ..] || (digits > 0 && line[digits] is '.' or ')');
    }

    private static int Ticks(string text, int from, int length)
    {
        while (text.IndexOf('`', from) is >= 0 and var at)
        {
            var run = text.AsSpan(at).IndexOfAnyExcept('`');
            run = run < 0 ? text.Length - at : run;
            if (run == length)
                return at;
            from = at + run;
        }
        return -1;
    }

    private static string Closers(ReadOnlySpan<(char Sign, int Length)> open)
    {
        var closers = "";
        foreach (var (sign, length) in open)
            closers = new string(sign, length) + closers;
        return closers;
    }
}
