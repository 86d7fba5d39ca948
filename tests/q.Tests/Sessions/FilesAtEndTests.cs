using Q.Config;
using Q.Core;
using Q.TestKit;

namespace Q.Tests.Sessions;

internal sealed class FilesAtEndTests
{
    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public async Task The_files_of_a_closed_session_go_only_where_the_person_wants_that(bool clears)
    {
        using var home = new TempHome();
        var fixture = new SessionsFixture(settings: new Settings { ClearSessionDataOnClose = clears }, folder: home.Folder).Started();
        var id = fixture.Sessions.Focused.Id;
        var folder = new SessionFolder(id, home.Folder);
        await fixture.Prompt(id, "make notes");
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "notes"), "x");
        fixture.Sessions.Close(id);
        var kept = fixture.Sessions.Focused.Id;
        if (clears)
            await Poll.Until("the files to be gone", () => !Directory.Exists(folder.Path));
        await fixture.Sessions.Stop(Poll.Limit);
        await Assert.That(folder.Count()).IsEqualTo(clears ? 0 : 1);
        await Assert.That(kept).IsNotEqualTo(id);
    }

    [Test]
    public async Task Leaving_removes_nothing()
    {
        using var home = new TempHome();
        var fixture = new SessionsFixture(settings: new Settings { ClearSessionDataOnClose = true }, folder: home.Folder).Started();
        var id = fixture.Sessions.Focused.Id;
        var folder = new SessionFolder(id, home.Folder);
        await fixture.Prompt(id, "make notes");
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "notes"), "x");
        await fixture.Sessions.Stop(Poll.Limit);
        await Assert.That(folder.Count()).IsEqualTo(1);
    }
}
