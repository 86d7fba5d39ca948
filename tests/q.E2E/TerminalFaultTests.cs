using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>A terminal that is too small, or gone, and a configuration that is wrong: said once, nothing lost.</summary>
[NotInParallel("terminal")]
internal sealed class TerminalFaultTests
{
    [Test]
    [Arguments(30, 20)]
    [Arguments(60, 7)]
    public async Task Too_small_a_terminal_gets_plain_lines_and_is_told_so_once(int columns, int rows)
    {
        await using var world = new World();
        world.Model.Next(Reply.Flowing("A plain answer."));
        var pane = await world.Open(columns, rows);
        await pane.RecordTo(world.Written);
        await pane.Line("a question");
        await pane.UntilShows("A plain answer.");
        await pane.Quit();
        await Assert.That(await pane.Ended()).IsEqualTo(0);

        await Assert.That((await pane.Modes()).AlternateScreen).IsFalse();
        var all = (await pane.History()).ReplaceLineEndings("");
        await Assert.That(all.Split($"This terminal has {columns}x{rows} cells").Length).IsEqualTo(2);
    }

    [Test]
    public async Task Forty_by_eight_is_enough_for_the_full_screen()
    {
        await using var world = new World();
        var pane = await world.Open(40, 8);
        await Assert.That((await pane.Modes()).AlternateScreen).IsTrue();
    }

    [Test]
    public async Task A_terminal_that_goes_away_ends_q_with_everything_stored()
    {
        await using var world = new World();
        world.Model.On("before it went", Reply.Flowing("An answer before it went."));
        var pane = await world.Open(arguments: ["chat", "--new", "kept", "before it went"]);
        await pane.UntilShows("An answer before it went.");
        await pane.Type("half typed");
        await world.UntilSql("SELECT draft FROM conversations", "half typed");

        await pane.Hang();

        await world.UntilSql("SELECT count(*) FROM leases", "0");
        var again = await world.Open();
        await again.UntilShows("An answer before it went.");
        await again.UntilShows("q> half typed");
    }

    [Test]
    public async Task A_configuration_that_is_wrong_is_told_line_by_line_and_q_starts()
    {
        await using var world = new World();
        Directory.CreateDirectory(world.Home);
        await File.WriteAllTextAsync(
            Path.Combine(world.Home, "config.toml"), "[sessions]\nmax_active_sessions = 0\nauto_genrate_names = true\n[ui\n");
        var pane = await world.Open();
        await pane.UntilShows("config.toml:2: sessions.max_active_sessions");
        await pane.UntilShows("sessions.auto_genrate_names. Did you mean");
        await pane.UntilShows("config.toml:4:");
        await pane.Line("/new works");
        await pane.UntilShows("[Current: works] q>");
    }
}
