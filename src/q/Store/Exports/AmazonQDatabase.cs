using System.Text.Json;
using Microsoft.Data.Sqlite;
using Q.Core;

namespace Q.Store.Exports;

/// <summary>
/// The database of the Amazon Q CLI: a conversation for each folder, <c>conversations(key, value)</c>, the folder and the whole
/// conversation as JSON. As the Kiro CLI it has several for a folder in <c>conversations_v2</c>, and what it had before too. It is
/// read and never written to.
/// </summary>
internal static class AmazonQDatabase
{
    private const int NoSuchTable = 1;
    private const int NoDatabase = 26;

    private const string Single = "SELECT key, value, 0 FROM conversations ORDER BY key";

    /// <summary>What stands in both tables is newer in the second one.</summary>
    private const string Many = "SELECT key, value, max(created_at, 1) FROM (SELECT * FROM conversations_v2 ORDER BY key, created_at) UNION ALL SELECT * FROM (" + Single + ")";

    /// <summary>All conversations, those without a message too, as they stand at one moment; or what is wrong in the first bad one.</summary>
    public static Outcome<IReadOnlyList<ExportedSession>> Read(string file)
    {
        try
        {
            var undated = new DateTimeOffset(File.GetLastWriteTimeUtc(file));
            using var connection = Database.OpenFile(Source(file), SqliteOpenMode.ReadOnly);
            var (hasMany, all) = (HasMany(connection), new List<ExportedSession>());
            using var rows = new RawRows(connection, hasMany ? Many : Single);
            while (rows.Next())
            {
                var folder = rows.Text(0);
                var read = One(rows.Bytes(1).ToArray(), folder, rows.Number(2) is > 0 and var at ? SessionReads.Time(at) : undated);
                if (!read.TryGet(out var one))
                    return Outcome<IReadOnlyList<ExportedSession>>.No($"the conversation of {ExportText.Shown(folder)} is not as Amazon Q writes it: {read.Problem}");
                if (rows.Number(2) > 0 || !hasMany || !all.Exists(other => other.Session.Id == one.Session.Id))
                    all.Add(one);
            }
            return Outcome<IReadOnlyList<ExportedSession>>.Ok(all);
        }
        catch (SqliteException e)
        {
            return Outcome<IReadOnlyList<ExportedSession>>.No(e.SqliteErrorCode switch
            {
                NoSuchTable => "it has no table conversations with key and value, so it is no database of the Amazon Q CLI",
                NoDatabase => "it is no SQLite database",
                _ => Database.Why(e),
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<IReadOnlyList<ExportedSession>>.No(e.Message.TrimEnd('.'));
        }
    }

    private static bool HasMany(SqliteConnection connection)
    {
        using var tables = new RawRows(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'conversations_v2'");
        return tables.Next();
    }

    /// <summary>
    /// Beside a database with a write-ahead log that nobody has open, even one that only reads leaves two files; unless it is told
    /// that nobody will write. Where the log is there, somebody may.
    /// </summary>
    private static string Source(string file)
    {
        const int Versions = 18;
        const byte WriteAhead = 2;
        var path = Path.GetFullPath(file);
        Span<byte> head = stackalloc byte[Versions + 1];
        using var stream = File.OpenRead(path);
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[Versions] == WriteAhead && !File.Exists(path + "-wal")
            ? Database.AsItStands(path)
            : path;
    }

    private static Outcome<ExportedSession> One(byte[] json, string folder, DateTimeOffset undated)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json, new() { MaxDepth = ImportJson.MostDepth });
            return AmazonQJson.Read(parsed.RootElement, folder, undated);
        }
        catch (JsonException e)
        {
            return Outcome<ExportedSession>.No($"it is not whole JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }
    }
}
