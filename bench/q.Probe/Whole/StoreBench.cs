using System.Diagnostics;
using System.Text;
using Q.Commands;
using Q.Config;
using Q.Sessions;
using Q.Store;

namespace Q.Probe.Whole;

/// <summary>What the store costs: a new session on the disk, and a list of a thousand old ones. In this process.</summary>
internal static class StoreBench
{
    private const int Rounds = 200;
    private const int Historical = 1000;

    public static void Run(World world, Report report)
    {
        Creation(world, report);
        Listing(world, report);
    }

    private static void Creation(World world, Report report)
    {
        var paths = new QPaths(Path.Combine(world.NewHome(), ".amazonq"));
        Directory.CreateDirectory(paths.Home);
        using var store = Open(paths);
        var sessions = new Coordinator(
            store, static (_, _, _) => throw new InvalidOperationException("No turn is begun here."),
            new Settings { MaxActiveSessions = 1000 }, TimeProvider.System, world.Work, static e => e.Message, static () => { });
        sessions.Start(prompt: null);
        using var beside = File.OpenHandle(Path.Combine(paths.Home, "beside"), FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.None);
        var (made, synced) = (new Figures(), new Figures());
        var page = new byte[4096];
        for (var i = -10; i < Rounds; i++)
        {
            var from = Stopwatch.GetTimestamp();
            if (sessions.Create(null, $"bench-{i + 10}", Focus.Keep).Problem is not null || !store.Flush(TimeSpan.FromSeconds(10)))
                throw new InvalidOperationException("A session could not be made.");
            var at = Stopwatch.GetTimestamp();
            RandomAccess.Write(beside, page, (i + 10) * page.Length);
            RandomAccess.FlushToDisk(beside);
            if (i < 0)
                continue;
            made.Add(Timing.Between(from, at));
            synced.Add(Timing.Between(at, Stopwatch.GetTimestamp()));
        }
        report.AtMost("a new session on the disk, p95, above one synced write of 4 KB", made.At(0.95) - synced.At(0.95), "ms", 3,
            $"{Figures.Text(made.At(0.95))} and {Figures.Text(synced.At(0.95))} ms, medians {Figures.Text(made.Median)} and {Figures.Text(synced.Median)}");
    }

    private static void Listing(World world, Report report)
    {
        var home = StoredHome.Make(world, Historical + 10);
        using var store = Open(new QPaths(Path.Combine(home, ".amazonq")));
        var times = new Figures();
        for (var i = 0; i < 50; i++)
        {
            var from = Stopwatch.GetTimestamp();
            var rows = store.Historical(Historical).Select(stored => SessionListing.Of(stored, DateTimeOffset.UtcNow)).ToList();
            SessionListing.Write(new StringBuilder(), "Sessions", rows);
            times.Add(Timing.Between(from, Stopwatch.GetTimestamp()));
            if (rows.Count != Historical)
                throw new InvalidOperationException($"{rows.Count} sessions were listed.");
        }
        report.AtMost("listing 1,000 historical sessions, p95 of 50", times.At(0.95), "ms", 20, $"median {Figures.Text(times.Median)}");
    }

    private static SessionStore Open(QPaths paths) => SessionStore.Open(paths, TimeProvider.System, static _ => { }).TryGet(out var store)
        ? store
        : throw new InvalidOperationException("The store cannot be opened.");
}
