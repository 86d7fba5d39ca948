using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>What commands do whose q was killed, so that it could end none of them.</summary>
[NotInParallel("terminal")]
internal sealed class OrphanTests
{
    [Test]
    public async Task A_command_whose_q_was_killed_is_ended_by_the_next_q_which_says_so()
    {
        await using var world = new World();
        world.Model.On("run it", Reply.Flowing().Call("execute_bash", """{"command":"echo $$ > pid; exec sleep 987"}"""));
        var pane = await world.Open(arguments: ["--trust-all-tools"]);
        await pane.Line("run it");
        await Poll.Until("the note of the command", () => Notes(world).Length == 1 && new FileInfo(world.At("pid")) is { Exists: true, Length: > 1 });
        var pid = (await File.ReadAllTextAsync(world.At("pid"))).Trim();
        await pane.Signal("KILL");
        await pane.Ended();
        await Assert.That(Runs(pid)).IsTrue();

        var again = await world.Open(columns: 120);

        await again.UntilShows($"(pid {pid}) was still running and has been ended.");
        await Assert.That(await again.Screen()).Contains("Interrupted: this was not answered.");
        await Poll.Until("the command to be gone", () => !Runs(pid));
        await Assert.That(Notes(world)).IsEmpty();
        var audit = Path.Combine(world.Home, "logs", "audit.log");
        await Poll.Until("the line in the audit log", () => File.Exists(audit) && File.ReadAllText(audit).Contains("ended after q was killed", StringComparison.Ordinal));
    }

    /// <summary>A zombie, which a container may have nobody to reap, does not run: it has no command line.</summary>
    private static bool Runs(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string[] Notes(World world) =>
        Directory.Exists(Path.Combine(world.Home, "run")) ? Directory.GetFiles(Path.Combine(world.Home, "run"), "*.command") : [];
}
