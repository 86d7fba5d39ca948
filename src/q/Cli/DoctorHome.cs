using Microsoft.Data.Sqlite;
using Q.Config;
using Q.Store;
using Q.Store.Migrations;

namespace Q.Cli;

/// <summary>
/// The folder of q and the database in it. Opens the database to read, and does not bring it to a newer schema.
/// </summary>
internal static class DoctorHome
{
    public static IEnumerable<Finding> Look(QPaths paths, TimeProvider time)
    {
        if (!Directory.Exists(paths.Home))
        {
            yield return File.Exists(paths.Home)
                ? Finding.Problem("home", $"{paths.Home} is a file", "move it away, or export Q_HOME=/path/to/a/folder")
                : Finding.Ok("home", $"{paths.Home}, made at the first start");
            yield break;
        }
        yield return Folder(paths.Home);
        foreach (var file in (string[])[paths.Database, paths.Config, paths.History, paths.Log])
        {
            if (File.Exists(file) && IsOpenToOthers(File.GetUnixFileMode(file)))
                yield return Finding.Warn("home", $"others on this system may read {file}", $"chmod 600 {file}");
        }
        foreach (var finding in DatabaseOf(new Database(paths.Database, time)))
            yield return finding;
    }

    private static Finding Folder(string home)
    {
        var mode = File.GetUnixFileMode(home);
        var written = $"{home} ({Convert.ToString((int)mode, 8).PadLeft(4, '0')})";
        if (IsOpenToOthers(mode))
            return Finding.Warn("home", $"{written}: others on this system may look into it", $"chmod 700 {home}");
        return CanWrite(home)
            ? Finding.Ok("home", written)
            : Finding.Problem(
                "home", $"{written}: q may not write there", "chown it to you, or export Q_HOME=/path/to/a/folder");
    }

    private static List<Finding> DatabaseOf(Database database)
    {
        if (!database.Exists)
            return [Finding.Ok("database", "none yet, made with the first session")];
        try
        {
            using var connection = database.Open();
            var version = Database.Scalar(connection, "PRAGMA user_version");
            if (version > Schema.Version)
            {
                return [Finding.Problem("database",
                    $"{database.Path} was written by a newer q (schema {version}, this one knows {Schema.Version})",
                    "install the newer q, or set Q_HOME to another folder")];
            }
            var check = QuickCheck(connection);
            if (check != "ok")
            {
                return [Finding.Problem("database", $"{database.Path} is damaged: {check}",
                    "start q: it sets the file aside and begins a new one; backups lie beside it")];
            }
            return version < Schema.Version
                ? [Finding.Warn("database", $"schema {version}, older than {Schema.Version}",
                    "the next start of q brings it up, after a backup")]
                : [Finding.Ok("database", $"schema {version}, sound, {Sessions(connection)}")];
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return [Finding.Problem("database", $"{database.Path} cannot be read: {Database.Why(e)}",
                "see who may read and write it")];
        }
    }

    private static string QuickCheck(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        return command.ExecuteScalar() as string ?? "no answer";
    }

    private static string Sessions(SqliteConnection connection)
    {
        const string Count = "SELECT count(*) FROM conversations WHERE session_status";
        return $"{Database.Scalar(connection, $"{Count} <> 'Completed'")} open sessions, "
            + $"{Database.Scalar(connection, $"{Count} = 'Completed'")} closed";
    }

    private static bool IsOpenToOthers(UnixFileMode mode) => (mode & ~QPaths.FolderMode) != UnixFileMode.None;

    private static bool CanWrite(string folder)
    {
        try
        {
            var probe = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}");
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
