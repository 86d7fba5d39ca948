using Microsoft.Data.Sqlite;
using Q.Config;
using Q.Core;
using Q.Store;
using Q.Store.Exports;
using Q.TestKit;
using Q.Turns;
using static Q.Tests.Store.StoreFixture;

namespace Q.Tests.Store;

/// <summary>Damage, locks, a full disk and a file that is gone, on a real file, at the start and while it is used.</summary>
internal sealed class StoreFaultTests
{
    private const int PageBytes = 4096;

    [Test]
    public async Task Of_a_damaged_database_everything_is_recovered_that_can_be_read()
    {
        using var fixture = new StoreFixture();
        var sessions = await Filled(fixture, 40);
        Spoil(fixture.Database, from: 0.4, pages: 20);

        var store = fixture.Open();
        foreach (var session in sessions)
            _ = store.Messages(session.Id);
        await Poll.Until("the recovery", () => fixture.Notices.Any(notice => notice.Kind is StoreNoticeKind.Damaged));

        var told = fixture.Notices.Single(notice => notice.Kind is StoreNoticeKind.Damaged).Text;
        await Assert.That(told).Contains(".damaged-20261124-120000; 40 sessions with ").And.EndsWith("could be read and are in the new one.");
        var kept = sessions.Sum(session => store.Messages(session.Id).Count);
        await Assert.That(kept).IsGreaterThan(40 * 25 * 3 / 4).And.IsLessThan(40 * 25);
        await Assert.That(store.Search("message", 10).TryGet(out var hits) ? hits.Count : 0).IsEqualTo(10);
        await Assert.That((await Saved(store, Session("new", slot: 50))).Problem).IsNull();
        await Assert.That(File.GetUnixFileMode(fixture.Database)).IsEqualTo(QPaths.FileMode);
        using var now = new Database(fixture.Database, fixture.Time).Open();
        await Assert.That(Database.IsSound(now)).IsTrue();
    }

    [Test]
    public async Task A_session_whose_row_was_lost_is_found_again_by_its_messages()
    {
        using var fixture = new StoreFixture();
        var one = (await Filled(fixture, 1)).Single();
        using (var connection = new SqliteConnection($"Data Source={fixture.Database};Pooling=False;Foreign Keys=False"))
        {
            connection.Open();
            Database.Run(connection, "DELETE FROM conversations");
        }

        using var target = Database.OpenFile(Empty(fixture));
        Q.Store.Migrations.Migrator.Apply(target, from: 0, Noon);
        var saved = Salvage.Into(target, fixture.Database);

        await Assert.That((saved.Sessions, saved.Messages)).IsEqualTo((1, 25));
        var row = SessionReads.Historical(target, 5).Single();
        await Assert.That((row.Id, row.Name, row.Messages)).IsEqualTo((one.Id, "recovered-1", 25));
    }

    [Test]
    public async Task A_recovered_session_counts_what_it_had_so_that_a_lost_end_is_noticed()
    {
        using var fixture = new StoreFixture();
        var one = (await Filled(fixture, 1)).Single();
        using (var connection = new SqliteConnection($"Data Source={fixture.Database};Pooling=False"))
        {
            connection.Open();
            Database.Run(connection, "DELETE FROM messages WHERE seq > 20");
        }
        using var target = Database.OpenFile(Empty(fixture));
        Q.Store.Migrations.Migrator.Apply(target, from: 0, Noon);
        await Assert.That(Salvage.Into(target, fixture.Database).Messages).IsEqualTo(20);
        await Assert.That(SessionReads.All(target, new(new(1, "", ""), static _ => null, fixture.Time)).Single().Messages).IsEqualTo(25);
        await Assert.That(Conversations.Lack(25, SessionReads.Messages(target, one.Id))).StartsWith("5 of 25 messages");
    }

