using System.Globalization;
using System.Text.RegularExpressions;

namespace Q.E2E;

/// <summary>A row of the indicator, as it is read off a screen.</summary>
internal readonly partial record struct Indicator(int Slot, string Name, string State)
{
    public static IReadOnlyList<Indicator> On(string screen) =>
        [.. Row().Matches(screen).Select(static row => new Indicator(
            int.Parse(row.Groups["slot"].Value, CultureInfo.InvariantCulture), row.Groups["name"].Value, row.Groups["state"].Value))];

    /// <summary>The rows as one text, for comparing and for failures that can be read.</summary>
    public static string Text(string screen) => string.Join(", ", On(screen).Select(static row => $"{row.Slot} {row.Name} {row.State}"));

    [GeneratedRegex(@"^ +(?<slot>\d+) \[(?<name>[^\]]+)\] +\S (?<state>[a-z]+( permission)?)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
