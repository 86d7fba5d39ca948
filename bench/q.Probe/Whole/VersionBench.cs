namespace Q.Probe.Whole;

/// <summary><c>q --version</c> beside native hello worlds of the same SDK.</summary>
internal static class VersionBench
{
    private const int Rounds = 80;

    public static void Run(World world, Report report)
    {
        var version = world.Run(world.NewHome(), "--version");
        var invariant = Hello(world, "invariant");
        var usual = Hello(world, "default");
        var times = Timing.Interleaved(Rounds, version, invariant, usual);
        report.AtMost("q --version, median of 80", times[0].Median, "ms", null,
            $"p95 {Figures.Text(times[0].At(0.95))}");
        report.AtMost("  beside hello world, InvariantGlobalization", times[0].Median / times[1].Median, "times", 1.2,
            $"{Figures.Text(times[1].Median)} ms");
        report.AtMost("  beside hello world, default settings", times[0].Median / times[2].Median, "times", 1.2,
            $"{Figures.Text(times[2].Median)} ms");
        var peaks = new[] { version, invariant, usual }.Select(Memory.PeakOf).ToArray();
        report.AtMost("q --version, peak memory", peaks[0], "MB", null);
        report.AtMost("  beside hello world, InvariantGlobalization", peaks[0] / peaks[1], "times", 1.2,
            $"{Figures.Text(peaks[1])} MB");
        report.AtMost("  beside hello world, default settings", peaks[0] / peaks[2], "times", 1.2,
            $"{Figures.Text(peaks[2])} MB");
        Hardened(world, report, version);
    }

    /// <summary>The dynamic, position-independent file beside the static one: what a distribution that asks for it pays.</summary>
    private static void Hardened(World world, Report report, Launch version)
    {
        var file = Path.Combine(world.Root, "out", "q-hardened");
        if (!File.Exists(file))
        {
            report.Note("hardened: out/q-hardened", "not built", "./build.sh aot --hardened makes it");
            return;
        }
        var hardened = version with { Command = [file, "--version"] };
        var times = Timing.Interleaved(Rounds, version, hardened);
        report.AtMost("hardened: q --version, median of 80", times[1].Median, "ms", null,
            $"static {Figures.Text(times[0].Median)} ms");
        report.AtMost("hardened: peak memory", Memory.PeakOf(hardened), "MB", null);
        report.AtMost("hardened: size of the file", new FileInfo(file).Length / 1e6, "MB", null,
            $"static {Figures.Text(new FileInfo(world.Q).Length / 1e6)} MB");
    }

    private static Launch Hello(World world, string kind) => world.Run(world.NewHome()) with
    {
        Command = [Path.Combine(world.Root, "artifacts", "bench", "hello", kind, "hello")],
    };
}
