namespace Q.Input;

/// <summary>What may stand in place of the text from <paramref name="From"/> to the cursor.</summary>
internal readonly record struct Candidates(int From, IReadOnlyList<string> Words)
{
    public static Candidates None => new(0, []);

    /// <summary>What a word does or is, in a few words; asked when they are listed. Null or empty where there is nothing to say.</summary>
    public Func<string, string?>? Note { get; init; }
}

/// <summary>Knows what can be completed (commands, arguments, sessions, files); Input does not.</summary>
/// <param name="text">The line.</param>
/// <param name="cursor">Where in it.</param>
/// <param name="mayRead">Files and the store may be asked; false: nothing is offered where they would be.</param>
internal delegate Candidates CompletionSource(string text, int cursor, bool mayRead);

/// <summary>
/// Tab: one candidate is taken; several give what they share and are listed; each further Tab takes the next of them. Anything
/// else ends it. Owned by the editor.
/// </summary>
internal sealed class Completion(CompletionSource source)
{
    private int _from;
    private int _chosen = -1;

    /// <summary>What is listed under the prompt; empty when nothing is.</summary>
    public IReadOnlyList<string> Listed { get; private set; } = [];

    /// <summary>What there is to say of each that is listed, in the same order; empty when nothing is.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>The one that stands in the line now; -1 when it is only what they share.</summary>
    public int Chosen => _chosen;

    public void End() => (Listed, Notes, _chosen) = ([], [], -1);

    /// <summary>True when there was something to complete.</summary>
    public bool Press(TextBuffer text, bool backwards)
    {
        if (Listed.Count > 0)
        {
            _chosen = backwards
                ? (_chosen <= 0 ? Listed.Count : _chosen) - 1
                : (_chosen + 1) % Listed.Count;
            text.Replace(_from, text.Cursor, Listed[_chosen]);
            return true;
        }
        var found = source(text.Text, text.Cursor, mayRead: true);
        var (from, words) = found;
        if (words.Count == 0)
            return false;
        if (words.Count == 1)
        {
            text.Replace(from, text.Cursor, Finished(words[0], text));
            return true;
        }
        var shared = Shared(words);
        if (shared.Length > text.Cursor - from)
            text.Replace(from, text.Cursor, shared);
        (Listed, _from, _chosen) = (words, from, -1);
        Notes = found.Note is { } note ? [.. words.Select(word => note(word) ?? "")] : [];
        return true;
    }

    /// <summary>A folder goes on; anything else is followed by a blank.</summary>
    private static string Finished(string word, TextBuffer text) =>
        word.EndsWith('/') || (text.Cursor < text.Text.Length && text.Text[text.Cursor] == ' ') ? word : word + " ";

    private static string Shared(IReadOnlyList<string> words)
    {
        var length = words[0].Length;
        foreach (var word in words)
            length = Math.Min(length, words[0].AsSpan().CommonPrefixLength(word));
        return words[0][..length];
    }
}
