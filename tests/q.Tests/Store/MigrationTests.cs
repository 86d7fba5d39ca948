using Microsoft.Data.Sqlite;
using Q.Config;
using Q.Core;
using Q.Store;
using Q.Store.Migrations;
using Q.TestKit;
using static Q.Tests.Store.StoreFixture;

namespace Q.Tests.Store;

internal sealed class MigrationTests
{
    /// <summary>A home as an older q left it.</summary>
    private static StoreFixture Old(int version)
    {
        var fixture = new StoreFixture();
        Fill(fixture.Home, version);
        return fixture;
    }

    internal static void Fill(TempHome home, int version)
    {
        Directory.CreateDirectory(home.Paths.Home);
        using var connection = new SqliteConnection($"Data Source={home.Paths.Database};Pooling=False");
        connection.Open();
        Migrator.Apply(connection, from: 0, Noon, [.. Schema.All.Take(version)]);
        if (version >= 2)
            Database.Run(connection, "INSERT INTO settings VALUES ('model', 'm1')");
        if (version >= 4)
        {
            Database.Run(connection, """
                INSERT INTO conversations (conversation_id, folder, created_at)
                VALUES ('6f1b0a52-74a5-4d3c-9c80-0d5a43f7a001', '/w', 1700000000123);
                INSERT INTO messages (conversation_id, seq, role, kind, text, created_at)
                VALUES ('6f1b0a52-74a5-4d3c-9c80-0d5a43f7a001', 1, 'user', 'text', 'hello', 1700000000123);
                """);
        }
    }

    [Test]
    [Arguments(1), Arguments(2), Arguments(3), Arguments(4), Arguments(5), Arguments(6), Arguments(7)]
    public async Task A_database_of_every_earlier_version_is_brought_up_after_a_backup(int version)
    {
        using var fixture = Old(version);

        var store = fixture.Open();

        var notice = fixture.Notices.Single();
        await Assert.That(notice.Kind).IsEqualTo(StoreNoticeKind.Migrated);
        var backup = $"{fixture.Database}.backup-v{version}-20261124-120000";
        await Assert.That(notice.Text).Contains(backup);
        await Assert.That(File.GetUnixFileMode(backup)).IsEqualTo(QPaths.FileMode);
        await Assert.That(Version(fixture, backup)).IsEqualTo(version);
        await Assert.That(Version(fixture, fixture.Database)).IsEqualTo(Schema.Version);
        await Assert.That((await Saved(store, Session("new"))).Problem).IsNull();
        if (version >= 4)
        {
            var old = store.Historical(5).Single();
            await Assert.That((old.Name, old.Folder)).IsEqualTo(("dev-1", "/w"));
            await Assert.That(store.Messages(old.Id).Count).IsEqualTo(1);
        }
    }

