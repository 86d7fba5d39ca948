using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>Programs between q and the terminal that draw it anew themselves: GNU screen and mosh.</summary>
[NotInParallel("terminal")]
internal sealed class WrapperTests
{
    [Test]
    public Task In_screen_the_work_is_the_same() => InScreen(Works, Product.File);

    /// <summary>screen knows no OSC 52: it hands what is wrapped for it to its own terminal, which here is tmux.</summary>
    [Test]
    public Task In_screen_what_is_copied_reaches_the_terminal_around_it() => InScreen(async (world, pane) =>
    {
        var text = string.Concat(Enumerable.Repeat("a long answer, in pieces; ", 40)) + "and its end";
        world.Model.Next(Reply.Flowing(text));
        await pane.UntilShows("] q>");
        await pane.TakeCopies();
        await pane.Line("a question");
        await pane.UntilShows("and its end");
        await pane.Line("/copy answer");
        await Poll.Until("the answer on the clipboard", pane.Copied, copied => copied.StartsWith("a long answer, in pieces;", StringComparison.Ordinal));
        await Assert.That((await pane.CopiedWhole()).TrimEnd('\n')).IsEqualTo(text);
        await pane.Quit();
        await world.UntilSql("SELECT count(*) FROM leases", "0");
    }, Product.File);

    [Test]
    public Task In_screen_doctor_names_the_keys_that_screen_keeps() => InScreen(
        async (_, pane) => await pane.UntilShows("screen keeps Ctrl+A (line start) for itself"), "/bin/sh", "-c", $"{Product.File} doctor; sleep 600");

    [Test]
    public async Task Under_mosh_the_work_is_the_same()
    {
        await using var world = new World();
        if (!File.Exists("/usr/bin/mosh-server"))
            Skip.Test("mosh is not installed: ./build.sh test installs it where it can.");
        world.Environment["LANG"] = "C.UTF-8"; // mosh refuses any other kind
        world.Environment["TERM"] = "xterm-256color";
        var started = await Run.Program("mosh-server", ["new", "-i", "127.0.0.1", "-p", "60500:60999", "--", Product.File], world.Environment, folder: world.Folder);
        var all = started.Output + started.Error;
        var words = all.Split([' ', '\r', '\n', ',', ']'], StringSplitOptions.RemoveEmptyEntries);
        var (port, key) = (After("CONNECT", 1), After("CONNECT", 2));
        var server = After("pid", 2);
        try
        {
            world.Environment["MOSH_KEY"] = key;
            var pane = await world.OpenWith(["mosh-client", "127.0.0.1", port]);
            await Works(world, pane);
        }
        finally
        {
            await Run.Program("/bin/kill", ["-s", "KILL", server]);
        }

        string After(string word, int steps) => Array.IndexOf(words, word) is var at and >= 0 && at + steps < words.Length
            ? words[at + steps]
            : throw new InvalidOperationException($"mosh-server did not start: {all}");
    }

    private static async Task InScreen(Func<World, TmuxPane, Task> works, params string[] command)
    {
        await using var world = new World();
        if (!File.Exists("/usr/bin/screen"))
            Skip.Test("screen is not installed: ./build.sh test installs it where it can.");
        var sockets = Directory.CreateTempSubdirectory("q-screen-").FullName;
        File.SetUnixFileMode(sockets, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        world.Environment["SCREENDIR"] = sockets;
        try
        {
            await works(world, await world.OpenWith(["screen", "-c", "/dev/null", "-U", "-S", "q", .. command]));
        }
        finally
        {
            await Run.Program("screen", ["-S", "q", "-X", "quit"], world.Environment);
            Directory.Delete(sockets, recursive: true);
        }
    }

    private static async Task Works(World world, TmuxPane pane)
    {
        var answer = world.Model.On("about first", Reply.Gated("# A heading\n\n- one **bold** word\n", "- 漢字 and the end\n"));
        world.Model.On("make the file", Reply.Flowing("I will.").Call("execute_bash", $$"""{"command":"echo made > '{{world.At("made.txt")}}'"}"""));
        world.Model.Next(Reply.Flowing("It is made."));
        await pane.UntilShows("] q>");
        await pane.Line("/rename first");
        await pane.UntilShows("[Current: first] q>");
        await pane.Line("tell me about first");
        await answer.Opened;
        answer.Release();
        await pane.UntilShows("one bold word");
        await pane.Line("/new second");
        await pane.UntilShows("[Current: second] q>");
        await pane.Line("make the file");
        await pane.UntilShows("y Enter");
        await pane.Press("C-x", "1");
        await pane.UntilShows("[Current: first] q>");
        await pane.Until("the other session in the indicator", static screen => Indicator.Text(screen) == "2 second waiting permission");
        await pane.Resize(70, 20);
        answer.ReleaseAll();
        await pane.UntilShows("漢字 and the end");
        await pane.UntilShows("[Current: first] q>");
        await pane.Press("C-x", "y");
        await pane.UntilShows("y allow");
        await pane.Press("y");
        await Poll.Until("the file to be made", () => File.Exists(world.At("made.txt")));
        await pane.Until("the other session to wait no more", static screen => Indicator.Text(screen) == "2 second waiting" && !screen.Contains("y allow", StringComparison.Ordinal));
        await pane.Type("half a line, 漢字");
        await pane.UntilShows("q> half a line, 漢字");
        await pane.Press("C-u");
        await pane.Quit();
        await world.UntilSql("SELECT count(*) FROM leases", "0");
    }
}
