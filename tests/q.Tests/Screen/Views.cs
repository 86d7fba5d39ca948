using System.Runtime.CompilerServices;
using System.Text;
using Q.Screen;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>
/// One view in all its looks, in golden/, where it is read before it is changed: full screen, inline in inline/ and as plain lines in
/// plain/. A picture, then its runs of style by what they are, then how each of those looks in each theme.
/// </summary>
internal static class Views
{
    /// <summary>Each role has an ink of its own, so that a picture tells the roles.</summary>
    private static readonly Theme s_roles = new(
        "roles", [.. Enumerable.Range(0, Theme.Roles).Select(role => new Paint((Ink)role, Ink.Default, Attr.None))]);

    private static readonly (int Columns, int Rows)[] s_sizes = [(120, 40), (80, 24), (40, 10)];

    private const int MostLines = 200;

    public static void Same(ScreenModel model, int columns, int rows, Look? look = null, [CallerMemberName] string test = "")
    {
        var usual = look ?? Scene.Unicode;
        foreach (var (folder, draw) in ((string, Func<Theme, Sight>)[])
        [
            ("", theme => Full(model, columns, rows, usual with { Theme = theme })),
            ("inline/", theme => Inline(model, columns, rows, usual with { Theme = theme })),
        ])
        {
            Golden.Check(InThemes(draw), $"tests/q.Tests/Screen/golden/{folder}{test}.{columns}x{rows}.golden.txt");
        }
        if ((columns, rows) == (80, 24))
            Golden.Check(Lines(model, usual), $"tests/q.Tests/Screen/golden/plain/{test}.golden.txt");
    }

    /// <summary>A theme that shows other text (ticks around code without colour) or looks other than the role says follows in full.</summary>
    private static string InThemes(Func<Theme, Sight> draw)
    {
        var meant = draw(s_roles);
        var text = new StringBuilder(meant.Text).Append('\n');
        var legend = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        text.Append(VirtualScreen.Runs(meant.Cells, cell => NameOf(cell, legend)));
        var others = new StringBuilder();
        for (var i = 0; i < Theme.Names.Count; i++)
        {
            var theme = Theme.Find(Theme.Names[i])!;
            var shown = draw(theme);
            if (!IsAsMeant(theme, i, shown, meant, legend))
                others.Append($"\n{theme.Name}, {shown.Text}\n{VirtualScreen.Runs(shown.Cells, VirtualScreen.Look)}");
        }
        if (legend.Count > 0)
            text.Append($"\n{string.Join(" | ", Theme.Names)}\n");
        foreach (var (name, looks) in legend)
            text.Append($"{name}: {string.Join(" | ", looks)}\n");
        return text.Append(others).ToString();
    }

    private static string NameOf(ScreenCell meant, SortedDictionary<string, string[]> legend)
    {
        var (role, marks) = ((Role)meant.Foreground, meant.Attributes);
        var name = marks is Attr.None ? $"{role}" : $"{role} {marks}";
        _ = legend.TryAdd(name, [.. Enumerable.Repeat("-", Theme.Names.Count)]);
        return name;
    }

    /// <summary>Each cell has the paint that the theme gives its role: what the legend says is what was drawn.</summary>
    private static bool IsAsMeant(Theme theme, int index, Sight shown, Sight meant, SortedDictionary<string, string[]> legend)
    {
        if (shown.Text != meant.Text)
            return false;
        for (var row = 0; row < meant.Cells.Length; row++)
        {
            for (var column = 0; column < meant.Cells[row].Length; column++)
            {
                var (cell, role) = (shown.Cells[row][column], meant.Cells[row][column]);
                var paint = theme[new Style((Role)role.Foreground, role.Attributes)];
                if (cell != new ScreenCell(role.Text, paint.Front, paint.Back, paint.Attr))
                    return false;
                if (!role.IsPlain)
                    legend[NameOf(role, legend)][index] = VirtualScreen.Look(cell) is { Length: > 0 } look ? look : "Default";
            }
        }
        return true;
    }

