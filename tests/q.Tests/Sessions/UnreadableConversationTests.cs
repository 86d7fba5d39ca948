using Microsoft.Data.Sqlite;
using Q.Chat;
using Q.Config;
using Q.Core;
using Q.Model;
using Q.Store;
using Q.TestKit;
using Q.Tests.Chat;
using Q.Tests.Cli;
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
        using var q = new CommandsFixture(new Settings { MaxActiveSessions = 1 }, store); // full: nobody makes room for a copy that cannot be made
        var engine = await q.Working("api", "hello");
        await engine.Finish("good day");
        await q.Until("it is answered", () => q.Named("api").Unseen);
        await q.Run("/switch api");
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
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
    public async Task When_some_of_it_cannot_be_read_that_is_told_once_and_the_rest_is_shown_and_goes_on()
    {
        using var home = new StoreFixture();
        var (store, row) = (home.Open(), StoreFixture.Session("api"));
        await StoreFixture.Saved(store, row);
        await StoreFixture.Wait(done => store.Append(row.Id,
        [
            StoreFixture.Said("one"), Answer("two"), StoreFixture.Said("three"), Answer("four", "and a tool"), StoreFixture.Said("five"),
        ], done));
        store.Dispose();
        using (var other = new SqliteConnection($"Data Source={home.Database};Pooling=False"))
        {
            other.Open();
            Database.Run(other, """
                DELETE FROM messages WHERE seq = 2; UPDATE messages SET kind = '?' WHERE seq = 3 OR (seq = 4 AND part = 1);
                UPDATE messages SET created_at = 9223372036854775807, marks = 64 WHERE seq = 5;
                """);
        }
        _model.Answers(ChatFixture.Says("six"), ChatFixture.Ends());
        var again = home.Open(pid: 101);
        var q = Fixture(again);
        var id = q.Sessions.Focused.Id;
        await q.Until("it is open", () => q.Said(id).Contains("read whole"));
        const string told = "Notice: 3 of 5 messages of this conversation cannot be read whole. The rest is here; nothing that is stored was changed.";
        await Assert.That(q.Said(id)).StartsWith($"Prompt: one\nText: four\nNotice: A part of this message cannot be read.\nPrompt: five\n{told}\n");
        await Assert.That(q.View(id).Status).IsEqualTo(SessionStatus.WaitingForInput);

        await Assert.That(q.Sessions.Prompt(id, "and now?").Problem).IsNull();
        await q.Until("it is answered", () => q.View(id) is { Status: SessionStatus.WaitingForInput, Ends: > 0 });
        await Assert.That(q.Said(id).Split("cannot be read whole").Length).IsEqualTo(2); // once
        await Assert.That(Texts(_model.Requests.Single().Messages)).IsEqualTo("one four five and now?");
        await Assert.That(again.Flush(Poll.Limit)).IsTrue();
        await Assert.That(Texts(again.Messages(id))).IsEqualTo("one four five and now? six");
        using var after = new Database(home.Database, home.Time).Open();
        await Assert.That(Database.Scalar(after, "SELECT count(*) * 100 + max(seq) FROM messages")).IsEqualTo(707); // nothing was written over
    }

    [Test]
    public async Task What_stands_behind_the_messages_that_a_row_counts_is_not_written_over()
    {
        using var home = new StoreFixture();
        var (store, row) = (home.Open(), StoreFixture.Session("api"));
        await StoreFixture.Saved(store, row);
        await StoreFixture.Wait(done => store.Append(row.Id, [StoreFixture.Said("one"), Answer("two"), StoreFixture.Said("three")], done));
        using (var other = new SqliteConnection($"Data Source={home.Database};Pooling=False"))
        {
            other.Open();
            Database.Run(other, "UPDATE conversations SET messages = 1");
        }
        await Assert.That((await StoreFixture.Wait(done => store.Append(row.Id, [Answer("four")], done))).Problem).IsNull();
        await Assert.That(Texts(store.Messages(row.Id))).IsEqualTo("one two three four");
        await Assert.That(store.Look()!.Single().Messages).IsEqualTo(4);
    }

    [Test]
    public async Task An_export_from_within_says_it_too()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        using var q = new CommandsFixture(store: store);
        var engine = await q.Working("api", "hello");
        await engine.Finish("good day");
        await q.Until("it is answered", () => q.Named("api").Unseen);
        await q.Run("/switch api");
        store.Flush(Poll.Limit);
        using (var other = new SqliteConnection($"Data Source={home.Database};Pooling=False"))
        {
            other.Open();
            Database.Run(other, "DELETE FROM messages WHERE seq = 1");
        }
        var file = Path.Combine(home.Home.Folder, "api.md");
        await Assert.That(q.Router.Run($"/export --output {file}").Problem).IsNull();
        await q.Said(said => said.StartsWith($"api is in {file}. 1 of 2 messages of this conversation cannot be read whole.", StringComparison.Ordinal));
        await Assert.That(await File.ReadAllTextAsync(file)).Contains("good day");
    }

    [Test]
    public async Task An_export_says_what_is_not_in_it()
    {
        using var shell = new CliFixture();
        var opened = SessionStore.Open(shell.Home.Paths, shell.Time, static _ => { });
        var row = StoreFixture.Session("api");
        using (var store = opened.TryGet(out var one) ? one : throw new InvalidOperationException(opened.Problem))
        {
            await StoreFixture.Saved(store, row);
            await StoreFixture.Wait(done => store.Append(row.Id, [StoreFixture.Said("one"), Answer("two", "more"), StoreFixture.Said("three")], done));
        }
        using (var other = new SqliteConnection($"Data Source={shell.Home.Paths.Database};Pooling=False"))
        {
            other.Open();
            Database.Run(other, "DELETE FROM messages WHERE seq = 1; UPDATE messages SET role = 'nobody' WHERE seq = 2 AND part = 1");
        }
        const string told = "q: api: 2 of 3 messages of this conversation cannot be read whole. The rest is here; nothing that is stored was changed.\n";
        await Assert.That(shell.Run("sessions", "export", "api")).IsEqualTo(0);
        await Assert.That(shell.Error).IsEqualTo(told);
        await Assert.That(shell.Out).Contains("two").And.Contains("A part of this message could not be read.").And.Contains("three");
        await Assert.That(shell.Run("sessions", "show", "api", "--json")).IsEqualTo(0);
        await Assert.That(shell.Error).IsEqualTo(told);
        await Assert.That(shell.Out).Contains("\"damaged\"");
        await File.WriteAllTextAsync(Path.Combine(shell.Home.Folder, "api.json"), shell.Out);
        await Assert.That(shell.Run("sessions", "delete", "api", "--yes")).IsEqualTo(0);
        await Assert.That(shell.Run("sessions", "import", Path.Combine(shell.Home.Folder, "api.json"))).IsEqualTo(0);
        await Assert.That(shell.Run("sessions", "export", "api")).IsEqualTo(0);
        await Assert.That(shell.Error).Contains("1 of 2 messages"); // what is marked stays so
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

    private static Message Answer(params string[] parts) => new(Role.Assistant, [.. parts.Select(static part => new TextContent(part))], StoreFixture.Noon);

    private static string Texts(IEnumerable<Message> messages) =>
        string.Join(' ', messages.SelectMany(static message => message.Parts).OfType<TextContent>().Select(static part => part.Text));

    /// <summary>A q that was started again on a home whose messages cannot be read, with a real engine.</summary>
    private SessionsFixture Fixture()
    {
        var row = StoreFixture.Session("api");
        _store.Row = row with { Messages = 3 };
        _store.Inner.Append(row.Id,
        [
            StoreFixture.Said("one"), new(Role.Assistant, [new TextContent("two")], StoreFixture.Noon), StoreFixture.Said("three"),
        ]);
        return Fixture(_store);
    }

    private SessionsFixture Fixture(ISessionStore store)
    {
        var time = TimeProvider.System;
        var parts = new ChatParts(
            _ => Outcome<IModelClient>.Ok(_model), new ToolTable([]), TrustChoice.AskAlways, new RetryPolicy(time, () => 1), new CallGate(5), time);
        return new SessionsFixture(store, engines: new ChatEngineFactory(parts, home: null).Make).Started();
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
