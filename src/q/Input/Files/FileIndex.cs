namespace Q.Input.Files;

/// <summary>
/// The files of one folder, and those of them that letters mean. A walk in the background fills it, anew each time it is opened; what the
/// one before found is there at once. App loop only.
/// </summary>
internal sealed class FileIndex(int most = FileIndex.Most)
{
    private const int Most = 30_000;
    private const int MostGiven = 100;

    private string _folder = "";
    private FilesFound _before = FilesFound.Nothing;
    private FileWalk? _walk;
    private CancellationTokenSource? _ends;

    /// <summary>Called when more was found, on a thread of the pool.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>What stands under the list: how far the walk is.</summary>
    public string State => !Found.IsWhole ? "looking" : Found.IsCut ? $"the first {most:N0} files alone" : "";

    private FilesFound Found => _walk?.Found is { } now && (now.IsWhole || now.Paths.Length >= _before.Paths.Length) ? now : _before;

    public void Open(string folder)
    {
        if (folder.Length == 0 || (_walk?.Found.IsWhole == false && folder == _folder))
            return;
        _ends?.Cancel();
        _before = folder == _folder ? Found with { IsWhole = false } : FilesFound.Nothing;
        (_folder, _ends) = (folder, new());
        var (walk, cancel) = (new FileWalk(folder, most, Changed), _ends.Token);
        _walk = walk;
        _ = Task.Run(() => walk.Run(cancel), cancel);
    }

    /// <summary>
    /// The best first. Behind a folder and its slash only what is in it counts, and there without a letter what stands in it directly, by
    /// name.
    /// </summary>
    public List<string> Search(ReadOnlySpan<char> wanted)
    {
        var all = Found.Paths;
        var folder = wanted[..(wanted.LastIndexOf('/') + 1)];
        if (folder.Length > 0 && !Has(all, folder))
            folder = default;
        var letters = wanted[folder.Length..];
        var best = new List<(int Score, string Path)>();
        foreach (var path in all)
        {
            if (path.Length == folder.Length || !path.AsSpan().StartsWith(folder))
                continue;
            var below = path.AsSpan(folder.Length);
            var score = letters.Length > 0 ? PathScore.Of(below, letters)
                : below[..^1].Contains('/') ? PathScore.None
                : below[0] == '.' ? 0 : 1;
            if (score != PathScore.None)
                Add(best, (score, path));
        }
        return best.ConvertAll(static one => one.Path);
    }

    private static bool Has(string[] all, ReadOnlySpan<char> folder)
    {
        foreach (var path in all)
        {
            if (folder.SequenceEqual(path))
                return true;
        }
        return false;
    }

    /// <summary>Keeps them in order, and no more than are ever looked at.</summary>
    private static void Add(List<(int Score, string Path)> best, (int Score, string Path) one)
    {
        var at = best.Count;
        if (at == MostGiven && !IsBefore(one, best[^1]))
            return;
        while (at > 0 && IsBefore(one, best[at - 1]))
            at--;
        best.Insert(at, one);
        if (best.Count > MostGiven)
            best.RemoveAt(MostGiven);
    }

    private static bool IsBefore((int Score, string Path) one, (int Score, string Path) other) =>
        one.Score != other.Score ? one.Score > other.Score : string.CompareOrdinal(one.Path, other.Path) < 0;
}
