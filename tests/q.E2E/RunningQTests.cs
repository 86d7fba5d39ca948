using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>The command line acting in a q that runs, and where none does.</summary>
[NotInParallel("terminal")]
internal sealed class RunningQTests
{
    [Test]
    public async Task New_in_an_empty_home_makes_only_that_session_and_nine_more_at_once_beside_it_all_succeed()
    {
        await using var world = new World();
        var pane = await world.Open(arguments: ["chat", "--new", "session-1"]);
        await pane.UntilShows("[Current: session-1] q>");
        await Listens(world, pane);

        await IsStored(world, "session-1");
        await Assert.That(await world.Sql("SELECT count(*) FROM conversations")).IsEqualTo("1");

        var runs = await Task.WhenAll(Enumerable.Range(2, 9).Select(i => world.Q(["chat", "--new", $"session-{i}"])));

        await Assert.That(string.Concat(runs.Select(static run => run.Error))).IsEqualTo("");
        await Assert.That(runs.Count(static run => run.ExitCode == 0)).IsEqualTo(9);
        await Assert.That(await world.UntilSql("SELECT count(*) FROM conversations WHERE named_by_hand", "10")).IsEqualTo("10");
        await pane.UntilShows("10 sessions");
        await Assert.That(await pane.Screen()).Contains("[Current: session-1] q>");

        var eleventh = await world.Q(["chat", "--new", "session-11"]);
        await Assert.That(eleventh.ExitCode).IsEqualTo(1);
        await Assert.That(eleventh.Error).Contains("10 sessions are open").And.Contains("q sessions close session-");
    }

    /// <summary>The seed's own loop, where no q runs and no terminal is there.</summary>
    [Test]
    public async Task Ten_at_once_in_an_empty_home_without_a_running_q_all_make_theirs()
    {
        await using var world = new World();
        var runs = await Task.WhenAll(Enumerable.Range(1, 10).Select(i => world.Q(["chat", "--new", $"session-{i}"])));

        await Assert.That(runs.Count(static run => run.ExitCode == 0)).IsEqualTo(10);
        await Assert.That(await world.Sql("SELECT count(DISTINCT session_name) FROM conversations")).IsEqualTo("10");
    }

    [Test]
    public async Task New_in_the_background_of_a_shell_makes_the_session_and_is_not_stopped()
    {
        await using var world = new World();
        var shell = await world.OpenShell();
        await shell.Line("set -m");
        await shell.Line($"{Product.File} chat --new api 'what is asked' & wait; echo \"all done\"");
        await shell.UntilShows("api is made; q opens it.");
        await shell.UntilShows("all done\n");
        await Assert.That(await world.Sql("SELECT session_name || ':' || draft FROM conversations")).IsEqualTo("api:what is asked");
    }

    [Test]
    public async Task Switch_moves_the_focus_of_the_q_that_runs_and_a_prompt_is_asked_there()
    {
        await using var world = new World();
        world.Model.On("from outside", Reply.Flowing("An answer for the outside."));
        var pane = await world.Open(arguments: ["chat", "--new", "first"]);
        await Listens(world, pane);
        await Assert.That((await world.Q(["chat", "--new", "second", "from", "outside"])).ExitCode).IsEqualTo(0);
        await pane.Until("the session that waits", screen => Indicator.Text(screen).Contains("second waiting"));

        var run = await world.Q(["chat", "--switch", "second"]);

        await Assert.That(run.ExitCode).IsEqualTo(0);
        await Assert.That(run.Output).Contains($"pid {pane.Pid}").And.Contains("second");
        await pane.UntilShows("[Current: second] q>");
        await pane.UntilShows("An answer for the outside.");
        var nowhere = await world.Q(["chat", "--switch", "nowhere"]);
        await Assert.That(nowhere.ExitCode).IsEqualTo(1);
        await Assert.That(nowhere.Error).Contains("No session is named 'nowhere'");
    }

    [Test]
    public async Task What_q_knows_of_itself_is_told_to_a_shell()
    {
        await using var world = new World();
        var nobody = await world.Q(["debug", "sessions"]);
        await Assert.That(nobody.ExitCode).IsEqualTo(1);
        await Assert.That(nobody.Error).Contains("No q runs on");
        var pane = await world.Open(arguments: ["chat", "--new", "first"]);
        await Listens(world, pane);

        foreach (var (part, word) in ((string, string)[])[
            ("sessions", "1 first: WaitingForInput, turn 0, "), ("coordinator", "sessions     1 open, 1 count of 10"),
            ("locks", "No session holds a file"), ("buffers", "1 first: "), ("rate-limit", "model calls  0 run of ")])
        {
            var run = await world.Q(["debug", part]);
            await Assert.That(run.ExitCode).IsEqualTo(0);
            await Assert.That(run.Output).Contains(word);
        }
    }

    [Test]
    public async Task Close_and_delete_from_a_shell_reach_the_session_that_a_q_has_open()
    {
        await using var world = new World();
        world.Model.On("to be closed", Reply.Gated("This is half of", " an answer."));
        var pane = await world.Open(arguments: ["chat", "--new", "first"]);
        await Listens(world, pane);
        await world.Q(["chat", "--new", "second", "to be closed"]);
        await world.Q(["chat", "--new", "third"]);
        await pane.UntilShows("3 sessions");

        var closed = await world.Q(["sessions", "close", "second"]);
        var deleted = await world.Q(["sessions", "delete", "third", "--yes"]);

        await Assert.That(closed.ExitCode).IsEqualTo(0);
        await Assert.That(closed.Output).IsEqualTo("second is closed.\n");
        await Assert.That(await world.Sql("SELECT session_status FROM conversations WHERE session_name = 'second'")).IsEqualTo("Completed");
        await Assert.That(deleted.ExitCode).IsEqualTo(0);
        await Assert.That(await world.Sql("SELECT count(*) FROM conversations WHERE session_name = 'third'")).IsEqualTo("0");
        await pane.Until("only the first", screen => Indicator.Text(screen) == "");
        await pane.UntilShows("[Current: first] q>");
    }

