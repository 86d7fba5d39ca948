using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>The bytes of the native file mean the same to two terminals that have nothing in common: tmux and
/// xterm.js.</summary>
[NotInParallel("terminal")]
internal sealed class SecondTerminalTests
{
    private static readonly string[] s_answer =
    [
        "# A heading\n\nSome *text* with **weight**, `code` and a [link](https://example.com/page).\n\n- one\n  1. nested\n  2. ",
        "list\n- [x] done\n- 漢字 and 😀 and e\u0301\n\n> A quote that is long enough to be wrapped where the screen is narrow, and wrapped again.\n\n",
        "| Name | Value |\n|---|---:|\n| 漢字 | 1 |\n| a much longer cell than",
        " the others | 22 |\n\n```csharp\nvar text = \"string\"; // comment\n",
        "return text.Length > 3;\n```\n\n```diff\n- gone\n+ here\n```\n\nThe end.\n",
    ];

    [Test]
    [Arguments("dark"), Arguments("light"), Arguments("high-contrast"), Arguments("mono")]
    public async Task Both_show_the_same_picture_of_every_view(string theme)
    {
        if (XtermTwin.Missing is { } missing)
            Skip.Test(missing);
        await using var world = new World();
        world.Environment["Q_UI_THEME"] = theme;
        var answer = world.Model.On("in Markdown", Reply.Gated(s_answer));
        world.Model.On("make the file", Reply.Flowing("I will.").Call("execute_bash", """{"command":"echo made > made.txt"}"""));
        var pane = await world.OpenShell();
        await pane.RecordTo(world.Written);
        await using var twin = XtermTwin.Start(pane, world.Written);
        await pane.Line(Product.File);
        await pane.UntilShows("] q>");
        await twin.SameAs("the prompt");

        await pane.Line("/rename first");
        await pane.UntilShows("[Current: first] q>");
        await pane.Line("tell me in Markdown");
        await answer.Opened;
        await Streams(pane, twin, answer);

        await pane.Line("/new second");
        await pane.UntilShows("[Current: second] q>");
        await pane.Line("make the file");
        await pane.UntilShows("y Enter");
        await InAllSizes(twin, "the question");
        await pane.Line("/new third");
        await pane.UntilShows("[Current: third] q>");
        await pane.UntilShows("waiting permission");
        await pane.Type("half a line, 漢字 and 😀");
        await InAllSizes(twin, "the indicator and a half-typed line");
        await pane.Press("C-x", "y");
        await pane.UntilShows("y allow");
        await InAllSizes(twin, "the card");
        await pane.Press("Escape");
        await pane.UntilGone("y allow");
        await pane.Press("C-x", "s");
        await pane.UntilShows("Go to:");
        await InAllSizes(twin, "the list");
        await pane.Press("Escape");
        await pane.UntilGone("Go to:");
        await pane.Press("C-u", "C-x", "?");
        await pane.UntilShows("More below: PageDown");
        await InAllSizes(twin, "the help");
    }

    [Test]
    public async Task A_cell_that_differs_is_told()
    {
        if (XtermTwin.Missing is { } missing)
            Skip.Test(missing);
        await using var world = new World();
        var pane = await world.OpenShell();
        await pane.RecordTo(world.Written);
        await using var twin = XtermTwin.Start(pane, world.Written);
        await pane.Line("printf '\\033]2;same\\033\\\\\\033[2J\\033[5;1Hit is \\033[31mred\\033[0m'");
        await pane.UntilShows("\nit is red");
        await twin.SameAs("a word in red");

        await File.AppendAllTextAsync(world.Written, "\e[5;7H\e[32mred\e[0m\e[5;10H");

        await Assert.That(await twin.Differences()).StartsWith("4,6: xterm 'r' 1.2 on - , tmux 'r' 1.1 on - ").And.Contains("it is red");
    }

    /// <summary>Piece by piece, in a size of its own each.</summary>
    private static async Task Streams(TmuxPane pane, XtermTwin twin, Exchange answer)
    {
        (int, int)[] sizes = [(120, 40), (60, 20), (100, 16), (44, 12), (120, 40)];
        for (var piece = 0; piece < s_answer.Length; piece++)
        {
            await twin.Resize(sizes[piece].Item1, sizes[piece].Item2);
            answer.Release();
            await twin.SameAs($"piece {piece} of the answer");
        }

        await pane.UntilShows("The end.");
        await InAllSizes(twin, "the answer");
        await pane.Press("PPage");
        await InAllSizes(twin, "the answer, scrolled");
        await pane.Press("NPage", "NPage", "NPage");
    }

    private static async Task InAllSizes(XtermTwin twin, string what)
    {
        foreach (var (columns, rows) in ((int, int)[])[(120, 40), (80, 24), (40, 10), (120, 40)])
        {
            await twin.Resize(columns, rows);
            await twin.SameAs($"{what} at {columns}x{rows}");
        }
    }
}
