using Microsoft.Data.Sqlite;
using Q.Naming;

namespace Q.Store.Migrations;

/// <summary>
/// Names the conversations from before sessions after what was asked first in them, as a new session is named, the oldest first. Within
/// the migration's transaction: all of them or none.
/// </summary>
internal static class OldNames
{
    private const int Most = 20;
    private const int PromptsRead = 3;

    public static void Make(SqliteConnection connection)
    {
        var ids = new List<string>();
        using (var all = new Statement(connection, "SELECT conversation_id FROM conversations ORDER BY id", parameters: 0))
        {
            using var reader = all.Read();
            while (reader.Read())
                ids.Add(reader.GetString(0));
        }
        using var said = new Statement(connection, """
            SELECT group_concat(text, char(10)) FROM (SELECT seq, text FROM messages
                WHERE conversation_id = $0 AND role = 'user' AND kind = 'text' AND text <> '' ORDER BY seq, part)
            GROUP BY seq ORDER BY seq LIMIT $1
            """, parameters: 2);
        using var name = new Statement(
            connection, "UPDATE conversations SET session_name = $1, session_type = $2 WHERE conversation_id = $0", parameters: 3);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var prompts = new List<string>();
        foreach (var id in ids)
        {
            prompts.Clear();
            using (var reader = said.Read(id, PromptsRead))
            {
                while (reader.Read())
                    prompts.Add(reader.GetString(0));
            }
            var guess = NameMaker.Guess(prompts, Most);
            var free = NameMaker.Unique(guess.Name, guess.Type, Most, taken.Contains);
            taken.Add(free);
            name.Run(id, free, SessionRows.Type(guess.Type));
        }
    }
}
