using System.Text;

namespace Q.Input;

/// <summary>
/// What was sent, oldest first, shared by all sessions and by all runs. Each entry is appended to the file as one
/// line (<c>\n</c> stands for a line end, <c>\\</c> for a backslash), so that two runs never mix theirs. Owned by the app loop.
/// A file that cannot be written costs only the memory of this run.
/// </summary>
internal sealed class History(string? path, int most = 2000)
{
    private const int MostEntryChars = 64 * 1024;
    private const int MostTries = 1000;

    private readonly List<string> _entries = [];

    public int Count => _entries.Count;

    public string this[int index] => _entries[index];

    /// <summary>Reads the file; one that has grown to twice the bound is cut to the bound.</summary>
    public void Load()
    {
        if (path is null)
            return;
        string[] lines = [];
        Attempt(() => lines = File.ReadAllLines(path));
        foreach (var line in lines)
            Keep(Unescape(line));
        if (lines.Length > most * 2)
            Attempt(() => Rewrite(path));
    }

    /// <summary>Keeps the entry, in the file too. Not kept: blanks, a leading blank, the letters that answer a question, a repetition.</summary>
    public void Add(string entry)
    {
        if (!IsKept(entry))
            return;
        Keep(entry);
        if (path is null)
            return;
        var bytes = Encoding.UTF8.GetBytes(Escape(entry) + "\n");
        Attempt(() =>
        {
            using var file = new FileStream(path, Alone(FileMode.Append));
            file.Write(bytes);
        });
    }

    /// <summary>The newest entry before <paramref name="before"/> that holds the text; -1 when none does.</summary>
    public int FindBackwards(string text, int before)
    {
        for (var at = Math.Min(before, Count) - 1; at >= 0; at--)
        {
            if (_entries[at].Contains(text, StringComparison.OrdinalIgnoreCase))
                return at;
        }
        return -1;
    }

    private bool IsKept(string entry) =>
        !string.IsNullOrWhiteSpace(entry) && entry[0] is not (' ' or '\t') && entry.Length <= MostEntryChars
        && entry is not ("y" or "n" or "t" or "Y" or "N" or "T") && (Count == 0 || _entries[^1] != entry);

    private void Keep(string entry)
    {
        if (entry.Length == 0)
            return;
        _entries.Add(entry);
        if (_entries.Count > most)
            _entries.RemoveRange(0, _entries.Count - most);
    }

    private void Rewrite(string file)
    {
        var fresh = $"{file}.{Environment.ProcessId}";
        using (var stream = new FileStream(fresh, Alone(FileMode.Create)))
            stream.Write(Encoding.UTF8.GetBytes(string.Concat(_entries.Select(entry => Escape(entry) + "\n"))));
        File.Move(fresh, file, overwrite: true);
    }

    /// <summary>
    /// Opened for one alone, because the runtime's append mode seeks first and writes then: without the lock two runs could
    /// write to the same place.
    /// </summary>
    private static FileStreamOptions Alone(FileMode mode) => new()
    {
        Mode = mode,
        Access = FileAccess.Write,
        Share = FileShare.None,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    /// <summary>Tries again while another run holds the file, which takes it microseconds; gives up quietly.</summary>
    private static void Attempt(Action work)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            try
            {
                work();
                return;
            }
            catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
            {
                return;
            }
            catch (IOException)
            {
                Thread.Yield();
            }
        }
    }

    private static string Escape(string entry) =>
        entry.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Unescape(string line)
    {
        if (!line.Contains('\\'))
            return line;
        var text = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length; at++)
        {
            var escaped = line[at] == '\\' && at + 1 < line.Length;
            text.Append(!escaped ? line[at] : line[++at] == 'n' ? '\n' : line[at]);
        }
        return text.ToString();
    }
}
