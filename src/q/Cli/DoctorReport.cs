using System.Text;

namespace Q.Cli;

internal enum FindingLevel : byte
{
    Ok,
    Warning,
    Problem,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Level">How it stands.</param>
/// <param name="What">Which thing, a word or two.</param>
/// <param name="Found">What was found.</param>
/// <param name="Next">What to do; empty when there is nothing to do.</param>
internal sealed record Finding(FindingLevel Level, string What, string Found, string Next = "")
{
    public static Finding Ok(string what, string found) => new(FindingLevel.Ok, what, found);

    public static Finding Warn(string what, string found, string next) => new(FindingLevel.Warning, what, found, next);

    public static Finding Problem(string what, string found, string next) =>
        new(FindingLevel.Problem, what, found, next);
}

/// <summary>What <c>q doctor</c> prints: a line for each finding, and the next step under what is not well.</summary>
internal static class DoctorReport
{
    public static string Text(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder();
        var width = findings.Max(finding => finding.What.Length);
        foreach (var (level, what, found, next) in findings)
        {
            text.Append($"{Word(level),-8} {what.PadRight(width)}  {found}\n");
            if (next.Length > 0)
                text.Append($"{"",-8} {"".PadRight(width)}  -> {next}\n");
        }
        var problems = findings.Count(finding => finding.Level is FindingLevel.Problem);
        var warnings = findings.Count(finding => finding.Level is FindingLevel.Warning);
        return text.Append($"\n{Count(problems, "problem")}, {Count(warnings, "warning")}\n").ToString();
    }

    private static string Word(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Warning => "warn",
        FindingLevel.Problem => "PROBLEM",
    };

    private static string Count(int count, string what) => count switch
    {
        0 => $"no {what}",
        1 => $"1 {what}",
        _ => $"{count} {what}s",
    };
}
