using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>The native file on the main screen of tmux, which breaks its rows anew: what was said stands in the scrollback, once.</summary>
[NotInParallel("terminal")]
internal sealed class InlineTests
{
    [Test]
    public async Task An_answer_a_switch_a_narrower_pane_and_the_end_and_the_scrollback_has_it_all_once()
    {
        await using var world = new World();
        var lines = Enumerable.Range(1, 60).Select(static number => $"This is line {number} of the answer.").ToArray();
        world.Model.On("to be counted", Reply.Flowing([.. lines.Select(static line => line + "\n\n")]));
        world.Model.On("something else", Reply.Flowing("An answer of the other."));
        var pane = await world.OpenShell();
        await pane.Line($"{Product.File} chat --ui inline --new first; echo \"q ended with $?\"");
        await pane.UntilShows("[Current: first] q>");
        await Assert.That((await pane.Modes()).AlternateScreen).IsFalse();

        await pane.Line("to be counted");
        await pane.UntilShows(lines[^1]);
        await pane.Line("/new second");
        await pane.UntilShows("── second");
        await pane.Line("something else");
        await pane.UntilShows("An answer of the other.");
        await pane.Resize(70, 30);
        await pane.UntilShows("[Current: second] q>");
        await pane.Line("/switch first");
        await pane.UntilShows("── first");
        await pane.Type("half a line");
        await pane.UntilShows("q> half a line");
        await pane.Press("C-u");
        await pane.Quit();
        await pane.UntilShows("q ended with 0");

        var history = (await pane.History()).Split('\n');
        foreach (var line in lines.Append("An answer of the other."))
            await Assert.That(history.Count(one => one.TrimEnd() == line)).IsEqualTo(1).Because(line);
        await Assert.That(history.Count(static one => one.Contains("q>", StringComparison.Ordinal))).IsEqualTo(0);
        await Assert.That(await pane.Modes()).IsEqualTo(PaneModes.Fresh);
    }

    [Test]
    public async Task A_pane_that_is_made_narrower_while_a_tool_writes_keeps_no_row_of_what_was_live()
    {
        await using var world = new World();
        world.Environment["Q_ACCESSIBILITY_REDUCED_MOTION"] = "true"; // no clock draws between the pane's new width and the word of it
        const string command = """for i in $(seq 1 9); do echo $((i * 10))% and words; sleep 0.3; done; while [ ! -e go ]; do sleep 0.1; done; echo the last line""";
        world.Model.On("work on it", Reply.Flowing("I will.").Call("execute_bash", $$"""{"command":{{Json.Quote(command)}}}"""));
        world.Model.On("the last line", Reply.Flowing("All of it is done."));
        var pane = await world.OpenShell();
        await pane.Line($"seq 60; {Product.File} chat --ui inline --trust-all-tools --new first");
        await pane.UntilShows("[Current: first] q>");
        await pane.Line("work on it");
        await pane.UntilShows("90% and words"); // where a row stood that was wider
        await pane.UntilShows("▱ 90%"); // and nothing is drawn any more
        await pane.Resize(50, 30);
        await pane.UntilShows("[first] q>");
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "go"), "");
        await pane.UntilShows("All of it is done.");
        await pane.Quit();

        var history = (await pane.History()).Split('\n');
        await Assert.That(history.Count(static one => one.StartsWith("▸ execute_bash", StringComparison.Ordinal))).IsEqualTo(1);
        await Assert.That(history.Count(static one => one.Contains("0% and words", StringComparison.Ordinal))).IsEqualTo(0);
    }
}
