using Q.Config;
using Q.Core;
using Q.Store;
using Q.Turns;

namespace Q.Probe.Whole;

/// <summary>Makes a home with sessions in it, written by the store itself.</summary>
internal static class StoredHome
{
    private const int Live = 10;
    private const int MessagesEach = 6;

    /// <summary>Ten of them are open, the others historical.</summary>
    public static string Make(World world, int sessions)
    {
        var home = world.NewHome();
        var paths = new QPaths(Path.Combine(home, ".amazonq"));
        Directory.CreateDirectory(paths.Home);
        var opened = SessionStore.Open(paths, TimeProvider.System, static notice => Console.Error.WriteLine(notice));
        if (!opened.TryGet(out var store))
            throw new InvalidOperationException(opened.Problem);
        using (store)
        {
            for (var i = 1; i <= sessions; i++)
                Add(store, i, i <= Live, world.Work);
            if (!store.Flush(TimeSpan.FromSeconds(60)))
                throw new TimeoutException("The stored sessions were not written within a minute.");
        }
        return home;
    }

    private static void Add(SessionStore store, int number, bool live, string folder)
    {
        var now = DateTimeOffset.UtcNow.AddMinutes(-number);
        var session = new StoredSession
        {
            Id = SessionId.New(),
            Slot = live ? number : 0,
            Name = $"stored-{number}",
            Status = live ? SessionStatus.WaitingForInput : SessionStatus.Completed,
            Active = number == 1,
            Folder = folder,
            CreatedAt = now,
            LastActive = now,
        };
        store.Save(session);
        store.Append(session.Id, [.. Enumerable.Range(0, MessagesEach).Select(i => i % 2 == 0
            ? Message.OfUser($"why does build {number} fail in step {i}?", now)
            : new Message(Role.Assistant, [new TextContent(string.Concat(Enumerable.Repeat("Because of what was left behind. ", 40)))], now))]);
        store.Release(session.Id);
    }
}
