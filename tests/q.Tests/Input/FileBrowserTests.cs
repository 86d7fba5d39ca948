using Q.Input.Files;
using Q.TestKit;

namespace Q.Tests.Input;

/// <summary>What stands behind the list that an <c>@</c> opens: what git leaves out, how letters rank paths, how far a walk goes.</summary>
internal sealed class FileBrowserTests
{
    /// <summary>Pattern, path (a folder ends with a slash), ignored or not; as <c>git check-ignore</c> says it.</summary>
    private static readonly (string Pattern, string Path, bool IsIgnored)[] s_patterns =
    [
        ("*.o", "a.o", true), ("*.o", "src/deep/a.o", true), ("*.o", "a.of", false),
        ("build", "build", true), ("build", "src/build", true), ("build", "builds", false),
        ("build/", "build/", true), ("build/", "build", false), ("build/", "src/build/", true),
        ("/build", "build", true), ("/build", "src/build", false),
        ("src/build", "src/build", true), ("src/build", "lib/src/build", false), ("src/*.c", "src/a.c", true), ("src/*.c", "src/x/a.c", false),
        ("**/log", "log", true), ("**/log", "a/b/log", true), ("**/log/x", "a/log/x", true), ("**/log/x", "log/y/x", false),
        ("log/**", "log/a/b", true), ("log/**", "log/", false), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/xb", false),
        ("a/**/*.c", "a/x/y.c/z.c", true), ("**", "any/thing", true), ("a**b", "axyb", true), ("x/a**b", "x/a/b", false),
        ("?.c", "a.c", true), ("?.c", "ab.c", false), ("a?b", "a/b", false),
        ("[ab].c", "b.c", true), ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true), ("[^a-c]x", "ax", false),
        ("[]x]y", "]y", true), ("[", "[", true), ("[a", "[a", true), ("a[!x]b", "a/b", false), ("[\\]]", "]", true),
        ("\\#a", "#a", true), ("\\!a", "!a", true), ("#a", "#a", false), ("", "a", false), ("/", "a", false),
        ("a ", "a", true), ("a\\ ", "a ", true), ("\\*", "*", true), ("\\*", "a", false), ("a\\", "a\\", true), ("a\r", "a", true),
        ("*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
        ("*.o\n!keep.o", "keep.o", false), ("!keep.o\n*.o", "keep.o", true), ("*.o\n!keep.o", "src/keep.o", false),
    ];

    public static IEnumerable<Func<(string Pattern, string Path, bool IsIgnored)>> Patterns() =>
        s_patterns.Select(one => (Func<(string, string, bool)>)(() => one));

    [Test]
    [MethodDataSource(nameof(Patterns))]
    public async Task A_line_of_gitignore_means_what_git_means_by_it(string pattern, string path, bool isIgnored)
    {
        using var home = new TempHome();
        await File.WriteAllTextAsync(Path.Combine(home.Folder, ".gitignore"), pattern + "\n");
        var rules = IgnoreRules.In(home.Folder, null)!;
        await Assert.That(rules.Ignores($"{home.Folder}/{path.TrimEnd('/')}", path.EndsWith('/'))).IsEqualTo(isIgnored);
    }

    [Test]
    public async Task A_walk_leaves_out_what_each_level_ignores_and_follows_no_link()
    {
        using var home = Tree(
            ".git/config", ".gitignore=*.log\n/out/\n", "a.log", "out/x", "src/a.c", "src/.gitignore=!keep.log\ngen\n", "src/keep.log", "src/b.log", "src/gen/x",
            "src/out/y", ".github/ci.yml", "with\nfeed");
        Directory.CreateSymbolicLink(Path.Combine(home.Folder, "link"), home.Folder);
        var found = Walk(home.Folder);
        await Assert.That(found.Order(StringComparer.Ordinal)).IsEquivalentTo(
            [".github/", ".github/ci.yml", ".gitignore", "link/", "src/", "src/.gitignore", "src/a.c", "src/keep.log", "src/out/", "src/out/y"], StringComparer.Ordinal);
    }

