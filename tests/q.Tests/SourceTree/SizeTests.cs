namespace Q.Tests.SourceTree;

/// <summary>The limits that keep files readable.</summary>
internal sealed class SizeTests
{
    private const int FileLines = 500;
    private const int MethodLines = 80;
    private const int Columns = 120;
    private const double WideShare = 0.04;

    private static readonly string[] s_types = ["class", "struct", "record", "interface", "enum", "extension"];

    [Test]
    public async Task No_file_is_longer_than_500_lines()
    {
        var tooLong = All().Where(static file => file.Lines.Length > FileLines)
            .Select(static file => $"{file.Path}: {file.Lines.Length}");
        await SourceFile.None(tooLong);
    }

    [Test]
    public async Task Of_the_product_at_most_4_percent_of_the_lines_are_wider_than_120_columns()
    {
        var files = SourceFile.Under("src");
        var wide = files.SelectMany(static file => WideLines(file).Select(line => $"{file.Path}:{line}")).ToList();
        await SourceFile.None(wide.Count > WideShare * files.Sum(static file => file.Lines.Length) ? wide : []);
    }

    [Test]
    public async Task No_method_is_longer_than_80_lines_unless_it_is_one_switch()
    {
        var tooLong = All().SelectMany(static file => LongMethods(file.Lines).Select(line => $"{file.Path}:{line}"));
        await SourceFile.None(tooLong);
    }

    [Test]
    public async Task A_long_method_is_found_and_a_long_switch_is_not()
    {
        string[] steps = [.. Enumerable.Repeat("        Step();", 81)];
        string[] arms = [.. Enumerable.Repeat("            case 1: Step(); break;", 81)];
        string[] open = ["internal sealed class A", "{", "    void Long(", "        int a)", "    {"];
        string[] close = ["    }", "}"];

        await Assert.That(LongMethods([.. open, .. steps, .. close])).IsEquivalentTo([3], EqualityComparer<int>.Default);
        await Assert.That(LongMethods([.. open, "        switch (a)", "        {", .. arms, "        }", .. close])).IsEmpty();
    }

    private static IReadOnlyList<SourceFile> All() => SourceFile.Under("src", "tests", "bench");

    /// <summary>Text inside a raw string is data: wire formats and pictures of screens are as wide as they
    /// are.</summary>
    private static IEnumerable<int> WideLines(SourceFile file)
    {
        var inRaw = false;
        for (var i = 0; i < file.Lines.Length; i++)
        {
            var line = file.Lines[i];
            var quotes = line.Split("\"\"\"").Length - 1;
            if (!inRaw && quotes == 0 && line.Length > Columns)
            {
                yield return i + 1;
            }

            inRaw ^= quotes % 2 == 1;
        }
    }

    /// <summary>The lines where methods begin whose braces are too far apart. Braces stand alone on their line
    /// here.</summary>
    private static IEnumerable<int> LongMethods(string[] lines)
    {
        for (var open = 1; open < lines.Length; open++)
        {
            var indent = lines[open].Length - 1;
            if (indent < 4 || lines[open].TrimStart() != "{")
            {
                continue;
            }

            var end = $"{lines[open][..indent]}}}";
            var close = Array.FindIndex(lines, open, line => line.StartsWith(end, StringComparison.Ordinal));
            var head = Array.FindLastIndex(lines, open - 1, line => Indent(line) == indent);
            if (close - open - 1 > MethodLines && head >= 0 && !IsType(lines[head])
                && !lines[head].Contains("switch", StringComparison.Ordinal) && !IsOneSwitch(lines[(open + 1)..close], indent + 4))
            {
                yield return head + 1;
            }
        }
    }

    private static int Indent(string line) => line.Length == 0 ? -1 : line.Length - line.TrimStart().Length;

    private static bool IsType(string line) => line.Split(' ', '(').Any(word => s_types.Contains(word));

    /// <summary>At the body's own level stand only the switch and its two braces.</summary>
    private static bool IsOneSwitch(string[] body, int indent) =>
        body.Count(line => Indent(line) == indent) <= 3 && body[0].Contains("switch", StringComparison.Ordinal);
}
