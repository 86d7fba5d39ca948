using Q.TestKit;

namespace Q.Tests.SourceTree;

/// <summary>A C# file of this repository, as the tests of this folder read it.</summary>
internal sealed record SourceFile(string Path, string[] Lines)
{
    /// <summary>The first folder below src/q; empty for what stands at its root.</summary>
    public string Folder => Path.Split('/') is ["src", "q", var folder, _, ..] ? folder : "";

    /// <summary>Fails with every finding on a line of its own, not only the first few.</summary>
    public static async Task None(IEnumerable<string> findings)
    {
        var all = string.Join('\n', findings);
        if (all.Length > 0)
        {
            Assert.Fail(all);
        }

        await Task.CompletedTask;
    }

    /// <summary>Files under these folders of the repository; none where only the compiled tests are.</summary>
    public static IReadOnlyList<SourceFile> Under(params string[] folders)
    {
        if (Repository.Root is not { } root)
        {
            Skip.Test("The source tree is not here.");
            return [];
        }

        return
        [
            .. folders.SelectMany(folder => Directory.EnumerateFiles(
                    System.IO.Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
                .Select(file => new SourceFile(System.IO.Path.GetRelativePath(root, file), File.ReadAllLines(file)))
                .Where(static file => !file.Path.Contains("/obj/", StringComparison.Ordinal))
                .OrderBy(static file => file.Path, StringComparer.Ordinal),
        ];
    }
}