    [Test]
    public async Task Damage_that_is_met_while_q_runs_is_mended_and_what_is_typed_then_is_stored()
    {
        using var fixture = new StoreFixture();
        var sessions = await Filled(fixture, 40);
        var store = fixture.Open();
        await Assert.That(store.Restore().Count).IsEqualTo(40);
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        Spoil(fixture.Database, from: 0.4, pages: 60);

        await Poll.Until("the recovery", () =>
        {
            foreach (var session in sessions)
                _ = store.Messages(session.Id);
            return fixture.Notices.Any(notice => notice.Kind is StoreNoticeKind.Damaged);
        });
        var typed = await Wait(done => store.Append(sessions[0].Id, [Said("typed after it")], done));

        await Assert.That(typed.Problem).IsNull();
        await Assert.That(((TextContent)store.Messages(sessions[0].Id)[^1].Parts.Single()).Text).IsEqualTo("typed after it");
        await Assert.That(Directory.GetFiles(fixture.Home.Paths.Home, "db.sqlite.damaged-2*").Length).IsGreaterThanOrEqualTo(1);
    }

    [Test]
    public async Task A_database_that_was_removed_while_q_runs_is_written_again_with_all_that_was_in_it()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var one = Session("one");
        await Saved(store, one);
        await Wait(done => store.Append(one.Id, [Said("before")], done));
        Directory.Delete(fixture.Home.Paths.Home, recursive: true);

        var after = await Wait(done => store.Append(one.Id, [Said("after")], done));

