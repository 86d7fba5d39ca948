using System.Diagnostics;
using System.Globalization;

namespace Q.Probe.Whole;

/// <summary>
/// Key to last byte of a switch between sessions that have each said more than 10 MB; beside tmux, and in turn with screen, so that
/// what else the machine does slows both.
/// </summary>
internal static class SwitchBench
{
    private const int Sessions = 10;
    private const int Switches = 200;
    private const int Turns = 4;
    private const string Leader = "\x18";
    private const int Megabytes = 11;
    private const int QuietAfter = 25;

    /// <summary>A busy machine may keep a program from answering for long; that is a slow switch, not none.</summary>
    private const int FirstByte = 5000;

    public static void Run(World world, Report report)
    {
        var history = Path.Combine(world.Folder, "history.txt");
        File.WriteAllText(history, LoopbackModel.Text(Megabytes).Replace("\\n", "\n", StringComparison.Ordinal));
        using (var program = new PtyProgram(world.Run(world.NewHome(), "chat")))
        {
            program.Await("q>");
            for (var i = 0; i < Sessions; i++)
            {
                if (i > 0)
                    Chat.New(program);
                Chat.Say(program, $"megabytes={Megabytes}", LoopbackModel.LastLine(Megabytes));
                program.Quiet(300);
            }
            program.Pause(2000);
            Show(report, "switch between ten sessions, full 10 MB rings", Measure(program, Leader, 1), 2, 6);
            report.AtMost("  PSS with them", Memory.Pss(program.Pid), "MB", null,
                $"peak {Figures.Text(Memory.Peak(program.Pid))} MB");
            Peer(world, report, "screen", ["-S", "q-bench", "-X", "quit"], () => Screen(world, report, history, program));
        }
        Peer(world, report, "tmux", ["-L", "q-bench", "kill-server"], () => Tmux(world, report, history));
    }

    /// <summary>A peer that cannot be measured is a line, and its server ends in any case.</summary>
    private static void Peer(World world, Report report, string program, string[] end, Action measure)
    {
        if (world.Peer(program, end) is not { } ending)
        {
            report.Note($"  {program} with the same history (for scale)", "not installed");
            return;
        }
        try
        {
            measure();
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException)
        {
            report.Note($"  {program} with the same history (for scale)", "not measured", e.Message);
        }
        finally
        {
            _ = Launch.Wait(ending.Start());
        }
    }

    private static void Tmux(World world, Report report, string history)
    {
        var settings = Path.Combine(world.Folder, "tmux.conf");
        File.WriteAllText(settings, "set -g history-limit 400000\nset -g escape-time 0\n");
        using var program = new PtyProgram(world.Peer("tmux", "-L", "q-bench", "-f", settings, "new-session", "cat", history, "-")!);
        program.Quiet(500);
        for (var i = 1; i < Sessions; i++)
        {
            Timing.Once(world.Peer("tmux", "-L", "q-bench", "new-window", "cat", history, "-")!);
            program.Quiet(500);
        }
        Show(report, "  tmux with the same history (for scale)", Measure(program, "\x02", 0), null, null);
        report.AtMost("  PSS with it", Memory.Pss(Server(program.Pid, "tmux")), "MB", null);
    }

    private static void Screen(World world, Report report, string history, PtyProgram q)
    {
        var settings = Path.Combine(world.Folder, "screenrc");
        File.WriteAllText(settings, "defscrollback 400000\nstartup_message off\n");
        using var program = new PtyProgram(world.Peer("screen", "-S", "q-bench", "-c", settings, "cat", history, "-")!);
        program.Quiet(500);
        for (var i = 1; i < Sessions; i++)
        {
            Timing.Once(world.Peer("screen", "-S", "q-bench", "-X", "screen", "cat", history, "-")!);
            program.Quiet(500);
        }
        var (own, theirs) = (new Figures(), new Figures());
        for (var turn = 0; turn < Turns; turn++)
        {
            Measure(q, Leader, 1, own, Switches / Turns);
            Measure(program, "\x01", 0, theirs, Switches / Turns);
        }
        report.AtMost("  beside screen", own.Median / theirs.Median, "times", 1,
            $"in turn, median by median: {Figures.Text(own.Median)} and {Figures.Text(theirs.Median)} ms");
        Show(report, "  screen with the same history (for scale)", theirs, null, null);
        report.AtMost("  PSS with it", Memory.Pss(Server(program.Pid, "screen")), "MB", null);
    }

    private static Figures Measure(PtyProgram program, string leader, int first)
    {
        var figures = new Figures();
        Measure(program, leader, first, figures, Switches);
        return figures;
    }

    private static void Measure(PtyProgram program, string leader, int first, Figures figures, int switches)
    {
        for (var i = -Sessions; i < switches; i++)
        {
            program.Pause(10);
            program.Forget();
            var pressed = Stopwatch.GetTimestamp();
            program.Type(leader + (first + ((i + Sessions) % 9)).ToString(CultureInfo.InvariantCulture));
            var last = program.Quiet(QuietAfter, FirstByte);
            if (last == 0)
                throw new InvalidOperationException("A switch showed nothing.");
            if (i >= 0)
                figures.Add(Timing.Between(pressed, last));
        }
    }

    private static void Show(Report report, string what, Figures figures, double? median, double? p99)
    {
        report.AtMost($"{what}, median of {Switches}", figures.Median, "ms", median);
        report.AtMost("  p99", figures.At(0.99), "ms", p99);
    }

    /// <summary>The one of the multiplexer's processes that holds the history.</summary>
    private static int Server(int client, string name) => Directory.GetDirectories("/proc")
        .Select(static folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid)
            ? pid : 0)
        .Where(pid => pid > 0 && pid != client && IsNamed(pid, name))
        .OrderByDescending(Memory.Pss).First();

    private static bool IsNamed(int pid, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").StartsWith(name, StringComparison.OrdinalIgnoreCase);
        }
        catch (IOException)
        {
            return false; // it has ended meanwhile
        }
    }
}
