using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>What hangs inside q, where no signal reaches it: it costs its own session and nothing else.</summary>
[NotInParallel("terminal")]
internal sealed class StuckTests
{
    [Test]
    public async Task A_tool_that_hangs_in_the_kernel_is_killed_its_slot_is_free_at_once_and_q_ends_in_good_order()
    {
        await using var world = new World();
        world.Environment["Q_SESSIONS_MAX_ACTIVE_SESSIONS"] = "2";
        using var held = new HeldFile(world.At("held.txt"));
        world.Model.On("read it", Reply.Flowing().Call("fs_read", """{"operations":[{"mode":"Line","path":"held.txt"}]}"""));
        world.Model.On("still there?", Reply.Flowing("Still here."));
        var pane = await world.Open();
        await pane.Line("/rename reader");
        await pane.UntilShows("[Current: reader] q>");
        await pane.Line("read it");
        await pane.UntilShows("processing · fs_read held.txt");
        await pane.Line("/new other");
        await pane.UntilShows("[Current: other] q>");
        await pane.Line("/new third");
        await pane.UntilShows("2 sessions are open");

        await pane.Line("/kill reader");
        await pane.Line("/new third");
        await pane.UntilShows("[Current: third] q>");
        await pane.UntilShows("reader did not end within 2 s and is abandoned (1 so far): its slot is free");
        await Assert.That(Indicator.Text(await pane.Screen())).IsEqualTo("2 other idle");
        await pane.Line("still there?");
        await pane.UntilShows("Still here.");

        await pane.Quit();
        await Assert.That(await pane.Ended()).IsEqualTo(0);
        await Assert.That(await world.Sql("SELECT count(*) FROM leases")).IsEqualTo("0");
        await Assert.That(await world.Sql("SELECT session_status FROM conversations WHERE session_name = 'reader'")).IsEqualTo("Completed");
    }

    /// <summary>Its mailbox reads a pipe that nobody writes, put where what left its memory lies.</summary>
    [Test]
    public async Task A_session_that_does_not_react_is_called_so_is_built_anew_with_what_was_sent_to_it_and_can_be_killed()
    {
        await using var world = new World();
        world.Environment["Q_SESSIONS_WATCHDOG"] = "1";
        world.Environment["Q_SESSIONS_OUTPUT_BUFFER_SIZE_MB"] = "1";
        world.Model.On("flood", Reply.Flowing().Call("execute_bash", """{"command":"yes 'a line of some length' | head -c 3000000; echo dammed"}"""));
        world.Model.On("dammed", Reply.Flowing("The flood is over."));
        var pane = await world.Open(arguments: ["--trust-all-tools"]);
        await pane.Line("/rename river");
        await pane.UntilShows("[Current: river] q>");
        await pane.Line("flood");
        await pane.UntilShows("The flood is over.");
        await pane.Line("/new bridge");
        await pane.UntilShows("[Current: bridge] q>");
        var evicted = Directory.GetFiles(Path.Combine(world.Home, "run"), "*-evicted.output").Single();
        await Run.Tool("mkfifo", evicted + ".older");

        await Hangs(pane, 1);
        await pane.Line("/send river what is sent to one that hangs");
        await pane.Line("/recover river");
        await pane.UntilShows("river was built anew from what is stored.");
        await pane.Line("/switch river");
        await pane.UntilShows("[Current: river] q>");
        await pane.UntilShows("what is sent to one that hangs");

        await pane.Line("/switch bridge");
        await pane.UntilShows("[Current: bridge] q>");
        await Hangs(pane, 2);
        await pane.Line("/kill river");
        await pane.UntilShows("river did not end within 2 s and is abandoned (1 so far)");
        await pane.Quit();
        await Assert.That(await pane.Ended()).IsEqualTo(0);
    }

    private static async Task Hangs(TmuxPane pane, int time)
    {
        const string told = "river has not reacted for 1 s. /kill river frees its slot, /recover river builds it anew.";
        await pane.Line($"/save-output river out{time}.txt");
        await pane.Until($"{told} for the time {time}", screen => screen.Split(told).Length == time + 1);
    }
}
