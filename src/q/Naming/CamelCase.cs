namespace Q.Naming;

/// <summary>Takes names apart at their capitals: <c>ListView</c>, <c>HTTPServer</c>; but not <c>OAuth</c>, <c>iOS</c>, <c>GraphQL</c>.</summary>
internal static class CamelCase
{
    private const int LongestAcronym = 3;

    /// <summary>How long the first part is; all of it where nothing is to be split.</summary>
    public static int NextPart(ReadOnlySpan<char> name)
    {
        for (var i = 2; i < name.Length - 1; i++)
        {
            var atWord = char.IsUpper(name[i]) && char.IsLower(name[i + 1]) && char.IsLetter(name[i - 1]);
            var atAcronym = char.IsUpper(name[i]) && char.IsLower(name[i - 1]) && !char.IsLower(name[i + 1]) && !EndsIn(name[i..]);
            if (atWord || atAcronym)
                return i;
        }
        return name.Length;
    }

    private static bool EndsIn(ReadOnlySpan<char> acronym) => acronym.Length <= LongestAcronym && !acronym.ContainsAnyInRange('a', 'z');
}
