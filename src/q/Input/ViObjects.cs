namespace Q.Input;

/// <summary>
/// What <c>iw</c>, <c>a"</c>, <c>i(</c> mean: a word, what stands in quotes or in brackets, alone or with what is around it. Words and quotes are
/// looked for in the line of the cursor, brackets in all of the text. Pure.
/// </summary>
internal static class ViObjects
{
    /// <summary>From the first character to behind the last; null where there is none.</summary>
    /// <param name="text">Text and cursor.</param>
    /// <param name="letter">Which.</param>
    /// <param name="around">With the quotes, the brackets, the blanks behind (or before, where none are behind).</param>
    /// <param name="times">So many words, or pairs of brackets outwards.</param>
    public static (int From, int To)? Of(TextBuffer text, int letter, bool around, int times) => letter switch
    {
        'w' or 'W' => Words(text, letter == 'W', around, times),
        '"' or '\'' or '`' => Quoted(text, (char)letter, around),
        '(' or ')' or 'b' => Pair(text.Text, text.Cursor, '(', ')', around, times),
        '[' or ']' => Pair(text.Text, text.Cursor, '[', ']', around, times),
        '{' or '}' or 'B' => Pair(text.Text, text.Cursor, '{', '}', around, times),
        '<' or '>' => Pair(text.Text, text.Cursor, '<', '>', around, times),
        _ => null,
    };

    private static (int, int)? Words(TextBuffer text, bool isBig, bool around, int times)
    {
        var (all, start, end) = (text.Text, text.LineStart, text.LineEnd);
        if (text.Cursor >= end)
            return null;
        var from = text.Cursor;
        while (from > start && IsSame(from - 1, from))
            from--;
        var onBlank = ViKeys.Class(all, from, isBig) == 0;
        var to = from;
        for (var i = 0; i < times && to < end; i++)
        {
            to = RunEnd(to);
            if (around && to < end && (onBlank || ViKeys.Class(all, to, isBig) == 0))
                to = RunEnd(to);
        }
        if (around && !onBlank && ViKeys.Class(all, to - 1, isBig) != 0)
        {
            while (from > start && ViKeys.Class(all, from - 1, isBig) == 0)
                from--;
        }
        return (from, to);

        bool IsSame(int one, int other) => ViKeys.Class(all, one, isBig) == ViKeys.Class(all, other, isBig);

        int RunEnd(int at)
        {
            for (at++; at < end && IsSame(at - 1, at);)
                at++;
            return at;
        }
    }

    /// <summary>The pair that the cursor is in or on, else the next one behind it. A backslash before a quote takes its meaning.</summary>
    private static (int, int)? Quoted(TextBuffer text, char quote, bool around)
    {
        var (all, start, end) = (text.Text, text.LineStart, text.LineEnd);
        var open = -1;
        for (var at = start; at < end; at++)
        {
            if (all[at] == '\\')
            {
                at++;
            }
            else if (all[at] == quote && open < 0)
            {
                open = at;
            }
            else if (all[at] == quote && at >= text.Cursor)
            {
                return around ? WithBlanks(all, open, at + 1, start, end) : (open + 1, at);
            }
            else if (all[at] == quote)
            {
                open = -1;
            }
        }
        return null;
    }

    private static (int, int) WithBlanks(string all, int from, int to, int start, int end)
    {
        var behind = to;
        while (behind < end && all[behind] is ' ' or '\t')
            behind++;
        if (behind > to)
            return (from, behind);
        while (from > start && all[from - 1] is ' ' or '\t')
            from--;
        return (from, to);
    }

    private static (int, int)? Pair(string all, int cursor, char open, char close, bool around, int times)
    {
        var from = cursor < all.Length && all[cursor] == open ? cursor : Outwards(all, cursor - 1, -1, open, close);
        for (var more = times - 1; more > 0 && from >= 0; more--)
            from = Outwards(all, from - 1, -1, open, close);
        if (from < 0 || Outwards(all, from + 1, +1, close, open) is not (>= 0 and var to))
            return null;
        return around ? (from, to + 1) : (from + 1, to);
    }

    /// <summary>The other one of the first bracket from here to the end of the line; -1 without one.</summary>
    public static int Match(string all, int at, int end)
    {
        const string Brackets = "()[]{}";
        var from = at;
        while (from < end && !Brackets.Contains(all[from], StringComparison.Ordinal))
            from++;
        if (from == end)
            return -1;
        var kind = Brackets.IndexOf(all[from]);
        var step = kind % 2 == 0 ? 1 : -1;
        return Outwards(all, from + step, step, Brackets[kind ^ 1], all[from]);
    }

    /// <summary>The bracket that is not closed on the way there; -1 without one.</summary>
    private static int Outwards(string all, int at, int step, char wanted, char other)
    {
        for (var depth = 0; at >= 0 && at < all.Length; at += step)
        {
            if (all[at] == wanted && depth-- == 0)
                return at;
            if (all[at] == other)
                depth++;
        }
        return -1;
    }
}
