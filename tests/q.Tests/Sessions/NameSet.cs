using Q.Core;
using Q.Naming;

namespace Q.Tests.Sessions;

/// <summary>A first message of a developer, with what its name may hold and of what type the session may be.</summary>
internal sealed record NameCase(string Message, string[] Stems, SessionType[] Types)
{
    /// <summary>The tables are resources of the test program, so that the native one has them too.</summary>
    public static IReadOnlyList<NameCase> Read(string half)
    {
        using var stream = typeof(NameCase).Assembly.GetManifestResourceStream($"names.{half}.tsv")!;
        using var reader = new StreamReader(stream);
        var cases = new List<NameCase>();
        while (reader.ReadLine() is { } line)
        {
            if (line is ['#', ' ', ..] or "")
                continue;
            var row = line.Split('\t');
            cases.Add(new(
                Unescape(row[0]), row[1].Split('|'), [.. row[2].Split('|').Select(static type => SessionTypes.Parse(type)!.Value)]));
        }
        return cases;
    }

    /// <summary>By hand: nothing here depends on how regular expressions read a backslash.</summary>
    private static string Unescape(string text) => text.Replace(@"\\", "\0", StringComparison.Ordinal)
        .Replace(@"\n", "\n", StringComparison.Ordinal).Replace(@"\t", "\t", StringComparison.Ordinal)
        .Replace("\0", @"\", StringComparison.Ordinal);
}

/// <summary>How well one half of the set is named.</summary>
internal sealed record NameScore(int Cases, int Named, int Valid, int Unique, int Typed, IReadOnlyList<string> Misses)
{
    public double NamedShare => (double)Named / Cases;

    public double TypedShare => (double)Typed / Cases;

    public static NameScore Of(IReadOnlyList<NameCase> cases, int most)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var misses = new List<string>();
        var (named, valid, unique, typed) = (0, 0, 0, 0);
        foreach (var one in cases)
        {
            var guess = NameMaker.Guess([one.Message], most);
            var name = NameMaker.Unique(guess.Name, guess.Type, most, taken.Contains);
            var holds = one.Stems.Any(stem => name.Contains(stem, StringComparison.Ordinal));
            var right = one.Types.Contains(guess.Type);
            named += holds ? 1 : 0;
            typed += right ? 1 : 0;
            valid += IsValid(name, most) ? 1 : 0;
            unique += taken.Add(name) ? 1 : 0;
            if (!holds || !right)
                misses.Add($"{(holds ? "type" : "name")} {name} ({guess.Type}): {one.Message}");
        }
        return new(cases.Count, named, valid, unique, typed, misses);
    }

    /// <summary>What decisions 1.9 asks of a name, said once more and differently from how it is made.</summary>
    public static bool IsValid(string name, int most) =>
        name.Length >= 2 && name.Length <= most
        && name.All(static letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal) && !name.All(char.IsAsciiDigit);
}
