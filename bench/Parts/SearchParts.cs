using Microsoft.Data.Sqlite;
using Q.Store;
using Q.Store.Migrations;
using Q.Store.Search;

namespace Q.Bench.Parts;

/// <summary>A search over 100,000 messages in 500 sessions, in a file that is gone when the process ends.</summary>
internal static class SearchParts
{
    private const int Messages = 100_000;
    private const int Sessions = 500;
    private const int Most = 50;

    private static readonly string[] s_words =
        ["the", "build", "token", "refresh", "session", "error", "deploy", "index", "lambda", "queue", "cache", "test", "login", "oauth"];

    private static readonly Lazy<SqliteConnection> s_filled = new(Fill);

    /// <summary>A word, and the beginning of another, that stand in every message.</summary>
    public static Func<int> Common() => Find("the mess");

    public static Func<int> Rare() => Find("needle");

    public static Func<int> Several() => Find("oauth \"token refresh\"");

    private static Func<int> Find(string text)
    {
        var (connection, words) = (s_filled.Value, SearchWords.Of(text)!);
        return () => SessionSearch.Find(connection, words, Most).Count;
    }

    private static SqliteConnection Fill()
    {
        var file = Path.GetTempFileName();
        var connection = Database.OpenFile(file);
        File.Delete(file);
        Database.Run(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
        Migrator.Apply(connection, from: 0, DateTimeOffset.UnixEpoch);
        Database.Run(connection, "BEGIN");
        using (var session = new Statement(connection, """
            INSERT INTO conversations (conversation_id, created_at, session_name, session_status, last_active)
            VALUES ($0, 0, $1, 'Completed', 0)
            """, parameters: 2))
        {
            for (var i = 0; i < Sessions; i++)
                session.Run(Id(i), $"session-{i}");
        }
        using (var message = new Statement(connection, """
            INSERT INTO messages (conversation_id, seq, role, kind, text, created_at) VALUES ($0, $1, 'user', 'text', $2, 0)
            """, parameters: 3))
        {
            var random = new Random(7);
            for (var i = 0; i < Messages; i++)
                message.Run(Id(i % Sessions), i / Sessions + 1, Text(i, random));
        }
        Database.Run(connection, "COMMIT");
        return connection;
    }

    /// <summary>About 300 characters, as people and models write them.</summary>
    private static string Text(int i, Random random)
    {
        var words = Enumerable.Range(0, 40).Select(_ => s_words[random.Next(s_words.Length)] + (random.Next(4) == 0 ? $"{random.Next(5000)}" : ""));
        return $"message {i}: the {string.Join(' ', words)}{(i % 9973 == 0 ? " needle" : "")}";
    }

    private static string Id(int i) => new Guid(i, 0, 0, new byte[8]).ToString();
}
