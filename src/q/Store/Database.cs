using Microsoft.Data.Sqlite;
using Q.Config;
using Q.Core;
using Q.Store.Migrations;
using SQLitePCL;

namespace Q.Store;

/// <summary>What became of a damaged database: its name now, and what of it is in the new one.</summary>
internal sealed record Recovery(string Aside, Salvaged Saved);

/// <summary>
/// The file: opens connections to it, creates it whole or not at all, sets a damaged one aside. While a connection is open the
/// file is never opened in another way: closing such a handle would drop SQLite's locks on it.
/// </summary>
/// <param name="upgraded">Takes the sentence about a schema that was brought up, on the thread that opens the file.</param>
internal sealed class Database(string path, TimeProvider time, Action<string>? upgraded = null)
{
    private const int NotADatabase = 26;
    public const int Corrupt = 11;
    private const int BusyMilliseconds = 1000;
    private const int MostTurnsWaited = 100;
    private const int TurnMilliseconds = 20;

    public string Path { get; } = path;

    public Action<string>? Upgraded { get; } = upgraded;

    /// <summary>There is something to read. A file without a byte is one that nobody wrote to yet.</summary>
    public bool Exists => new FileInfo(Path) is { Exists: true, Length: > 0 };

    /// <summary>The same may work later: busy, locked, no memory, read-only, I/O, full, cannot open, protocol.</summary>
    public static bool Passes(Exception e) => e switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6 or 7 or 8 or 10 or 13 or 14 or 15,
        IOException or UnauthorizedAccessException => true,
        _ => false,
    };

    /// <summary>Another program holds it: that passes by itself, and it may be writing.</summary>
    public static bool IsHeld(Exception e) => e is SqliteException { SqliteErrorCode: 5 or 6 };

    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is NotADatabase or Corrupt;

    /// <summary>Without a full stop, and without the page of SQLite's that its wrapper names.</summary>
    public static string Why(Exception e)
    {
        var at = e.Message.IndexOf(" For more information on", StringComparison.Ordinal);
        return at < 0 ? e.Message.TrimEnd('.') : $"{e.Message.AsSpan(0, at)}'";
    }

    /// <summary>A connection to the file, which must exist. Not checked for its schema.</summary>
    public SqliteConnection Open() => OpenFile(Path);

    /// <summary>
    /// For a disk on which the files beside it cannot be made, without which it is not read otherwise: reads it as it is.
    /// Null where something is in the log beside it, which is newer. To be closed after each reading.
    /// </summary>
    public SqliteConnection? OpenAsItStands() =>
        new FileInfo(Path + "-wal") is { Exists: true, Length: > 0 }
            ? null
            : OpenFile(AsItStands(Path), SqliteOpenMode.ReadOnly);

    /// <summary>A name by which SQLite opens a file that nobody writes to, and makes none beside it.</summary>
    public static string AsItStands(string file) =>
        $"{new Uri(System.IO.Path.GetFullPath(file)).AbsoluteUri}?immutable=1";

    /// <summary>A connection that may write, to a file that is created if it is missing; every commit is synced to the disk.</summary>
    public SqliteConnection OpenWriter()
    {
        if (!Exists)
            Create();
        var connection = Open();
        try
        {
            Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long value ? value : 0;
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Builds a new database of what can be read of the damaged one, and only then renames that and what belongs to it. Of two q
    /// that find it damaged one does this, and the other leaves the new one in peace: null.
    /// </summary>
    public Recovery? Recover()
    {
        using var mine = Turn();
        if (!IsDamaged())
            return null;
        var saved = default(Salvaged);
        var draft = Draft(connection => saved = Salvage.Into(connection, Path));
        try
        {
            var aside = SetAside();
            WholeFile.Name(draft, Path);
            return new(aside, saved);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>
    /// Writes a file that was removed again, from a connection that has it open still. Of two q that have, one does; what the
    /// other would have written is in it.
    /// </summary>
    public void Restore(SqliteConnection open)
    {
        var draft = Draft(fill: null, from: open);
        try
        {
            WholeFile.Name(draft, Path);
        }
        catch (IOException) when (Exists)
        {
            // as said
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private string SetAside()
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss");
        var aside = $"{Path}.damaged-{stamp}";
        for (var n = 2; File.Exists(aside); n++)
            aside = $"{Path}.damaged-{stamp}-{n}";
        // The log first: a new database must never find the log of the old one beside it.
        foreach (var part in (string[])["-wal", "-shm"])
        {
            if (File.Exists(Path + part))
                File.Move(Path + part, aside + part);
        }
        File.Move(Path, aside);
        return aside;
    }

    /// <summary>Waits until no other q is at setting the file aside. Nobody holds its lock file for longer than a rename takes.</summary>
    private FileStream Turn()
    {
        using var pause = new ManualResetEventSlim();
        for (var left = MostTurnsWaited; ; left--)
        {
            try
            {
                return new($"{Path}.damaged-lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (left > 0)
            {
                pause.Wait(TurnMilliseconds);
            }
        }
    }

    public static bool IsSound(SqliteConnection connection)
    {
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        return check.ExecuteScalar() is "ok";
    }

    private bool IsDamaged()
    {
        if (!Exists)
            return false;
        try
        {
            using var connection = Open();
            return !IsSound(connection);
        }
        catch (SqliteException e)
        {
            return IsDamage(e);
        }
    }

    /// <summary>
    /// Closes a connection. A small write-ahead log is left for the next start to read, since moving it into the database costs
    /// several syncs; a large one is moved.
    /// </summary>
    public void Close(SqliteConnection connection)
    {
        const int Small = 1 << 20;
        if (connection.Handle is { } handle && new FileInfo(Path + "-wal") is { Exists: true, Length: < Small })
            _ = raw.sqlite3_db_config(handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        connection.Dispose();
    }

    /// <summary>
    /// Builds the new database under another name without syncing, syncs it once, and gives it its name, if nobody else has. So there is never
    /// half a database, and of two processes that create it at once one wins.
    /// </summary>
    private void Create()
    {
        var draft = Draft(fill: null);
        try
        {
            if (File.Exists(Path))
                RemoveEmpty();
            WholeFile.Name(draft, Path);
        }
        catch (IOException) when (Exists)
        {
            // another q was quicker: its database is as good
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>A file without a byte, and never what another q wrote instead of it.</summary>
    private void RemoveEmpty()
    {
        using var mine = Turn();
        if (!Exists)
            File.Delete(Path);
    }

    /// <summary>A whole database under another name, on the disk: empty, or filled, or a copy.</summary>
    private string Draft(Action<SqliteConnection>? fill, SqliteConnection? from = null)
    {
        if (QPaths.MakeFolder(System.IO.Path.GetDirectoryName(Path)!).Problem is { } problem)
            throw new IOException(problem);
        var draft = $"{Path}.new-{Environment.ProcessId}-{Guid.NewGuid():N}";
        File.OpenHandle(draft, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, FileOptions.None).Dispose();
        try
        {
            File.SetUnixFileMode(draft, QPaths.FileMode);
            using (var connection = OpenFile(draft))
            {
                if (from is not null)
                    from.BackupDatabase(connection);
                Run(connection, "PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL");
                if (from is null)
                    Migrator.Apply(connection, from: 0, time.GetUtcNow());
                fill?.Invoke(connection);
            }
            using var handle = File.OpenHandle(draft, FileMode.Open, FileAccess.Write);
            RandomAccess.FlushToDisk(handle);
            return draft;
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>A connection to any file; its name may hold what means something in a connection string.</summary>
    public static SqliteConnection OpenFile(string file, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            _ = raw.sqlite3_busy_timeout(connection.Handle!, BusyMilliseconds);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
