using Q.Chat;
using Q.Config;
using Q.Core;
using Q.Model;
using Q.Sessions;
using Q.Store;
using Q.TestKit;
using Q.TestKit.ModelServer;
using Q.Tests.Store;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>
/// Sessions with everything real around them but the clock and the screen: the database on the disk, HTTP on loopback, the tools
/// and their processes. The test is the app loop.
/// </summary>
internal sealed class SeedFixture : IAsyncDisposable
{
    private readonly ModelClients _clients;
    private readonly StoreFixture? _ownHome;
    private readonly ScriptedModel? _ownModel;
    private int _heard;

    /// <param name="before">A q that was on this home before, and has ended.</param>
    /// <param name="silence">After how long a server that says nothing is given up.</param>
    /// <param name="home">A home that is somebody else's.</param>
    public SeedFixture(
        Settings? settings = null, SeedFixture? before = null, TrustChoice? trust = null, TimeSpan? silence = null, StoreFixture? home = null)
    {
        settings ??= new Settings();
        Home = home ?? before?.Home ?? new();
        _ownHome = home is null && before is null ? Home : null;
        Model = before?.Model ?? (_ownModel = ScriptedModel.Start());
        Folder = Path.Combine(Home.Home.Folder, "work");
        Directory.CreateDirectory(Folder);
        Store = Home.Open(pid: before is null ? 100 : 200);
        _clients = new(new Dictionary<string, string> { ["OPENAI_BASE_URL"] = $"{Model.Address}" }, Home.Time, silence);
        var client = _clients.Create(settings, new("openai", "test-model")).TryGet(out var chosen)
            ? chosen.Client
            : throw new InvalidOperationException("no client");
        Gate = new(settings.MaxConcurrentApiCalls, _clients.Limits);
        Coordinator? known = null;
        var shared = ToolShared.Of(Home.Time) with { NameOf = id => known!.Names.Of(id), IsWatched = id => known!.IsWatched(id) };
        var parts = new ChatParts(
            _ => Outcome<IModelClient>.Ok(client), ToolTable.BuiltIn("/usr/bin:/bin"), trust ?? TrustChoice.AskAlways,
            new RetryPolicy(Home.Time, () => 1), Gate, Home.Time)
        { Shared = shared };
        Sessions = known = new(
            Store, new ChatEngineFactory(parts, Home.Home.Folder).Make, settings, Home.Time, Folder, e => $"crash: {e.Message}", () => { },
            new SpillFolder(Home.Home.Paths.Run, 100 << 20));
        Sessions.Start(prompt: null);
    }

    public StoreFixture Home { get; }

    public ScriptedModel Model { get; }

    public SessionStore Store { get; }

    public CallGate Gate { get; }

    public Coordinator Sessions { get; }

    /// <summary>Where the sessions work.</summary>
    public string Folder { get; }

    public SessionView View(SessionId id) => Sessions.Views.Single(view => view.Id == id);

    /// <summary>All that a session has said.</summary>
    public string Said(SessionId id) => SessionsFixture.Said(View(id).Ring!);

    public SessionId New(string name, Focus focus = Focus.Keep) => Sessions.Create(null, name, focus).Session!.Id;

    public void Prompt(SessionId id, string text)
    {
        if (Sessions.Prompt(id, text).Problem is { } problem)
            throw new InvalidOperationException(problem);
    }

    /// <summary>A session that a prompt was answered in.</summary>
    public async Task<SessionId> Answered(string name, Focus focus = Focus.Keep)
    {
        var id = New(name, focus);
        Model.On($"about {name}", Reply.Flowing($"All about {name}."));
        Prompt(id, $"tell me about {name}");
        await Ends(id);
        return id;
    }

    /// <summary>As the app loop does: reads the views again, and hears the store, until it is so.</summary>
    public Task Until(string what, Func<bool> satisfied) => Poll.Until(
        what, () =>
        {
            foreach (var notice in Home.Notices.Skip(_heard).ToList())
            {
                _heard++;
                global::Q.App.StoreSays(Sessions, notice);
            }
            Sessions.Refresh();
            return Task.FromResult(satisfied());
        },
        static yes => yes,
        _ => string.Join('\n', Sessions.Views.Select(view => $"{view.Name} {view.Status} {view.Why} {view.Activity} {view.Problem}")));

    /// <summary>The turn that runs, or the one that was just asked for, has ended.</summary>
    public Task Ends(SessionId id, int ends = 1) => Until($"{View(id).Name} is done", () => View(id).Ends == ends);

    public Task Asks(SessionId id) => Until($"{View(id).Name} asks", () => View(id).Question is not null);

    public void Answer(SessionId id, AnswerKind kind) => Sessions.Answer(id, View(id).Question!.Number, new(kind));

    /// <summary>Ends this q in good order; its home stays for the next one.</summary>
    public async Task Stop()
    {
        await Assert.That(await Sessions.Stop(Poll.Limit)).IsTrue();
        Store.Dispose();
        Home.Processes.TryRemove(100, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await Sessions.Stop(Poll.Limit);
        Store.Dispose();
        _clients.Dispose();
        if (_ownModel is { } model)
            await model.DisposeAsync();
        _ownHome?.Dispose();
    }
}
