using Microsoft.Data.Sqlite;

namespace Q.Store;

/// <summary>A prepared statement whose parameters are <c>$0</c>, <c>$1</c>… Owned by whoever owns the connection.</summary>
internal sealed class Statement : IDisposable
{
    /// <summary>Longer texts are not kept bound until the next run, which may be far away.</summary>
    private const int LongText = 64 * 1024;

    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
            _command.Parameters.Add(new SqliteParameter($"${i}", null));
    }

    /// <summary>Runs it and returns how many rows changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        var changed = _command.ExecuteNonQuery();
        foreach (var value in values)
        {
            if (value is string { Length: > LongText } or byte[])
                LetGo();
        }
        return changed;
    }

    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    /// <summary>SQLite has a copy too, as long as the statement is prepared: another text in between ends that.</summary>
    private void LetGo()
    {
        foreach (SqliteParameter parameter in _command.Parameters)
            parameter.Value = null;
        var sql = _command.CommandText;
        _command.CommandText = "";
        _command.CommandText = sql;
    }

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
