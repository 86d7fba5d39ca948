using Q.Input;
using Q.TestKit;

namespace Q.Tests.Input;

internal sealed class FileCandidatesTests
{
    [Test]
    [Arguments("src/a", "src/a.cs src/api/")]
    [Arguments("read @src/a", "src/a.cs src/api/")]
    [Arguments("src/api/", "src/api/main.cs")]
    [Arguments("./src/api/m", "./src/api/main.cs")]
    [Arguments("sr", "src/")]
    [Arguments("", "a b src/ star*")]
    [Arguments(".", ".hidden")]
    [Arguments("A", "")]
    [Arguments("none/x", "")]
    [Arguments("star*", "star*")]
    [Arguments("s*", "")]
    public async Task The_word_before_the_cursor_becomes_files_and_folders(string line, string expected)
    {
        using var home = Files();
        var found = FileCandidates.Of(line, line.Length, home.Folder);
        await Assert.That(string.Join(' ', found.Words)).IsEqualTo(expected);
    }

    [Test]
    public async Task Only_what_stands_before_the_cursor_counts_and_is_replaced()
    {
        using var home = Files();
        var found = FileCandidates.Of("see @src/ap and more", 11, home.Folder);
        await Assert.That((found.From, found.Words.Single())).IsEqualTo((5, "src/api/"));
    }

    [Test]
    public async Task A_large_folder_gives_a_bounded_list_and_a_word_that_is_no_path_none()
    {
        using var home = new TempHome();
        for (var i = 0; i < 300; i++)
            await File.WriteAllTextAsync(Path.Combine(home.Folder, $"f{i}"), "");
        await Assert.That(FileCandidates.Of("f", 1, home.Folder).Words.Count).IsEqualTo(200);
        await Assert.That(FileCandidates.Of("\0/", 2, home.Folder).Words.Count).IsEqualTo(0);
    }

    [Test]
    public async Task A_tilde_is_the_home_folder_and_stays_in_the_line()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var first = Directory.EnumerateFileSystemEntries(home).Select(path => Path.GetFileName(path)!).FirstOrDefault();
        if (first is null)
            return;
        var found = FileCandidates.Of("~/" + first, first.Length + 2, "/");
        await Assert.That(found.Words.Any(word => word.StartsWith("~/" + first, StringComparison.Ordinal))).IsTrue();
    }

    private static TempHome Files()
    {
        var home = new TempHome();
        Directory.CreateDirectory(Path.Combine(home.Folder, "src/api"));
        foreach (var file in (string[])["src/a.cs", "src/api/main.cs", ".hidden", "a b", "star*"])
            File.WriteAllText(Path.Combine(home.Folder, file), "");
        return home;
    }
}