        await Assert.That(after.Problem).IsNull();
        await Assert.That(fixture.Notices.Single().Text).Contains("was removed while q ran").And.Contains("nothing of it is lost");
        await Assert.That(store.Messages(one.Id).Count).IsEqualTo(2);
        store.Dispose();
        await Assert.That(fixture.Open(pid: 101).Restore().Single().Messages).IsEqualTo(2);
    }

    [Test]
    public async Task Of_two_q_whose_database_was_removed_one_writes_it_again_and_the_other_goes_on_in_that()
    {
        using var fixture = new StoreFixture();
        var (left, right) = (fixture.Open(pid: 100), fixture.Open(pid: 200));
        var (one, other) = (Session("one"), Session("other", slot: 2));
        await Saved(left, one);
        await Saved(right, other);
        Directory.Delete(fixture.Home.Paths.Home, recursive: true);

        await Assert.That((await Wait(done => left.Append(one.Id, [Said("first")], done))).Problem).IsNull();
        await Assert.That((await Wait(done => right.Append(other.Id, [Said("second")], done))).Problem).IsNull();

        await Assert.That(right.Messages(one.Id).Count).IsEqualTo(1);
        await Assert.That(fixture.Open(pid: 300).Restore().Select(session => $"{session.Name} {session.Messages}"))
            .IsEquivalentTo(["one 1", "other 1"], StringComparer.Ordinal);
    }

    [Test]
    public async Task A_database_that_is_locked_at_the_start_gets_what_waited_when_it_is_free()
    {
        using var fixture = new StoreFixture();
        await Filled(fixture, 1);
        using var other = new SqliteConnection($"Data Source={fixture.Database};Pooling=False");
        other.Open();
        Database.Run(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; UPDATE settings SET value = value");

        var store = fixture.Open();
        var first = fixture.Notices.Single();
        await Assert.That((first.Kind, first.Text.Contains("locked", StringComparison.Ordinal))).IsEqualTo((StoreNoticeKind.Degraded, true));
        var typed = Wait(done => store.Save(Session("typed", slot: 2), done));
        _ = store.Historical(5);
        other.Dispose();

        await Assert.That((await typed).Problem).IsNull();
        await Poll.Until("the good news", () => fixture.Notices.Last().Kind is StoreNoticeKind.Recovered);
        await Assert.That(fixture.Notices.Count(notice => notice.Kind is StoreNoticeKind.Degraded)).IsEqualTo(1);
        await Assert.That(store.Restore().Select(session => session.Name)).IsEquivalentTo(["s1", "typed"], StringComparer.Ordinal);
    }

    [Test]
    public async Task On_a_disk_that_is_full_at_the_start_what_is_stored_is_shown_and_what_is_typed_waits()
    {
        using var fixture = new StoreFixture();
        var one = (await Filled(fixture, 1)).Single();
        var index = fixture.Database + "-shm";
        File.Delete(fixture.Database + "-wal");
        File.Delete(index);
        File.CreateSymbolicLink(index, "nowhere"); // SQLite follows none here: as on a full disk, the file cannot be made

        var store = fixture.Open();
        var restored = store.Restore();
        var typed = Wait(done => store.Append(one.Id, [Said("typed")], done));
        await Poll.Until("the bad news", () => fixture.Notices.Any(notice => notice.Kind is StoreNoticeKind.Degraded));

        await Assert.That(restored.Single().Name).IsEqualTo("s1");
        await Assert.That(store.Messages(one.Id).Count).IsEqualTo(25);
        await Assert.That(fixture.Notices.Single().Text).DoesNotContain("not shown");
        File.Delete(index);
        await Assert.That((await typed).Problem).IsNull();
        await Assert.That(store.Messages(one.Id).Count).IsEqualTo(26);
    }

    [Test]
    public async Task A_disk_that_only_read_at_the_start_is_written_to_when_it_does_not_any_more()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var one = Session("one");
        await Saved(store, one);
        Database.Run(store.Writes.Connection!, "PRAGMA query_only = ON"); // a connection that was opened read-only stays that too

        await Assert.That((await Wait(done => store.Append(one.Id, [Said("typed")], done))).Problem).IsNull();

        await Assert.That(store.Messages(one.Id).Count).IsEqualTo(1);
    }

    [Test]
    public async Task What_was_read_while_the_disk_only_read_does_not_keep_it_from_being_written_to()
    {
        using var fixture = new StoreFixture();
        var one = Session("one");
        using (var before = fixture.Open(pid: 99))
            await Saved(before, one);
        string[] files = [fixture.Database, fixture.Database + "-wal", fixture.Database + "-shm"];
        foreach (var file in files)
            File.SetUnixFileMode(file, (UnixFileMode)0b100_100_100);
        const UnixFileMode everybodyReads = (UnixFileMode)0b111_101_101;
        File.SetUnixFileMode(fixture.Home.Folder, everybodyReads);
        File.SetUnixFileMode(fixture.Home.Paths.Home, everybodyReads);

        var store = OtherUser.IsPossible ? await OtherUser.Do(() => fixture.Open()) : fixture.Open(); // root may write to any file
        foreach (var file in files)
            File.SetUnixFileMode(file, QPaths.FileMode);

        await Assert.That((await Wait(done => store.Append(one.Id, [Said("typed")], done))).Problem).IsNull();
        await Assert.That(store.Messages(one.Id).Count).IsEqualTo(1);
    }

    [Test]
    public async Task With_a_full_disk_what_is_not_stored_is_named_and_kept_elsewhere_and_stored_when_there_is_room()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var one = Session("api-refactor");
        await Saved(store, one);
        Database.Run(store.Writes.Connection!, "PRAGMA max_page_count = 1"); // as many pages as it has: SQLite says that the disk is full
        var big = new string('x', 200_000);

        var waits = Wait(done => store.Append(one.Id, [Said(big), Said("second")], done));
        store.Save(Session("other", slot: 2));
        await Poll.Until("the bad news", () => fixture.Notices.Any(notice => notice.Kind is StoreNoticeKind.Degraded));

        await Assert.That(fixture.Notices.Single().Text).Contains("The disk is full");
        await Assert.That(UnsavedWork.Told(store.Unsaved())).IsEqualTo("api-refactor (2 messages), other (its name and state)");
        var sentence = Unsaved.Keep(store, Noon)!;
        var file = sentence.Split(' ').First(word => word.EndsWith(".json:", StringComparison.Ordinal)).TrimEnd(':');
        try
        {
            await Assert.That(sentence).StartsWith("Not stored: api-refactor (2 messages), other (its name and state). It is in ");
            await Assert.That(File.GetUnixFileMode(file)).IsEqualTo(QPaths.FileMode);
            using var json = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(file));
            var read = ImportJson.Read(json.RootElement).TryGet(out var sessions) ? sessions : [];
            await Assert.That(read[0].Messages.Count).IsEqualTo(2);
        }
        finally
        {
            File.Delete(file);
        }

        Database.Run(store.Writes.Connection!, "PRAGMA max_page_count = 1000000");
        await Assert.That((await waits).Problem).IsNull();
        await Poll.Until("the good news", () => fixture.Notices.Last().Kind is StoreNoticeKind.Recovered);
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        await Assert.That(store.Unsaved()).IsEmpty();
        await Assert.That(store.Messages(one.Id).Count).IsEqualTo(2);
    }

    [Test]
    public async Task What_SQLite_says_is_told_without_the_address_of_its_page()
    {
        var raised = default(SqliteException);
        try
        {
            SqliteException.ThrowExceptionForRC(13, null);
        }
        catch (SqliteException e)
        {
            raised = e;
        }
        await Assert.That(raised!.Message).Contains("https:"); // so it comes where the failed call has left no message
        await Assert.That(Database.Why(raised)).IsEqualTo("SQLite Error 13: 'database or disk is full'");
        await Assert.That(Database.Why(new IOException("No room."))).IsEqualTo("No room");
    }

    [Test]
    public async Task Old_closed_sessions_are_removed_but_none_that_is_pinned_unseen_half_typed_open_or_recent()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var old = Session("old", slot: 0) with { Status = SessionStatus.Completed, LastActive = Noon.AddDays(-31) };
        await Saved(store, old);
        await Wait(done => store.Append(old.Id, [Said("needle")], done));
        await Saved(store, old with { Id = SessionId.New(), Name = "pinned", Pinned = true });
        await Saved(store, old with { Id = SessionId.New(), Name = "unseen", Unseen = true });
        await Saved(store, old with { Id = SessionId.New(), Name = "half-typed", Draft = "half a li" });
        await Saved(store, old with { Id = SessionId.New(), Name = "recent", LastActive = Noon.AddDays(-29) });
        await Saved(store, old with { Id = SessionId.New(), Name = "open", Slot = 3, Status = SessionStatus.WaitingForInput });

        store.CleanUp(Noon.AddDays(-30));

        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        await Assert.That(store.Historical(10).Select(session => session.Name))
            .IsEquivalentTo(["half-typed", "pinned", "recent", "unseen"], StringComparer.Ordinal);
        await Assert.That(store.Restore().Single().Name).IsEqualTo("open");
        await Assert.That(store.Search("needle", 5).TryGet(out var hits) ? hits.Count : -1).IsEqualTo(0);
    }

    /// <summary>Sessions of 25 messages, all in the file itself and none in its log.</summary>
    private static async Task<List<StoredSession>> Filled(StoreFixture fixture, int count)
    {
        var store = fixture.Open(pid: 99);
        var sessions = Enumerable.Range(1, count).Select(slot => Session($"s{slot}", slot)).ToList();
        foreach (var session in sessions)
        {
            store.Save(session);
            store.Append(session.Id, [.. Enumerable.Range(1, 25).Select(n => Said($"message {n} {new string('y', 2000)}"))]);
        }
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        store.Dispose();
        using var connection = Database.OpenFile(fixture.Database);
        Database.Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return sessions;
    }

    private static void Spoil(string file, double from, int pages)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var at = (long)(RandomAccess.GetLength(handle) / PageBytes * from) * PageBytes;
        RandomAccess.Write(handle, new byte[pages * PageBytes], at);
    }

    private static string Empty(StoreFixture fixture)
    {
        var file = Path.Combine(fixture.Home.Folder, "empty.sqlite");
        File.WriteAllBytes(file, []);
        return file;
    }
}
