namespace Q.Input;

/// <summary>Files and folders that the word before the cursor may become. Hidden ones only when asked for by a dot.</summary>
internal static class FileCandidates
{
    private const int Most = 200;

    public static Candidates Of(string text, int cursor, string folder)
    {
        var from = cursor;
        while (from > 0 && !char.IsWhiteSpace(text[from - 1]))
            from--;
        if (from < cursor && text[from] == '@')
            from++;
        var word = text[from..cursor];
        var slash = word.LastIndexOf('/') + 1;
        var (path, name) = (word[..slash], word[slash..]);
        var home = path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
            : path;
        try
        {
            var found = new DirectoryInfo(Path.Combine(folder, home)).EnumerateFileSystemInfos(name.Length == 0 ? "*" : name + "*")
                .Where(entry => entry.Name.StartsWith(name, StringComparison.Ordinal))
                .Where(entry => name.StartsWith('.') || !entry.Name.StartsWith('.'))
                .Take(Most)
                .Select(entry => path + entry.Name + (entry is DirectoryInfo ? "/" : ""))
                .Order(StringComparer.Ordinal);
            return new Candidates(from, [.. found]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Candidates.None;
        }
    }
}
