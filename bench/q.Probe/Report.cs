using System.Text;

namespace Q.Probe;

/// <summary>A line of the results. <paramref name="Pass"/> is null where no budget is set.</summary>
internal readonly record struct Row(string What, string Figure, string Budget, bool? Pass, string Beside);

/// <summary>Collects lines, shows each as it comes, and writes them as a table.</summary>
internal sealed class Report
{
    private readonly List<(string Bench, Row Row)> _rows = [];

    public int Over => _rows.Count(static one => one.Row.Pass is false);

    public string Bench { get; set; } = "";

    /// <summary>A figure that may be at most <paramref name="most"/>.</summary>
    public void AtMost(string what, double figure, string unit, double? most, string beside = "") => Add(new(
        what, $"{Figures.Text(figure)} {unit}", most is { } limit ? $"≤ {Figures.Text(limit)} {unit}" : "",
        most is { } budget ? figure <= budget : null, beside));

    public void Note(string what, string figure, string beside = "") => Add(new(what, figure, "", null, beside));

    /// <summary>It could not be measured: that is never a pass.</summary>
    public void Failed(string what, string why) => Add(new(what, "not measured", "", false, why));

    public string Table()
    {
        var text = new StringBuilder("| Bench | What | Figure | Budget | | Beside |\n|---|---|--:|--:|---|---|\n");
        foreach (var (bench, row) in _rows)
            text.Append($"| {bench} | {row.What} | {row.Figure} | {row.Budget} | {Word(row.Pass)} | {row.Beside} |\n");
        return text.ToString();
    }

    private void Add(Row row)
    {
        _rows.Add((Bench, row));
        Console.WriteLine($"{row.What,-66} {row.Figure,14}  {row.Budget,-14} {Word(row.Pass),-5} {row.Beside}");
    }

    private static string Word(bool? pass) => pass switch
    {
        true => "pass",
        false => "over",
        null => "",
    };
}
