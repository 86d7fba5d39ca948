namespace Q.Input.Files;

/// <summary>
/// The <c>.gitignore</c> of one folder and those above it: the nearest that says something of a path counts, in it the last line that
/// does. Made and asked by the thread that walks.
/// </summary>
internal sealed class IgnoreRules
{
    private const string FileName = ".gitignore";
    private const int MostBytes = 1 << 20;
    private const int MostAbove = 64;

    private readonly IgnoreRules? _above;
    private readonly string _folder; // with a slash at its end
    private readonly IgnorePattern[] _patterns;

    private IgnoreRules(IgnoreRules? above, string folder, IgnorePattern[] patterns) => (_above, _folder, _patterns) = (above, folder, patterns);

    /// <summary>Those of the folders above within the same repository; null where there are none.</summary>
    public static IgnoreRules? Above(string folder)
    {
        var above = new List<string>();
        for (var at = folder; !Path.Exists(Path.Combine(at, ".git")); above.Add(at))
        {
            if (Path.GetDirectoryName(at) is not { } next || above.Count == MostAbove)
                return null; // no repository
            at = next;
        }
        IgnoreRules? rules = null;
        for (var i = above.Count - 1; i >= 0; i--)
            rules = In(above[i], rules);
        return rules;
    }

    /// <summary>With those of a folder, if it has any.</summary>
    public static IgnoreRules? In(string folder, IgnoreRules? above)
    {
        var file = new FileInfo(Path.Combine(folder, FileName));
        try
        {
            if (!file.Exists || file.Length > MostBytes)
                return above;
            var patterns = new List<IgnorePattern>();
            foreach (var line in File.ReadLines(file.FullName))
            {
                if (IgnorePattern.Of(line) is { } pattern)
                    patterns.Add(pattern);
            }
            return new(above, folder.EndsWith('/') ? folder : folder + "/", [.. patterns]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return above; // what cannot be read ignores nothing
        }
    }

    /// <param name="path">Absolute, in the folder of these rules or below it.</param>
    /// <param name="isFolder">What it is.</param>
    public bool Ignores(string path, bool isFolder)
    {
        for (var rules = this; rules is not null; rules = rules._above)
        {
            var below = path.AsSpan(rules._folder.Length);
            for (var i = rules._patterns.Length - 1; i >= 0; i--)
            {
                if (rules._patterns[i].Fits(below, isFolder))
                    return !rules._patterns[i].IsKept;
            }
        }
        return false;
    }
}
