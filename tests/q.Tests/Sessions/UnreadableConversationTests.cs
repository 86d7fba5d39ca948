using Microsoft.Data.Sqlite;
using Q.Chat;
using Q.Core;
using Q.Model;
using Q.Store;
using Q.Tests.Chat;
using Q.Tests.Commands;
using Q.Tests.Store;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>A conversation that is there and cannot be read is never taken for an empty one.</summary>
internal sealed class UnreadableConversationTests
{
    private const string Unread = "The conversation could not be read from the database (0 of 3 messages).";

    private readonly BlindStore _store = new();
    private readonly FakeModel _model = new();

    [Test]
    public async Task Its_session_is_failed_and_a_turn_is_not_sent_without_it()
    {
        var q = Fixture();
        var id = q.Sessions.Focused.Id;
        await q.Until("it is failed", () => q.View(id).Status is SessionStatus.Failed);
        await Assert.That(q.View(id).Problem).StartsWith(Unread);
        await Assert.That(q.Said(id)).Contains($"Error: {Unread} Nothing of it was changed. See that its file is there and readable, then /recover.");
        await Assert.That(q.View(id).Messages).IsEqualTo(3);

        await Assert.That(q.Sessions.Prompt(id, "and now?").Problem).IsNull();
        await q.Until("the turn failed", () => q.View(id) is { Status: SessionStatus.Failed, Ends: > 0 });
        await Assert.That(q.View(id).Problem).Contains("(0 of 4 messages), so nothing was sent.");
        await Assert.That(_model.Requests).IsEmpty();
        await Assert.That(string.Join(' ', _store.Texts(id))).IsEqualTo("one two three and now?");
    }

    [Test]
    public async Task Recover_reads_it_again_and_says_when_it_cannot()
    {
        var q = Fixture();
        var id = q.Sessions.Focused.Id;
        await q.Until("it is failed", () => q.View(id).Status is SessionStatus.Failed);
        await Assert.That(q.Sessions.Recover(id).Problem).StartsWith(Unread);
        await Assert.That(q.View(id).Status).IsEqualTo(SessionStatus.Failed);

        _store.IsBlind = false;
        await Assert.That(q.Sessions.Recover(id).Problem).IsNull();
        await q.Until("it is as it was", () => q.Said(id).Contains("Text: two") && q.View(id).Status is SessionStatus.WaitingForInput);
        await Assert.That(q.View(id).Messages).IsEqualTo(3);
    }

    [Test]
    public async Task When_it_can_be_read_again_the_next_turn_has_all_of_it()
    {
        var q = Fixture();
        var id = q.Sessions.Focused.Id;
        await q.Until("it is failed", () => q.View(id).Status is SessionStatus.Failed);
        _store.IsBlind = false;
        _model.Answers(ChatFixture.Says("here"), ChatFixture.Ends());
        q.Sessions.Prompt(id, "and now?");
        await q.Until("it is answered", () => q.View(id) is { Status: SessionStatus.WaitingForInput, Ends: > 0 });
        await Assert.That(_model.Requests.Single().Messages.Count).IsGreaterThanOrEqualTo(3);
        await Assert.That(string.Join(' ', _store.Texts(id))).IsEqualTo("one two three and now? here");
    }

    [Test]
    public async Task It_is_neither_copied_nor_written_to_a_file_nor_replayed()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        using var q = new CommandsFixture(store: store);
        var engine = await q.Working("api", "hello");
        await engine.Finish("good day");
        await q.Until("it is answered", () => q.Named("api").Unseen);
        await q.Run("/switch api");
        store.Flush(TimeSpan.FromSeconds(5));
        using (var other = new SqliteConnection($"Data Source={home.Database};Pooling=False"))
        {
            other.Open();
            Database.Run(other, "ALTER TABLE messages RENAME TO hidden");
        }
        foreach (var line in (string[])["/export", "/replay", "/fork"])
            await Assert.That(q.Router.Run(line).Problem).StartsWith("The conversation could not be read from the database (0 of 2 messages).");
        await Assert.That(q.Asked).IsEmpty();
        await Assert.That(q.Sessions.Views.Count).IsEqualTo(2);
        await Assert.That(home.Notices.Any(notice => notice.Kind is StoreNoticeKind.Unreadable)).IsTrue();
    }

    [Test]
    public async Task Only_one_that_has_messages_can_be_unreadable()
    {
        using var home = new StoreFixture();
        var (store, row) = (home.Open(), StoreFixture.Session("api"));
        await StoreFixture.Saved(store, row);
        await StoreFixture.Wait(done => store.Append(row.Id, [StoreFixture.Said("one")], done));
        await Assert.That(store.Whole(row.Id, 1).TryGet(out var read) ? read.Count : 0).IsEqualTo(1);
        await Assert.That(store.Whole(SessionId.New(), 0).Succeeded).IsTrue();
        await Assert.That(store.Whole(SessionId.New(), 2).Problem).Contains("(0 of 2 messages)");
    }

    /// <summary>A q that was started again on a home whose messages cannot be read, with a real engine.</summary>
    private SessionsFixture Fixture()
    {
        var row = StoreFixture.Session("api");
        _store.Row = row with { Messages = 3 };
        _store.Inner.Append(row.Id,
        [
            StoreFixture.Said("one"), new(Role.Assistant, [new TextContent("two")], StoreFixture.Noon), StoreFixture.Said("three"),
        ]);
        var time = TimeProvider.System;
        var parts = new ChatParts(
            _ => Outcome<IModelClient>.Ok(_model), new ToolTable([]), TrustChoice.AskAlways, new RetryPolicy(time, () => 1), new CallGate(5), time);
        return new SessionsFixture(_store, engines: new ChatEngineFactory(parts, home: null).Make).Started();
    }

    /// <summary>A home with one session, whose messages can be read when the test says so.</summary>
    private sealed class BlindStore : ISessionStore
    {
        public bool IsBlind { get; set; } = true;

        public MemoryStore Inner { get; } = new();

        public StoredSession? Row { get; set; }

        public IEnumerable<string> Texts(SessionId id) =>
            Inner.Messages(id).SelectMany(message => message.Parts).OfType<TextContent>().Select(part => part.Text);

        public IReadOnlyList<StoredSession> Restore() => [Row!];

        public IReadOnlyList<StoredSession> Look() => [Row! with { Messages = Inner.Messages(Row!.Id).Count }];

        public IReadOnlyList<StoredSession> Historical(int most) => [];

        public IReadOnlyList<Message> Messages(SessionId id) => IsBlind ? [] : Inner.Messages(id);

        public bool NameTaken(string name, SessionId except) => false;

        public void Save(StoredSession session, Action<StoreResult>? done = null) => done?.Invoke(default);

        public void Append(SessionId id, IReadOnlyList<Message> messages, Action<StoreResult>? done = null) => Inner.Append(id, messages, done);

        public void Clear(SessionId id, Action<StoreResult>? done = null) => Inner.Clear(id, done);

        public void Release(SessionId id)
        {
            // nothing is held
        }

        public bool Flush(TimeSpan limit) => true;
    }
}
