using System.Diagnostics;

namespace Q.Probe.Whole;

/// <summary>Wall time of whole processes, several programs in turn, so that a busy moment of the machine meets all of
/// them.</summary>
internal static class Timing
{
    private const int WarmUps = 3;

    public static Figures[] Interleaved(int rounds, params Launch[] launches)
    {
        var figures = launches.Select(static _ => new Figures()).ToArray();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < launches.Length; i++)
            {
                var milliseconds = Once(launches[i]);
                if (round >= 0)
                    figures[i].Add(milliseconds);
            }
        }
        return figures;
    }

    /// <summary>From the start of the process to its end.</summary>
    public static double Once(Launch launch)
    {
        var began = Stopwatch.GetTimestamp();
        var code = Launch.Wait(launch.Start());
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return code == 0 ? took
            : throw new InvalidOperationException($"{string.Join(' ', launch.Command)} ended with {code}.");
    }

    public static double Between(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
