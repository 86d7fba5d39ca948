namespace Q.Naming;

/// <summary>The words that names and types turn on, in the languages people prompt in. Read-only once made; made at first use.</summary>
internal static class WordTable
{
    private static readonly Dictionary<string, KnownWord>.AlternateLookup<ReadOnlySpan<char>> s_words =
        Read().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Looks up a folded word; an English action is also found behind its endings.</summary>
    public static KnownWord Find(ReadOnlySpan<char> word) =>
        s_words.TryGetValue(word, out var known) ? known
        : word.EndsWith("ing") ? Ending(word[..^3])
        : word.EndsWith("ed") ? Done(Ending(word[..^2]))
        : word is [.., 's' or 'x' or 'h' or 'z', 'e', 's'] && Action(word[..^2]) is { Kind: not WordKind.Unknown } es ? es
        : word.EndsWith('s') ? Action(word[..^1])
        : default;

    /// <summary>What is done already, <c>implemented</c>, is not asked for; it still says of what type the talk is.</summary>
    private static KnownWord Done(KnownWord known) =>
        known.Kind is WordKind.Action or WordKind.MinorAction ? new(WordKind.Weak, known.Hint, null) : known;

    /// <summary><c>debugg</c>, <c>optimiz</c> and <c>add</c> are what endings leave behind.</summary>
    private static KnownWord Ending(ReadOnlySpan<char> left)
    {
        if (left.Length < 2)
            return default;
        if (left[^1] == left[^2] && Action(left[..^1]) is { Kind: not WordKind.Unknown } single)
            return single;
        // A short word doubles its last letter: what planed is not to plan.
        if (Action(left) is { Kind: not WordKind.Unknown } whole && !Doubles(left))
            return whole;
        Span<char> withE = stackalloc char[left.Length + 1];
        left.CopyTo(withE);
        withE[^1] = 'e';
        return Action(withE);
    }

    private static bool Doubles(ReadOnlySpan<char> word) =>
        word is [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'a' or 'e' or 'i' or 'o' or 'u', 'n' or 'g' or 't' or 'p'];

    /// <summary>Only English actions bend like this; <c>Base</c> marks them.</summary>
    private static KnownWord Action(ReadOnlySpan<char> word) =>
        s_words.TryGetValue(word, out var known) && known.Base is not null ? known : default;

    private static Dictionary<string, KnownWord> Read()
    {
        var words = new Dictionary<string, KnownWord>(1600, StringComparer.Ordinal);
        foreach (var text in StopWords.All)
            Add(words, WordKind.Stop, TypeHint.None, text, bends: false);
        foreach (var (kind, hint, text) in ActionWords.English)
            Add(words, kind, hint, text, bends: true);
        foreach (var (kind, hint, text) in ActionWords.Others)
            Add(words, kind, hint, text, bends: false);
        foreach (var (kind, hint, text) in TopicWords.All)
            Add(words, kind, hint, text, bends: false);
        return words;
    }

    private static void Add(Dictionary<string, KnownWord> words, WordKind kind, TypeHint hint, string text, bool bends)
    {
        foreach (var range in text.AsSpan().Split(' '))
        {
            if (text.AsSpan(range) is { IsEmpty: false } span)
            {
                var word = span.ToString();
                // The first mention counts: a word that is a stop word in one language may be an action in another.
                _ = words.TryAdd(word, new(kind, hint, bends ? word : null));
            }
        }
    }
}
