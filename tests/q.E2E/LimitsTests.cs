using System.Net.Sockets;
using System.Text;
using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>What is bounded, and who is kept out.</summary>
[NotInParallel("terminal")]
internal sealed class LimitsTests
{
    [Test]
    public async Task Calls_over_the_limit_are_queued_and_say_where_they_stand()
    {
        await using var world = new World();
        world.Environment["Q_SESSIONS_MAX_CONCURRENT_API_CALLS"] = "1";
        string[] names = ["first", "second", "third"];
        var streams = Array.ConvertAll(names, name => world.Model.On($"about {name}", Reply.Gated($"told of {name}")));
        var pane = await world.Open();
        for (var i = 0; i < names.Length; i++)
        {
            await pane.Line(i == 0 ? $"/rename {names[i]}" : $"/new {names[i]}");
            await pane.UntilShows($"[Current: {names[i]}] q>");
            await pane.Line($"about {names[i]}");
            if (i == 0)
                await streams[0].Opened;
            else
                await pane.UntilShows("queued 1st"); // the one in focus goes first
        }
        await pane.UntilShows("[second] ⏳ processing · queued 2nd");
        await Assert.That(world.Model.Requests.Count(static request => request.Method == "POST")).IsEqualTo(1);

        await pane.Press("C-c");
        await pane.UntilShows("[second] ⏳ processing · queued 1st");
        streams[0].ReleaseAll();
        await streams[1].Opened;
        streams[1].ReleaseAll();
        await pane.Until("both to be answered", static screen => Indicator.Text(screen) == "1 first waiting, 2 second waiting");
        await pane.Quit();
        await Assert.That(await pane.Ended()).IsEqualTo(0);
    }

    /// <summary>Three sessions with a ring of 30 MB each are more than 64 MB, whatever the rest of q takes.</summary>
    [Test]
    public async Task Over_the_limit_of_memory_the_session_idle_longest_hibernates_and_comes_back_whole()
    {
        await using var world = new World();
        world.Environment["Q_SESSIONS_MAX_MEMORY_MB"] = "64";
        world.Environment["Q_SESSIONS_OUTPUT_BUFFER_SIZE_MB"] = "40";
        string[] names = ["first", "second", "third"];
        foreach (var name in names)
        {
            var command = $"echo begin of {name}; yes {new string('x', 99)} | head -n 300000; echo end of {name}";
            world.Model.On($"fill {name}", Reply.Flowing().Call("execute_bash", $$"""{"command":"{{command}}"}"""));
            world.Model.On($"end of {name}", Reply.Flowing($"{name} is filled."));
        }
        var pane = await world.Open(arguments: ["--trust-all-tools"]);
        foreach (var name in names)
        {
            await pane.Line(name == names[0] ? $"/rename {name}" : $"/new {name}");
            await pane.UntilShows($"[Current: {name}] q>");
            await pane.Line($"fill {name}");
            await pane.UntilShows($"{name} is filled.");
        }
        await UntilListed("first", "hibernated");
        await UntilListed("third", "[ACTIVE]");
        var run = Path.Combine(world.Home, "run");
        await Assert.That(Directory.GetFiles(run, "*-asleep.output").Max(static file => new FileInfo(file).Length)).IsGreaterThan(30_000_000);

        await pane.Line("/switch first");
        await pane.UntilShows("first is filled.");
        await pane.Line($"/save-output first {world.At("first.txt")}");
        await pane.UntilShows("All that first has said is in");
        var lines = await File.ReadAllLinesAsync(world.At("first.txt"));
        await Assert.That(lines.Count(static line => line.EndsWith("xxx", StringComparison.Ordinal))).IsEqualTo(300_000);
        await Assert.That(lines.Any(static line => line.EndsWith("begin of first", StringComparison.Ordinal))).IsTrue();
        await UntilListed("first", "[ACTIVE]");

        Task UntilListed(string name, string what) => Poll.Until($"{name} to be listed as {what}", async () =>
        {
            await pane.Line("/sessions"); // what is listed stays as it was
            return await pane.Screen();
        }, screen => screen.Split('\n').LastOrDefault(line => line.Contains($" {name} ", StringComparison.Ordinal))?.Contains(what, StringComparison.Ordinal) == true);
    }

    [Test]
    public async Task A_title_of_the_models_takes_the_place_of_the_generated_name()
    {
        await using var world = new World();
        world.Environment["Q_SESSIONS_AUTO_NAME_MODEL"] = "true";
        var title = world.Model.On("Give this conversation a title", Reply.Gated("Split the HTTP layer"));
        world.Model.On("refactor the api", Reply.Flowing("It is refactored."));
        world.Model.On("now the database", Reply.Flowing("That too."));
        var pane = await world.Open();
        await pane.Line("refactor the api");
        await title.Opened;
        await pane.UntilShows("It is refactored.");
        await Assert.That(await pane.Screen()).DoesNotContain("split-the-http");
        title.ReleaseAll();
        await pane.UntilShows("[Current: split-the-http-layer] q>");
        await pane.Line("now the database");
        await pane.UntilShows("That too.");
        await pane.UntilShows("[Current: split-the-http-layer] q>");
        await world.UntilSql("SELECT session_name FROM conversations", "split-the-http-layer");
    }

    [Test]
    public async Task The_control_socket_does_nothing_for_another_user_though_every_door_is_open()
    {
        if (!OtherUser.IsPossible)
            Skip.Test("Another user needs root on Linux.");
        await using var world = new World();
        var pane = await world.Open(arguments: ["chat", "--new", "mine"]);
        var path = Path.Combine(world.Home, "run", $"{pane.Pid}.sock");
        await Poll.Until("the control socket", () => File.Exists(path));
        for (var door = path; door != Path.GetTempPath().TrimEnd('/'); door = Path.GetDirectoryName(door)!)
            File.SetUnixFileMode(door, (UnixFileMode)0b111_111_111);

        using var stranger = await OtherUser.Do(() =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        });
        await Assert.That(await Ask(stranger)).IsEqualTo("");

        await Assert.That((await world.Q(["chat", "--new", "second"])).Output).Contains($"pid {pane.Pid}");
        await pane.UntilShows("[second]");
        await Assert.That(Indicator.Text(await pane.Screen())).IsEqualTo("2 second idle");
    }

    /// <summary>A newer database is refused as it is; with an older one put in its place all works again.</summary>
    [Test]
    public async Task A_database_of_a_newer_q_is_refused_and_left_as_it_is()
    {
        await using var world = new World();
        await world.Q(["chat", "--new", "kept"]);
        var version = await world.Sql("PRAGMA user_version");
        await world.Sql("PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)");
        var file = Path.Combine(world.Home, "db.sqlite");
        var before = await File.ReadAllBytesAsync(file);

        var run = await world.Q(["chat", "--no-interactive", "--provider", "offline", "hello"]);
        var listed = await world.Q(["sessions", "list"]);

        await Assert.That(run.Error + listed.Error).Contains("newer");
        await Assert.That(await File.ReadAllBytesAsync(file)).IsEquivalentTo(before);
        await world.Sql("PRAGMA user_version = " + version);
        await Assert.That((await world.Q(["sessions", "list"])).Output).Contains("kept");
    }

    private static async Task<string> Ask(Socket stranger)
    {
        try
        {
            await stranger.SendAsync("{\"do\":\"new\",\"name\":\"stolen\"}\n"u8.ToArray());
            var buffer = new byte[4096];
            return Encoding.UTF8.GetString(buffer, 0, await stranger.ReceiveAsync(buffer));
        }
        catch (SocketException)
        {
            return ""; // cut off before it could say anything
        }
    }
}
