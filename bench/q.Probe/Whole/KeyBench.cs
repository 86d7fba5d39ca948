using System.Diagnostics;

namespace Q.Probe.Whole;

/// <summary>From a key to its letter on the screen, in a terminal of 120×40.</summary>
internal static class KeyBench
{
    private const int Keys = 300;
    private const int KeysALine = 30;
    private const string Marker = "þ";

    public static void Run(World world, Report report)
    {
        using (var program = new PtyProgram(world.Run(world.NewHome(), "chat")))
        {
            program.Await("q>");
            Show(report, "key to screen, idle", Measure(program), 0.6, 1);
        }
        using (var program = new PtyProgram(world.Run(world.NewHome(), "chat")))
        {
            program.Await("q>");
            for (var i = 0; i < 3; i++)
            {
                Chat.Say(program, "slow=50", "begin");
                Chat.New(program);
            }
            Show(report, "key to screen, three sessions streaming behind", Measure(program), null, null);
        }
        using (var program = new PtyProgram(world.Run(world.NewHome(), "chat")))
        {
            program.Await("q>");
            Chat.Say(program, "slow=50", "begin");
            Show(report, "key to screen, the session in focus streaming", Measure(program), null, null);
        }
        Peer(world, report, "tmux", "tmux running cat", "-L", "q-bench", "-f", "/dev/null", "new-session", "cat");
        Peer(world, report, "bash", "bash's own line editor", "--norc", "--noprofile", "-i");
    }

    private static void Peer(World world, Report report, string name, string what,
        params ReadOnlySpan<string> arguments)
    {
        if (world.Peer(name, arguments) is not { } launch)
        {
            report.Note($"  {what} (for scale)", "not installed");
            return;
        }
        using var program = new PtyProgram(launch);
        program.Quiet(500);
        Show(report, $"  {what} (for scale)", Measure(program), null, null);
        program.Type("\x15\x04");
        program.Quiet(100);
    }

    private static void Show(Report report, string what, Figures figures, double? median, double? p95)
    {
        report.AtMost($"{what}, median of {Keys}", figures.Median, "ms", median);
        report.AtMost("  p95", figures.At(0.95), "ms", p95, $"p99 {Figures.Text(figures.At(0.99))}");
    }

    public static Figures Measure(PtyProgram program, int keys = Keys)
    {
        var figures = new Figures();
        var pause = new Random(1);
        program.Pause(200);
        for (var i = 0; i < keys; i++)
        {
            program.Pause(20 + pause.Next(20));
            program.Forget();
            var pressed = Stopwatch.GetTimestamp();
            program.Type(Marker);
            figures.Add(Timing.Between(pressed, program.Await(Marker)));
            if (i % KeysALine == KeysALine - 1)
            {
                program.Type("\x15");
                program.Pause(100);
            }
        }
        return figures;
    }
}
