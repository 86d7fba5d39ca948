using System.Text;

namespace Q.Store.Search;

/// <summary>
/// What a person looks for: words that must all be there, or, between quotes, words in a row. A word of three letters or more
/// also finds what begins with it. Nothing that is typed means anything else to FTS5. Pure.
/// </summary>
internal sealed class SearchWords
{
    public const string NothingToLookFor = "There is nothing to look for: type a word, or several that must all be there.";

    private const int LeastOfPrefix = 3;
    private const int MostWords = 16;
    private const int BeforeMatch = 24;
    private const int SnippetLength = 140;

    private sealed record Wanted(string Token, bool IsPrefix);

    private readonly List<Wanted> _tokens = [];

    private SearchWords(string query) => Query = query;

    /// <summary>An expression of FTS5.</summary>
    public string Query { get; }

    /// <summary>Null when there is no letter and no digit to look for.</summary>
    public static SearchWords? Of(string text)
    {
        var query = new StringBuilder();
        var tokens = new List<Wanted>();
        var parts = text.Replace('\0', ' ').Split('"');
        for (var i = 0; i < parts.Length; i++)
        {
            var isPhrase = i % 2 == 1;
            string[] words = isPhrase ? [parts[i]] : parts[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            foreach (var word in words)
            {
                if (tokens.Count >= MostWords || !TokensOf(word).Any())
                    continue;
                var isPrefix = !isPhrase && word.Length >= LeastOfPrefix;
                query.Append(query.Length > 0 ? " " : "").Append('"').Append(word).Append('"').Append(isPrefix ? "*" : "");
                List<Match> found = [.. TokensOf(word)];
                for (var n = 0; n < found.Count; n++)
                    tokens.Add(new(word.Substring(found[n].Start, found[n].Length), isPrefix && n == found.Count - 1));
            }
        }
        if (tokens.Count == 0)
            return null;
        var all = new SearchWords(query.ToString());
        all._tokens.AddRange(tokens);
        return all;
    }

    /// <summary>The line around the first match; null when accents or the like hide it from this simple look.</summary>
    public Snippet? SnippetOf(string text)
    {
        foreach (var token in TokensOf(text))
        {
            if (!IsWanted(text.AsSpan(token.Start, token.Length)))
                continue;
            var from = Math.Max(0, token.Start - BeforeMatch);
            while (from > 0 && from < token.Start && !char.IsWhiteSpace(text[from - 1]))
                from++;
            return Cut(text, from);
        }
        return null;
    }

    /// <summary>All words are in the text.</summary>
    public bool AreIn(string text)
    {
        var there = new HashSet<int>();
        foreach (var token in TokensOf(text))
        {
            for (var i = 0; i < _tokens.Count; i++)
            {
                if (Is(text.AsSpan(token.Start, token.Length), _tokens[i]))
                    there.Add(i);
            }
        }
        return there.Count == _tokens.Count;
    }

    /// <summary>One line of bounded length that begins here, without what does not show.</summary>
    public Snippet Cut(string text, int from)
    {
        var line = new StringBuilder(from > 0 ? "…" : "");
        foreach (var c in text.AsSpan(from, Math.Min(text.Length - from, 4 * SnippetLength)))
        {
            if (line.Length >= SnippetLength)
                break;
            if (!char.IsWhiteSpace(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }
        if (char.IsHighSurrogate(line.Length > 0 ? line[^1] : ' '))
            line.Length--;
        var shown = Exports.ExportText.Shown(line.ToString()).TrimEnd();
        return new(shown, [.. TokensOf(shown).Where(token => IsWanted(shown.AsSpan(token.Start, token.Length)))]);
    }

    private bool IsWanted(ReadOnlySpan<char> token)
    {
        foreach (var one in _tokens)
        {
            if (Is(token, one))
                return true;
        }
        return false;
    }

    private static bool Is(ReadOnlySpan<char> token, Wanted wanted) => wanted.IsPrefix
        ? token.StartsWith(wanted.Token, StringComparison.OrdinalIgnoreCase)
        : token.Equals(wanted.Token, StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs of letters and digits, as FTS5 sees them.</summary>
    private static IEnumerable<Match> TokensOf(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsLetterOrDigit(text, at))
                continue;
            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text, at))
                at += char.IsSurrogatePair(text, at) ? 2 : 1;
            yield return new(start, at - start);
        }
    }
}