    [Test]
    public async Task In_a_folder_of_a_repository_what_stands_above_counts_and_outside_of_one_it_does_not()
    {
        using var home = Tree(".gitignore=*.log\n", "deep/api/a.log", "deep/api/a.c");
        await Assert.That(string.Join(' ', Walk(Path.Combine(home.Folder, "deep/api")).Order(StringComparer.Ordinal))).IsEqualTo("a.c a.log");
        Directory.CreateDirectory(Path.Combine(home.Folder, ".git"));
        await Assert.That(string.Join(' ', Walk(Path.Combine(home.Folder, "deep/api")))).IsEqualTo("a.c");
    }

    [Test]
    public async Task A_walk_stops_at_its_bound_and_says_so_and_tells_what_it_has_on_its_way()
    {
        using var home = new TempHome();
        for (var i = 0; i < 300; i++)
            await File.WriteAllTextAsync(Path.Combine(home.Folder, $"f{i}"), "");
        Directory.CreateDirectory(Path.Combine(home.Folder, "more"));
        var told = new List<(int, bool, bool)>();
        FileWalk? walk = null;
        walk = new(home.Folder, 1000, () => told.Add((walk!.Found.Paths.Length, walk.Found.IsWhole, walk.Found.IsCut)));
        walk.Run(CancellationToken.None);
        walk = new(home.Folder, 100, () => told.Add((walk!.Found.Paths.Length, walk.Found.IsWhole, walk.Found.IsCut)));
        walk.Run(CancellationToken.None);
        new FileWalk("/dev/null/x", 100, () => told.Add(default)).Run(CancellationToken.None);
        await Assert.That(string.Join(' ', told)).IsEqualTo("(301, False, False) (301, True, False) (100, True, True) (0, False, False)");
        await Assert.That(() => walk.Run(new CancellationToken(canceled: true))).Throws<OperationCanceledException>();
    }

    /// <summary>Letters, and paths from the best to the worst that fits; those behind <c>!</c> do not.</summary>
    [Test]
    [Arguments("app", "App.cs src/App.cs src/app/Loop.cs src/Snapper.cs ! src/Ap.cs")]
    [Arguments("ak", "AppKeys.cs src/AppKeys.cs lib/a/k.txt src/Break.cs ! kappa")]
    [Arguments("fm", "FileMenu.cs src/file_menu.py tests/farm.c ! fn")]
    [Arguments("main", "main.c src/main.c src/main/java.c src/domain.c")]
    [Arguments("srcmain", "src/main.c ! main.c")]
    [Arguments("README", "README.md readme.md")]
    [Arguments("ts", "ts.cs test.cs")]
    public async Task What_a_person_means_comes_first(string letters, string ranked)
    {
        var paths = ranked.Split(" ! ");
        var fits = paths[0].Split(' ');
        var scores = fits.Reverse().OrderByDescending(path => PathScore.Of(path, letters)).ToArray();
        await Assert.That(string.Join(' ', scores)).IsEqualTo(paths[0]);
        foreach (var path in paths.Skip(1))
            await Assert.That(PathScore.Of(path, letters)).IsEqualTo(PathScore.None);
    }

    private static string[] Walk(string folder)
    {
        var walk = new FileWalk(folder, 1000, () => { });
        walk.Run(CancellationToken.None);
        return walk.Found.Paths;
    }

    /// <summary>Files, with what stands in them behind an equals sign.</summary>
    internal static TempHome Tree(params ReadOnlySpan<string> files)
    {
        var home = new TempHome();
        foreach (var file in files)
        {
            var (name, text) = file.IndexOf('=') is > 0 and var at ? (file[..at], file[(at + 1)..]) : (file, "");
            var path = Path.Combine(home.Folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        return home;
    }
}
