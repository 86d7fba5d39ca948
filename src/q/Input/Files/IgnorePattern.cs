namespace Q.Input.Files;

/// <summary>One line of a <c>.gitignore</c>, as git reads it. Immutable.</summary>
/// <param name="Glob">Without what the flags say; <c>*</c> and <c>?</c> stay within a name, <c>**</c> stands for any folders.</param>
/// <param name="IsKept">With <c>!</c>: what it fits is kept after all.</param>
/// <param name="FoldersOnly">With <c>/</c> at its end.</param>
/// <param name="IsAnchored">With <c>/</c> elsewhere: it fits the path from the file's folder on, otherwise the name in any folder below.</param>
internal sealed record IgnorePattern(string Glob, bool IsKept, bool FoldersOnly, bool IsAnchored)
{
    /// <summary>Null for a comment, a blank line, and what can fit nothing.</summary>
    public static IgnorePattern? Of(string line)
    {
        var glob = line.TrimEnd('\r').TrimEnd(' ');
        if (glob.EndsWith('\\') && glob.Length < line.TrimEnd('\r').Length)
            glob += ' '; // a blank that is kept
        if (glob.Length == 0 || glob[0] == '#')
            return null;
        var (kept, folders) = (glob[0] == '!', glob[^1] == '/');
        glob = glob[(kept ? 1 : 0)..].TrimEnd('/');
        var anchored = glob.Contains('/');
        glob = glob.TrimStart('/');
        return glob.Length == 0 ? null : new(glob, kept, folders, anchored);
    }

    /// <param name="path">From the folder of the <c>.gitignore</c> on, without a slash at its ends.</param>
    /// <param name="isFolder">What it is.</param>
    public bool Fits(ReadOnlySpan<char> path, bool isFolder) =>
        (isFolder || !FoldersOnly) && Matches(Glob, IsAnchored ? path : path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>
    /// Goes back to the last <c>*</c> first and then to the last <c>**</c>, never further: what stands before those is settled, so no
    /// pattern takes longer than its length times the path's, squared.
    /// </summary>
    internal static bool Matches(ReadOnlySpan<char> glob, ReadOnlySpan<char> path)
    {
        var (at, to) = (0, 0);
        var (star, starTo, deep, deepTo) = (-1, 0, -1, 0);
        while (true)
        {
            if (at == glob.Length && to == path.Length)
                return true;
            if (at < glob.Length && glob[at] == '*')
            {
                if (IsDeep(glob, at))
                {
                    if (at + 2 == glob.Length)
                        return to < path.Length;
                    (at, star) = (at + 3, -1);
                    (deep, deepTo) = (at, to);
                    continue;
                }
                while (at < glob.Length && glob[at] == '*')
                    at++;
                (star, starTo) = (at, to);
                continue;
            }
            if (at < glob.Length && to < path.Length && One(glob[at..], path[to]) is > 0 and var length)
            {
                (at, to) = (at + length, to + 1);
            }
            else if (star >= 0 && starTo < path.Length && path[starTo] != '/')
            {
                (at, to) = (star, ++starTo);
            }
            else if (deep >= 0 && path[deepTo..].IndexOf('/') is >= 0 and var next)
            {
                deepTo += next + 1;
                (at, to, star) = (deep, deepTo, -1);
            }
            else
            {
                return false;
            }
        }
    }

    /// <summary><c>**</c> is one only as a whole name.</summary>
    private static bool IsDeep(ReadOnlySpan<char> glob, int at) =>
        glob[at..].StartsWith("**") && (at == 0 || glob[at - 1] == '/') && (at + 2 == glob.Length || glob[at + 2] == '/');

    /// <summary>How much of the pattern the character takes; 0 when it does not fit.</summary>
    private static int One(ReadOnlySpan<char> glob, char letter) => glob[0] switch
    {
        '?' => letter == '/' ? 0 : 1,
        '[' when Set(glob, letter, out var length) is { } isIn => isIn ? length : 0,
        '\\' when glob.Length > 1 => glob[1] == letter ? 2 : 0,
        var other => other == letter ? 1 : 0,
    };

    /// <summary>Whether <c>[a-z]</c> or <c>[!a-z]</c> has it; null where no bracket closes it.</summary>
    private static bool? Set(ReadOnlySpan<char> glob, char letter, out int length)
    {
        var at = 1;
        var turned = glob.Length > 1 && glob[1] is '!' or '^';
        at += turned ? 1 : 0;
        var (first, isIn) = (at, false);
        for (; at < glob.Length && (glob[at] != ']' || at == first); at++)
        {
            if (glob[at] == '\\' && at + 1 < glob.Length)
                at++;
            var low = glob[at];
            if (at + 2 < glob.Length && glob[at + 1] == '-' && glob[at + 2] != ']')
                at += 2;
            isIn |= letter >= low && letter <= glob[at];
        }
        length = at + 1;
        return at < glob.Length ? isIn != turned && letter != '/' : null;
    }
}
