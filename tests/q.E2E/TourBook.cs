using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Q.TestKit;

namespace Q.E2E;

/// <summary>
/// The pictures of docs/tour.md and its moving one, docs/tour.svg: screens of the running program, in the order of the tour.
/// </summary>
internal sealed partial class TourBook
{
    public const int Columns = 80;
    public const int Rows = 18;

    private const double SecondsEach = 2.4;
    private const double CellWidth = 8.4;
    private const int RowHeight = 18;

    private readonly StringBuilder _page = new("# A tour in pictures\n\nMade by `./build.sh tour` from the running program.\n\n![Three sessions at work](tour.svg)\n");
    private readonly List<string> _frames = [];

    public void Title(string title) => _page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n");

    public void Says(string text) => _page.Append(CultureInfo.InvariantCulture, $"\n{text}\n");

    /// <summary>A screen as a picture of text, and as a frame of the recording.</summary>
    public async Task Shows(TmuxPane pane)
    {
        var coloured = Anywhere(await pane.ColouredScreen());
        _frames.Add(coloured);
        _page.Append("\n```\n");
        foreach (var row in SgrRow.Split(coloured))
            _page.Append(string.Concat(row.Select(static run => run.Text)).TrimEnd()).Append('\n');
        while (_page is [.., '\n', '\n'])
            _page.Length--;
        _page.Append("```\n");
    }

    /// <summary>Only in the recording.</summary>
    public async Task Films(TmuxPane pane) => _frames.Add(Anywhere(await pane.ColouredScreen()));

    /// <summary>Writes both, when they are asked for as goldens are.</summary>
    public void Write()
    {
        if (Repository.Root is not { } root || Environment.GetEnvironmentVariable("UPDATE_GOLDEN") != "1")
            return;
        File.WriteAllText(Path.Combine(root, "docs", "tour.md"), _page.ToString());
        File.WriteAllText(Path.Combine(root, "docs", "tour.svg"), Film());
    }

    /// <summary>Without the port and the folder that this run happened to have.</summary>
    private static string Anywhere(string screen) => Folder().Replace(Port().Replace(screen, "127.0.0.1:8080"), "/home/ada/shop");

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"/tmp/q-world-\w+/work")]
    private static partial Regex Folder();

    private string Film()
    {
        var (width, height) = ((Columns * CellWidth) + 24, (Rows * RowHeight) + 24);
        var all = _frames.Count * SecondsEach;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0} {height}" font-family="ui-monospace,Menlo,Consolas,monospace" font-size="14">
            <style>text{"{white-space:pre}"} .f{"{visibility:hidden;animation-duration:"}{all:0.#}s;animation-timing-function:step-end;animation-iteration-count:infinite{"}"}

            """);
        for (var i = 0; i < _frames.Count; i++)
        {
            var (from, to) = (100.0 * i / _frames.Count, 100.0 * (i + 1) / _frames.Count);
            svg.Append(CultureInfo.InvariantCulture, $"@keyframes k{i}{{0%{{visibility:{(i == 0 ? "visible" : "hidden")}}}{from:0.##}%{{visibility:visible}}{to:0.##}%{{visibility:hidden}}}}\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"</style>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n");
        for (var i = 0; i < _frames.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g class=\"f\" style=\"animation-name:k{i}\">\n");
            var y = 0;
            foreach (var row in SgrRow.Split(_frames[i]))
                Row(svg, row, ++y);
            svg.Append("</g>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Row(StringBuilder svg, IReadOnlyList<SgrRun> row, int y)
    {
        var column = 0;
        foreach (var run in row)
        {
            var x = 12 + (column * CellWidth);
            if (run.Background is { } back)
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{(y * RowHeight) - 6}\" width=\"{run.Width * CellWidth:0.#}\" height=\"{RowHeight}\" fill=\"{back}\"/>");
            if (!string.IsNullOrWhiteSpace(run.Text))
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{(y * RowHeight) + 8}\" fill=\"{run.Colour}\"{(run.IsBold ? " font-weight=\"bold\"" : "")} textLength=\"{run.Width * CellWidth:0.#}\">{System.Net.WebUtility.HtmlEncode(run.Text)}</text>");
            column += run.Width;
        }
        svg.Append('\n');
    }
}
