using Q.Screen;
using Q.Sessions;

namespace Q;

/// <summary>
/// Which sessions a typed text means: every word must fit. <c>s:waiting</c> is a state, <c>g:back</c> the beginning of a group, any
/// other word a part of what is said of the session, or letters of its name in their order. Pure.
/// </summary>
internal static class PickerFilter
{
    /// <summary>Those that fit, in their order, but those that only have the letters come last.</summary>
    public static List<SessionView> Of(IEnumerable<SessionView> views, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (found, loose) = (new List<SessionView>(), new List<SessionView>());
        foreach (var view in views)
        {
            if (Array.TrueForAll(words, word => Has(view, word)))
                found.Add(view);
            else if (Array.TrueForAll(words, word => Has(view, word) || HasLetters(view.Name, word)))
                loose.Add(view);
        }
        found.AddRange(loose);
        return found;
    }

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
