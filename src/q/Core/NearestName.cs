namespace Q.Core;

/// <summary>
/// "Did you mean": the name with the fewest changed letters, when it is near enough to be meant. Pure.
/// </summary>
internal static class NearestName
{
    /// <summary>Longer than any name that could be meant; bounds the work for what is pasted.</summary>
    private const int Longest = 64;

    /// <summary>Null when none is near. Of several that are as near, the first.</summary>
    public static string? Of(string wanted, IEnumerable<string> names)
    {
        if (wanted.Length is 0 or > Longest)
            return null;
        var (best, least) = (null as string, Math.Max(2, wanted.Length / 3) + 1);
        foreach (var name in names)
        {
            var distance = Distance(wanted, name);
            // A name of two letters is near to everything: more than half of it must stay.
            if (distance < least && distance * 2 < Math.Max(wanted.Length, name.Length) + 1)
                (best, least) = (name, distance);
        }
        // The start of a name is meant though much of it is missing.
        return best ?? names.FirstOrDefault(
            name => wanted.Length >= 3 && name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>How many letters are to be changed, added, dropped or swapped with their neighbour.</summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var (before, row, next) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = row[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                next[j] = Math.Min(change, Math.Min(row[j], next[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
            (before, row, next) = (row, next, before);
        }
        return row[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
