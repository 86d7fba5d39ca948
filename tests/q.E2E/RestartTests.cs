using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>What is there again when q comes back, and two q on one home.</summary>
[NotInParallel("terminal"), Retry(0)]
internal sealed class RestartTests
{
    [Test]
    public async Task Killed_in_the_middle_it_comes_back_with_everything_typed_and_finished()
    {
        await using var world = new World();
        var finished = world.Model.On("what is finished", Reply.Gated("This is the finished answer."));
        var cut = world.Model.On("what is cut", Reply.Gated("This is half of", " an answer."));
        var pane = await world.Open();
        await pane.Line("/rename waits");
        await pane.UntilShows("[Current: waits] q>");
        await pane.Line("what is finished");
        await pane.Line("/new streams");
        await pane.UntilShows("[Current: streams] q>");
        finished.Release(); // only now: an answer that ends in focus was seen, and its session is idle
        await pane.Until("the session that waits", screen => Indicator.Text(screen) == "1 waits waiting");
        await pane.Line("what is cut");
        cut.Release();
        await pane.UntilShows("This is half of");
        await pane.Line("and this was queued");
        await pane.Type("this was half typed");
        await world.UntilSql("SELECT draft FROM conversations WHERE session_name = 'streams'", "this was half typed");

        await pane.Signal("KILL");
        await pane.Ended();

        await Assert.That(await world.Sql("PRAGMA integrity_check")).IsEqualTo("ok");
        var again = await world.Open();
        foreach (var kept in (string[])["[Current: streams] q> this was half typed", "what is cut", "and this was queued", "Interrupted"])
            await again.UntilShows(kept);
        await again.Until("the session that waits", screen => Indicator.Text(screen) == "1 waits waiting");
        await again.Press("C-x", "1");
        await again.UntilShows("[Current: waits] q>");
        await again.UntilShows("This is the finished answer.");
        await again.UntilShows("what is finished");
        await Assert.That(world.Model.Requests.Count(static request => request.Method == "POST")).IsEqualTo(2);
    }

    [Test]
    public async Task What_was_left_in_good_order_is_there_again()
    {
        await using var world = new World();
        world.Model.Next(Reply.Flowing("An answer to keep."));
        var pane = await world.Open();
        await pane.Line("what shall be kept?");
        await pane.UntilShows("An answer to keep.");
        await pane.Line("/new second");
        await pane.UntilShows("[Current: second] q>");
        await pane.Type("half typed");
        await pane.Press("C-x", "1");
        await pane.UntilShows("An answer to keep.");
        await pane.Quit();
        await Assert.That(await pane.Ended()).IsEqualTo(0);

        var again = await world.Open();

        await again.UntilShows("An answer to keep.");
        await again.Press("C-x", "2");
        await again.UntilShows("[Current: second] q> half typed");
    }

    [Test]
    public async Task A_second_q_says_who_has_a_session_open_and_takes_it_over_when_that_one_is_dead()
    {
        await using var world = new World();
        world.Model.Next(Reply.Flowing("An answer of the first."));
        var first = await world.Open();
        await first.Line("/rename shared");
        await first.Line("who has this?");
        await first.UntilShows("An answer of the first.");

        var second = await world.Open();
        await second.Line("/sessions");
        await second.UntilShows($"open in pid {first.Pid}");
        await second.Line("/switch shared");
        await second.UntilShows($"pid {first.Pid}");
        await first.Signal("KILL");
        await first.Ended();

        world.Model.Next(Reply.Flowing("An answer of the second."));
        await Poll.Until(
            "the session to be taken over",
            async () =>
            {
                await second.Line("/switch shared");
                await second.UntilShows("q>");
                return await second.Screen();
            },
            static screen => screen.Contains("[Current: shared] q>"));
        await second.UntilShows("An answer of the first.");
        await second.Line("and now?");
        await second.UntilShows("An answer of the second.");
    }
}
