using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>Two q on one home: both work, neither loses anything, and each sees what the other has.</summary>
[NotInParallel("terminal")]
internal sealed class TwoProcessesTests
{
    [Test]
    public async Task Both_work_at_once_and_neither_loses_anything()
    {
        await using var world = new World();
        for (var i = 1; i <= 3; i++)
        {
            world.Model.On($"left {i}", Reply.Flowing($"Answer to the left, {i}."));
            world.Model.On($"right {i}", Reply.Flowing($"Answer to the right, {i}."));
        }
        var left = await world.Open(arguments: ["chat", "--new", "left"]);
        var right = await world.Open();
        await right.Line("/rename right");
        await right.UntilShows("[Current: right] q>");

        for (var i = 1; i <= 3; i++)
        {
            await Task.WhenAll(left.Line($"left {i}"), right.Line($"right {i}"));
            await Task.WhenAll(left.UntilShows($"Answer to the left, {i}."), right.UntilShows($"Answer to the right, {i}."));
        }
        await Task.WhenAll(left.UntilGone("processing"), right.UntilGone("processing")); // a list would keep the word
        await left.Line("/sessions");
        await left.UntilShows($"open in pid {right.Pid}");
        await right.Line("/sessions");
        await right.UntilShows($"open in pid {left.Pid}");
        await Assert.That((await world.Q(["sessions", "list"])).Output).Contains($"pid {left.Pid}").And.Contains($"pid {right.Pid}");
        await left.Quit();
        await right.Quit();
        await Assert.That(await left.Ended()).IsEqualTo(0);
        await Assert.That(await right.Ended()).IsEqualTo(0);

        await Assert.That(await world.Sql("PRAGMA integrity_check")).IsEqualTo("ok");
        await Assert.That(await world.Sql("SELECT count(*) FROM messages m JOIN conversations c USING (conversation_id) WHERE session_name = 'left'"))
            .IsEqualTo("6");
        await Assert.That(await world.Sql("SELECT count(*) FROM messages m JOIN conversations c USING (conversation_id) WHERE session_name = 'right'"))
            .IsEqualTo("6");
        await Assert.That(await world.Sql("SELECT count(*) FROM leases")).IsEqualTo("0");
        var third = await world.Open(arguments: ["chat", "--switch", "left"]);
        await third.UntilShows("Answer to the left, 3.");
        await third.Line("/switch right");
        await third.UntilShows("Answer to the right, 3.");
    }

    [Test]
    public async Task What_both_write_into_the_log_and_the_history_at_once_is_there_line_by_line()
    {
        await using var world = new World();
        world.Environment["Q_LOG_LEVEL"] = "trace";
        const int lines = 20;
        for (var answer = 0; answer < 2 * lines; answer++)
            world.Model.On("by-", Reply.Flowing("Heard."));
        TmuxPane[] panes = [await world.Open(), await world.Open()];
        await Task.WhenAll(panes.Select((pane, writer) => Task.Run(async () =>
        {
            for (var line = 0; line < lines; line++)
                await pane.Line($"by-{writer}-{line}");
            await pane.UntilShows("Heard.");
        })));
        await world.UntilSql("SELECT count(*) FROM messages", $"{2 * 2 * lines}");
        foreach (var pane in panes)
        {
            await pane.Quit();
            await Assert.That(await pane.Ended()).IsEqualTo(0);
        }

        var history = await File.ReadAllLinesAsync(Path.Combine(world.Home, "history"));
        for (var writer = 0; writer < panes.Length; writer++)
        {
            await Assert.That(history.Select(line => line.Split('\t')[^1]).Where(line => line.StartsWith($"by-{writer}-", StringComparison.Ordinal)))
                .IsEquivalentTo(Enumerable.Range(0, lines).Select(line => $"by-{writer}-{line}"), StringComparer.Ordinal);
        }
        var log = await File.ReadAllLinesAsync(Path.Combine(world.Home, "logs", "q-cli.log"));
        await Assert.That(log.Count(line => line.Contains("started, pid", StringComparison.Ordinal))).IsEqualTo(2);
        await Assert.That(log.Count(line => line.Contains(" ended: Complete", StringComparison.Ordinal))).IsEqualTo(2 * lines);
        await Assert.That(log.Count(line => line.EndsWith("q ended with 0", StringComparison.Ordinal))).IsEqualTo(2);
        await Assert.That(log.Where(line => !DateTime.TryParse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture, out _))).IsEmpty();
    }

    [Test]
    public async Task What_the_other_leaves_when_it_ends_is_taken_over()
    {
        await using var world = new World();
        world.Model.On("what is it", Reply.Flowing("It is theirs."));
        var first = await world.Open(arguments: ["chat", "--new", "mine"]);
        var second = await world.Open();
        await second.Line("/rename theirs");
        await second.Line("what is it");
        await second.UntilShows("It is theirs.");
        await first.Line("/switch theirs");
        await first.UntilShows($"open in another q (pid {second.Pid})");

        await second.Quit();
        await second.Ended();
        await first.Line("/switch theirs");

        await first.UntilShows("[Current: theirs] q>");
        await first.UntilShows("It is theirs.");
        await world.UntilSql($"SELECT count(*) FROM leases WHERE pid = {first.Pid}", "2");
    }
}
