using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>Tools and files of several sessions in one terminal: what waits, what is ended, what is told.</summary>
[NotInParallel("terminal")]
internal sealed class ToolScenarioTests
{
    [Test]
    public async Task Two_sessions_edit_one_file_and_the_second_is_told_and_overwrites_nothing()
    {
        await using var world = new World();
        await File.WriteAllTextAsync(world.At("kept.txt"), "one\ntwo\n");
        world.Model.On("api reads", Reply.Flowing().Call("fs_read", """{"operations":[{"mode":"Line","path":"kept.txt"}]}"""));
        world.Model.On("one\ntwo", Reply.Flowing("api has read it."));
        world.Model.On("web writes", Reply.Flowing().Call("fs_write", Replace("one", "by web")));
        world.Model.On("", Reply.Flowing("web has written it."));
        world.Model.On("api writes", Reply.Flowing().Call("fs_write", Replace("two", "by api")));
        var told = world.Model.On("was changed by web", Reply.Flowing("api was told."));
        var pane = await world.Open(arguments: ["--trust-all-tools"]);
        await Named(pane, "/rename api");
        await pane.Line("api reads");
        await pane.UntilShows("api has read it.");
        await Named(pane, "/new web");
        await pane.Line("web writes");
        await pane.UntilShows("web has written it.");
        await Named(pane, "/switch api");

        await pane.Line("api writes");
        await told.Ended;
        await pane.UntilShows("conflict · not done");
        await pane.UntilShows("api was told.");
        await pane.Press("C-x", "o");
        foreach (var shown in (string[])["-one", "+by web", "What this edit wanted:", "-two", "+by api"])
            await pane.UntilShows(shown); // the end of it was there before all of it is shown
        await Assert.That(await File.ReadAllTextAsync(world.At("kept.txt"))).IsEqualTo("by web\ntwo\n");
        var audit = await File.ReadAllLinesAsync(Path.Combine(world.Home, "logs", "audit.log"));
        await Assert.That(audit.Count(line => line.Contains("\"outcome\":\"written\"", StringComparison.Ordinal))).IsEqualTo(1);
    }

    [Test]
    public async Task A_write_waits_for_the_session_that_asks_about_the_file_and_the_corner_says_who_holds_it()
    {
        await using var world = new World();
        const string create = """{"command":"create","path":"new.txt","file_text":"text"}""";
        world.Model.On("first writes", Reply.Flowing().Call("fs_write", create));
        world.Model.On("second writes", Reply.Flowing().Call("fs_write", create));
        world.Model.On("I deny this tool request", Reply.Flowing("Then not."));
        var pane = await world.Open();
        await SecondWaitsForFirst(pane);
        await Named(pane, "/new third");
        await pane.UntilShows("[second] ⏳ processing · held by first, ");

        await Named(pane, "/switch first");
        await pane.Line("n");
        await pane.Until("second to ask", screen => Indicator.Text(screen).Contains("second waiting permission", StringComparison.Ordinal));
        await Assert.That(File.Exists(world.At("new.txt"))).IsFalse();
    }

    [Test]
    public async Task A_lease_lapses_while_its_question_stands_and_the_write_that_waited_is_made()
    {
        await using var world = new World();
        world.Environment["Q_TOOLS_FILE_LEASE_SECONDS"] = "3";
        await File.WriteAllTextAsync(world.At("kept.txt"), "one\ntwo\n");
        world.Model.On("first writes", Reply.Flowing().Call("fs_write", Replace("one", "by first")));
        world.Model.On("second writes", Reply.Flowing().Call("fs_write", Replace("two", "by second")));
        var pane = await world.Open();
        await SecondWaitsForFirst(pane);

        await pane.UntilShows("y Enter");
        await Assert.That(Indicator.Text(await pane.Screen())).IsEqualTo("1 first waiting permission");
        world.Model.On("", Reply.Flowing("second has written."));
        await pane.Line("y");
        await pane.UntilShows("second has written.");
        await Assert.That(await File.ReadAllTextAsync(world.At("kept.txt"))).IsEqualTo("one\nby second\n");

        var told = world.Model.On("was changed by second", Reply.Flowing("first was told."));
        await Named(pane, "/switch first");
        await pane.Line("y");
        await told.Ended;
        await pane.UntilShows("first was told.");
        await Assert.That(await File.ReadAllTextAsync(world.At("kept.txt"))).IsEqualTo("one\nby second\n");
    }

