using System.Text.RegularExpressions;
using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>The design's list for SSH, over a real server on loopback: the whole work, every command, no notifications, a cut and what is there after it.</summary>
[NotInParallel("terminal")]
internal sealed partial class SshTests
{
    /// <summary>A command, what the screen says then, and the key that leads back to the line where there is one.</summary>
    private static readonly (string Line, string Shown, string? Key)[] s_commands =
    [
        ("/rename first", "[Current: first] q>", null), ("/session-name", "first (named by you)", null), ("hello there", "run git status", null),
        ("/new second", "[Current: second] q>", null), ("/switch first", "[Current: first] q>", null), ("/split second", "│", null),
        ("/split off", "", null), ("/split off", "has the screen alone already", null), ("/sessions", "Active Sessions", null),
        ("/next", "No other session waits", null), ("/allow", "No session asks", null), ("/deny", "No session asks", null),
        ("/template save mine -- say it", "The template mine is kept", null), ("/save-output first out.txt", "/out.txt.", null),
        ("/send second hello again", "Sent to second.", null), ("/pin second", "second is pinned", null),
        ("/group backend", "first is in the group backend", null), ("/fork copied", "[Current: copied] q>", null), ("/pause", "⏸ paused", null),
        ("/resume", "a copy of first", null), ("/recover", "copied needs no recovery", null), ("/logs", "Esc closes.", "Escape"),
        ("/clear-buffer first", "The output of first was cleared", null), ("/raw", "Answers are shown as they were written", null),
        ("/output", "Tools are shown with their output", null), ("/find hello", "Find 'hello'", "Escape"),
        ("/copy answer answer.txt", "lines of the last answer", null), ("/debug coordinator", "model calls ", null), ("/retry", "nothing to try again", null),
        ("/model", "answers here", null), ("/settings ui.bell", "Ring the bell once for each new wait.", null),
        ("/search hello", "Search: hello", "Escape"), ("/export --output e.md second", "/e.md", null), ("/replay second", "the end", "Escape"),
        ("/clear", "Empty the conversation of copied?", "Escape"), ("/editor from the editor", "q> from the editor", "C-u"),
        ("/help", "More below: PageDown", null), ("/kill copied", "copied was killed", null), ("/close --yes second", "[Current: first] q>", null),
        ("/quit", "", null),
    ];

    [Test]
    public async Task The_whole_work_is_done_over_ssh_and_nothing_notifies()
    {
        await using var world = new World();
        await using var server = await SshServer.StartOrSkip();
        var notified = await TrapNotifiers(world);
        string[] names = ["alpha", "beta"];
        var streams = Array.ConvertAll(names, name => world.Model.On($"about {name}", Reply.Gated($"**{name}** line 1\n", $"{name} line 2\n")));
        world.Model.On("make the file", Reply.Flowing("I will.").Call("execute_bash", """{"command":"echo made > made.txt"}"""));
        world.Model.Next(Reply.Flowing("It is made."));
        var pane = await world.OpenShell();
        await pane.RecordTo(world.Written);
        await using var twin = XtermTwin.Start(pane, world.Written);
        await pane.Line(server.ClientLine(world));
        await pane.UntilShows("] q>");
        for (var i = 0; i < names.Length; i++)
        {
            await pane.Line(i == 0 ? $"/rename {names[i]}" : $"/new {names[i]}");
            await pane.UntilShows($"[Current: {names[i]}] q>");
            await pane.Line($"tell me about {names[i]}");
            await streams[i].Opened;
            streams[i].Release();
            await pane.UntilShows($"{names[i]} line 1");
        }

        await pane.Line("/new maker");
        await pane.UntilShows("[Current: maker] q>");
        await pane.Line("make the file");
        await pane.UntilShows("y Enter");
        await pane.Line("/new elsewhere");
        await pane.UntilShows("[Current: elsewhere] q>");
        streams[1].ReleaseAll();
        await UntilIndicator(pane, "3 maker waiting permission, 2 beta waiting, 1 alpha processing");
        await twin.Resize(80, 24);
        await UntilIndicator(pane, "3 maker waiting permission, 2 beta waiting, 1 alpha processing");
        await twin.SameAs("the indicator, over ssh");

        await pane.Press("C-x", "y");
        await pane.UntilShows("y allow");
        await pane.Press("y");
        await UntilIndicator(pane, "2 beta waiting, 3 maker waiting, 1 alpha processing");
        await Assert.That(await File.ReadAllTextAsync(world.At("made.txt"))).IsEqualTo("made\n");
        await pane.Press("C-x", "a");
        await pane.UntilShows("beta line 2");
        await pane.UntilShows("[Current: beta] q>");
        streams[0].ReleaseAll();
        await pane.Press("C-x", "1");
        await pane.UntilShows("alpha line 2");
        await twin.SameAs("an answer, over ssh");
        await pane.Quit();
        await pane.UntilShows("$");

        await Assert.That((await pane.Modes())).IsEqualTo(PaneModes.Fresh);
        var written = await File.ReadAllTextAsync(world.Written);
        await Assert.That(Regex.IsMatch(written, @"\e\](9|99|777|1337)[;\a]")).IsFalse();
        await Assert.That(Directory.GetFiles(notified)).IsEmpty();
    }

