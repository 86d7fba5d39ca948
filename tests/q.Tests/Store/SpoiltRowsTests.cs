using Microsoft.Data.Sqlite;
using Q.Store;
using Q.Store.Migrations;
using static Q.Tests.Store.StoreFixture;

namespace Q.Tests.Store;

/// <summary>What somebody else wrote into the database, or two q at once did to it, keeps nothing else from coming back.</summary>
internal sealed class SpoiltRowsTests
{
    [Test]
    public async Task A_row_without_a_real_id_is_passed_over()
    {
        using var fixture = new StoreFixture();
        await Saved(fixture.Open(), Session("good"));
        Sql(fixture, """
            INSERT INTO conversations (conversation_id, created_at, session_status) VALUES ('not-an-id', 0, 'Active');
            INSERT INTO conversations (conversation_id, created_at, session_status) VALUES ('nor this', 0, 'Completed');
            INSERT INTO leases VALUES ('not-an-id', 1, '', '', 0);
            """);
        var again = fixture.Open(pid: 101);
        await Assert.That(again.Restore().Select(session => session.Name).Single()).IsEqualTo("good");
        await Assert.That(again.Historical(10).Count).IsEqualTo(0);
    }

    [Test]
    public async Task Times_and_lists_that_are_none_do_not_hide_the_session()
    {
        using var fixture = new StoreFixture();
        await Saved(fixture.Open(), Session("good"));
        Sql(fixture, """
            UPDATE conversations SET created_at = 9223372036854775807, last_active = -999999999999999, queued = '[nonsense';
            """);
        var session = fixture.Open(pid: 101).Restore().Single();
        await Assert.That((session.Name, session.Queued.Count)).IsEqualTo(("good", 0));
    }

    [Test]
    public async Task A_text_with_any_character_comes_back_as_it_was()
    {
        using var fixture = new StoreFixture();
        var (store, session) = (fixture.Open(), Session("good"));
        await Saved(store, session);
        const string text = "a\0b \u001b[31m 😀 \uFEFF \u2028 'quote' \" ; -- é";
        await Wait(done => store.Append(session.Id, [Said(text), Said("")], done));
        var back = fixture.Open(pid: 101).Messages(session.Id);
        await Assert.That(((Q.Turns.TextContent)back[0].Parts.Single()).Text).IsEqualTo(text);
        await Assert.That(((Q.Turns.TextContent)back[1].Parts.Single()).Text).IsEqualTo("");
    }

    [Test]
    public async Task A_long_text_is_stored_in_pieces_and_read_found_and_exported_as_one()
    {
        using var fixture = new StoreFixture();
        var (store, session) = (fixture.Open(), Session("good"));
        await Saved(store, session);
        var text = string.Concat(Enumerable.Range(0, 60_000).Select(static line => $"needle {line} ß漢😀\n")) + "the end";
        var message = Said("") with { Parts = [new Q.Turns.TextContent(new Q.Core.LongText().Append(System.Text.Encoding.UTF8.GetBytes(text))), Said("behind").Parts[0]] };
        await Wait(done => store.Append(session.Id, [message], done));
        var parts = store.Messages(session.Id).Single().Parts;
        var back = (Q.Turns.TextContent)parts[0];
        await Assert.That(back.Text == text && parts is [_, Q.Turns.TextContent { Text: "behind" }]).IsTrue();
        await Assert.That(store.Search("needle", 5).TryGet(out var hits) ? hits.Count : 0).IsEqualTo(1);
        using (var database = new Database(fixture.Database, fixture.Time).Open())
            await Assert.That(Database.Scalar(database, "SELECT count(*) FROM messages WHERE typeof(text) = 'text'")).IsEqualTo(4);
        using var page = new StringWriter();
        Q.Store.Exports.ExportFile.Write(page, new(session, [message]), Q.Store.Exports.ExportFormat.Md, Noon);
        await Assert.That(page.ToString().EndsWith($"\n{text}\n\nbehind\n", StringComparison.Ordinal)).IsTrue();
        var exported = Q.Store.Exports.ExportJson.Of(new(session, [message]), Noon);
        using var json = System.Text.Json.JsonDocument.Parse(exported);
        await Assert.That(json.RootElement.GetProperty("sessions")[0].GetProperty("messages")[0].GetProperty("parts")[0].GetProperty("text").GetString())
            .IsEqualTo(back.Text);
    }

    [Test]
    public async Task A_file_that_another_q_has_replaced_already_is_left_in_peace()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        await Saved(store, Session("good"));
        var database = new Database(fixture.Database, fixture.Time);
        await Assert.That(database.Recover()).IsNull(); // it is sound: the other q was quicker
        await Assert.That(fixture.Open(pid: 101).Restore().Single().Name).IsEqualTo("good");
        await Assert.That(Directory.GetFiles(fixture.Home.Paths.Home, "*damaged*").Length).IsEqualTo(0);
    }

    [Test]
    public async Task Of_many_q_that_find_it_damaged_at_once_one_sets_it_aside()
    {
        using var fixture = new StoreFixture();
        Directory.CreateDirectory(fixture.Home.Paths.Home);
        await File.WriteAllTextAsync(fixture.Database, new string('x', 5000));
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new Database(fixture.Database, fixture.Time).Recover())));
        await Assert.That(all.Count(name => name is not null)).IsEqualTo(1);
        await Assert.That(Directory.GetFiles(fixture.Home.Paths.Home, "*.damaged-2*").Length).IsEqualTo(1);
        await Assert.That(fixture.Open().Restore()).IsEmpty();
    }

    [Test]
    public async Task A_home_whose_name_means_something_to_others_is_migrated_as_well()
    {
        using var home = new Q.TestKit.TempHome();
        var paths = new Q.Config.QPaths(Path.Combine(home.Folder, "a;Mode=ReadOnly;b='c \"d"));
        Directory.CreateDirectory(paths.Home);
        using (var old = Database.OpenFile(Created(paths.Database)))
            Migrator.Apply(old, from: 0, Noon, [.. Schema.All.Take(7)]);
        var notices = new List<StoreNotice>();
        var opened = SessionStore.Open(paths, TimeProvider.System, notices.Add);
        await Assert.That(opened.TryGet(out var store)).IsTrue();
        store!.Dispose();
        await Assert.That(notices.Single().Kind).IsEqualTo(StoreNoticeKind.Migrated);
        await Assert.That(Directory.GetFiles(paths.Home, "db.sqlite.backup-v7-*").Length).IsEqualTo(1);
    }

    [Test]
    public async Task A_migration_that_fails_after_its_transaction_is_gone_tells_what_failed()
    {
        using var fixture = new StoreFixture();
        Directory.CreateDirectory(fixture.Home.Paths.Home);
        using var connection = new SqliteConnection($"Data Source={fixture.Database};Pooling=False");
        connection.Open();
        Migration[] steps = [new(1, "ends it", "ROLLBACK; SELECT * FROM nothing_of_this_name")];
        await Assert.That(() => Migrator.Apply(connection, from: 0, Noon, steps)).Throws<SqliteException>()
            .WithMessageContaining("nothing_of_this_name");
    }

    private static string Created(string file)
    {
        File.WriteAllBytes(file, []);
        return file;
    }

    private static void Sql(StoreFixture fixture, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={fixture.Database};Pooling=False;Foreign Keys=False");
        connection.Open();
        Database.Run(connection, sql);
    }
}
