using System.Globalization;
using Microsoft.Data.Sqlite;
using Q.Core;

namespace Q.Store.Migrations;

/// <summary>
/// Brings a database to the newest schema: all missing steps in one transaction, after a backup of what exists. A database
/// that is newer than this q, or not q's, is refused untouched.
/// </summary>
internal static class Migrator
{
    /// <summary>What is done to a database that exists is told to <see cref="Database.Upgraded"/>.</summary>
    public static Outcome Bring(Database database, SqliteConnection connection, TimeProvider time)
    {
        var version = Database.Scalar(connection, "PRAGMA user_version");
        if (version == Schema.Version)
            return Outcome.Ok;
        if (version > Schema.Version)
        {
            return Outcome.No($"{database.Path} was written by a newer q (schema {version}; this q knows "
                + $"{Schema.Version}). It is left as it is. Install the newer q, or set Q_HOME to another folder.");
        }
        if (version == 0 && Database.Scalar(connection, "SELECT count(*) FROM sqlite_schema") > 0)
        {
            return Outcome.No($"{database.Path} is a database of another program. It is left as it is. "
                + "Move it away, or set Q_HOME to another folder.");
        }
        return version == 0 ? Fresh(connection, time) : Upgrade(database, connection, (int)version, time);
    }

    /// <summary>Runs the steps after <paramref name="from"/>. Another process may have been quicker: then nothing is done.</summary>
    public static void Apply(SqliteConnection connection, int from, DateTimeOffset now, IReadOnlyList<Migration>? steps = null)
    {
        Database.Run(connection, "BEGIN IMMEDIATE");
        try
        {
            if (Database.Scalar(connection, "PRAGMA user_version") == from)
                Steps(connection, from, now, steps ?? Schema.All);
            Database.Run(connection, "COMMIT");
        }
        catch
        {
            Undo(connection);
            throw;
        }
    }

    /// <summary>A full disk ends the transaction by itself; then there is nothing to undo, and what failed is what is told.</summary>
    private static void Undo(SqliteConnection connection)
    {
        try
        {
            Database.Run(connection, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // as above
        }
    }

    private static void Steps(SqliteConnection connection, int from, DateTimeOffset now, IReadOnlyList<Migration> steps)
    {
        foreach (var step in steps.Where(step => step.Version > from))
        {
            Database.Run(connection, step.Sql);
            using var note = new Statement(
                connection, "INSERT INTO migrations (version, name, migration_time) VALUES ($0, $1, $2)", parameters: 3);
            note.Run(step.Version, step.Name, now.ToUnixTimeSeconds());
        }
        if (from is > 0 and < Schema.FirstWithSessions)
        {
            using var flag = new Statement(
                connection, "INSERT INTO settings (key, value) VALUES ($0, 'false') ON CONFLICT (key) DO UPDATE SET value = 'false'",
                parameters: 1);
            flag.Run(Schema.FeatureFlag);
            OldNames.Make(connection);
        }
        Database.Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {steps[^1].Version}"));
    }

    private static Outcome Fresh(SqliteConnection connection, TimeProvider time)
    {
        Apply(connection, from: 0, time.GetUtcNow());
        return Outcome.Ok;
    }

    private static Outcome Upgrade(Database database, SqliteConnection connection, int version, TimeProvider time)
    {
        var backup = Backup.Make(database, connection, version, time);
        try
        {
            Apply(connection, version, time.GetUtcNow());
        }
        catch (SqliteException e)
        {
            var copy = $"; a copy is in {backup}";
            if (!Backup.RestoreIfChanged(connection, backup, version))
            {
                File.Delete(backup); // else each further try would leave one
                copy = "";
            }
            return Outcome.No($"{database.Path} could not be brought from schema {version} to {Schema.Version}: "
                + $"{Database.Why(e)}. It is as it was{copy}. Set Q_HOME to another folder to go on without it.");
        }
        var off = version < Schema.FirstWithSessions
            ? " Many sessions at once are off: `q settings set multi_session_enabled true` turns them on."
            : "";
        database.Upgraded?.Invoke($"The database was brought to schema {Schema.Version}; a copy of the old one is in {backup}.{off}");
        return Outcome.Ok;
    }
}
