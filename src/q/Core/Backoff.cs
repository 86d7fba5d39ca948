namespace Q.Core;

/// <summary>How long to wait before attempt N: doubling, with jitter, bounded. Pure; the caller waits.</summary>
internal static class Backoff
{
    /// <param name="attempt">The attempt that has just failed, from 1.</param>
    /// <param name="first">The wait after the first failure, without jitter.</param>
    /// <param name="most">No wait is longer than this.</param>
    /// <param name="random">From 0 to 1: where in the half-to-whole range the wait lies.</param>
    public static TimeSpan After(int attempt, TimeSpan first, TimeSpan most, double random)
    {
        var whole = first * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        if (whole > most)
            whole = most;
        return whole * (0.5 + Math.Clamp(random, 0, 1) / 2);
    }
}
