using System.Runtime.InteropServices;

namespace Q.Core;

/// <summary>
/// Gives memory back to the system after something large was let go. Whoever lets go says how much; when that has come to
/// enough, one collection runs on the thread pool. A collection that nobody asks for may be minutes away when q is idle.
/// </summary>
/// <param name="collect">What gives it back; a test counts here.</param>
internal sealed partial class MemoryTrim(Action? collect = null)
{
    /// <summary>Less than this is not worth stopping all threads for some milliseconds.</summary>
    public const long Enough = 8 << 20;

    /// <summary>The process has one heap, and so one of these.</summary>
    public static MemoryTrim Shared { get; } = new();

    private readonly Action _collect = collect ?? Collect;
    private long _letGo;
    private int _running;

    /// <summary>So much was let go that the next <see cref="Trim"/> collects.</summary>
    public bool IsDue => Interlocked.Read(ref _letGo) >= Enough;

    /// <summary>Bytes were let go. Any thread.</summary>
    public void LetGo(long bytes) => Interlocked.Add(ref _letGo, bytes);

    /// <summary>At a moment when nothing that was let go is held by others any more, such as the end of a turn. Any thread.</summary>
    public void Trim()
    {
        if (IsDue && Interlocked.Exchange(ref _running, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static trim => trim.Run(), this, preferLocal: false);
    }

    private void Run()
    {
        Interlocked.Exchange(ref _letGo, 0);
        try
        {
            _collect();
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
        Trim(); // for what was let go meanwhile
    }

    /// <summary>
    /// SQLite copies what it writes, and GNU's C library keeps the place of a long text for the next one, which it takes for
    /// usual. With a fixed threshold such places go back at once. Once, before the first of them.
    /// </summary>
    public static void GiveBackLargeBlocks()
    {
        const int MmapThreshold = -3;
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = mallopt(MmapThreshold, 256 * 1024);
        }
        catch (EntryPointNotFoundException)
        {
            // a C library that is not GNU's gives back by itself
        }
    }

    private static void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = malloc_trim(0); // what SQLite's search index took for the words of a long text: 27 MB for 11 MB
        }
        catch (EntryPointNotFoundException)
        {
            // a C library that is not GNU's gives back by itself
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int what, int value);

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint keep);
}
