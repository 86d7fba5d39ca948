using System.Text;
using Q.Config;

namespace Q.Commands;

/// <summary>What is said of settings, in a shell and in a chat.</summary>
internal static class SettingsText
{
    /// <param name="sources">Also where each value comes from.</param>
    public static string List(IReadOnlyList<SettingValue> all, bool sources)
    {
        var text = new StringBuilder();
        var names = all.Max(one => one.Key.FullName.Length);
        var values = all.Max(one => one.Value.Length);
        foreach (var one in all)
        {
            var place = sources ? one.Place : "";
            var line = $"{one.Key.FullName.PadRight(names)}  {one.Value.PadRight(values)}  {place}";
            text.Append(line.TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>What is wrong with what was chosen for one of them.</summary>
    public static IEnumerable<string> ProblemsOf(SettingKey key, ResolvedSettings resolved) =>
        resolved.Problems.Where(problem => problem.Contains(key.FullName, StringComparison.Ordinal));

    /// <summary>What is stored does not count while a stronger source says something else; null where none does.</summary>
    public static string? Overruled(SettingValue now) => now.Source switch
    {
        SettingSource.Environment => $"{now.Place} says {now.Value}, which counts as long as it is set.",
        SettingSource.Flag => $"The command line of this q says {now.Value}, so it counts from the next start on.",
        _ => null,
    };
}
