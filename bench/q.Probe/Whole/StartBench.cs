namespace Q.Probe.Whole;

/// <summary>Start of <c>q chat</c> in a terminal: to the first prompt, and until that prompt echoes a key.</summary>
internal static class StartBench
{
    private const int Rounds = 30;
    private const double MostTimesVersion = 2.5;
    private const double MostWithSessions = 15;

    public static void Run(World world, Report report)
    {
        var version = Timing.Interleaved(Rounds, world.Run(world.NewHome(), "--version"))[0].Median;
        var (prompt, key) = Measure(() => world.Run(world.NewHome(), "chat"));
        report.AtMost("q chat, new home: first prompt, median of 30", prompt.Median, "ms", null,
            $"p95 {Figures.Text(prompt.At(0.95))}");
        report.AtMost("  until it echoes a key", key.Median, "ms", null, $"p95 {Figures.Text(key.At(0.95))}");
        report.AtMost("  beside q --version", key.Median / version, "times", MostTimesVersion,
            $"{Figures.Text(version)} ms");
        var ten = Stored(world, report, 10, null);
        _ = Stored(world, report, 1000, ten);
        var (bash, bashKey) = Measure(() => world.Peer("bash", "--norc", "--noprofile", "-i")!, "bash-");
        report.AtMost("bash --norc, first prompt (for scale)", bash.Median, "ms", null,
            $"until it echoes {Figures.Text(bashKey.Median)} ms");
    }

    private static double Stored(World world, Report report, int sessions, double? ten)
    {
        var home = StoredHome.Make(world, sessions);
        var (prompt, key) = Measure(() => world.Run(home, "chat"), "stored-1");
        report.AtMost($"q chat, {sessions:N0} stored sessions: first frame with them", prompt.Median, "ms",
            MostWithSessions, $"p95 {Figures.Text(prompt.At(0.95))}, key {Figures.Text(key.Median)} ms");
        if (ten is { } few)
            report.AtMost("  beside ten stored sessions", prompt.Median / few, "times", 1.5);
        return prompt.Median;
    }

    private static (Figures Prompt, Figures Key) Measure(Func<Launch> launch, string prompt = "q>")
    {
        var (prompts, keys) = (new Figures(), new Figures());
        for (var round = -2; round < Rounds; round++)
        {
            using var program = new PtyProgram(launch());
            var drawn = program.Await(prompt);
            program.Type("þ");
            var echoed = program.Await("þ");
            if (round < 0)
                continue;
            prompts.Add(Timing.Between(program.Began, drawn));
            keys.Add(Timing.Between(program.Began, echoed));
        }
        return (prompts, keys);
    }
}