    [Test]
    public async Task Every_command_works_over_ssh()
    {
        await using var world = new World();
        await using var server = await SshServer.StartOrSkip();
        world.Environment["EDITOR"] = "true";
        var pane = await world.OpenWith(server.Client(world, arguments: "--provider offline"));
        await pane.UntilShows("] q>");
        var documented = Documented().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root!, "docs", "commands.md")))
            .Select(static match => match.Groups[1].Value).Distinct();
        await Assert.That(documented.Except(s_commands.Select(static command => command.Line.Split(' ')[0]))).IsEmpty();
        foreach (var (line, shown, key) in s_commands)
        {
            await pane.Line(line);
            await pane.UntilShows(shown);
            if (key is null)
                continue;
            await pane.Press(key);
            await pane.Until("the line to be empty", static screen => Prompt().IsMatch(screen));
        }

        await Assert.That(await pane.Ended()).IsEqualTo(0);
    }

    [Test]
    public async Task A_link_that_is_cut_loses_nothing_and_the_next_one_shows_it_all()
    {
        await using var world = new World();
        await using var server = await SshServer.StartOrSkip();
        world.Model.On("before the cut", Reply.Flowing("An answer before the cut."));
        var cut = world.Model.On("while it is cut", Reply.Gated("The beginning ", "and the end."));
        var pane = await world.OpenShell();
        await pane.Line($"{server.ClientLine(world)}; echo the link is cut: $?");
        await pane.UntilShows("] q>");
        await pane.Line("/rename first");
        await pane.UntilShows("[Current: first] q>");
        await pane.Line("what was before the cut?");
        await pane.UntilShows("An answer before the cut.");
        await pane.Line("/new second");
        await pane.UntilShows("[Current: second] q>");
        await pane.Line("what comes while it is cut?");
        await cut.Opened;
        cut.Release();
        await pane.UntilShows("The beginning");
        await pane.Type("half typed");
        await pane.UntilShows("q> half typed");

        await server.Cut();

        await pane.UntilShows("the link is cut: 255");
        await Assert.That(await cut.Ended).IsEqualTo(ExchangeEnd.ClientLeft);
        await world.UntilSql("SELECT count(*) FROM leases", "0");
        await pane.Line(server.ClientLine(world));
        await pane.UntilShows("[Current: second] q> half typed");
        await pane.UntilShows("The beginning");
        await pane.Press("C-x", "1");
        await pane.UntilShows("[Current: first] q>");
        await pane.UntilShows("An answer before the cut.");
        await pane.Quit();
        await pane.UntilShows("$");
        await Assert.That(await world.Sql("PRAGMA integrity_check")).IsEqualTo("ok");
    }

    /// <summary>1 Mbit/s and 200 ms: frames are dropped and not queued, so that typing stays usable and the end is there when the answer is.</summary>
    [Test]
    public async Task On_a_slow_link_typing_stays_usable_while_an_answer_streams()
    {
        await using var world = new World();
        await using var server = await SshServer.StartOrSkip();
        await using var link = new SlowLink(server.Port);
        const int lines = 4000;
        string[] pieces = [.. Enumerable.Range(1, lines).Select(static line => $"Line {line} of a long answer: {new string((char)('a' + line % 26), 700)}\n\n"), "The end of it."];
        var stream = world.Model.On("a long answer", Reply.Gated(pieces));
        var pane = await world.OpenWith(server.Client(world, link.Port));
        await pane.UntilShows("] q>");
        await pane.Line("give me a long answer");
        await stream.Opened;
        var before = link.Carried;
        var typed = "";
        for (var key = 0; key < 20; key++)
        {
            stream.Release(lines / 20);
            typed += (char)('a' + key);
            await pane.Type(typed[^1..]);
            await pane.Until($"“{typed}” in the line", screen => screen.Contains($"q> {typed}", StringComparison.Ordinal), TimeSpan.FromSeconds(3));
        }

        stream.ReleaseAll();
        await stream.Ended;
        await pane.Until("the end, soon after it came", static screen => screen.Contains("The end of it.", StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        await Assert.That(link.Carried - before).IsLessThan(pieces.Sum(static piece => piece.Length) / 3);
    }

    /// <summary>Programs that would notify somebody, first in PATH: each leaves a file.</summary>
    private static async Task<string> TrapNotifiers(World world)
    {
        var traps = Directory.CreateDirectory(world.At("../traps")).FullName;
        var notified = Directory.CreateDirectory(world.At("../notified")).FullName;
        foreach (var name in (string[])["notify-send", "osascript", "terminal-notifier", "dbus-send", "gdbus", "kdialog", "zenity"])
        {
            var trap = Path.Combine(traps, name);
            await File.WriteAllTextAsync(trap, $"#!/bin/sh\n: > '{notified}/{name}'\n");
            File.SetUnixFileMode(trap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        world.Environment["PATH"] = $"{traps}:{world.Environment["PATH"]}";
        return notified;
    }

    private static Task<string> UntilIndicator(TmuxPane pane, string rows) =>
        pane.Until($"“{rows}” in the indicator", screen => Indicator.Text(screen) == rows);

    [GeneratedRegex(@"\] q> *(\d+ sessions.*)?$", RegexOptions.Multiline, 1000)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^\| `(/[a-z-]+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Documented();
}
