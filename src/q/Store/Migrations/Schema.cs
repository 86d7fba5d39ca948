namespace Q.Store.Migrations;

internal sealed record Migration(int Version, string Name, string Sql);

/// <summary>The schema, as the steps that led to it. A step that was released never changes; a new one is added at the end.</summary>
internal static class Schema
{
    /// <summary>
    /// This row always exists, so that the documented way back to one session (an UPDATE of it by hand) takes effect. The value
    /// <see cref="NotChosen"/> counts as no row.
    /// </summary>
    public const string FeatureFlag = "multi_session_enabled";

    public const string NotChosen = "default";

    /// <summary>The first version that knows sessions; what is older ran one conversation at a time.</summary>
    public const int FirstWithSessions = 8;

    public static int Version => All[^1].Version;

    public static IReadOnlyList<Migration> All { get; } =
    [
        new(1, "migrations", """
            CREATE TABLE migrations (
                id INTEGER PRIMARY KEY, version INTEGER NOT NULL, name TEXT NOT NULL, migration_time INTEGER NOT NULL);
            """),
        new(2, "settings", """
            CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
            INSERT INTO settings (key, value) VALUES ('multi_session_enabled', 'default');
            """),
        // id: order of creation. created_at: Unix milliseconds.
        new(3, "conversations", """
            CREATE TABLE conversations (
                id INTEGER PRIMARY KEY, conversation_id TEXT NOT NULL UNIQUE,
                folder TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL);
            """),
        // One row for each part of a message, appended and never changed.
        new(4, "messages", """
            CREATE TABLE messages (
                id INTEGER PRIMARY KEY,
                conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
                seq INTEGER NOT NULL, role TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
                created_at INTEGER NOT NULL);
            """),
        new(5, "message parts", """
            ALTER TABLE messages ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE messages ADD COLUMN use_id TEXT;
            ALTER TABLE messages ADD COLUMN tool TEXT;
            ALTER TABLE messages ADD COLUMN is_error INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE messages ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
            CREATE UNIQUE INDEX idx_messages_order ON messages (conversation_id, seq, part);
            """),
        // Which process has a session open. started and host tell a reused pid from the process that wrote the row.
        new(6, "leases", """
            CREATE TABLE leases (
                conversation_id TEXT PRIMARY KEY REFERENCES conversations (conversation_id) ON DELETE CASCADE,
                pid INTEGER NOT NULL, started TEXT NOT NULL, host TEXT NOT NULL, renewed INTEGER NOT NULL);
            """),
        // last_active_ms: the milliseconds within the second of last_active. queued: a JSON array of strings.
        new(7, "conversation details", """
            ALTER TABLE conversations ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE conversations ADD COLUMN named_by_hand INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE conversations ADD COLUMN unseen INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE conversations ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE conversations ADD COLUMN draft TEXT NOT NULL DEFAULT '';
            ALTER TABLE conversations ADD COLUMN queued TEXT;
            ALTER TABLE conversations ADD COLUMN last_active_ms INTEGER NOT NULL DEFAULT 0;
            UPDATE conversations SET messages = coalesce(
                (SELECT max(seq) FROM messages m WHERE m.conversation_id = conversations.conversation_id), 0);
            """),
        // last_active: Unix seconds. Conversations from before sessions become historical ones.
        new(8, "session metadata", """
            ALTER TABLE conversations ADD COLUMN session_name TEXT;
            ALTER TABLE conversations ADD COLUMN session_type TEXT;
            ALTER TABLE conversations ADD COLUMN session_status TEXT;
            ALTER TABLE conversations ADD COLUMN last_active INTEGER;
            CREATE INDEX idx_conversations_session_status ON conversations(session_status);
            CREATE INDEX idx_conversations_session_name ON conversations(session_name COLLATE NOCASE);
            UPDATE conversations SET session_name = 'dev-' || id, session_type = 'Development',
                session_status = 'Completed', last_active = created_at / 1000;
            """),
        // focused_at: Unix milliseconds, and counted up where the clock stands. The texts are empty for none.
        new(9, "session choices", """
            ALTER TABLE conversations ADD COLUMN focused_at INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE conversations ADD COLUMN session_group TEXT NOT NULL DEFAULT '';
            ALTER TABLE conversations ADD COLUMN model TEXT NOT NULL DEFAULT '';
            ALTER TABLE conversations ADD COLUMN worktree TEXT NOT NULL DEFAULT '';
            """),
        // What was said, not what tools were asked and answered. The view is the content, so that the index holds no second copy.
        new(10, "search", """
            CREATE VIEW message_texts AS SELECT id, text FROM messages WHERE kind = 'text';
            CREATE VIRTUAL TABLE message_search USING fts5(
                text, content = 'message_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');
            CREATE TRIGGER messages_said AFTER INSERT ON messages WHEN new.kind = 'text' BEGIN
                INSERT INTO message_search (rowid, text) VALUES (new.id, new.text);
            END;
            CREATE TRIGGER messages_forgotten AFTER DELETE ON messages WHEN old.kind = 'text' BEGIN
                INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', old.id, old.text);
            END;
            INSERT INTO message_search (message_search) VALUES ('rebuild');
            """),
        // A turn that waits for a person is cut when q ends, as one at work is; and another q's list says what is asked.
        new(11, "asks", "ALTER TABLE conversations ADD COLUMN asks TEXT NOT NULL DEFAULT '';"),
        // Why the last turn failed, in a sentence; empty when it did not.
        new(12, "problem", "ALTER TABLE conversations ADD COLUMN problem TEXT NOT NULL DEFAULT '';"),
    ];
}
