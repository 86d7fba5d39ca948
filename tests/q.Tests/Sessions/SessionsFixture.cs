using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Q.Config;
using Q.Core;
using Q.Output;
using Q.Sessions;
using Q.Store;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>A coordinator with engines that the test plays; the store is in memory unless another one is given.</summary>
internal sealed class SessionsFixture
{
    private readonly ConcurrentDictionary<SessionId, FakeEngine> _engines = new();
    private int _bells;

    public SessionsFixture(
        ISessionStore? store = null, Settings? settings = null, string folder = "/srv/api", TurnEngineFactory? engines = null,
        SpillFolder? spills = null)
    {
        Store = store ?? new MemoryStore();
        Sessions = new(
            Store,
            engines ?? ((setup, sink, history) => _engines[setup.Session] = new FakeEngine(setup, sink, history)),
            settings ?? new Settings(), Time, folder, e => $"crash: {e.Message}", () => Interlocked.Increment(ref _bells), spills);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public ISessionStore Store { get; }

    public Coordinator Sessions { get; }

    public int Bells => Volatile.Read(ref _bells);

    public SessionView View(SessionId id) => Sessions.Views.Single(view => view.Id == id);

    /// <summary>A started coordinator, with nothing in it but the empty session in focus.</summary>
    public SessionsFixture Started(string? prompt = null)
    {
        Sessions.Start(prompt);
        return this;
    }

    public async Task<FakeEngine> Engine(SessionId id)
    {
        await Until($"an engine of {id}", () => _engines.ContainsKey(id));
        return _engines[id];
    }

    /// <summary>Sends a prompt and waits until the engine has it.</summary>
    public async Task<FakeEngine> Prompt(SessionId id, string text)
    {
        await Assert.That(Sessions.Prompt(id, text).Problem).IsNull();
        await Until($"the turn of '{text}'", () => _engines.TryGetValue(id, out var engine) && engine.Told.Contains($"start {text}"));
        return _engines[id];
    }

    /// <summary>A session that a prompt was answered in.</summary>
    public async Task<SessionView> Answered(string name, string prompt, Focus focus = Focus.Keep)
    {
        var id = Sessions.Create(null, name, focus).Session!.Id;
        var engine = await Prompt(id, prompt);
        await engine.Finish($"answer to {prompt}");
        await Until($"{name} is done", () => View(id).Ends > 0);
        return View(id);
    }

    /// <summary>As the app loop does: reads the views again until it is so.</summary>
    public Task Until(string what, Func<bool> satisfied) => Poll.Until(what, () =>
    {
        Sessions.Settle();
        Sessions.Refresh();
        return satisfied();
    });

    /// <summary>All that a session has said, a record a line with its kind.</summary>
    public string Said(SessionId id) => Said(View(id).Ring!);

    public static string Said(OutputRing ring)
    {
        var reader = new OutputReader(ring);
        var buffer = new byte[OutputRing.MaxRecordBytes];
        var said = new StringBuilder();
        for (var at = ring.Oldest; reader.At(at, buffer, out var record) is ReadStatus.Read; at = record.Next)
            said.Append(record.Kind).Append(": ").Append(Encoding.UTF8.GetString(buffer, 0, record.Length)).Append('\n');
        return said.ToString();
    }
}
