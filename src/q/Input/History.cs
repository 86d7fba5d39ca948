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

    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public string this[int index] => _entries[index].Text;

    /// <summary>An entry as it was typed, its pastes as chips; as <see cref="Chips.Fold"/> makes it where another run sent it.</summary>
    public EditorState Line(int index) => _entries[index] is { Typed: { Text: { } text } typed }
        ? typed with { Cursor = text.Length }
        : Chips.Fold(_entries[index].Text);

    /// <summary>The same of a text that comes back and may be an entry.</summary>
    public EditorState Line(string text)
    {
        var at = _entries.FindLastIndex(entry => entry.Text == text);
        return at < 0 ? Chips.Fold(text) : Line(at);
    }

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
    /// <param name="entry">All of it.</param>
    /// <param name="folder">Where it was sent.</param>
    /// <param name="typed">The line that it was; what was cut out of that is not kept for it.</param>
    public void Add(string entry, string? folder = null, EditorState typed = default)
    {
        if (!IsKept(entry, folder))
            return;
        Keep(new(entry, folder, typed.Chips?.Length > entry.Length ? default : typed));
        if (path is null)
            return;
        var bytes = Encoding.UTF8.GetBytes(Written(entry, folder));
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
        && entry is not ("y" or "n" or "t" or "Y" or "N" or "T") && (Count == 0 || _entries[^1].Text != entry || _entries[^1].Folder != folder);

    private void Keep(Entry entry)
    {
        if (entry.Text.Length == 0)
            return;
        _entries.Add(entry);
        if (_entries.Count > most)
            _entries.RemoveRange(0, _entries.Count - most);
    }

    private static string Written(string text, string? folder) => folder is { Length: > 0 } && !folder.Contains('\t')
        ? $"{FolderSign}{Escape(folder)}\t{Escape(text)}\n"
        : Escape(text) + "\n";

    private static Entry Read(string line) =>
        line.StartsWith(FolderSign, StringComparison.Ordinal) && line.IndexOf('\t') is > 0 and var tab
            ? new(Unescape(line[(tab + 1)..]), Unescape(line[FolderSign.Length..tab]), default)
            : new(Unescape(line), null, default);

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

    private sealed class Entry(string text, string? folder, EditorState typed)
    {
        public string Text => text;

        public string? Folder => folder;

        /// <summary>Without a text where it is not known.</summary>
        public EditorState Typed => typed;
    }
}
