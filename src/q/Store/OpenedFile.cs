using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Q.Store;

/// <summary>What SQLite knows of the file behind a connection and its wrapper does not ask.</summary>
internal static partial class OpenedFile
{
    private const int HasMovedQuestion = 20; // SQLITE_FCNTL_HAS_MOVED, sqlite3.h

    /// <summary>The file was removed or renamed since it was opened: what is written to it nobody will find.</summary>
    public static unsafe bool HasMoved(SqliteConnection connection)
    {
        var moved = 0;
        return connection.Handle is { } open
            && sqlite3_file_control(open.DangerousGetHandle(), null, HasMovedQuestion, &moved) == 0 && moved != 0;
    }

    [LibraryImport("e_sqlite3")]
    private static unsafe partial int sqlite3_file_control(nint database, byte* schema, int question, int* answer);
}
