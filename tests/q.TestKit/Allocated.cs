namespace Q.TestKit;

/// <summary>Counts what some work allocates.</summary>
internal static class Allocated
{
    /// <summary>
    /// Bytes that it takes on this thread, the least of three rounds: what the runtime sets up once, in whichever round, is not the
    /// work's own. Warm it up first.
    /// </summary>
    public static long By(Action work)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 3 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
