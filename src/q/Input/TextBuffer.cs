using System.Globalization;

namespace Q.Input;

/// <summary>
/// Text with a cursor that always stands between text elements (what a person calls characters). Lines end with \n. Pure and
/// small: an edit copies the text, which a person types faster than anyone notices.
/// </summary>
internal sealed class TextBuffer
{
    public string Text { get; private set; } = "";

    public int Cursor { get; private set; }

    public bool IsEmpty => Text.Length == 0;

    public int LineStart => Text.AsSpan(0, Cursor).LastIndexOf('\n') + 1;

    public int LineEnd => Text.IndexOf('\n', Cursor) is >= 0 and var end ? end : Text.Length;

    public void Set(string text, int cursor)
    {
        Text = text;
        MoveTo(cursor);
    }

    /// <summary>A place inside a text element is its beginning.</summary>
    public void MoveTo(int place)
    {
        place = Math.Clamp(place, 0, Text.Length);
        var at = Text.AsSpan(0, place).LastIndexOf('\n') + 1; // a line end is always a border
        if (place == Text.Length || Text[place] < 0x7F)
            at = place;
        while (at < place && at + ElementLength(at) is var next && next <= place)
            at = next;
        Cursor = at;
    }

    public void Insert(ReadOnlySpan<char> text)
    {
        var after = Text.AsSpan(Cursor);
        var place = Cursor + text.Length;
        Text = string.Concat(Text.AsSpan(0, Cursor), text, after);
        Cursor = place;
        if (Cursor < Text.Length)
            MoveToBorderAfter(place);
    }

    /// <summary>Takes out what lies between, in any order, and gives it; the cursor stands there.</summary>
    public string Remove(int from, int to)
    {
        (from, to) = (Math.Clamp(Math.Min(from, to), 0, Text.Length), Math.Clamp(Math.Max(from, to), 0, Text.Length));
        var removed = Text[from..to];
        Text = Text.Remove(from, to - from);
        Cursor = 0;
        MoveTo(from);
        return removed;
    }

    public void Replace(int from, int to, string with)
    {
        Remove(from, to);
        Cursor = from;
        Insert(with);
    }

    public int Next() => Cursor >= Text.Length ? Cursor : Cursor + ElementLength(Cursor);

    public int Previous()
    {
        if (Cursor == 0)
            return 0;
        if (Text[Cursor - 1] < 0x7F)
            return Cursor - 1;
        var at = LineStart;
        while (at + ElementLength(at) is var next && next < Cursor)
            at = next;
        return at;
    }

    public int WordEnd()
    {
        var at = Cursor;
        while (at < Text.Length && !IsWord(at))
            at++;
        while (at < Text.Length && IsWord(at))
            at++;
        return at;
    }

    public int WordStart()
    {
        var at = Cursor;
        while (at > 0 && !IsWord(at - 1))
            at--;
        while (at > 0 && IsWord(at - 1))
            at--;
        return at;
    }

    /// <summary>The beginning of the run without blanks before the cursor (Ctrl+W).</summary>
    public int BlankWordStart()
    {
        var at = Cursor;
        while (at > 0 && char.IsWhiteSpace(Text[at - 1]))
            at--;
        while (at > 0 && !char.IsWhiteSpace(Text[at - 1]))
            at--;
        return at;
    }

    /// <summary>The same column a line up or down; -1 where there is no such line.</summary>
    public int OtherLine(int by)
    {
        var (start, end, column) = (LineStart, LineEnd, Cursor - LineStart);
        if (by < 0)
        {
            if (start == 0)
                return -1;
            var above = start == 1 ? 0 : Text.LastIndexOf('\n', start - 2) + 1;
            return Math.Min(above + column, start - 1);
        }
        if (end == Text.Length)
            return -1;
        var below = Text.IndexOf('\n', end + 1);
        return Math.Min(end + 1 + column, below < 0 ? Text.Length : below);
    }

    private int ElementLength(int at) => StringInfo.GetNextTextElementLength(Text.AsSpan(at));

    /// <summary>What was typed may have joined what follows (a mark, half of a flag): then the cursor goes behind the whole.</summary>
    private void MoveToBorderAfter(int place)
    {
        MoveTo(place);
        if (Cursor < place)
            Cursor = Next();
    }

    private bool IsWord(int at) =>
        char.IsLetterOrDigit(Text[at]) || char.IsSurrogate(Text[at]) || Text[at] == '\u200D'
        || CharUnicodeInfo.GetUnicodeCategory(Text[at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
