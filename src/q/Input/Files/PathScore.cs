namespace Q.Input.Files;

/// <summary>
/// How well letters, in their order, fit a path: best where they begin its name, then a folder's, then a word of either
/// (<c>fooBar</c>, <c>foo_bar</c>), then where they stand together and a capital is one; of equal ones the shorter is better. Pure, allocates nothing.
/// </summary>
internal static class PathScore
{
    public const int None = int.MinValue;

    private const int Most = 256; // of a longer path its end counts
    private const int Letter = 8;
    private const int Together = 12;
    private const int NameStart = 16;
    private const int FolderStart = 10;
    private const int WordStart = 12;
    private const int InName = 2;

    public static int Of(ReadOnlySpan<char> path, ReadOnlySpan<char> wanted)
    {
        path = path[^Math.Min(path.Length, Most)..];
        var name = path.TrimEnd('/').LastIndexOf('/') + 1;
        // Letter after letter: the places where it stands, each with the best sum of those before it and itself.
        Span<(int At, int Sum)> places = stackalloc (int, int)[path.Length];
        Span<(int At, int Sum)> next = stackalloc (int, int)[path.Length];
        var count = 0;
        for (var i = 0; i < wanted.Length; i++)
        {
            var (low, high, found) = (char.ToLowerInvariant(wanted[i]), char.ToUpperInvariant(wanted[i]), 0);
            for (var at = 0; path[at..].IndexOfAny(low, high) is >= 0 and var on; at++)
            {
                at += on;
                var sum = i == 0 ? 0 : None;
                for (var one = 0; one < count && places[one].At < at; one++)
                    sum = Math.Max(sum, places[one].Sum + (places[one].At == at - 1 ? Together : places[one].At + 1 - at));
                if (sum == None)
                    continue;
                var isCapital = path[at] == wanted[i] && low != wanted[i];
                next[found++] = (at, sum + Letter + Start(path, at, name) + (isCapital ? 1 : 0));
            }
            var before = places;
            places = next;
            next = before;
            count = found;
            if (count == 0)
                return None;
        }
        var best = None;
        foreach (var place in places[..count])
            best = Math.Max(best, place.Sum);
        return best - path.Length / 4;
    }

    private static int Start(ReadOnlySpan<char> path, int at, int name)
    {
        var inName = at >= name ? InName : 0;
        if (at == name)
            return NameStart + inName;
        if (at == 0 || path[at - 1] == '/')
            return FolderStart;
        var isWord = path[at - 1] is '_' or '-' or '.' or ' ' || (char.IsUpper(path[at]) && !char.IsUpper(path[at - 1]));
        return (isWord ? WordStart : 0) + inName;
    }
}
