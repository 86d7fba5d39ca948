using Q.Core;
using Q.TestKit;

namespace Q.Tests.Core;

internal sealed class SessionFolderTests
{
    private readonly SessionId _own = SessionId.New();

    [Test]
    public async Task It_says_whether_there_are_files_and_removes_them_with_the_folders_that_are_empty_then()
    {
        using var home = new TempHome();
        var folder = new SessionFolder(_own, home.Folder);
        await Assert.That((folder.Count(), folder.Clear().Problem)).IsEqualTo((0, null));
        Directory.CreateDirectory(Path.Combine(folder.Path, "deep"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, ".gitignore"), "*\n");
        await Assert.That(folder.Count()).IsEqualTo(0);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "a"), "x");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "deep", ".gitignore"), "x");
        await Assert.That(folder.Count()).IsEqualTo(2);
        await Assert.That(folder.Clear().Problem).IsNull();
        await Assert.That(Directory.EnumerateFileSystemEntries(home.Folder)).IsEmpty();
    }

    [Test]
    public async Task Folders_of_q_are_their_owners_alone_with_those_above_that_were_missing()
    {
        using var home = new TempHome();
        var deep = Path.Combine(home.Folder, "a", "b", "c");
        OwnerFolder.Make(deep);
        OwnerFolder.Make(deep); // is there
        for (var folder = deep; folder != home.Folder; folder = Path.GetDirectoryName(folder)!)
            await Assert.That(File.GetUnixFileMode(folder)).IsEqualTo(OwnerFolder.Mode);
        await Assert.That(() => OwnerFolder.Make("/dev/null/x")).Throws<IOException>();
    }

    [Test]
    public async Task What_belongs_to_others_stays()
    {
        using var home = new TempHome();
        var (mine, theirs) = (new SessionFolder(_own, home.Folder), new SessionFolder(SessionId.New(), home.Folder));
        foreach (var folder in (SessionFolder[])[mine, theirs])
        {
            Directory.CreateDirectory(folder.Path);
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "a"), "x");
        }
        var kept = Directory.CreateDirectory(Path.Combine(home.Folder, "kept"));
        await File.WriteAllTextAsync(Path.Combine(kept.FullName, "a"), "x");
        File.CreateSymbolicLink(Path.Combine(mine.Path, "link"), kept.FullName);
        await Assert.That(mine.Clear().Problem).IsNull();
        await Assert.That((mine.Count(), theirs.Count(), kept.GetFiles().Length)).IsEqualTo((0, 1, 1));
    }

    [Test]
    [Arguments("")]
    [Arguments("..")]
    [Arguments("../..")]
    public async Task A_link_in_its_place_or_above_is_not_followed(string above)
    {
        using var home = new TempHome();
        var folder = new SessionFolder(_own, Path.Combine(home.Folder, "work"));
        var elsewhere = Path.Combine(home.Folder, "elsewhere");
        var linked = Path.GetFullPath(Path.Combine(folder.Path, above));
        var file = Path.Combine(elsewhere, Path.GetRelativePath(linked, folder.Path), "a");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "x");
        Directory.CreateDirectory(Path.GetDirectoryName(linked)!);
        File.CreateSymbolicLink(linked, elsewhere);
        await Assert.That(folder.Count()).IsEqualTo(0);
        await Assert.That(folder.Clear().Problem).Contains($"{linked} is a symbolic link");
        await Assert.That(File.Exists(file)).IsTrue();
    }

    [Test]
    public async Task The_folder_of_another_session_is_known_in_a_path_and_in_a_command()
    {
        var other = SessionId.New();
        await Assert.That(SessionFolder.IsOfAnother($"/w/.amazonq/sessions/{other}/a", _own)).IsTrue();
        await Assert.That(SessionFolder.IsOfAnother($"/w/.amazonq/sessions/{other}", _own)).IsTrue();
        await Assert.That(SessionFolder.IsOfAnother($"cat .amazonq/sessions/{_own}/a .amazonq/sessions/{other}/b", _own)).IsTrue();
        await Assert.That(SessionFolder.IsOfAnother($"/w/.amazonq/sessions/{_own}/a", _own)).IsFalse();
        await Assert.That(SessionFolder.IsOfAnother("/w/.amazonq/sessions/notes", _own)).IsFalse();
        await Assert.That(SessionFolder.IsOfAnother("/w/src/a.cs", _own)).IsFalse();
    }
}
