using Microsoft.Data.Sqlite;
using Q.Config;
using Q.Core;
using Q.Store.Migrations;

namespace Q.Store;

/// <summary>The table <c>settings</c>, for <c>q settings</c>. Each call opens the database for itself and is done when it returns.</summary>
/// <param name="upgraded">As of <see cref="Database"/>.</param>
internal sealed class SettingsStore(QPaths paths, TimeProvider time, Action<string>? upgraded = null)
{
    private readonly Database _database = new(paths.Database, time, upgraded);

    /// <summary>What was chosen, as written: full or bare keys.</summary>
    public Outcome<IReadOnlyList<KeyValuePair<string, string>>> List()
    {
        if (!_database.Exists)
            return Outcome<IReadOnlyList<KeyValuePair<string, string>>>.Ok([]);
        IReadOnlyList<KeyValuePair<string, string>> rows = [];
        var problem = With(_database.Open, connection => rows = Rows(connection));
        return problem.Problem is { } sentence
            ? Outcome<IReadOnlyList<KeyValuePair<string, string>>>.No(sentence)
            : Outcome<IReadOnlyList<KeyValuePair<string, string>>>.Ok(rows);
    }

    /// <summary>Keeps a value that its key allows. A row that stands under another spelling of the key is changed, not doubled.</summary>
    public Outcome Set(SettingKey key, string value)
    {
        var kept = key.Check(value);
        if (!kept.TryGet(out var good))
            return Outcome.No(kept.Problem!);
        return With(_database.OpenWriter, connection =>
        {
            Database.Run(connection, "BEGIN IMMEDIATE");
            var changed = 0;
            using (var update = new Statement(connection, "UPDATE settings SET value = $1 WHERE key = $0", parameters: 2))
            {
                foreach (var name in Spellings(key))
                    changed += update.Run(name, good);
            }
            using var insert = new Statement(connection, "INSERT INTO settings (key, value) VALUES ($0, $1)", parameters: 2);
            if (changed == 0)
                insert.Run(key.FullName, good);
            Database.Run(connection, "COMMIT");
        });
    }

    /// <summary>Forgets the value; the file or the default counts again.</summary>
    public Outcome Unset(SettingKey key)
    {
        if (!_database.Exists)
            return Outcome.Ok;
        return With(_database.OpenWriter, connection =>
        {
            Database.Run(connection, "BEGIN IMMEDIATE");
            using var delete = new Statement(connection, "DELETE FROM settings WHERE key = $0 AND key <> $1", parameters: 2);
            using var flag = new Statement(connection, "UPDATE settings SET value = $1 WHERE key = $0", parameters: 2);
            foreach (var name in Spellings(key))
            {
                delete.Run(name, Schema.FeatureFlag);
                if (name == Schema.FeatureFlag)
                    flag.Run(name, Schema.NotChosen);
            }
            Database.Run(connection, "COMMIT");
        });
    }

    public static List<KeyValuePair<string, string>> Rows(SqliteConnection connection)
    {
        using var statement = new Statement(connection, "SELECT key, value FROM settings WHERE value <> $0 ORDER BY key", parameters: 1);
        using var reader = statement.Read(Schema.NotChosen);
        var rows = new List<KeyValuePair<string, string>>();
        while (reader.Read())
            rows.Add(new(reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private static string[] Spellings(SettingKey key) => key.Alias is { } alias
        ? [key.FullName, key.Name, $"{key.Section}.{alias}", alias]
        : [key.FullName, key.Name];

    private Outcome With(Func<SqliteConnection> open, Action<SqliteConnection> act)
    {
        try
        {
            var connection = open();
            try
            {
                if (Migrator.Bring(_database, connection, time).Problem is { } problem)
                    return Outcome.No(problem);
                act(connection);
                return Outcome.Ok;
            }
            finally
            {
                _database.Close(connection);
            }
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return Outcome.No($"The settings in {_database.Path} cannot be reached: {Database.Why(e)}. "
                + "See who may read and write it; config.toml beside it works without it.");
        }
    }
}
