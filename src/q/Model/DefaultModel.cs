using System.Text.Json;

namespace Q.Model;

/// <summary>Which model is taken when none is named. Pure.</summary>
internal static class DefaultModel
{
    /// <summary>What is listed in a sentence.</summary>
    private const int MostTold = 12;

    /// <summary>What a provider has, in a sentence.</summary>
    public static string Told(string provider, IReadOnlyList<string> has)
    {
        if (has.Count == 0)
            return $"{provider} lists no models.";
        var more = has.Count > MostTold ? $" and {has.Count - MostTold} more" : "";
        return $"{provider} has {string.Join(", ", has.Take(MostTold))}{more}.";
    }

    /// <summary>The first preferred one that the server has; the only one it has; else none.</summary>
    public static string? Of(IReadOnlyList<string> has, IReadOnlyList<string> preferred)
    {
        foreach (var wish in preferred)
        {
            foreach (var name in has)
            {
                if (IsSame(name, wish))
                    return name;
            }
        }
        return has.Count == 1 ? has[0] : null;
    }

    /// <summary><c>{data:[{id}]}</c>, <c>{models:[{name}]}</c> or a bare list.</summary>
    public static IReadOnlyList<string> Names(JsonElement root)
    {
        var list = root;
        if (root.ValueKind is JsonValueKind.Object
            && !root.TryGetProperty("data", out list) && !root.TryGetProperty("models", out list))
            return [];
        if (list.ValueKind is not JsonValueKind.Array)
            return [];
        var names = new List<string>();
        foreach (var entry in list.EnumerateArray())
        {
            if (entry.ValueKind is JsonValueKind.String)
                names.Add(entry.GetString()!);
            else if (entry.ValueKind is JsonValueKind.Object
                && (entry.TryGetProperty("id", out var name) || entry.TryGetProperty("name", out name)))
                names.Add(name.ToString());
        }
        return names;
    }

    /// <summary>A date (<c>-20250929</c>), a tag (<c>:30b</c>) or <c>models/</c> make no other model.</summary>
    private static bool IsSame(string name, string wish)
    {
        if (name.StartsWith("models/", StringComparison.Ordinal))
            name = name["models/".Length..];
        if (!name.StartsWith(wish, StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = name.AsSpan(wish.Length);
        var isDated = rest.Length == 9 && rest[0] is '-' && !rest[1..].ContainsAnyExceptInRange('0', '9');
        return rest.Length == 0 || rest[0] is ':' || isDated;
    }
}
