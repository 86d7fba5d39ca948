using Microsoft.Data.Sqlite;
using Q.Config;

namespace Q.Store;

/// <summary>Copies the database by SQLite's own means, so that what is in the write-ahead log is in the copy too.</summary>
internal static class Backup
{
    /// <summary>
    /// Writes <c>db.sqlite.backup-v7-20261124-120000</c> beside the database and returns its name. Half a copy does not stay.
    /// </summary>
    public static string Make(Database database, SqliteConnection from, int version, TimeProvider time)
    {
        var name = $"{database.Path}.backup-v{version}-{time.GetUtcNow():yyyyMMdd-HHmmss}";
        var target = name;
        for (var n = 2; File.Exists(target); n++)
            target = $"{name}-{n}";
        File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write).Dispose();
        try
        {
            File.SetUnixFileMode(target, QPaths.FileMode);
            using var to = Database.OpenFile(target);
            from.BackupDatabase(to);
            return target;
        }
        catch
        {
            File.Delete(target);
            throw;
        }
    }

    /// <summary>
    /// A failed migration is rolled back and leaves the database as it was; only if it did not, the copy is written back, page
    /// by page in a transaction, so that another process that has the file open sees it whole. True when that was needed.
    /// </summary>
    public static bool RestoreIfChanged(SqliteConnection connection, string backup, int version)
    {
        if (Database.Scalar(connection, "PRAGMA user_version") == version && IsSound(connection))
            return false;
        using var from = Database.OpenFile(backup);
        from.BackupDatabase(connection);
        return true;
    }

    private static bool IsSound(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        return command.ExecuteScalar() is "ok";
    }
}
