namespace Q.Input.Files;

/// <summary>What a walk has found: paths from its folder on, folders with a slash at their end; what is nearer comes first.</summary>
/// <param name="Paths">In the order of the walk.</param>
/// <param name="IsWhole">Nothing more comes.</param>
/// <param name="IsCut">The walk stopped at its bound.</param>
internal sealed record FilesFound(string[] Paths, bool IsWhole, bool IsCut)
{
    public static FilesFound Nothing { get; } = new([], IsWhole: false, IsCut: false);
}

/// <summary>
/// Goes through a folder, level by level: <c>.git</c> and what <c>.gitignore</c> says are left out, links to folders named and not
/// followed. Runs on a thread of the pool; any may read what it has found.
/// </summary>
/// <param name="folder">Absolute.</param>
/// <param name="most">Where it stops.</param>
/// <param name="changed">Called whenever there is more, on the walk's thread.</param>
internal sealed class FileWalk(string folder, int most, Action changed)
{
    private const int FirstTold = 256;

    private readonly List<string> _paths = [];
    private readonly Queue<(string Path, IgnoreRules? Rules)> _ahead = new();
    private volatile FilesFound _found = FilesFound.Nothing;

    public FilesFound Found => _found;

    public void Run(CancellationToken cancel)
    {
        var told = FirstTold;
        _ahead.Enqueue(("", IgnoreRules.Above(folder)));
        while (_ahead.TryDequeue(out var next))
        {
            if (!Read(next.Path, next.Rules, cancel))
            {
                Tell(isWhole: true, isCut: true);
                return;
            }
            if (_paths.Count < told)
                continue;
            told = _paths.Count * 2;
            Tell(isWhole: false, isCut: false);
        }
        Tell(isWhole: true, isCut: false);
    }

    private void Tell(bool isWhole, bool isCut)
    {
        _found = new([.. _paths], isWhole, isCut);
        changed();
    }

    /// <summary>False at the bound.</summary>
    private bool Read(string path, IgnoreRules? above, CancellationToken cancel)
    {
        var at = Path.Combine(folder, path);
        var rules = IgnoreRules.In(at, above);
        try
        {
            foreach (var entry in new DirectoryInfo(at).EnumerateFileSystemInfos())
            {
                cancel.ThrowIfCancellationRequested();
                var (name, isFolder) = (entry.Name, entry is DirectoryInfo);
                if (name == ".git" || IsOdd(name) || rules?.Ignores(at.EndsWith('/') ? at + name : $"{at}/{name}", isFolder) == true)
                    continue;
                if (_paths.Count == most)
                    return false;
                _paths.Add(isFolder ? $"{path}{name}/" : path + name);
                if (isFolder && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                    _ahead.Enqueue(($"{path}{name}/", rules));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What may not be read has nothing to offer.
        }
        return true;
    }

    /// <summary>A name that could not be written into a line, or not be read back from it.</summary>
    private static bool IsOdd(string name)
    {
        foreach (var letter in name)
        {
            if (char.IsControl(letter) || letter is '"' or '\uFFFD')
                return true;
        }
        return false;
    }
}
