using Microsoft.Extensions.Time.Testing;
using Q.Chat;
using Q.Core;
using Q.Model;
using Q.TestKit;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Chat;

/// <summary>Several sessions with the real tools at work in one folder.</summary>
internal sealed class SharedFolder : IAsyncDisposable
{
    private readonly TempHome _temp = new();
    private readonly Dictionary<SessionId, string> _names = [];
    private readonly List<Member> _members = [];

    public SharedFolder(TrustChoice? trust = null, ToolTable? tools = null)
    {
        Folder = Path.Combine(RealPath.Of(_temp.Folder).TryGet(out var real) ? real : _temp.Folder, "work");
        Directory.CreateDirectory(Folder);
        Trust = trust ?? new TrustChoice([], All: true, IsUnattended: false);
        Tools = tools ?? ToolTable.BuiltIn("/usr/bin:/bin");
        Shared = ToolShared.Of(Time) with { NameOf = id => _names[id] };
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public string Folder { get; }

    public TrustChoice Trust { get; }

    public ToolTable Tools { get; }

    public ToolShared Shared { get; set; }

    public TempHome Home => _temp;

    public string At(string name) => Path.Combine(Folder, name);

    public void Write(string name, string text) => File.WriteAllText(At(name), text);

    public string Read(string name) => File.ReadAllText(At(name));

    /// <summary>A session that answers its questions with what is given; none leaves them open.</summary>
    public Member Session(string name, AnswerKind? answers = null)
    {
        var model = new FakeModel();
        var parts = new ChatParts(_ => Outcome<IModelClient>.Ok(model), Tools, Trust, new RetryPolicy(Time, () => 1), new CallGate(5), Time)
        {
            Shared = Shared,
        };
        var (id, sink) = (SessionId.New(), new RecordingSink());
        _names[id] = name;
        sink.Decide = _ => answers is { } kind ? new Answer(kind) : null;
        sink.Engine = new ChatEngineFactory(parts, Folder).Make(
            new(id, Folder), sink, () => Outcome<IReadOnlyList<Message>>.Ok([.. sink.Kept]));
        var member = new Member(id, name, model, sink, Time);
        _members.Add(member);
        return member;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
            await member.Engine.DisposeAsync();
        _temp.Dispose();
    }

    /// <summary>One of the sessions.</summary>
    internal sealed class Member(SessionId id, string name, FakeModel model, RecordingSink sink, TimeProvider time)
    {
        private int _turn;

        public SessionId Id => id;

        public string Name => name;

        public RecordingSink Sink => sink;

        public ITurnEngine Engine => sink.Engine!;

        /// <summary>The results that the model has been sent, in order, an error with a mark.</summary>
        public IReadOnlyList<string> Results =>
        [
            .. sink.Kept.SelectMany(message => message.Parts).OfType<ToolResultContent>().Select(result => (result.IsError ? "! " : "") + result.Text),
        ];

        /// <summary>A turn in which the model asks for these tools, one answer each, and then says done.</summary>
        public Task<TurnEnded> Does(params (string Tool, string Json)[] calls)
        {
            Begins(calls);
            return sink.Next<TurnEnded>();
        }

        public void Begins(params (string Tool, string Json)[] calls)
        {
            foreach (var (tool, json) in calls)
                model.Answers(new Step.Uses($"{++_turn}", tool, json), new Step.Ends(StopReason.ToolUse));
            Start();
        }

        /// <summary>A turn in which one answer asks for all of these.</summary>
        public Task<TurnEnded> DoesAtOnce(params (string Tool, string Json)[] calls)
        {
            model.Answers([.. calls.Select(call => new Step.Uses($"{++_turn}", call.Tool, call.Json)), new Step.Ends(StopReason.ToolUse)]);
            Start();
            return sink.Next<TurnEnded>();
        }

        private void Start()
        {
            var prompt = Message.OfUser("go", time.GetUtcNow());
            sink.Kept.Add(prompt);
            Engine.Start(++_turn, prompt);
        }
    }
}
