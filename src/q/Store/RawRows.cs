using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Q.Store;

/// <summary>The rows of one query, read where SQLite has them. Text that repeats from row to row is one string.</summary>
internal sealed class RawRows : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string[] _last;

    public RawRows(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _last = new string[raw.sqlite3_column_count(_statement)];
        Array.Fill(_last, "");
    }

    public bool Next()
    {
        var result = raw.sqlite3_step(_statement);
        if (result != raw.SQLITE_ROW && result != raw.SQLITE_DONE)
            Check(result);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Zero for NULL.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>UTF-8, valid until the next row; empty for NULL.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public string Text(int column)
    {
        var bytes = Bytes(column);
        if (bytes.IsEmpty)
            return "";
        var last = _last[column];
        return Same(bytes, last) ? last : _last[column] = Encoding.UTF8.GetString(bytes);
    }

    public void Dispose() => _statement.Dispose();

    private static bool Same(ReadOnlySpan<byte> bytes, string text) =>
        bytes.Length == text.Length && Ascii.Equals(bytes, text);

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), result & 0xFF, result);
    }
}
