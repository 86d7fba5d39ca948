using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>Models, tools, servers and folders write what they like: the bytes that q sends to its terminal are q's
/// own.</summary>
[NotInParallel("terminal")]
internal sealed partial class HostileBytesTests
{
    /// <summary>The corpus, and what q itself writes, at moments at which it does not.</summary>
    private static readonly string[] s_all =
    [
        .. HostileText.Corpus.Where(static text => !text.Contains('\ud800')), "\e[c\e[c\e[c", "\e[?1049l", "\e]52;c;c3RvbGVu\a", "\e]2;stolen\a",
        "\e]9;stolen\a", "\e]777;notify;stolen;stolen\a", "[a link](http://example.com/\e]52;c;c3RvbGVu\a)", "\e[23;2t", "\e[?1000h",
        "[good](http://example.com/good) [bad](http://example.com/\u009b2J\u009d52;c;x\u009c\u202e)",
    ];

    [Test]
    [Arguments("tmux-256color"), Arguments("alacritty")]
    public async Task Nothing_of_it_reaches_the_terminal_on_the_full_screen(string term)
    {
        await using var world = new World();
        world.Environment["Q_UI_BELL"] = "false";
        world.Environment["Q_UI_TITLE"] = term == "alacritty" ? "false" : "true";
        await Say(world);
        var folder = Path.Combine(world.Folder, "\e]2;stolen\a\u009b2J\u202e");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "file\e[2J\u009d0;x"), "x");
        var pane = await world.OpenShell();
        await pane.RecordTo(world.Written);
        await pane.Line("cd */ && stty size");
        await pane.UntilShows("40 120");
        var since = new FileInfo(world.Written).Length;
        // An alacritty of its own reads links; what tmux says of itself would forbid them.
        await pane.Line($"{(term == "alacritty" ? "env -u TMUX " : "")}TERM={term} {Product.File}");
        await pane.UntilShows("] q>");

        await Ask(pane);
        await pane.Line("/output");
        await pane.UntilShows("Tools are shown with their output");
        await DrawAll(pane, world);
        await pane.Press("Escape");
        await pane.Paste("@file");
        await pane.Press("Tab");
        await pane.UntilShows("[2J");
        await pane.Press("C-u");
        await pane.Line("/sessions");
        await pane.UntilShows("Active Sessions");
        await pane.Line("/new next");
        await pane.UntilShows("[Current: next] q>");

        var written = await Written(world, since);
        await Assert.That(Codes(Own().Replace(written, ""))).IsEqualTo("");
        await Assert.That(Regex.Count(written, @"\e\[c")).IsEqualTo(1);
        await Assert.That(written).DoesNotContain("\e[?1049l").And.DoesNotContain("\e[23;2t");
        await Assert.That(written.Contains("\e]8;;http", StringComparison.Ordinal)).IsEqualTo(term == "alacritty");
    }

    [Test]
    public async Task Plain_lines_and_answers_without_a_conversation_hold_no_control_byte()
    {
        await using var world = new World();
        await Say(world);
        world.Model.On("once more", Reply.Flowing([.. s_all, " end-of-text"]));
        var pane = await world.OpenShell();
        await pane.RecordTo(world.Written);
        await pane.Line("stty -echo");
        await pane.Line($"Q_UI_MODE=plain {Product.File}; echo left with $?");
        await pane.UntilShows("] q>");
        var since = new FileInfo(world.Written).Length;

        await Ask(pane);
        await pane.Quit();
        await pane.UntilShows("left with 0"); // q reads what is typed before it has ended
        await pane.Line($"{Product.File} chat --no-interactive 'once more'; echo ended with $?");
        await pane.UntilShows("ended with 0");
        await pane.Line($"{Product.File} sessions show run-call; echo shown with $?");
        await pane.UntilShows("shown with 0");

        await Assert.That(Codes((await Written(world, since)).Replace("\n", "").Replace("\r", "").Replace("\t", ""))).IsEqualTo("");
    }

    /// <summary>What the model and its tools will say to the four prompts of <see cref="Ask"/>.</summary>
    private static async Task Say(World world)
    {
        List<byte> garbage = [.. "start-of-it\n"u8];
        foreach (var text in s_all)
            garbage.AddRange([.. Encoding.UTF8.GetBytes(text), (byte)'\n']);
        for (var control = 0; control < 256; control++)
            garbage.AddRange([(byte)control, .. Encoding.UTF8.GetBytes($"2J;x{control}\n")]); // numbered: a page like the one before draws nothing
        var random = new byte[20_000];
        new Random(20261126).NextBytes(random);
        garbage.AddRange(random);
        await File.WriteAllBytesAsync(world.At("garbage"), [.. garbage]);

        var all = string.Join("\n\n", s_all);
        world.Model.On("say it", Reply.Flowing([.. s_all, "\n\n", all, "\n\n```\n", all, "\n```\n\n", s_all[^1], "\n\nend-of-text"]));
        var command = Json.Quote($"cat '{world.At("garbage")}'; echo end-of-tool # {all.ReplaceLineEndings(" ").Replace("\0", "")}");
        world.Model.On("run it", Reply.Flowing().Call("execute_bash", $$"""{"command":{{command}}}"""));
        world.Model.On("end-of-tool", Reply.Flowing("It was run."));
        world.Model.On("call it", Reply.Flowing().Call("name\e]2;stolen\a\u009b2J", Json.Quote(all)));
        world.Model.On("No tool with", Reply.Flowing("It was called."));
        world.Model.On("fail", Reply.Plain(400, $$$"""{"error":{"message":{{{Json.Quote(all)}}}}}"""));
    }

    private static async Task Ask(TmuxPane pane)
    {
        await pane.Line("say it");
        await pane.UntilShows("end-of-text");
        await pane.Line("run it");
        await pane.Until("the question", static screen => screen.Contains("t always", StringComparison.Ordinal) || screen.Contains("t (always", StringComparison.Ordinal));
        await pane.Line("y");
        await pane.UntilShows("It was run.");
        await pane.Line("call it");
        await pane.UntilShows("It was called.");
        await pane.Line("fail");
        await pane.UntilShows("status 400");
    }

    /// <summary>A page at a time, each one drawn before the next key: two keys may share a frame, and then a page is never
    /// shown.</summary>
    private static async Task DrawAll(TmuxPane pane, World world)
    {
        while (!(await pane.Screen()).Contains("start-of-it", StringComparison.Ordinal))
        {
            var before = new FileInfo(world.Written).Length;
            await pane.Press("PPage");
            await Poll.Until("another page of the output, from its end to its start",
                async () => (Length: new FileInfo(world.Written).Length, Screen: await pane.Screen()), now => now.Length > before, static now => now.Screen);
        }
    }

    /// <summary>What was written from there on; a byte that is no UTF-8 fails here.</summary>
    private static async Task<string> Written(World world, long since) =>
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString((await File.ReadAllBytesAsync(world.Written)).AsSpan((int)since));

    private static string Codes(string text) => string.Join(' ', Controls().Matches(text)
        .Select(static match => string.Create(CultureInfo.InvariantCulture, $"U+{(int)match.Value[0]:X4}")).Distinct());

    /// <summary>All that q writes of itself: a frame's moves, looks and modes, what it switches on and asks at start,
    /// its title, links to the web.</summary>
    [GeneratedRegex(
        @"\e\[(\d+(;\d+)?)?H|\e\[\d*[CSK]|\e\[[23]?J|\e\[[\d;]*m|\e\[(\d+;\d+)?r|\e\[\?(2026|25|1049|2004|1004)[hl]|\e\[\?u|\e\[c|\e\[22;2t"
            + @"|\e\]2;(?!stolen)[^\x00-\x1f\x7f-\x9f]*\a|\e\]8;;((https?|mailto):[!-~]*)?\e\\|\r\n|\r|\t",
        RegexOptions.None, 5000)]
    private static partial Regex Own();

    [GeneratedRegex(@"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]", RegexOptions.None, 5000)]
    private static partial Regex Controls();
}
