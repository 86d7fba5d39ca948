using System.Diagnostics;
using Q.Bench.Parts;

namespace Q.Probe;

/// <summary>The parts by themselves, in this program: natively when it is native.</summary>
internal static class NativeParts
{
    private const double BatchMilliseconds = 20;
    private const int Batches = 15;

    public static void Run(Report report, string filter)
    {
        foreach (var part in PartTable.Matching(filter))
        {
            var call = part.Make();
            var calls = Calibrate(call);
            var figures = new Figures();
            var (before, kept) = (GC.GetAllocatedBytesForCurrentThread(), 0);
            for (var batch = 0; batch < Batches; batch++)
            {
                var began = Stopwatch.GetTimestamp();
                for (var i = 0; i < calls; i++)
                    kept ^= call();
                figures.Add(Stopwatch.GetElapsedTime(began).TotalNanoseconds / calls);
            }
            var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / ((double)Batches * calls);
            GC.KeepAlive(kept);
            var (unit, scale) = figures.Median < 1000 ? ("ns", 1.0) : ("µs", 1000.0);
            report.AtMost(part.What, figures.Median / scale, unit, part.MostNanoseconds / scale, $"{bytes:N0} B");
            if (part.MostBytes is { } most && bytes >= most + 1)
                report.AtMost("  allocated", bytes, "B", most);
        }
    }

    private static int Calibrate(Func<int> call)
    {
        for (var calls = 1; ; calls *= 2)
        {
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < calls; i++)
                _ = call();
            if (Stopwatch.GetElapsedTime(began).TotalMilliseconds >= BatchMilliseconds)
                return calls;
        }
    }
}
