using System.Globalization;
using System.Text;
using Q.Probe.Order;
using Q.Probe.Whole;

namespace Q.Probe;

/// <summary>
/// <c>q.Probe ROOT order SYMBOLS</c> writes <c>src/q/start.order</c>. <c>q.Probe ROOT [filter]</c> measures out/q of that checkout and the native parts, shows each figure beside its
/// budget, and
/// writes <c>bench/results/CPU.md</c> when nothing was filtered out.
/// </summary>
internal static class Program
{
    private static readonly (string Name, Action<World, Report> Run)[] s_benches =
    [
        ("version", VersionBench.Run),
        ("headless", HeadlessBench.Run),
        ("start", StartBench.Run),
        ("keys", KeyBench.Run),
        ("ten", TenBench.Run),
        ("token", TokenBench.Run),
        ("idle", IdleBench.Run),
        ("tools", ToolBench.Run),
        ("switch", SwitchBench.Run),
        ("memory", MemoryBench.Run),
        ("hundred", HundredBench.Run),
        ("store", StoreBench.Run),
    ];

    private static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is not [var root, ..])
        {
            Console.Error.WriteLine("usage: q.Probe ROOT [filter], or q.Probe ROOT order SYMBOLS");
            return 2;
        }
        if (args is [_, "order", var symbols])
        {
            StartOrder.Write(root, symbols, Path.Combine(root, "src", "q", "start.order"));
            return 0;
        }
        var filter = args.Length > 1 ? args[1] : "";
        var report = new Report();
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        var chosen = s_benches.Where(bench => bench.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var (name, run) in chosen)
        {
            report.Bench = name;
            Console.WriteLine($"\n-- {name}");
            One(root, name, run, report);
        }
        report.Bench = "parts";
        NativeParts.Run(report, filter == "parts" ? "" : filter);
        if (filter.Length == 0)
            Write(root, report, load);
        Console.WriteLine($"\n{report.Over} over budget");
        return 0;
    }

    /// <summary>A bench that cannot be run is a line of the table, and the others are run.</summary>
    private static void One(string root, string name, Action<World, Report> run, Report report)
    {
        try
        {
            using var world = new World(root, Path.Combine(root, "out", "q"));
            run(world, report);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException)
        {
            report.Failed(name, e.Message);
        }
    }

    private static void Write(string root, Report report, string load)
    {
        var cpu = Cpu();
        var file = Path.Combine(root, "bench", "results", $"{Slug(cpu)}.md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"# {cpu}, {Environment.ProcessorCount} cores\n\n"
            + $"Linux {Environment.OSVersion.Version}, {DateTime.UtcNow:yyyy-MM-dd}, native, `./build.sh bench`, load {load} at its start. "
            + "Budgets are those of the foundation issue; what has none is there for scale.\n\n" + report.Table());
        Console.WriteLine($"\nwritten: {Path.GetRelativePath(root, file)}");
    }

    private static string Cpu()
    {
        foreach (var line in File.ReadLines("/proc/cpuinfo"))
        {
            if (line.StartsWith("model name", StringComparison.Ordinal))
                return line[(line.IndexOf(':') + 1)..].Trim();
        }
        return System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Slug(string cpu)
    {
        var slug = new StringBuilder();
        foreach (var letter in cpu.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
                slug.Append(letter);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }
        return slug.ToString().TrimEnd('-');
    }
}
