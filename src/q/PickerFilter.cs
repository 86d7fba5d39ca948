using Q.Screen;
using Q.Sessions;

namespace Q;

/// <summary>
/// Which sessions a typed text means: every word must fit. <c>s:waiting</c> is a state, <c>g:back</c> the beginning of a group, any
/// other word a part of what is said of the session, or letters of its name in their order. Pure.
/// </summary>
internal static class PickerFilter
{
    private const int Others = 3;
    private const int Loose = 4;
    private const int Unfit = 5;

    /// <summary>Those that fit: the name itself, names that begin so, that have it, other words, letters in their order.</summary>
    public static List<SessionView> Of(IEnumerable<SessionView> views, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ranked = new List<SessionView>[Unfit + 1];
        for (var i = 0; i <= Unfit; i++)
            ranked[i] = [];
        foreach (var view in views)
        {
            var worst = 0;
            foreach (var word in words)
                worst = Math.Max(worst, Rank(view, word));
            ranked[worst].Add(view);
        }
        for (var i = 1; i < Unfit; i++)
            ranked[0].AddRange(ranked[i]);
        return ranked[0];
    }

    private static int Rank(SessionView view, string word) =>
        IsPrefixed(word) ? Has(view, word) ? 0 : Unfit
        : view.Name.Equals(word, StringComparison.OrdinalIgnoreCase) ? 0
        : view.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? 1
        : view.Name.Contains(word, StringComparison.OrdinalIgnoreCase) ? 2
        : Has(view, word) ? Others
        : HasLetters(view.Name, word) ? Loose : Unfit;

    private static bool IsPrefixed(string word) =>
        word is ['s' or 'S' or 'g' or 'G', ':', ..];

    private static bool Has(SessionView view, string word) =>
        word.StartsWith("s:", StringComparison.OrdinalIgnoreCase) ? IsIn(view, word.AsSpan(2))
        : word.StartsWith("g:", StringComparison.OrdinalIgnoreCase) ? view.Group.AsSpan().StartsWith(word.AsSpan(2), StringComparison.OrdinalIgnoreCase)
        : $"{view.Name} {view.Type} {Symbols.Word(view)} {Symbols.Reason(view)} {view.Group} {view.Folder}".Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsIn(SessionView view, ReadOnlySpan<char> state) =>
        Symbols.Word(view).AsSpan().StartsWith(state, StringComparison.OrdinalIgnoreCase)
        || Symbols.Reason(view).AsSpan().StartsWith(state, StringComparison.OrdinalIgnoreCase)
        || (view.Asks && "asks".AsSpan().StartsWith(state, StringComparison.OrdinalIgnoreCase));

    private static bool HasLetters(string name, string word)
    {
        var at = 0;
        foreach (var letter in name)
            at += at < word.Length && char.ToLowerInvariant(letter) == char.ToLowerInvariant(word[at]) ? 1 : 0;
        return at == word.Length && !word.Contains(':', StringComparison.Ordinal);
    }
}
