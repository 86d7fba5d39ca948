using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Q.Core;
using Q.Store;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Store;

/// <summary>A home with a store in it, opened as one process or as another.</summary>
internal sealed class StoreFixture : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, 345, TimeSpan.Zero);
    private readonly List<SessionStore> _open = [];

    public TempHome Home { get; } = new();

    public FakeTimeProvider Time { get; } = new(Noon);

    public ConcurrentQueue<StoreNotice> Notices { get; } = new();

    /// <summary>Pids that live; what their start time is.</summary>
    public ConcurrentDictionary<int, string> Processes { get; } = new();

    public string Database => Home.Paths.Database;

    public SessionStore Open(int pid = 100) => TryOpen(pid).TryGet(out var store)
        ? store
        : throw new InvalidOperationException(TryOpen(pid).Problem);

    public Outcome<SessionStore> TryOpen(int pid = 100)
    {
        Processes[pid] = $"start {pid}";
        var judge = new LeaseJudge(new(pid, $"start {pid}", "host"), p => Processes.GetValueOrDefault(p), Time);
        var opened = SessionStore.Open(Home.Paths, Time, Notices.Enqueue, judge);
        if (opened.TryGet(out var store))
            _open.Add(store);
        return opened;
    }

    /// <summary>What a process that was killed leaves: its files as they are, copied over the home of a new fixture.</summary>
    public StoreFixture AfterKill()
    {
        var next = new StoreFixture();
        Directory.CreateDirectory(next.Home.Paths.Home);
        foreach (var file in Directory.GetFiles(Home.Paths.Home, "db.sqlite*"))
            File.Copy(file, Path.Combine(next.Home.Paths.Home, Path.GetFileName(file)));
        return next;
    }

    public static StoredSession Session(string name, int slot = 1) => new()
    {
        Id = SessionId.New(),
        Slot = slot,
        Name = name,
        Folder = "/srv/api",
        CreatedAt = Noon,
        LastActive = Noon,
    };

    public static Message Said(string text) => Message.OfUser(text, Noon);

    public static async Task<StoreResult> Wait(Action<Action<StoreResult>> write)
    {
        var done = new TaskCompletionSource<StoreResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        write(done.SetResult);
        return await done.Task.WaitAsync(Poll.Limit);
    }

    public static async Task<StoreResult> Saved(SessionStore store, StoredSession session) =>
        await Wait(done => store.Save(session, done));

    public void Dispose()
    {
        foreach (var store in _open)
            store.Dispose();
        Home.Dispose();
    }
}
