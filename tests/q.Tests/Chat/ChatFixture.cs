using Microsoft.Extensions.Time.Testing;
using Q.Chat;
using Q.Core;
using Q.Model;
using Q.TestKit;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Chat;

/// <summary>An engine between a model that plays a script and a sink that keeps what it is told.</summary>
internal sealed class ChatFixture : IAsyncDisposable
{
    private readonly TempHome _home = new();
    private int _turn;

    public ChatFixture(FakeModel model, TrustChoice? trust = null, CallGate? gate = null, IReadOnlyList<Message>? history = null,
        ToolTable? tools = null, MemoryCount? memory = null, Func<string, Outcome<IModelClient>>? client = null,
        MemoryTrim? trim = null)
    {
        Model = model;
        tools ??= new([new FakeTool("free", Permission.Allowed), new FakeTool("act", Permission.Ask), new FakeTool("other", Permission.Ask)]);
        var parts = new ChatParts(client ?? (_ => Outcome<IModelClient>.Ok(model)), tools, trust ?? TrustChoice.AskAlways,
            new RetryPolicy(Time, () => 1), gate ?? new CallGate(5), Time)
        { Memory = trim ?? MemoryTrim.Shared };
        Engine = new ChatEngineFactory(parts, _home.Folder).Make(
            new(SessionId.New(), _home.Folder) { Memory = memory ?? new(long.MaxValue) }, Sink, () => Outcome<IReadOnlyList<Message>>.Ok([.. Sink.Kept]));
        Sink.Engine = Engine;
        Sink.Kept.AddRange(history ?? []);
    }

    public FakeModel Model { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public RecordingSink Sink { get; } = new();

    public ITurnEngine Engine { get; }

    /// <summary>What the model was sent last.</summary>
    public string LastRequest => Conversation.Of(Model.Requests.Last().Messages);

    public static Step Says(string text) => new Step.Says(text);

    public static Step Uses(string id, string tool, string what = "ok") => new Step.Uses(id, tool, $$"""{"do":"{{what}}"}""");

    public static Step Ends(StopReason reason = StopReason.EndOfTurn) => new Step.Ends(reason);

    public void Start(string prompt)
    {
        var message = Message.OfUser(prompt, Time.GetUtcNow());
        Sink.Kept.Add(message);
        Engine.Start(++_turn, message);
    }

    public void Clear()
    {
        Sink.Kept.Clear();
        Engine.Clear();
    }

    public Task<TurnEnded> Ask(string prompt)
    {
        Start(prompt);
        return Sink.Next<TurnEnded>();
    }

    public Task<TurnEnded> Retry()
    {
        Engine.Retry(++_turn);
        return Sink.Next<TurnEnded>();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _home.Dispose();
    }
}
