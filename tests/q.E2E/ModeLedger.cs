using System.Text.RegularExpressions;

namespace Q.E2E;

/// <summary>Which terminal modes were on at the end of what a program wrote: also those that tmux does not report.</summary>
internal static partial class ModeLedger
{
    /// <summary>A name for each mode that is not as a shell finds it.</summary>
    public static IReadOnlyList<string> LeftOn(string written)
    {
        var on = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        var (kitty, other) = (0, 0); // each of the two screens has a stack of its own
        foreach (Match match in Sequence().Matches(written))
        {
            var (lead, numbers, final) = (match.Groups["lead"].Value, match.Groups["numbers"].Value, match.Groups["final"].Value);
            switch (lead, final)
            {
                case ("?", "h" or "l"):
                    if (numbers == "1049" && on.GetValueOrDefault("private mode 1049") != (final == "h"))
                        (kitty, other) = (other, kitty);
                    foreach (var mode in numbers.Split(';'))
                        on[$"private mode {mode}"] = final == "h" != mode is "7" or "25";
                    break;
                case (">", "m") when numbers.StartsWith('4'):
                    on["modifyOtherKeys"] = numbers is not ("4" or "4;0");
                    break;
                case (">", "u"):
                    kitty++;
                    break;
                case ("<", "u"):
                    kitty = Math.Max(0, kitty - 1);
                    break;
                case ("", "r"):
                    on["scroll region"] = numbers.Length > 0;
                    break;
                case ("", "m"):
                    on["attributes"] = numbers is not ("" or "0");
                    break;
                case ("", " q"):
                    on["cursor shape"] = numbers is not ("" or "0");
                    break;
            }
        }

        on["kitty keys"] = kitty > 0 || other > 0;
        return [.. on.Where(static mode => mode.Value).Select(static mode => mode.Key)];
    }

    [GeneratedRegex(@"\e\[(?<lead>[?<>=]?)(?<numbers>[\d;:]*)(?<final> ?[a-zA-Z])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sequence();
}
