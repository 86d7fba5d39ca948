using Microsoft.Data.Sqlite;
using Q.Core;
using Q.Turns;

namespace Q.Store.Search;

/// <summary>
/// Looks through what was said in all sessions, newest first: the order in which the index lies, so that a word which stands in
/// every message costs no more than a rare one.
/// </summary>
internal static class SessionSearch
{
    /// <summary>So that one long session does not hide the others.</summary>
    private const int MostOfOne = 3;

    /// <summary>How many matches are looked at for the sake of other sessions.</summary>
    private const int MostScanned = 2000;

    private const string Hits = """
        SELECT m.id, m.conversation_id, m.seq, m.role, m.created_at FROM message_search
        CROSS JOIN messages m ON m.id = message_search.rowid
        WHERE message_search MATCH $0 ORDER BY message_search.rowid DESC LIMIT $1
        """;

    private const string Details = """
        SELECT m.text, c.session_name, c.session_status, c.folder FROM messages m
        JOIN conversations c ON c.conversation_id = m.conversation_id WHERE m.id = $0
        """;

    private const string Marked = """
        SELECT snippet(message_search, 0, '', '', '…', 16) FROM message_search WHERE message_search MATCH $0 AND rowid = $1
        """;

    public static List<SearchHit> Find(SqliteConnection connection, SearchWords words, int most)
    {
        using var details = new Statement(connection, Details, parameters: 1);
        using var marked = new Statement(connection, Marked, parameters: 2);
        var hits = new List<SearchHit>();
        foreach (var (row, id, seq, role, at) in Newest(connection, words, most))
        {
            using var reader = details.Read(row);
            if (!reader.Read())
                continue;
            var snippet = words.SnippetOf(reader.GetString(0)) ?? words.Cut(Around(marked, words, row), 0);
            var status = reader.IsDBNull(2) ? "" : reader.GetString(2);
            hits.Add(new(
                id, reader.IsDBNull(1) ? "" : reader.GetString(1), SessionRows.Status(status), reader.GetString(3), role, at, seq, snippet));
        }
        return hits;
    }

    /// <summary>In which sessions all the words stand in one message; in none when there are no words.</summary>
    public static HashSet<SessionId> Saying(SqliteConnection connection, SearchWords? words)
    {
        var found = new HashSet<SessionId>();
        if (words is null)
            return found;
        using var statement = new Statement(connection, """
            SELECT DISTINCT m.conversation_id FROM message_search CROSS JOIN messages m ON m.id = message_search.rowid
            WHERE message_search MATCH $0
            """, parameters: 1);
        using var reader = statement.Read(words.Query);
        while (reader.Read())
        {
            if (SessionId.TryParse(reader.GetString(0), out var id))
                found.Add(id);
        }
        return found;
    }

    /// <summary>How many prompts of the session came after this message.</summary>
    public static int PromptsAfter(SqliteConnection connection, SessionId id, long seq)
    {
        using var statement = new Statement(connection, """
            SELECT count(DISTINCT seq) FROM messages
            WHERE conversation_id = $0 AND seq > $1 AND role = 'user' AND kind = 'text'
            """, parameters: 2);
        using var reader = statement.Read(id.ToString(), seq);
        return reader.Read() ? reader.GetInt32(0) : 0;
    }

    private sealed record Hit(long Row, SessionId Id, long Seq, Role Role, DateTimeOffset At);

    private static List<Hit> Newest(
        SqliteConnection connection, SearchWords words, int most)
    {
        using var statement = new Statement(connection, Hits, parameters: 2);
        using var reader = statement.Read(words.Query, MostScanned);
        var found = new List<Hit>();
        var counts = new Dictionary<SessionId, int>();
        while (found.Count < most && reader.Read())
        {
            if (!SessionId.TryParse(reader.GetString(1), out var id))
                continue;
            if (found is [.., { } last] && last.Id == id && last.Seq == reader.GetInt64(2))
                continue; // another piece of one long text
            var count = counts.GetValueOrDefault(id);
            counts[id] = count + 1;
            if (count < MostOfOne)
            {
                found.Add(new(reader.GetInt64(0), id, reader.GetInt64(2), reader.GetString(3) == "user" ? Role.User : Role.Assistant,
                    DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4))));
            }
        }
        return found;
    }

    /// <summary>The rare match that only FTS5 sees, as it folds accents.</summary>
    private static string Around(Statement marked, SearchWords words, long row)
    {
        using var reader = marked.Read(words.Query, row);
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetString(0) : "";
    }
}
