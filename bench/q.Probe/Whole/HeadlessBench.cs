namespace Q.Probe.Whole;

/// <summary>One answer without a terminal, durable write included, beside curl reading the same stream.</summary>
internal static class HeadlessBench
{
    public static void Run(World world, Report report)
    {
        Compare(world, report, tokens: 20, rounds: 40, most: 1.5, mostMemory: 24);
        Compare(world, report, tokens: 20_000, rounds: 20, most: 2, mostMemory: null);
        var fresh = new Figures();
        for (var i = 0; i < 10; i++)
            fresh.Add(Timing.Once(Ask(world, world.NewHome(), "tokens=20")));
        report.AtMost("one answer of 20 tokens, home made for it, median of 10", fresh.Median, "ms", null);
    }

    private static void Compare(World world, Report report, int tokens, int rounds, double most, double? mostMemory)
    {
        var q = Ask(world, world.NewHome(), $"tokens={tokens}");
        var body = $$"""{"messages":[{"role":"user","content":"tokens={{tokens}}"}]}""";
        var curl = world.Peer("curl", "-sN", "-d", body, $"{world.Model.Address}/chat/completions")
            ?? throw new InvalidOperationException("curl is not installed.");
        var times = Timing.Interleaved(rounds, q, curl);
        report.AtMost($"one answer of {tokens:N0} tokens, median of {rounds}", times[0].Median, "ms", null,
            $"p95 {Figures.Text(times[0].At(0.95))}");
        report.AtMost("  beside curl -N of the same stream", times[0].Median / times[1].Median, "times", most,
            $"{Figures.Text(times[1].Median)} ms");
        report.AtMost($"one answer of {tokens:N0} tokens, peak memory", Memory.PeakOf(q), "MB", mostMemory,
            $"curl {Figures.Text(Memory.PeakOf(curl))} MB");
    }

    private static Launch Ask(World world, string home, string prompt) =>
        world.Run(home, "chat", "--no-interactive", prompt);
}
