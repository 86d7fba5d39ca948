using System.Globalization;
using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>What hands do while it runs: paste, resize, stop.</summary>
[NotInParallel("terminal")]
internal sealed class EditingTests
{
    [Test]
    public async Task A_paste_of_many_lines_is_one_prompt()
    {
        await using var world = new World();
        var exchange = world.Model.Next(Reply.Flowing("I read it all."));
        var text = string.Join('\n', Enumerable.Range(1, 200).Select(line => $"pasted line {line} with /quit in it"));
        var pane = await world.Open();

        await pane.Paste(text);
        await pane.UntilShows("[pasted 200 lines, 6 kB]");
        await Assert.That(world.Model.Requests.Count(request => request.Method == "POST")).IsEqualTo(0);
        await pane.Press("Enter");

        await Assert.That((await exchange.Opened).LastMessage).IsEqualTo(text);
        await pane.UntilShows("I read it all.");
    }

    [Test]
    public async Task A_resize_in_the_middle_of_a_stream_keeps_everything_in_its_place()
    {
        await using var world = new World();
        var stream = world.Model.Next(Reply.Gated("before the resize\n\n", "at forty columns\n\n", "and wide again\n"));
        var pane = await world.Open();
        await pane.Line("write on");
        await stream.Opened;
        stream.Release();
        await pane.UntilShows("before the resize");
        await pane.Type("half");

        await pane.Resize(40, 10);
        stream.Release();
        var narrow = await pane.Until(
            "the narrow screen", screen => screen.Contains("at forty columns") && screen.Split('\n').Any(IsPrompt));
        await Assert.That(narrow.Split('\n').Max(line => line.Length)).IsLessThanOrEqualTo(40);
        await pane.Resize(140, 45);
        stream.Release();
        var wide = await pane.Until("the wide screen", screen => screen.Contains("and wide again") && screen.Contains("[Current: "));

        string[] order = ["write on", "before the resize", "at forty columns", "and wide again", "q> half"];
        await Assert.That(order.Select(part => wide.IndexOf(part, StringComparison.Ordinal))).IsInOrder();
        var (column, row) = await pane.Cursor();
        var prompt = wide.Split('\n')[row];
        await Assert.That(prompt[..column]).EndsWith("q> half");
        await pane.Press("C-u");

        static bool IsPrompt(string line) => line.StartsWith('[') && line.Contains("] q> half");
    }

    [Test]
    public async Task A_tool_that_runs_is_ended_with_its_children_by_Ctrl_C()
    {
        await using var world = new World();
        const string command = "sleep 1000 & echo $! > child.pid; echo $$ > shell.pid; wait";
        world.Model.On("sleep", Reply.Flowing("Good night.").Call("execute_bash", $$"""{"command":{{Json.Quote(command)}}}"""));
        var pane = await world.Open(arguments: ["--trust-all-tools"]);
        await pane.Line("sleep a while");
        var child = await Pid(world.At("child.pid"));
        var shell = await Pid(world.At("shell.pid"));
        await Assert.That(Directory.Exists($"/proc/{child}")).IsTrue();

        await pane.Press("C-c");

        await Poll.Until("the child to end", () => !Directory.Exists($"/proc/{child}"));
        await Poll.Until("the shell to end", () => !Directory.Exists($"/proc/{shell}"));
        await pane.UntilGone("processing");
        await Assert.That(await pane.Screen()).Contains("q>");
    }

    private static async Task<int> Pid(string file)
    {
        var text = await Poll.Until(
            $"{file} to be written", () => Task.FromResult(File.Exists(file) ? File.ReadAllText(file) : ""), text => text.EndsWith('\n'));
        return int.Parse(text, CultureInfo.InvariantCulture);
    }
}
