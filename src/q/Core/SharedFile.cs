namespace Q.Core;

/// <summary>
/// Files that every q of a home appends to: the log, the audit log, the history. Each batch opens the file for one alone, because
/// the runtime's append mode seeks first and writes then: without the lock two would write to the same place. Any thread.
/// </summary>
internal static class SharedFile
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Linux = 11;
    private const int MacOS = 35;
    private const int QuickTries = 100;
    private const int MostTries = 600;

    private static readonly ManualResetEventSlim s_never = new();

    /// <summary>Opens for appending, for one alone; a file that is new, or that others could read, is the owner's only.</summary>
    /// <exception cref="IOException">Also while another one has it: <see cref="IsTaken"/>.</exception>
    public static FileStream Append(string path)
    {
        var file = Open(path, FileMode.Append, FileAccess.Write);
        if (file.Length > 0)
            File.SetUnixFileMode(file.SafeFileHandle, OwnersOnly);
        return file;
    }

    public static FileStream Open(string path, FileMode mode, FileAccess access) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = access,
        Share = FileShare.None,
        BufferSize = 0,
        UnixCreateMode = mode is FileMode.Open ? null : OwnersOnly,
    });

    /// <summary>Renames it to <c>.1</c>, that to <c>.2</c>…; the oldest of so many goes. Whoever calls it has the file open.</summary>
    public static void Roll(string path, int keep)
    {
        for (var n = keep - 1; n >= 1; n--)
        {
            if (File.Exists($"{path}.{n}"))
                File.Move($"{path}.{n}", $"{path}.{n + 1}", overwrite: true);
        }
        File.Move(path, $"{path}.1", overwrite: true);
    }

    /// <summary>Another one has the file open for itself, which takes it microseconds (EWOULDBLOCK of the lock).</summary>
    public static bool IsTaken(Exception e) => e is IOException { HResult: Linux or MacOS };

    /// <summary>Does what needs the file, again while another one has it: half a second at most, then its exception is thrown.</summary>
    public static void Do(Action work)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                work();
                return;
            }
            catch (IOException e) when (IsTaken(e) && tries < MostTries)
            {
                if (tries < QuickTries)
                    Thread.Yield();
                else
                    s_never.Wait(1);
            }
        }
    }
}
