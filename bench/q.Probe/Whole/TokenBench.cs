namespace Q.Probe.Whole;

/// <summary>What a token costs that is shown as it comes: bytes to the terminal and processor time, beside cat.</summary>
internal static class TokenBench
{
    private const int Rate = 50;
    private const int Tokens = Rate * 10;

    public static void Run(World world, Report report)
    {
        double bytes, time;
        using (var program = new PtyProgram(world.Run(world.NewHome(), "chat")))
        {
            program.Await("q>");
            Chat.Say(program, $"paced={Tokens}", "begin");
            program.Quiet(300);
            (bytes, time) = Measure(program, () => world.Model.Pace(Rate));
        }
        var pipe = new PacedPipe(world, "pipe", Rate, Tokens);
        using var cat = new PtyProgram(world.Peer("cat", pipe.File)!);
        cat.Await("begin");
        var (plain, least) = Measure(cat, static () => { });
        report.AtMost($"bytes to the terminal a token, {Rate} tokens/s, of cat's", bytes / plain, "×", 3,
            $"{Figures.Text(bytes / Tokens)} B, cat {Figures.Text(plain / Tokens)} B");
        report.AtMost("  processor time a token", time / Tokens, "µs", null, $"cat {Figures.Text(least / Tokens)} µs");
    }

    private static (double Bytes, double Microseconds) Measure(PtyProgram program, Action begin)
    {
        program.Forget();
        var before = Memory.Microseconds(program.Pid);
        begin();
        program.Await(LoopbackModel.PacedEnd, 60_000);
        return (program.Shown.Length, Memory.Microseconds(program.Pid) - before);
    }
}
