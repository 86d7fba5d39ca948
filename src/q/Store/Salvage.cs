using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Q.Store;

/// <summary>How much of a damaged database is in the new one.</summary>
internal readonly record struct Salvaged(long Sessions, long Messages)
{
    public string Told => Sessions == 0
        ? "nothing in it could be read, and a new one is begun."
        : string.Create(CultureInfo.InvariantCulture, $"{Sessions} sessions with {Messages} messages could be read and are in the new one.");
}

/// <summary>
/// Copies what can still be read of a damaged database, row by row in the order of the tables' trees: at a page that cannot be
/// read it looks further on in growing steps, and then backwards to where it stopped.
/// </summary>
internal static class Salvage
{
    private const long LongestStep = 1L << 40;

    public static Salvaged Into(SqliteConnection target, string damaged)
    {
        Database.Run(target, "PRAGMA foreign_keys = OFF; BEGIN");
        try
        {
            using var source = Database.OpenFile(damaged);
            foreach (var table in (string[])["settings", "conversations", "messages"])
                Copy(source, target, table);
        }
        catch (SqliteException e) when (Database.IsDamage(e))
        {
            // not even its header: what was copied until here is what there is
        }
        Database.Run(target, $"{Mend}; COMMIT");
        return new(
            Database.Scalar(target, "SELECT count(*) FROM conversations"),
            Database.Scalar(target, "SELECT count(DISTINCT conversation_id || '/' || seq) FROM messages"));
    }

    /// <summary>Messages without a session get one, and sessions what they have lost.</summary>
    private const string Mend = """
        INSERT OR IGNORE INTO conversations (conversation_id, created_at)
            SELECT conversation_id, min(created_at) FROM messages GROUP BY conversation_id;
        UPDATE conversations SET session_name = 'recovered-' || id, session_type = 'Development', session_status = 'Completed',
            last_active = coalesce((SELECT max(created_at) / 1000 FROM messages m
                WHERE m.conversation_id = conversations.conversation_id), created_at / 1000) WHERE session_status IS NULL;
        UPDATE conversations SET messages = coalesce(
            (SELECT max(seq, messages) FROM (SELECT max(seq) AS seq FROM messages m WHERE m.conversation_id = conversations.conversation_id)), 0)
        """;

    private static void Copy(SqliteConnection source, SqliteConnection target, string table)
    {
        var columns = Columns(target, table).Intersect(Columns(source, table), StringComparer.Ordinal).ToList();
        if (columns.Count == 0)
            return;
        var names = string.Join(", ", columns);
        using var insert = new Statement(
            target, $"INSERT OR {(table == "settings" ? "REPLACE" : "IGNORE")} INTO {table} ({names}) VALUES ({string.Join(", ", columns.Select((_, i) => $"${i}"))})",
            columns.Count);
        using var ahead = new Statement(source, $"SELECT rowid, {names} FROM {table} WHERE rowid > $0 ORDER BY rowid", parameters: 1);
        using var back = new Statement(
            source, $"SELECT rowid, {names} FROM {table} WHERE rowid < $0 AND rowid > $1 ORDER BY rowid DESC", parameters: 2);
        var (at, isEnd) = Forward(ahead, insert, long.MinValue);
        while (!isEnd && Beyond(ahead, insert, Math.Max(at, 0)) is { } found)
        {
            Backward(back, insert, found.From + 1, Math.Max(at, 0));
            (at, isEnd) = (found.At, found.IsEnd);
        }
    }

    /// <summary>The first place behind a gap from which rows can be read, and how far; null when there is none.</summary>
    private static (long From, long At, bool IsEnd)? Beyond(Statement rows, Statement insert, long gap)
    {
        for (var step = 1L; step < LongestStep; step *= 2)
        {
            var (at, isEnd) = Forward(rows, insert, gap + step);
            if (isEnd || at > gap + step)
                return (gap + step, at, isEnd);
        }
        return null;
    }

    /// <summary>The last row that was read, and whether it was the last there is.</summary>
    private static (long At, bool Reached) Forward(Statement rows, Statement insert, long from)
    {
        var at = from;
        try
        {
            using var reader = rows.Read(from);
            while (reader.Read())
            {
                Insert(reader, insert);
                at = reader.GetInt64(0);
            }
            return (at, true);
        }
        catch (SqliteException e) when (Database.IsDamage(e))
        {
            return (at, false);
        }
    }

    private static void Backward(Statement rows, Statement insert, long from, long to)
    {
        try
        {
            using var reader = rows.Read(from, to);
            while (reader.Read())
                Insert(reader, insert);
        }
        catch (SqliteException e) when (Database.IsDamage(e))
        {
            // the page that cannot be read, from its other side
        }
    }

    private static void Insert(SqliteDataReader reader, Statement insert)
    {
        var values = new object?[reader.FieldCount - 1];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.IsDBNull(i + 1) ? null : reader.GetValue(i + 1);
        insert.Run(values);
    }

    private static List<string> Columns(SqliteConnection connection, string table)
    {
        using var statement = new Statement(connection, "SELECT name FROM pragma_table_info($0)", parameters: 1);
        using var reader = statement.Read(table);
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }
}
