using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>Many sessions off, and on again: nothing is lost either way.</summary>
[NotInParallel("terminal")]
internal sealed class FeatureFlagTests
{
    [Test]
    public async Task Turned_off_everything_is_kept_one_session_works_and_turned_on_again_all_come_back()
    {
        await using var world = new World();
        world.Model.On("of the first", Reply.Flowing("Answer of the first."));
        world.Model.On("of the second", Reply.Flowing("Answer of the second."));
        world.Model.On("of the one", Reply.Flowing("Answer of the one."));
        var many = await world.Open(arguments: ["chat", "--new", "first", "of the first"]);
        await many.UntilShows("Answer of the first.");
        await many.Line("/new second");
        await many.UntilShows("[Current: second] q>");
        await many.Line("of the second");
        await many.UntilShows("Answer of the second.");
        await many.Type("half typed");
        await world.UntilSql("SELECT draft FROM conversations WHERE session_name = 'second'", "half typed");

        // As the rollback says: the flag by hand in the database, then SIGTERM.
        await world.Sql("UPDATE settings SET value = 'false' WHERE key = 'multi_session_enabled'");
        await many.Signal("TERM");
        await Assert.That(await many.Ended()).IsEqualTo(143);
        await Assert.That(await world.Sql("SELECT count(*) FROM leases")).IsEqualTo("0");

        var single = await world.Open();
        await single.UntilShows("[Current: second] q> half typed");
        await single.UntilShows("Answer of the second.");
        await Assert.That(Indicator.Text(await single.Screen())).IsEqualTo("");
        await single.Press("C-u");
        foreach (var command in (string[])["/new", "/switch first", "/next", "/sessions", "/close"])
        {
            await single.Line(command);
            await single.UntilShows($"{command.Split(' ')[0]} needs many sessions.");
        }
        await single.UntilShows("`q settings set multi_session_enabled true` turns them on");
        await single.Line("of the one");
        await single.UntilShows("Answer of the one.");
        var refused = await world.Q(["chat", "--new", "third"]);
        await Assert.That(refused.ExitCode).IsEqualTo(1);
        await Assert.That(refused.Error).Contains("q settings set multi_session_enabled true");
        await single.Quit();
        await Assert.That(await single.Ended()).IsEqualTo(0);

        await Assert.That((await world.Q(["settings", "set", "multi_session_enabled", "true"])).ExitCode).IsEqualTo(0);
        var again = await world.Open();
        await again.UntilShows("[Current: second] q>");
        await again.UntilShows("Answer of the one.");
        await again.Until("the other session", screen => Indicator.Text(screen).Contains("first"));
        await again.Line("/switch first");
        await again.UntilShows("Answer of the first.");
    }

    [Test]
    public async Task Turned_off_where_no_q_runs_new_on_the_command_line_says_how_to_turn_it_on()
    {
        await using var world = new World();
        world.Environment["Q_SESSIONS_MULTI_SESSION_ENABLED"] = "false";
        foreach (var option in (string[])["--new", "--switch"])
        {
            var run = await world.Q(["chat", option, "api"]);
            await Assert.That(run.ExitCode).IsEqualTo(1);
            await Assert.That(run.Error).IsEqualTo(
                "q: Many sessions at once are off; `q settings set multi_session_enabled true` turns them on at the next start.\n");
            await Assert.That(run.Output).IsEqualTo("");
        }
    }

    [Test]
    public async Task A_database_older_than_migration_008_turns_it_off_and_keeps_its_conversations()
    {
        await using var world = new World();
        world.Model.On("of the old", Reply.Flowing("Answer of the new."));
        await Seven(world);

        var pane = await world.Open();

        await pane.UntilShows("Many sessions at once are off");
        await pane.Line("/new");
        await pane.UntilShows("/new needs many sessions.");
        await pane.Line("of the old");
        await pane.UntilShows("Answer of the new.");
        await pane.Quit();
        await pane.Ended();
        var listed = await world.Q(["sessions", "list", "--all"]);
        await Assert.That(listed.Output).Contains("refactor-payment-api");
        await Assert.That((await world.Q(["settings", "get", "multi_session_enabled"])).Output.Trim()).IsEqualTo("false");
        await Assert.That(Directory.GetFiles(world.Home, "db.sqlite.*").Any(static file => !file.EndsWith("-wal") && !file.EndsWith("-shm"))).IsTrue();

        await world.Q(["settings", "set", "multi_session_enabled", "true"]);
        var on = await world.Open(arguments: ["chat", "--resume", "refactor-payment-api"]);
        await on.UntilShows("please refactor the payment api for stripe");
        await on.UntilShows("[Current: refactor-payment-api] q>");
    }

    /// <summary>A database as the last version before sessions left it, with one conversation.</summary>
    private static async Task Seven(World world)
    {
        Directory.CreateDirectory(world.Home);
        var sql = $"""
            CREATE TABLE migrations (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, name TEXT NOT NULL, migration_time INTEGER NOT NULL);
            CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
            INSERT INTO settings (key, value) VALUES ('multi_session_enabled', 'default');
            CREATE TABLE conversations (id INTEGER PRIMARY KEY, conversation_id TEXT NOT NULL UNIQUE, folder TEXT NOT NULL DEFAULT '',
                created_at INTEGER NOT NULL, slot INTEGER NOT NULL DEFAULT 0, named_by_hand INTEGER NOT NULL DEFAULT 0,
                unseen INTEGER NOT NULL DEFAULT 0, messages INTEGER NOT NULL DEFAULT 0, draft TEXT NOT NULL DEFAULT '', queued TEXT,
                last_active_ms INTEGER NOT NULL DEFAULT 0);
            CREATE TABLE messages (id INTEGER PRIMARY KEY,
                conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
                seq INTEGER NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, created_at INTEGER NOT NULL,
                part INTEGER NOT NULL DEFAULT 0, use_id TEXT, tool TEXT, is_error INTEGER NOT NULL DEFAULT 0, marks INTEGER NOT NULL DEFAULT 0);
            CREATE UNIQUE INDEX idx_messages_order ON messages (conversation_id, seq, part);
            CREATE TABLE leases (conversation_id TEXT PRIMARY KEY REFERENCES conversations (conversation_id) ON DELETE CASCADE,
                pid INTEGER NOT NULL, started TEXT NOT NULL, host TEXT NOT NULL, renewed INTEGER NOT NULL);
            INSERT INTO conversations (conversation_id, folder, created_at, messages)
                VALUES ('{Guid.NewGuid()}', '{world.Folder}', 1790000000000, 1);
            INSERT INTO messages (conversation_id, seq, role, kind, text, created_at)
                SELECT conversation_id, 1, 'user', 'text', 'please refactor the payment api for stripe', 1790000000000 FROM conversations;
            PRAGMA user_version = 7;
            """;
        await Run.Tool("sqlite3", Path.Combine(world.Home, "db.sqlite"), sql);
    }
}
