using System.Runtime.CompilerServices;
using System.Text;
using Q.Screen;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>
/// One view in all its looks: the picture and its styles in golden/, where they are read before they are changed; as plain lines, usual
/// and for a screen reader, in golden/plain/; and in every theme the same picture with each cell in the colour of its role.
/// </summary>
internal static class Views
{
    /// <summary>Each role has an ink of its own, so that a picture tells the roles.</summary>
    private static readonly Theme s_roles = new(
        "roles", [.. Enumerable.Range(0, Theme.Roles).Select(role => new Paint((Q.Terminal.Ink)role, Q.Terminal.Ink.Default, Q.Terminal.Attr.None))]);

    private const int MostLines = 200;

    public static void Same(ScreenModel model, int columns, int rows, Look? look = null, [CallerMemberName] string test = "")
    {
        Golden.Check(Scene.Picture(Scene.Draw(model, columns, rows, look)), $"tests/q.Tests/Screen/golden/{test}.{columns}x{rows}.golden.txt");
        if (look is not null)
            return;
        Golden.Check(Inline(model, columns, rows), $"tests/q.Tests/Screen/golden/inline/{test}.{columns}x{rows}.golden.txt");
        foreach (var name in Theme.Names)
            InTheme(Theme.Find(name)!, model, columns, rows);
        if ((columns, rows) == (80, 24))
            Golden.Check(Lines(model, null) + "\n== screen reader\n" + Lines(model, new PlainWay(IsSpoken: true)), $"tests/q.Tests/Screen/golden/plain/{test}.golden.txt");
    }

    private static void InTheme(Theme theme, ScreenModel model, int columns, int rows)
    {
        var roles = Scene.Draw(model, columns, rows, Scene.Unicode with { Theme = s_roles });
        var shown = Scene.Draw(model, columns, rows, Scene.Unicode with { Theme = theme });
        if (!theme.HasColour && shown.Picture != roles.Picture)
            return; // code within a sentence has ticks where no colour marks it
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (cell, meant) = (shown.Read(screen => screen.Cell(row, column)), roles.Read(screen => screen.Cell(row, column)));
                var paint = theme[new Style((Role)meant.Foreground, meant.Attributes)];
                if (cell != new ScreenCell(meant.Text, paint.Front, paint.Back, paint.Attr))
                    throw new InvalidDataException($"{theme.Name} at {columns}x{rows}, row {row}, column {column}: {cell} and not {meant.Text} {paint}");
            }
        }
    }

    /// <summary>What was printed, and the live rows below it behind a bar each.</summary>
    private static string Inline(ScreenModel model, int columns, int rows)
    {
        var terminal = new VirtualTerminal(columns, rows);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        screen.Draw(model);
        var shown = terminal.Read(static screen => screen.Whole).Split('\n');
        var cursor = terminal.Read(static screen => screen.CursorVisible ? $"cursor in row {screen.Row}, column {screen.Column}" : "no cursor");
        screen.Leave(); // the cursor stands where the live rows began
        var whole = terminal.Read(static screen => screen.ScrolledOff.Count + screen.Row);
        return $"{columns}x{rows}, {cursor}\n{string.Concat(shown.Select((line, row) => $"{(row < whole ? ' ' : '|')}{line}\n"))}";
    }

    private static string Lines(ScreenModel model, PlainWay? way)
    {
        var terminal = new Written();
        using var screen = new PlainScreen(terminal, Scene.Unicode, inputIsTerminal: true, way);
        screen.Draw(model);
        var lines = terminal.Text.ToString().Split('\n');
        return lines.Length <= MostLines ? $"{terminal.Text}\n"
            : $"{string.Join('\n', lines[..20])}\n[{lines.Length - 40} lines]\n{string.Join('\n', lines[^20..])}\n";
    }

    private sealed class Written() : SilentTerminal(80, 24)
    {
        public StringBuilder Text { get; } = new();

        public override void Write(ReadOnlySpan<byte> bytes) => Text.Append(Encoding.UTF8.GetString(bytes));
    }
}
