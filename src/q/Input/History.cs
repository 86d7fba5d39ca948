using System.Text;
using Q.Core;

namespace Q.Input;

/// <summary>
/// What was sent, oldest first, and in which folder, shared by all sessions and by all runs. Each entry is appended to the file as one
/// line (<c>\n</c> stands for a line end, <c>\\</c> for a backslash; <c>\@</c>, a folder and a tab may come first), so that two
/// runs never mix theirs. Owned by the app loop.
/// A file that cannot be written costs only the memory of this run.
/// </summary>
internal sealed class History(string? path, int most = 2000)
{
    private const int MostEntryChars = 64 * 1024;

    private const string FolderSign = "\\@";

    private readonly List<(string Text, string? Folder)> _entries = [];

    public int Count => _entries.Count;

    public string this[int index] => _entries[index].Text;

    /// <summary>The nearest entry from an index on, in steps of 1 or -1, of this folder where one is given; -1 when none is.</summary>
    public int Step(int from, int by, string? folder)
    {
        for (var at = from; at >= 0 && at < Count; at += by)
        {
            if (folder is null || _entries[at].Folder == folder)
                return at;
        }
        return -1;
    }

    /// <summary>Reads the file; one that has grown to twice the bound is cut to the bound.</summary>
    public void Load()
    {
        if (path is null || !File.Exists(path)) // the first exception of a process costs a millisecond: not on the way to the first key
            return;
        string[] lines = [];
        Attempt(() => lines = File.ReadAllLines(path));
        foreach (var line in lines)
            Keep(Read(line));
        if (lines.Length > most * 2)
            Attempt(() => Cut(path));
    }

    /// <summary>Keeps the entry, in the file too. Not kept: blanks, a leading blank, the letters that answer a question, a repetition.</summary>
    public void Add(string entry, string? folder = null)
    {
        if (!IsKept(entry, folder))
            return;
        Keep((entry, folder));
        if (path is null)
            return;
        var bytes = Encoding.UTF8.GetBytes(Line((entry, folder)));
        Attempt(() =>
        {
            using var file = SharedFile.Append(path);
            file.Write(bytes);
        });
    }

    /// <summary>The newest entry before <paramref name="before"/> that holds the text; -1 when none does.</summary>
    public int FindBackwards(string text, int before, string? folder = null) => Find(text, Math.Min(before, Count) - 1, -1, folder);

    /// <summary>The oldest entry after <paramref name="after"/> that holds the text; -1 when none does.</summary>
    public int FindOn(string text, int after, string? folder = null) => Find(text, after + 1, +1, folder);

    private int Find(string text, int from, int by, string? folder)
    {
        for (var at = Step(from, by, folder); at >= 0; at = Step(at + by, by, folder))
        {
            if (this[at].Contains(text, StringComparison.OrdinalIgnoreCase))
                return at;
        }
        return -1;
    }

    private bool IsKept(string entry, string? folder) =>
        !string.IsNullOrWhiteSpace(entry) && entry[0] is not (' ' or '\t') && entry.Length <= MostEntryChars
        && entry is not ("y" or "n" or "t" or "Y" or "N" or "T") && (Count == 0 || _entries[^1] != (entry, folder));

    private void Keep((string Text, string? Folder) entry)
    {
        if (entry.Text.Length == 0)
            return;
        _entries.Add(entry);
        if (_entries.Count > most)
            _entries.RemoveRange(0, _entries.Count - most);
    }

    private static string Line((string Text, string? Folder) entry) => entry.Folder is { Length: > 0 } folder && !folder.Contains('\t')
        ? $"{FolderSign}{Escape(folder)}\t{Escape(entry.Text)}\n"
        : Escape(entry.Text) + "\n";

    private static (string Text, string? Folder) Read(string line) =>
        line.StartsWith(FolderSign, StringComparison.Ordinal) && line.IndexOf('\t') is > 0 and var tab
            ? (Unescape(line[(tab + 1)..]), Unescape(line[FolderSign.Length..tab]))
            : (Unescape(line), null);

    /// <summary>
    /// Keeps the newest lines, in place and under the lock: what another run has added since is among them, and none can write to
    /// a file that is not this one any more.
    /// </summary>
    private void Cut(string file)
    {
        using var stream = SharedFile.Open(file, FileMode.Open, FileAccess.ReadWrite);
        var all = new byte[stream.Length];
        stream.ReadExactly(all);
        var (from, lines) = (all.Length, 0);
        while (from > 0 && (all[from - 1] != '\n' || lines++ < most))
            from--;
        stream.Position = 0;
        stream.Write(all.AsSpan(from));
        stream.SetLength(all.Length - from);
    }

    /// <summary>Gives up quietly.</summary>
    private static void Attempt(Action work)
    {
        try
        {
            SharedFile.Do(work);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // what was sent stays in the memory of this run
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
