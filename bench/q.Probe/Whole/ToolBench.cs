namespace Q.Probe.Whole;

/// <summary>One tool round as the model sees it: from the end of its call to the request that brings the
/// result.</summary>
internal static class ToolBench
{
    private const int Rounds = 40;

    public static void Run(World world, Report report)
    {
        Timing.Once(world.Run(world.NewHome(), "chat", "--no-interactive", "--trust-all-tools", $"tools={Rounds}"));
        var figures = world.Model.ToolRounds;
        if (figures.Count < Rounds)
            throw new InvalidOperationException($"{figures.Count} tool rounds came of {Rounds}.");
        report.AtMost($"one tool round: model, shell, model, median of {figures.Count}", figures.Median, "ms", 8,
            $"p95 {Figures.Text(figures.At(0.95))}");
    }
}
