namespace Q.Naming;

/// <summary>What a path is about: <c>src/api/auth.ts</c> is about auth, and a little about api.</summary>
internal static class PathWords
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_extensions = Set(
        "c cc cfg cjs clj cob cob conf config cpp cs cshtml csproj css csv dart ex exs env fs go gradle h hpp hs html ini ipynb java " +
        "jl js json jsx kt less lock log lua md mjs ml php pl pm proto ps1 py r rb rs sass scala scss sh sln sql svelte svg swift tf " +
        "toml ts tsx txt vb vue xaml xlsx xls xml yaml yml zig zsh png jpg pdf gz zip").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Names that say no more than that something is there; the folder above says what.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_plain = Set(
        "index main mod init app lib src test tests page route __init__ __main__ package readme utils helpers program")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] s_libraries =
        ["node_modules", "site-packages", "dist-packages", "java.base", "/usr/", "/lib/", "/rustc/", ".cargo/", "System.", "vendor/"];

    public static bool IsPath(ReadOnlySpan<char> chunk)
    {
        var slashes = chunk.Count('/') + chunk.Count('\\');
        return slashes >= 2 || chunk is ['/' or '\\', ..] || HasExtension(chunk)
            || (slashes == 1 && (chunk.StartsWith("./") || chunk.StartsWith("~/") || chunk.StartsWith("src/")));
    }

    public static bool IsLibrary(ReadOnlySpan<char> path)
    {
        foreach (var library in s_libraries)
        {
            if (path.Contains(library, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>The last name without its ending, and the folder above it.</summary>
    public static void Split(ReadOnlySpan<char> path, out ReadOnlySpan<char> folder, out ReadOnlySpan<char> subject)
    {
        path = path.IndexOfAny("?:(") is var end and > 1 ? path[..end] : path;
        path = path.TrimEnd("/\\");
        var slash = path.LastIndexOfAny('/', '\\');
        subject = WithoutExtension(path[(slash + 1)..]);
        folder = slash > 0 ? path[..slash] : default;
        folder = folder[(folder.LastIndexOfAny('/', '\\') + 1)..];
        if (IsPlain(folder))
            folder = default;
        if (!IsPlain(subject) || folder.IsEmpty)
            return;
        subject = folder;
        folder = default;
    }

    private static bool IsPlain(ReadOnlySpan<char> name)
    {
        Span<char> small = stackalloc char[16];
        return name.Length <= small.Length && name.ToLowerInvariant(small) is var length and > 0 && s_plain.Contains(small[..length]);
    }

    private static bool HasExtension(ReadOnlySpan<char> chunk)
    {
        chunk = chunk.IndexOfAny("?:(") is var end and > 0 ? chunk[..end] : chunk;
        return chunk.LastIndexOf('.') is var dot and > 0 && s_extensions.Contains(chunk[(dot + 1)..]);
    }

    private static ReadOnlySpan<char> WithoutExtension(ReadOnlySpan<char> name) =>
        name.LastIndexOf('.') is var dot and > 0 && s_extensions.Contains(name[(dot + 1)..]) ? name[..dot] : name;

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
