using System.Runtime.InteropServices;

namespace Q.Naming;

/// <summary>A word of the messages: where its letters are, and how much it says.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct BagWord(int Start, int Length, WordKind Kind, float Score);

/// <summary>The words of up to three messages in order of appearance, each once, in memory lent by the caller.</summary>
internal ref struct WordBag(Span<char> letters, Span<BagWord> words)
{
    private const int LongestWord = 24;
    private const float ScoreOfRepeat = 0.4f;
    private const float MostScore = 6;

    private readonly Span<char> _letters = letters;
    private readonly Span<BagWord> _words = words;
    private int _used;

    public int Count { get; private set; }

    public readonly ref BagWord this[int index] => ref _words[index];

    public readonly ReadOnlySpan<char> Text(int index) => _letters.Slice(_words[index].Start, _words[index].Length);

    /// <summary>Adds a word, or to the score of the one that is there. A full bag takes no new words: what comes late says less.</summary>
    public void Add(scoped ReadOnlySpan<char> word, WordKind kind, float weight)
    {
        if (kind is WordKind.Stop || word.Length < 2 || word.Length > LongestWord)
            return;
        for (var i = 0; i < Count; i++)
        {
            if (Text(i).SequenceEqual(word))
            {
                _words[i].Score = Math.Min(MostScore, _words[i].Score + (ScoreOfRepeat * weight));
                if (kind is WordKind.Action && _words[i].Kind is not WordKind.Action)
                    _words[i].Kind = kind;
                return;
            }
        }
        if (Count == _words.Length || _used + word.Length > _letters.Length)
            return;
        word.CopyTo(_letters[_used..]);
        _words[Count] = new(_used, word.Length, kind, weight * Worth(word, kind) / (1 + (0.04f * Count)));
        _used += word.Length;
        Count++;
    }

    private static float Worth(ReadOnlySpan<char> word, WordKind kind) => kind switch
    {
        WordKind.Unknown => word.Length < 3 ? 0.3f : word.Length == 3 ? 1.6f : 2 + (Math.Min(word.Length, 8) * 0.05f),
        WordKind.Stop => 0,
        WordKind.Weak => 0.7f,
        WordKind.Action => 1.2f,
        WordKind.MinorAction => 0.6f,
        WordKind.Topic => 2.9f,
    };
}