    [Test]
    public async Task What_was_said_before_there_were_sessions_is_named_after_its_first_three_prompts_and_no_name_is_there_twice()
    {
        using var fixture = Old(7);
        using (var connection = new SqliteConnection($"Data Source={fixture.Database};Pooling=False"))
        {
            connection.Open();
            Database.Run(connection, """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                INSERT INTO conversations (conversation_id, folder, created_at)
                    SELECT printf('00000000-0000-4000-8000-%012d', i), '/w', 1700000000123 FROM n;
                INSERT INTO messages (conversation_id, seq, part, role, kind, text, created_at)
                    SELECT conversation_id, 1, 0, 'user', 'text', 'please refactor the payment', 1 FROM conversations WHERE folder = '/w' AND id > 1
                    UNION ALL SELECT conversation_id, 1, 1, 'user', 'text', 'api for stripe', 1 FROM conversations WHERE id > 1
                    UNION ALL SELECT conversation_id, 2, 0, 'assistant', 'text', 'the login crashes', 1 FROM conversations WHERE id > 1;
                DELETE FROM messages WHERE conversation_id LIKE '%000003';
                INSERT INTO messages (conversation_id, seq, part, role, kind, text, created_at)
                    SELECT conversation_id, 1, 0, 'user', 'text', 'fix the crash in the login form', 1 FROM conversations WHERE conversation_id LIKE '%000003';
                """);
        }
        var old = fixture.Open().Historical(2000);
        var names = old.OrderBy(static one => $"{one.Id}", StringComparer.Ordinal).Select(static one => (one.Name, one.Type)).ToList();
        await Assert.That(names.Count).IsEqualTo(1001);
        await Assert.That(names.Select(static one => one.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count()).IsEqualTo(1001);
        await Assert.That(names[0]).IsEqualTo(("refactor-payment-api", SessionType.Development));
        await Assert.That(names[1].Name).IsEqualTo("refactor-payment-2");
        await Assert.That(names[2].Type).IsEqualTo(SessionType.Debug);
        await Assert.That(names[2].Name).Contains("login");
        await Assert.That(names[^1].Name).IsEqualTo("dev-1"); // of a greeting nothing can be made
    }

    [Test]
    public async Task Many_sessions_are_off_after_an_upgrade_and_on_in_a_new_home()
    {
        using var old = Old(7);
        var upgraded = new SettingsSources { Database = old.Open().Settings() }.Resolve();
        await Assert.That(upgraded.Settings).IsEqualTo(new Settings { MultiSessionEnabled = false, Model = "m1" });

        using var fresh = new StoreFixture();
        var store = fresh.Open();
        await Saved(store, Session("one"));
        await Assert.That(store.Settings()).IsEmpty();
    }

    [Test]
    public async Task A_migration_that_fails_leaves_the_database_as_it_was_and_no_copy_beside_it()
    {
        using var fixture = Old(7);
        using (var connection = new SqliteConnection($"Data Source={fixture.Database};Pooling=False"))
        {
            connection.Open();
            Database.Run(connection, "CREATE TABLE idx_conversations_session_status (x)");
        }

        var opened = fixture.TryOpen();

        await Assert.That(opened.Problem).Contains($"from schema 7 to {Schema.Version}").And.Contains("It is as it was. Set Q_HOME");
        await Assert.That(Directory.GetFiles(fixture.Home.Paths.Home, "*.backup-*")).IsEmpty();
        await Assert.That(Version(fixture, fixture.Database)).IsEqualTo(7);
        using var after = new Database(fixture.Database, fixture.Time).Open();
        await Assert.That(Database.Scalar(after, "SELECT count(*) FROM pragma_table_info('conversations') WHERE name LIKE 'session_%'"))
            .IsEqualTo(0);
    }

    [Test]
    public async Task What_a_half_done_migration_changed_is_restored_from_the_backup()
    {
        using var fixture = Old(7);
        var database = new Database(fixture.Database, fixture.Time);
        using var connection = database.Open();
        var backup = Backup.Make(database, connection, 7, fixture.Time);
        Database.Run(connection, "DELETE FROM messages; PRAGMA user_version = 8");

        await Assert.That(Backup.RestoreIfChanged(connection, backup, 7)).IsTrue();

        await Assert.That(Database.Scalar(connection, "PRAGMA user_version")).IsEqualTo(7);
        await Assert.That(Database.Scalar(connection, "SELECT count(*) FROM messages")).IsEqualTo(1);
    }

    [Test]
    public async Task A_copy_that_cannot_be_made_whole_is_not_left_as_if_it_were_one()
    {
        using var fixture = Old(7);
        var database = new Database(fixture.Database, fixture.Time);
        using var connection = database.Open();
        using var other = database.Open();
        Database.Run(other, "BEGIN EXCLUSIVE");

        await Assert.That(() => Backup.Make(database, connection, 7, fixture.Time)).Throws<SqliteException>();

        await Assert.That(Directory.GetFiles(fixture.Home.Paths.Home, "*.backup-*")).IsEmpty();
    }

    [Test]
    public async Task Every_step_is_noted_and_the_versions_count_up()
    {
        using var fixture = new StoreFixture();
        await Saved(fixture.Open(), Session("one"));

        using var connection = new Database(fixture.Database, fixture.Time).Open();
        await Assert.That(Database.Scalar(connection, "SELECT count(*) FROM migrations")).IsEqualTo(Schema.Version);
        await Assert.That(Schema.All.Select(step => step.Version)).IsEquivalentTo(Enumerable.Range(1, Schema.All.Count), EqualityComparer<int>.Default);
    }

    private static long Version(StoreFixture fixture, string file)
    {
        using var connection = new Database(file, fixture.Time).Open();
        return Database.Scalar(connection, "PRAGMA user_version");
    }
}
