using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Q.Bench;

internal static class Program
{
    /// <summary>An argument holds the parts down to those with it in their name; <c>--quick</c> measures each
    /// once.</summary>
    private static int Main(string[] args)
    {
        var quick = args.Contains("--quick");
        PartBench.Filter = args.FirstOrDefault(static arg => arg.Length > 0 && arg[0] != '-') ?? "";
        if (!PartBench.Names.Any())
            return 0;
        // In this process: a project that BenchmarkDotNet writes would be built with the rules of this repository.
        var job = (quick ? Job.Dry : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Params, DefaultColumnProviders.Statistics,
                DefaultColumnProviders.Metrics)
            .AddColumn(new BudgetColumn())
            .AddLogger(ConsoleLogger.Default)
            .AddExporter(BenchmarkDotNet.Exporters.MarkdownExporter.GitHub)
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40))
            .WithArtifactsPath(Path.Combine("artifacts", "bench"))
            .WithOptions(ConfigOptions.DisableLogFile);
        return BenchmarkRunner.Run<PartBench>(config).HasCriticalValidationErrors ? 1 : 0;
    }
}
