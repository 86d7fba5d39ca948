namespace Q.Input;

/// <summary>Replace what lies between by this text; the cursor goes behind it.</summary>
internal readonly record struct WordEdit(int From, int To, string Text)
{
    public bool IsNone => From == To;
}

/// <summary>The emacs commands that turn words and characters round.</summary>
internal static class WordEdits
{
    public static WordEdit Upper(TextBuffer text) => Word(text, word => word.ToUpperInvariant());

    public static WordEdit Lower(TextBuffer text) => Word(text, word => word.ToLowerInvariant());

    public static WordEdit Capital(TextBuffer text) => Word(text, word =>
    {
        var first = word.Select((one, at) => char.IsLetterOrDigit(one) ? at : -1).FirstOrDefault(at => at >= 0, -1);
        return first < 0
            ? word
            : string.Concat(word.AsSpan(0, first), word[first..(first + 1)].ToUpperInvariant(), word[(first + 1)..].ToLowerInvariant());
    });

    /// <summary>The characters before and behind the cursor change places; at the end of the line the last two.</summary>
    public static WordEdit SwapCharacters(TextBuffer text)
    {
        var probe = Copy(text, text.Cursor == text.LineEnd ? text.Previous() : text.Cursor);
        var (middle, end) = (probe.Cursor, probe.Next());
        var start = probe.Previous();
        return start < text.LineStart || middle <= start || end <= middle
            ? default
            : new WordEdit(start, end, text.Text[middle..end] + text.Text[start..middle]);
    }

    /// <summary>The word before the cursor and the one behind it (or the last two) change places.</summary>
    public static WordEdit SwapWords(TextBuffer text)
    {
        var end = text.WordEnd();
        var second = Copy(text, end).WordStart();
        var first = Copy(text, second).WordStart();
        var firstEnd = Copy(text, first).WordEnd();
        return firstEnd > second || first == second
            ? default
            : new WordEdit(first, end, text.Text[second..end] + text.Text[firstEnd..second] + text.Text[first..firstEnd]);
    }

    /// <summary>The blanks around the cursor go.</summary>
    public static WordEdit Blanks(TextBuffer text)
    {
        var (from, to) = (text.Cursor, text.Cursor);
        while (from > 0 && text.Text[from - 1] is (' ' or '\t'))
            from--;
        while (to < text.Text.Length && text.Text[to] is (' ' or '\t'))
            to++;
        return new WordEdit(from, to, "");
    }

    private static WordEdit Word(TextBuffer text, Func<string, string> change)
    {
        var end = text.WordEnd();
        return new WordEdit(text.Cursor, end, change(text.Text[text.Cursor..end]));
    }

    private static TextBuffer Copy(TextBuffer text, int cursor)
    {
        var copy = new TextBuffer();
        copy.Set(text.Text, cursor);
        return copy;
    }
}