    private static Sight Full(ScreenModel model, int columns, int rows, Look look)
    {
        var terminal = Scene.Draw(model, columns, rows, look);
        return Sight.Of(terminal.Read(screen => (screen.Cells, Cursor(screen))), whole: 0, rows);
    }

    /// <summary>What was printed, and the live rows below it behind a bar each.</summary>
    private static Sight Inline(ScreenModel model, int columns, int rows, Look look)
    {
        var terminal = new VirtualTerminal(columns, rows);
        terminal.Read(static screen =>
        {
            screen.KeepLooks();
            return true;
        });
        using var screen = new InlineScreen(terminal, look);
        screen.Draw(model);
        var (cells, cursor) = terminal.Read(static screen => (screen.Cells, Cursor(screen)));
        var shown = terminal.Read(static screen => screen.Whole.Split('\n').Length);
        screen.Leave(); // the cursor stands where the live rows began
        return Sight.Of((cells, cursor), terminal.Read(static screen => screen.ScrolledOff.Count + screen.Row), shown);
    }

    private static string Cursor(VirtualScreen screen) =>
        $"{screen.Columns}x{screen.Rows}, {(screen.CursorVisible ? $"cursor in row {screen.Row}, column {screen.Column}" : "no cursor")}";

    /// <summary>Lines have neither width nor style: they are the same bytes at each size and in each theme.</summary>
    private static string Lines(ScreenModel model, Look look)
    {
        var lines = LinesOf(model, look, 80, 24);
        foreach (var (columns, rows) in s_sizes)
        {
            foreach (var name in Theme.Names)
            {
                var other = LinesOf(model, look with { Theme = Theme.Find(name)! }, columns, rows);
                if (other != lines || other.Contains('\e'))
                    throw new InvalidDataException($"{name} at {columns}x{rows}:\n{other}\nand not\n{lines}");
            }
        }
        var sizes = string.Join(", ", s_sizes.Select(size => $"{size.Columns}x{size.Rows}"));
        return $"{sizes} in {string.Join(", ", Theme.Names)}, without a style\n\n{lines}";
    }

    private static string LinesOf(ScreenModel model, Look look, int columns, int rows) =>
        $"{LinesOf(model, look, columns, rows, null)}\n== screen reader\n{LinesOf(model, look, columns, rows, new PlainWay(IsSpoken: true))}";

    private static string LinesOf(ScreenModel model, Look look, int columns, int rows, PlainWay? way)
    {
        var terminal = new Written(columns, rows);
        using var screen = new PlainScreen(terminal, look, inputIsTerminal: true, way);
        screen.Draw(model);
        var lines = terminal.Text.ToString().Split('\n');
        return lines.Length <= MostLines ? $"{terminal.Text}\n"
            : $"{string.Join('\n', lines[..20])}\n[{lines.Length - 40} lines]\n{string.Join('\n', lines[^20..])}\n";
    }

    /// <summary>A screen that was drawn: as text with its size and cursor, and as cells.</summary>
    private sealed record Sight(string Text, ScreenCell[][] Cells)
    {
        /// <param name="drawn">All rows, and where the cursor is.</param>
        /// <param name="whole">So many of them will not be drawn again.</param>
        /// <param name="rows">So many are shown.</param>
        public static Sight Of((ScreenCell[][] Cells, string Cursor) drawn, int whole, int rows)
        {
            var text = new StringBuilder(drawn.Cursor).Append('\n');
            for (var row = 0; row < rows; row++)
                text.Append(row < whole ? ' ' : '|').Append(VirtualScreen.TextOf(drawn.Cells[row]).TrimEnd()).Append('\n');
            return new(text.ToString(), drawn.Cells);
        }
    }

    private sealed class Written(int columns, int rows) : SilentTerminal(columns, rows)
    {
        public StringBuilder Text { get; } = new();

        public override void Write(ReadOnlySpan<byte> bytes) => Text.Append(Encoding.UTF8.GetString(bytes));
    }
}
