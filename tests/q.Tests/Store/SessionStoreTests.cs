using Microsoft.Data.Sqlite;
using Q.Config;
using Q.Core;
using Q.Store.Migrations;
using Q.Store;
using Q.TestKit;
using Q.Turns;
using static Q.Tests.Store.StoreFixture;

namespace Q.Tests.Store;

internal sealed class SessionStoreTests
{
    [Test]
    public async Task A_missing_database_is_created_by_the_first_write_and_not_by_opening()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();

        await Assert.That(store.Restore()).IsEmpty();
        await Assert.That(File.Exists(fixture.Database)).IsFalse();

        await Assert.That((await Saved(store, Session("fix-login"))).Problem).IsNull();
        await Assert.That(File.GetUnixFileMode(fixture.Database)).IsEqualTo(QPaths.FileMode);
        await Assert.That(File.GetUnixFileMode(fixture.Database + "-wal")).IsEqualTo(QPaths.FileMode);
        await Assert.That(File.GetUnixFileMode(fixture.Home.Paths.Home)).IsEqualTo(QPaths.FolderMode);
        await Assert.That(Directory.GetFiles(fixture.Home.Paths.Home).Any(file => file.Contains(".new-"))).IsFalse();
    }

    [Test]
    public async Task Everything_of_a_session_comes_back()
    {
        using var fixture = new StoreFixture();
        var session = Session("fix-login", slot: 3) with
        {
            NamedByHand = true,
            Type = SessionType.CodeReview,
            Status = SessionStatus.Failed,
            Unseen = true,
            Draft = "half a li\nne é",
            Queued = ["first", "second \"quoted\""],
            LastActive = Noon.AddMilliseconds(21),
        };
        var first = fixture.Open();
        await Saved(first, session);
        first.Dispose();

        var back = fixture.Open().Restore().Single();

        await Assert.That(back with { Queued = [] }).IsEqualTo(session with { Queued = [] });
        await Assert.That(back.Queued).IsEquivalentTo(session.Queued, StringComparer.Ordinal);
    }

    [Test]
    public async Task The_columns_of_the_seed_hold_its_words()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        await Saved(store, Session("one") with { Active = true });
        await Saved(store, Session("two") with { Active = true, Status = SessionStatus.Paused, Type = SessionType.Debug });

        var rows = Query(fixture, "SELECT session_name || ' ' || session_type || ' ' || session_status || ' ' || last_active "
            + "FROM conversations ORDER BY id");

        var second = Noon.ToUnixTimeSeconds();
        await Assert.That(rows).IsEquivalentTo([$"one Development Active {second}", $"two Debug Paused {second}"], StringComparer.Ordinal);
    }

    [Test]
    public async Task Messages_come_back_in_order_with_all_their_parts()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var session = Session("tools");
        Message[] said =
        [
            Said("list the files\0é"),
            new(Role.Assistant, [new TextContent("I look."), new ToolUseContent("u1", "fs_read", "{\"path\":\".\"}")], Noon),
            new(Role.User, [new ToolResultContent("u1", "a.cs", IsError: true)], Noon),
            new(Role.Assistant, [], Noon, MessageMarks.Interrupted | MessageMarks.Cancelled),
        ];
        store.Save(session);
        store.Append(session.Id, said[..2]);
        await Wait(done => store.Append(session.Id, said[2..], done));

        var back = store.Messages(session.Id);

        await Assert.That(back.Count).IsEqualTo(4);
        for (var i = 0; i < said.Length; i++)
        {
            await Assert.That(back[i].Parts.SequenceEqual(said[i].Parts)).IsTrue();
            await Assert.That((back[i].Role, back[i].At, back[i].Marks)).IsEqualTo((said[i].Role, said[i].At, said[i].Marks));
        }
        await Assert.That(store.Restore().Single().Messages).IsEqualTo(4);
    }

    [Test]
    public async Task A_cleared_conversation_is_empty_and_its_session_stays()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var session = Session("one");
        store.Save(session);
        store.Append(session.Id, [Said("a"), Said("b")]);
        await Wait(done => store.Clear(session.Id, done));
        await Assert.That(store.Messages(session.Id)).IsEmpty();

        await Wait(done => store.Append(session.Id, [Said("c")], done));

        await Assert.That(store.Restore().Single().Messages).IsEqualTo(1);
    }

    [Test]
    public async Task What_was_reported_as_stored_survives_a_kill()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var session = Session("one") with { Status = SessionStatus.Processing };
        store.Save(session);
        await Wait(done => store.Append(session.Id, [Said("typed")], done));

        using var after = fixture.AfterKill();
        var reopened = after.Open(pid: 101);

        await Assert.That(reopened.Restore().Single().Status).IsEqualTo(SessionStatus.Processing);
        await Assert.That(reopened.Messages(session.Id).Single().Parts.Single()).IsEqualTo(new TextContent("typed"));
    }

    [Test]
    public async Task An_answer_that_was_whole_when_q_was_killed_is_unseen_and_not_interrupted()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var whole = Session("whole") with { Status = SessionStatus.Processing, FocusedAt = 1 };
        var cut = Session("cut", 2) with { Status = SessionStatus.Processing, FocusedAt = 2 };
        var calls = Session("calls", 3) with { Status = SessionStatus.Processing, FocusedAt = 3 };
        var focused = Session("focused", 4) with { Status = SessionStatus.Processing, FocusedAt = 4 };
        var asked = Session("asked", 5) with { Asks = WaitReason.Permission, FocusedAt = 3 };
        var allowed = Session("allowed", 6) with { Asks = WaitReason.Permission, FocusedAt = 3 };
        foreach (var session in (StoredSession[])[whole, cut, calls, focused, asked, allowed])
            store.Save(session);
        store.Append(whole.Id, [Said("asked"), Answered(new TextContent("all of it"))]);
        store.Append(cut.Id, [Said("asked")]);
        store.Append(calls.Id, [Said("asked"), Answered(new TextContent("I look."), new ToolUseContent("1", "fs_read", "{}"))]);
        store.Append(asked.Id, [Said("asked"), Answered(new ToolUseContent("1", "execute_bash", "{}"))]);
        store.Append(allowed.Id, [Said("asked"), Answered(new TextContent("all of it"))]);
        await Wait(done => store.Append(focused.Id, [Said("asked"), Answered(new TextContent("all of it"))], done));

        using var after = fixture.AfterKill();
        var restored = after.Open(pid: 101).Restore();

        await Assert.That(string.Join(", ", restored.Select(static one => $"{one.Name} {(one.HasTurn ? "cut" : $"{one.Status}")}{(one.Unseen ? " unseen" : "")}")))
            .IsEqualTo("whole WaitingForInput unseen, cut cut, calls cut, focused WaitingForInput, asked cut, allowed WaitingForInput unseen");
    }

    private static Message Answered(params ReadOnlySpan<Content> parts) => new(Role.Assistant, [.. parts], StoreFixture.Noon);

    [Test]
    public async Task Every_commit_is_synced()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        await Saved(store, Session("one"));

        var connection = store.Writes.Connection!;

        const int Full = 2;
        await Assert.That(Database.Scalar(connection, "PRAGMA synchronous")).IsEqualTo(Full);
        await Assert.That(Database.Scalar(connection, "PRAGMA foreign_keys")).IsEqualTo(1);
        await Assert.That(Query(fixture, "PRAGMA journal_mode").Single()).IsEqualTo("wal");
    }

    [Test]
    public async Task Sessions_come_back_by_slot_and_completed_ones_are_history_newest_first()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        store.Save(Session("headless", slot: 0));
        store.Save(Session("second", slot: 2));
        store.Save(Session("first", slot: 1));
        store.Save(Session("old", slot: 0) with { Status = SessionStatus.Completed });
        await Saved(store, Session("new", slot: 0) with { Status = SessionStatus.Completed, LastActive = Noon.AddMilliseconds(1) });

        await Assert.That(store.Restore().Select(session => session.Name)).IsEquivalentTo(["first", "second", "headless"], StringComparer.Ordinal);
        await Assert.That(string.Join(' ', store.Historical(5).Select(session => session.Name))).IsEqualTo("new old");
        await Assert.That(store.Historical(1).Single().Name).IsEqualTo("new");
    }

    [Test]
    public async Task A_name_is_taken_by_live_and_historical_sessions_whatever_its_case()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var session = Session("Fix-Login") with { Status = SessionStatus.Completed };
        await Saved(store, session);

        await Assert.That(store.NameTaken("fix-login", SessionId.New())).IsTrue();
        await Assert.That(store.NameTaken("fix-login", session.Id)).IsFalse();
        await Assert.That(store.NameTaken("fix-logout", SessionId.New())).IsFalse();
    }

    [Test]
    public async Task A_thousand_sessions_come_back()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        for (var i = 1; i <= 1000; i++)
            store.Save(Session($"session-{i}", slot: i));
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();

        var names = store.Restore().Select(session => session.Name).ToList();

        await Assert.That(names.Count).IsEqualTo(1000);
        await Assert.That(names[999]).IsEqualTo("session-1000");
    }

    [Test]
    public async Task A_damaged_database_is_set_aside_and_a_new_one_begun()
    {
        using var fixture = new StoreFixture();
        Directory.CreateDirectory(fixture.Home.Paths.Home);
        File.WriteAllText(fixture.Database, new string('x', 5000));

        var store = fixture.Open();

        await Assert.That(store.Restore()).IsEmpty();
        await Assert.That((await Saved(store, Session("one"))).Problem).IsNull();
        await Assert.That(File.ReadAllText(fixture.Database + ".damaged-20261124-120000")).StartsWith("xxx");
        await Assert.That(fixture.Notices.Single().Kind).IsEqualTo(StoreNoticeKind.Damaged);
        await Assert.That(fixture.Notices.Single().Text).Contains("damaged");
    }

    [Test]
    public async Task Damage_behind_a_good_header_is_found_when_the_sessions_are_read()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        for (var i = 0; i < 600; i++)
            store.Save(Session($"session-{i}", i) with { Draft = new string('d', 4000) }); // more than may stay in the write-ahead log
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        store.Dispose();
        var bytes = File.ReadAllBytes(fixture.Database);
        Array.Fill(bytes, (byte)0xA5, 4096, bytes.Length - 4096);
        File.WriteAllBytes(fixture.Database, bytes);

        await Assert.That(fixture.Open().Restore()).IsEmpty();
        await Assert.That(fixture.Notices.Single().Kind).IsEqualTo(StoreNoticeKind.Damaged);
    }

    [Test]
    public async Task A_newer_schema_is_refused_and_not_touched()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        await Saved(store, Session("one"));
        store.Dispose();
        Execute(fixture, $"PRAGMA user_version = {Schema.Version + 1}");
        var before = File.ReadAllBytes(fixture.Database);

        await Assert.That(fixture.TryOpen().Problem).Contains($"newer q (schema {Schema.Version + 1}; this q knows {Schema.Version})");
        await Assert.That(File.ReadAllBytes(fixture.Database).SequenceEqual(before)).IsTrue();
    }

    [Test]
    public async Task A_database_of_another_program_is_refused()
    {
        using var fixture = new StoreFixture();
        Directory.CreateDirectory(fixture.Home.Paths.Home);
        using (var connection = new SqliteConnection($"Data Source={fixture.Database};Pooling=False"))
        {
            connection.Open();
            Database.Run(connection, "CREATE TABLE conversations (key TEXT PRIMARY KEY, value TEXT)");
        }

        await Assert.That(fixture.TryOpen().Problem).Contains("another program");
    }

    private static void Execute(StoreFixture fixture, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={fixture.Database};Pooling=False");
        connection.Open();
        Database.Run(connection, sql);
    }

    private static List<string> Query(StoreFixture fixture, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={fixture.Database};Pooling=False");
        connection.Open();
        using var statement = new Statement(connection, sql, parameters: 0);
        using var reader = statement.Read();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
