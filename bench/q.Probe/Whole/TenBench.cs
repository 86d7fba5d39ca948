namespace Q.Probe.Whole;

/// <summary>Keys while ten sessions stream behind, beside tmux with ten windows that show the same streams.</summary>
internal static class TenBench
{
    private const int Sessions = 10;
    private const int Rate = 50;
    private const int Tokens = Rate * 40;

    public static void Run(World world, Report report)
    {
        using (var program = new PtyProgram(world.Run(world.NewHome(), "chat")))
        {
            program.Await("q>");
            for (var i = 1; i < Sessions; i++)
            {
                program.Type($"/new s{i} -- paced={Tokens}");
                program.Pause(30);
                program.Type("\r");
                program.Pause(100);
            }
            program.Type($"/send s1 paced={Tokens}\r");
            program.Type("\x18c"); // an empty one in focus
            program.Pause(500);
            world.Model.Pace(Rate);
            program.Pause(500);
            Show(report, $"key to screen, {Sessions - 1} sessions streaming {Rate} tokens/s each behind", KeyBench.Measure(program), 5);
        }
        if (world.Peer("tmux", "-L", "q-bench", "kill-server") is not { } ending)
        {
            report.Note("  tmux, as many windows with the same stream (for scale)", "not installed");
            return;
        }
        try
        {
            using var program = new PtyProgram(world.Peer("tmux", "-L", "q-bench", "-f", "/dev/null", "new-session", "cat")!);
            program.Quiet(500);
            for (var i = 1; i < Sessions; i++)
                Timing.Once(world.Peer("tmux", "-L", "q-bench", "new-window", "-d", "cat", new PacedPipe(world, $"pipe-{i}", Rate, Tokens).File)!);
            program.Pause(500);
            Show(report, "  tmux, as many windows with the same stream (for scale)", KeyBench.Measure(program), null);
        }
        finally
        {
            _ = Launch.Wait(ending.Start());
        }
    }

    private static void Show(Report report, string what, Figures keys, double? p99)
    {
        report.AtMost($"{what}, p50", keys.Median, "ms", null);
        report.AtMost("  p99", keys.At(0.99), "ms", p99);
    }
}
