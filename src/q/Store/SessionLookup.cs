using Q.Core;

namespace Q.Store;

/// <summary>Which stored session a person means: by name, by id, or by a beginning of either that only one has. Pure.</summary>
internal static class SessionLookup
{
    /// <summary>Shorter beginnings of an id would be met by chance.</summary>
    private const int LeastOfId = 4;

    private const int MostNamed = 8;

    public static Outcome<StoredSession> Find(IReadOnlyList<StoredSession> all, ReadOnlySpan<char> target)
    {
        var wanted = target.Trim().ToString();
        if (wanted.Length == 0)
            return Outcome<StoredSession>.No("Which session? Its name is needed, or its id. `q sessions list --all` shows them.");
        List<StoredSession> same = [.. all.Where(one => one.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase) || IdOf(one) == wanted)];
        if (same.Count == 0)
        {
            same = [.. all.Where(one => one.Name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
                || (wanted.Length >= LeastOfId && IdOf(one).StartsWith(wanted, StringComparison.OrdinalIgnoreCase)))];
        }
        else if (same.Count(IsOpen) == 1)
            same = [same.Find(IsOpen)!]; // an open one takes its name from those that are closed
        return same switch
        {
            [var only] => Outcome<StoredSession>.Ok(only),
            [] => Outcome<StoredSession>.No($"No session is named '{wanted}'{Nearest(all, wanted)}. `q sessions list --all` shows them."),
            _ => Outcome<StoredSession>.No($"'{wanted}' may be {Names(same)}: type more of the name, or the id."),
        };
    }

    /// <summary>The first part of an id: enough to tell sessions apart, short enough to type.</summary>
    public static string ShortId(SessionId id) => id.ToString()[..8];

    private static bool IsOpen(StoredSession one) => one.Status is not SessionStatus.Completed;

    private static string IdOf(StoredSession one) => one.Id.ToString();

    private static string Names(List<StoredSession> some)
    {
        var names = string.Join(", ", some.Take(MostNamed).Select(one => $"{one.Name} ({ShortId(one.Id)})"));
        return some.Count > MostNamed ? $"{names} and {some.Count - MostNamed} more" : names;
    }

    private static string Nearest(IReadOnlyList<StoredSession> all, string wanted) =>
        NearestName.Of(wanted, all.Select(one => one.Name)) is { } near ? $"; did you mean {near}?" : "";
}
