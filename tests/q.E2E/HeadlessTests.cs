using System.Diagnostics;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>q chat --no-interactive: what scripts see of it.</summary>
internal sealed class HeadlessTests
{
    [Test]
    public async Task The_answer_and_nothing_else_is_on_standard_output()
    {
        await using var world = new World();
        world.Model.On("what is the answer?", Reply.Flowing("It is", " 42."));

        var run = await world.Q(["chat", "--no-interactive", "what is the answer?"]);

        await Assert.That(run).IsEqualTo(new Run(0, "It is 42.\n", ""));
        await Assert.That((await world.Q(["sessions", "list"])).Output).DoesNotContain("answer");
        await Assert.That((await world.Q(["sessions", "list", "--all"])).Output).Contains("answer [COMPLETED]");
    }

    [Test]
    public async Task What_is_piped_in_is_added_to_the_prompt()
    {
        await using var world = new World();
        var exchange = world.Model.Next(Reply.Flowing("Looks right."));

        var run = await world.Q(["chat", "--no-interactive", "review", "this"], "+ a line of a diff\n");

        await Assert.That(run).IsEqualTo(new Run(0, "Looks right.\n", ""));
        await Assert.That((await exchange.Opened).LastMessage).IsEqualTo("review this\n\n+ a line of a diff\n");
    }

    [Test]
    public async Task No_prompt_is_wrong_use()
    {
        await using var world = new World();

        var run = await world.Q(["chat", "--no-interactive"]);

        await Assert.That(run.ExitCode).IsEqualTo(2);
        await Assert.That(run.Output).IsEqualTo("");
        await Assert.That(run.Error).Contains("--no-interactive needs a prompt");
    }

    [Test]
    public async Task An_option_that_is_not_known_is_wrong_use_and_the_nearest_is_named()
    {
        await using var world = new World();

        var run = await world.Q(["chat", "--no-interactiv", "hello"]);

        await Assert.That(run.ExitCode).IsEqualTo(2);
        await Assert.That(run.Output).IsEqualTo("");
        await Assert.That(run.Error).Contains("--no-interactive");
    }

    [Test]
    public async Task An_output_that_takes_nothing_is_told()
    {
        await using var world = new World();
        world.Model.On("hello", Reply.Flowing("It is 42."));
        var pane = await world.OpenShell();

        await pane.Line($"{Product.File} chat --no-interactive hello >/dev/full; echo ended with $?");
        var screen = await pane.UntilShows("ended with 1");

        await Assert.That(screen).Contains("q: the answer cannot be written to standard output: No space left on device.");
    }

    [Test]
    public async Task A_failed_turn_ends_with_one_and_a_sentence()
    {
        await using var world = new World();
        world.Model.Next(Reply.Refused(401, "bad key"));

        var run = await world.Q(["chat", "--no-interactive", "hello"]);

        await Assert.That(run.ExitCode).IsEqualTo(1);
        await Assert.That(run.Output).IsEqualTo("");
        await Assert.That(run.Error).StartsWith("q: ").And.Contains("bad key").And.DoesNotContain("   at ").And.DoesNotContain("/retry");
    }

    [Test]
    public async Task It_is_in_the_log()
    {
        await using var world = new World();
        world.Model.On("hello", Reply.Flowing("It is 42."));

        var run = await world.Q(["chat", "--no-interactive", "hello"]);

        await Assert.That(run.ExitCode).IsEqualTo(0);
        var log = await File.ReadAllTextAsync(Path.Combine(world.Home, "logs", "q-cli.log"));
        await Assert.That(log).Contains("turn 1 ended: Complete").And.DoesNotContain("hello").And.DoesNotContain("It is 42"); // ids, pid and clock may hold a 42
    }

    [Test]
    public async Task A_tool_that_needs_approval_fails_and_names_the_flag()
    {
        await using var world = new World();
        world.Model.On("run it", Reply.Flowing().Call("execute_bash", """{"command":"touch made.txt"}"""));

        var run = await world.Q(["chat", "--no-interactive", "run it"]);

        await Assert.That(run.ExitCode).IsEqualTo(1);
        await Assert.That(run.Output).IsEqualTo("");
        await Assert.That(run.Error).Contains("--trust-tools=execute_bash").And.Contains("--trust-all-tools");
        await Assert.That(File.Exists(world.At("made.txt"))).IsFalse();
    }

    [Test]
    public async Task With_the_flag_the_tool_runs()
    {
        await using var world = new World();
        world.Model.On("run it", Reply.Flowing().Call("execute_bash", """{"command":"touch made.txt; echo touched"}"""));
        world.Model.On("touched", Reply.Flowing("Done."));

        var run = await world.Q(["chat", "--no-interactive", "--trust-tools=execute_bash", "run it"]);

        await Assert.That(run).IsEqualTo(new Run(0, "Done.\n", ""));
        await Assert.That(File.Exists(world.At("made.txt"))).IsTrue();
    }

    [Test]
    public async Task An_interrupt_ends_it_with_130_and_what_was_said_so_far()
    {
        await using var world = new World();
        var stream = world.Model.Next(Reply.Gated("The first half", " and the second"));
        var start = new ProcessStartInfo(Product.File, ["chat", "--no-interactive", "take your time"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = world.Folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in world.Environment)
            start.Environment[name] = value;
        using var q = Process.Start(start)!;
        q.StandardInput.Close();
        await stream.Opened;
        stream.Release();
        var half = new char["The first half".Length];
        await q.StandardOutput.ReadBlockAsync(half);

        await TmuxPane.Signal(q.Id, "INT");

        await q.WaitForExitAsync().WaitAsync(TestKit.Poll.Limit);
        await Assert.That(new string(half)).IsEqualTo("The first half");
        await Assert.That(await q.StandardOutput.ReadToEndAsync()).IsEqualTo("\n");
        await Assert.That(q.ExitCode).IsEqualTo(130);
    }
}
