using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>Where there is no terminal, or one that cannot move its cursor: lines.</summary>
[NotInParallel("terminal")]
internal sealed class LinesTests
{
    [Test]
    public async Task Piped_lines_are_as_if_typed_and_their_end_is_quit_after_the_last_turn()
    {
        await using var world = new World();
        world.Model.On("first question", Reply.Flowing("First answer."));
        world.Model.On("second question", Reply.Flowing("Second answer."));

        var run = await world.Q([], "first question\n/rename piped\nsecond question\n");

        await Assert.That(run.ExitCode).IsEqualTo(0);
        await Assert.That(run.Output).Contains("First answer.").And.Contains("Second answer.").And.DoesNotContain("\e");
        await Assert.That(run.Error).IsEqualTo("");
        await Assert.That((await world.Q(["sessions", "list"])).Output).Contains("piped");
    }

    [Test]
    public async Task A_dumb_terminal_gets_lines_and_no_escape()
    {
        await using var world = new World();
        world.Environment["TERM"] = "dumb";
        world.Model.Next(Reply.Flowing("A plain answer."));
        var pane = await world.OpenShell();
        await pane.RecordTo(world.Written);
        await pane.Line($"{Product.File}; echo \"q ended with $?\"");
        await pane.UntilShows("q>");

        await pane.Line("a question");
        await pane.UntilShows("A plain answer.");
        await pane.Quit();

        await pane.UntilShows("q ended with 0");
        await Assert.That(await File.ReadAllTextAsync(world.Written)).DoesNotContain("\e");
    }
}
