using System.Diagnostics;
using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>The terminal after q, however it ends, and while it is stopped: as a shell finds it before.</summary>
[NotInParallel("terminal")]
internal sealed class TerminalTests
{
    private static readonly TimeSpan s_signalTakes = TimeSpan.FromSeconds(2);

    [Test]
    [Arguments("exit", 0), Arguments("Ctrl+D", 0), Arguments("Ctrl+C twice", 0)]
    [Arguments("SIGTERM", 143), Arguments("SIGHUP", 129), Arguments("SIGINT", 130), Arguments("SIGQUIT", 131), Arguments("SIGABRT", 134)]
    [Arguments("suspend and resume", 0), Arguments("a thrown exception", 1)]
    public async Task The_terminal_is_as_before(string ending, int exitCode)
    {
        await using var world = new World();
        var stream = world.Model.Next(Reply.Gated("never released"));
        var shell = await Shell.Open(world, ending == "a thrown exception" ? JitFile() : Product.File);
        switch (ending)
        {
            case "exit":
                await shell.Pane.Quit();
                break;
            case "Ctrl+D":
                await shell.Pane.Press("C-d");
                break;
            case "Ctrl+C twice":
                await shell.Pane.Press("C-c", "C-c");
                break;
            case "suspend and resume":
                await shell.StopAndGoOn();
                await shell.Pane.Quit();
                break;
            case "a thrown exception":
                await shell.Pane.Line("/fault");
                break;
            default:
                await shell.Pane.Line("a question that is not answered in time");
                await stream.Opened;
                await SignalAndWait(await shell.Pane.Foreground(), ending[3..]);
                break;
        }

        await shell.Ended(exitCode);
        await shell.IsAsBefore();
        if (ending == "a thrown exception")
            await SaysOnlyWhereTheReportIs(await shell.Pane.Screen(), world);
    }

    [Test]
    public async Task The_fault_of_test_builds_is_not_in_the_native_file()
    {
        await using var world = new World();
        var pane = await world.Open();

        await pane.Line("/fault");

        await pane.UntilShows("There is no command");
        await pane.Quit();
        await Assert.That(await pane.Ended()).IsEqualTo(0);
    }

    [Test]
    public async Task A_stop_from_outside_gives_the_terminal_back_and_a_continue_takes_it_again()
    {
        await using var world = new World();
        var shell = await Shell.Open(world, Product.File);
        await shell.Pane.Type("half a line");
        await shell.Pane.UntilShows("q> half a line");
        var q = await shell.Pane.Foreground();

        await TmuxPane.Signal(q, "TSTP");
        await shell.Pane.UntilGone("half a line");
        await shell.IsAsBefore();
        await shell.Pane.Line("fg; echo \"q ended with $?\"");

        await shell.Pane.UntilShows("q> half a line");
        await shell.Pane.Press("C-u");
        await shell.Pane.Quit();
        await shell.Ended(0);
        await shell.IsAsBefore();
    }

    /// <summary>A native file has no such command, so this one ending is shown with the build under the JIT.</summary>
    private static string JitFile() => Path.Combine(Repository.Root!, "artifacts", "bin", "q", "debug", "q");

    private static async Task SignalAndWait(int pid, string signal)
    {
        var since = Stopwatch.GetTimestamp();
        await TmuxPane.Signal(pid, signal);
        await Poll.Until(
            $"q to be gone after SIG{signal}", () => Task.FromResult(Directory.Exists($"/proc/{pid}")), static there => !there,
            limit: s_signalTakes);
        await Assert.That(Stopwatch.GetElapsedTime(since)).IsLessThan(s_signalTakes);
    }

    private static async Task SaysOnlyWhereTheReportIs(string screen, World world)
    {
        var report = Directory.GetFiles(Path.Combine(world.Home, "logs"), "crash-*.txt").Single();
        var id = Path.GetFileNameWithoutExtension(report)["crash-".Length..];
        var unbroken = screen.ReplaceLineEndings("");
        await Assert.That(unbroken).Contains($"(crash {id})").And.Contains(report);
        await Assert.That(screen).DoesNotContain("   at ").And.DoesNotContain("Exception");
        await Assert.That(await File.ReadAllTextAsync(report)).Contains($"crash {id}").And.Contains("   at Q.");
    }

    /// <summary>A shell with q in its foreground, and what its terminal was like before.</summary>
    private sealed record Shell(TmuxPane Pane, string Stty, string Record)
    {
        private const string Mark = "this was here before";

        public static async Task<Shell> Open(World world, string file)
        {
            if (!File.Exists(file))
                throw new FileNotFoundException($"{file} is not there: build tests/q.E2E, which builds it.");
            var pane = await world.OpenShell();
            await pane.Line($"echo {Mark}");
            await pane.UntilShows($"\n{Mark}");
            var shell = new Shell(pane, await pane.Stty(), world.Written);
            await pane.RecordTo(shell.Record);
            await pane.Line($"{file}; echo \"q ended with $?\"");
            await pane.UntilShows("] q>");
            await Assert.That(await pane.Modes()).IsNotEqualTo(PaneModes.Fresh);
            await Assert.That(await pane.Stty()).IsNotEqualTo(shell.Stty);
            return shell;
        }

        public Task<string> Ended(int exitCode) => Pane.UntilShows($"q ended with {exitCode}");

        public async Task IsAsBefore()
        {
            await Assert.That(await Pane.Screen()).Contains($"\n{Mark}\n");
            await Assert.That(await Pane.Modes()).IsEqualTo(PaneModes.Fresh);
            await Assert.That(await Pane.Stty()).IsEqualTo(Stty);
            await Assert.That(string.Join(", ", ModeLedger.LeftOn(await File.ReadAllTextAsync(Record)))).IsEqualTo("");
        }

        public async Task StopAndGoOn()
        {
            await Pane.Type("half a line");
            await Pane.UntilShows("q> half a line");
            await Pane.Press("C-z");
            await Pane.UntilGone("half a line");
            await IsAsBefore();
            await Pane.Line("fg; echo \"q ended with $?\"");
            await Pane.UntilShows("q> half a line");
            await Assert.That(await Pane.Modes()).IsNotEqualTo(PaneModes.Fresh);
            await Pane.Press("C-u");
        }
    }
}