    [Test]
    public async Task Of_two_that_run_the_one_that_was_used_last_is_meant()
    {
        await using var world = new World();
        var first = await world.Open(arguments: ["chat", "--new", "first"]);
        await Listens(world, first);
        var second = await world.Open();
        await Listens(world, second);
        await first.Type("x");
        await first.UntilShows("q> x");

        await Assert.That((await world.Q(["chat", "--new", "here"])).Output).Contains($"pid {first.Pid}");
        await second.Type("y");
        await second.UntilShows("q> y");
        await Assert.That((await world.Q(["chat", "--new", "there"])).Output).Contains($"pid {second.Pid}");
    }

    [Test]
    public async Task A_socket_of_a_q_that_was_killed_is_no_q()
    {
        await using var world = new World();
        var pane = await world.Open(arguments: ["chat", "--new", "first"]);
        await Listens(world, pane);
        await IsStored(world, "first");
        await pane.Signal("KILL");
        await pane.Ended();

        var run = await world.Q(["chat", "--switch", "first"]); // no terminal, no input: it opens, and ends

        await Assert.That(run.ExitCode).IsEqualTo(0);
        await Assert.That(Directory.GetFiles(Path.Combine(world.Home, "run"))).IsEmpty();
    }

    [Test]
    public async Task Resume_opens_what_was_closed_by_name_and_the_last_of_the_folder_alone()
    {
        await using var world = new World();
        world.Model.On("to be kept", Reply.Flowing("An answer to keep."));
        var pane = await world.Open(arguments: ["chat", "--new", "kept", "to be kept"]);
        await pane.UntilShows("An answer to keep.");
        await pane.Line("/close");
        await pane.UntilShows("(y/n)");
        await pane.Press("y");
        await pane.UntilGone("An answer to keep.");
        await pane.Quit();
        await pane.Ended();

        var again = await world.Open(arguments: ["chat", "--resume", "kept"]);
        await again.UntilShows("An answer to keep.");
        await again.UntilShows("[Current: kept] q>");
        await again.Line("/close");
        await again.UntilShows("(y/n)");
        await again.Press("y");
        await again.UntilGone("(y/n)");
        await again.Quit();
        await again.Ended();

        var last = await world.Open(arguments: ["--resume"]);
        await last.UntilShows("An answer to keep.");
        await last.Quit();
        await last.Ended();
        var wrong = await world.Q(["chat", "--resume", "nothing-of-the-kind"]);
        await Assert.That(wrong.ExitCode).IsEqualTo(1);
        await Assert.That(wrong.Error).Contains("'nothing-of-the-kind'");
        await Assert.That(wrong.Output).IsEqualTo("");
        await Assert.That((await world.Q(["chat", "--list-sessions", "--json"])).Output).Contains("\"name\": \"kept\"");
    }

    [Test]
    public async Task The_picker_lists_what_is_closed_too_and_opens_it()
    {
        await using var world = new World();
        world.Model.On("to be kept", Reply.Flowing("An answer to keep."));
        await Assert.That((await world.Q(["chat", "--no-interactive", "to be kept"])).ExitCode).IsEqualTo(0);
        var name = await world.Sql("SELECT session_name FROM conversations");

        var pane = await TmuxPane.Start([Product.File, "--resume-picker"], world.Environment, world.Folder);
        await using var _ = pane;
        await pane.UntilShows("Resume:");
        await pane.UntilShows(name);
        await pane.Type(name);
        await pane.Press("Enter");

        await pane.UntilShows($"[Current: {name}] q>");
        await pane.UntilShows("An answer to keep.");
        await pane.Quit();
        await pane.Ended();
    }

    [Test]
    public async Task The_socket_is_its_owners_alone_and_gone_at_the_end()
    {
        await using var world = new World();
        var pane = await world.Open();
        var socket = await Listens(world, pane);
        await Assert.That((await Run.Tool("stat", "-c", "%a", socket, Path.GetDirectoryName(socket)!)).Split('\n')[..2])
            .IsEquivalentTo(["600", "700"], StringComparer.Ordinal);
        await pane.Quit();
        await pane.Ended();
        await Assert.That(File.Exists(socket)).IsFalse();
    }

    [Test]
    public async Task A_home_with_a_long_path_has_its_socket_elsewhere()
    {
        await using var world = new World();
        world.Environment["Q_HOME"] = Path.Combine(world.Home, new string('h', 100));
        var pane = await world.Open(arguments: ["chat", "--new", "first"]);
        await Poll.Until("the second session", async () => (await world.Q(["chat", "--new", "second"])).Output, output => output.Contains($"pid {pane.Pid}"));
        await pane.UntilShows("2 [second]");
    }

    private static Task<string> IsStored(World world, string name) => Poll.Until(
        $"{name} in the database", async () => (await world.Q(["sessions", "list"])).Output, output => output.Contains($" {name} "));

    /// <summary>The socket opens after the first frame.</summary>
    private static async Task<string> Listens(World world, TmuxPane pane)
    {
        var socket = Path.Combine(world.Home, "run", $"{pane.Pid}.sock");
        await Poll.Until("the control socket", () => File.Exists(socket));
        return socket;
    }
}