    [Test]
    public async Task A_tool_in_the_background_shows_how_far_it_is_and_ends_with_its_session()
    {
        await using var world = new World();
        var go = world.At("go");
        var command = $"echo $$ > pid; echo '[ 30%] cc ring.c'; while [ ! -e {go} ]; do sleep 0.1; done; echo '[ 75%] cc main.c'; sleep 600";
        world.Model.On("build it", Reply.Flowing().Call("execute_bash", $$"""{"command":{{Json.Quote(command)}}}"""));
        var pane = await world.Open(arguments: ["--trust-all-tools"]);
        await Named(pane, "/rename builder");
        await pane.Line("build it");
        await pane.UntilShows("processing · execute_bash");
        await Named(pane, "/new elsewhere");
        await pane.UntilShows("[builder] ⏳ processing · 30%");
        await pane.UntilShows("· cc ring.c");
        await File.WriteAllTextAsync(go, "");
        await pane.UntilShows("processing · 75%");
        await pane.UntilShows("· cc main.c");
        await pane.Line("/sessions");
        await pane.UntilShows("75%");

        var pid = (await File.ReadAllTextAsync(world.At("pid"))).Trim();
        await pane.Line("/close builder");
        await pane.UntilShows("Close builder?");
        await pane.Press("y");
        await Poll.Until("the command to be gone", () => !Directory.Exists($"/proc/{pid}"));
        await pane.UntilShows("[Current: elsewhere] q>");
    }

    [Test]
    public async Task A_flood_of_output_leaves_keys_answered_and_memory_bounded()
    {
        await using var world = new World();
        world.Model.On("flood", Reply.Flowing().Call("execute_bash", """{"command":"yes | head -c 1000000000; echo dammed"}"""));
        world.Model.On("dammed", Reply.Flowing("The flood is over."));
        var pane = await world.Open(arguments: ["--trust-all-tools"]);
        await Named(pane, "/rename river");
        await pane.Line("flood");
        await pane.UntilShows("processing · execute_bash");
        await Named(pane, "/new bridge");
        for (var word = 0; word < 5; word++)
        {
            await pane.Type($"word{word} ");
            await pane.UntilShows($"word{word}");
        }
        await pane.Press("C-u");
        await pane.Until("the flood to end", screen => Indicator.Text(screen) == "1 river waiting", TimeSpan.FromMinutes(2));
        var most = (await File.ReadAllLinesAsync($"/proc/{pane.Pid}/status")).First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        await Assert.That(int.Parse(most.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])).IsLessThan(180_000);
        await Named(pane, "/switch river");
        await pane.UntilShows("The flood is over.");
    }

    /// <summary>Two sessions that write one file: the first asks, the second, in focus, is told who holds it.</summary>
    private static async Task SecondWaitsForFirst(TmuxPane pane)
    {
        await Named(pane, "/rename first");
        await pane.Line("first writes");
        await pane.UntilShows("y Enter");
        await Named(pane, "/new second");
        await pane.Line("second writes");
        await pane.UntilShows("held by first, ");
    }

    private static string Replace(string old, string made) =>
        $$"""{"command":"str_replace","path":"kept.txt","old_str":"{{old}}","new_str":"{{made}}"}""";

    private static async Task Named(TmuxPane pane, string command)
    {
        await pane.Line(command);
        await pane.UntilShows($"[Current: {command.Split(' ')[1]}] q>");
    }
}
