using Q.Processes;
using Q.TestKit;

namespace Q.Tests.Processes;

/// <summary>Commands as people put them into $EDITOR, run as they are.</summary>
internal sealed class EditorProgramTests
{
    [Test]
    [Arguments("code -w", "vim", "code -w")]
    [Arguments("", "vim", "vim")]
    [Arguments(null, null, "vi")]
    public async Task Visual_is_asked_before_editor_and_vi_is_the_last(string? visual, string? editor, string chosen) =>
        await Assert.That(EditorProgram.Of(name => name == "VISUAL" ? visual : editor)).IsEqualTo(chosen);

    [Test]
    public async Task A_command_with_arguments_gets_the_file_and_its_folder()
    {
        using var home = new TempHome();
        var file = Path.Combine(home.Folder, "with a blank.md");
        await File.WriteAllTextAsync(file, "one\n");
        var ended = await EditorProgram.Run("f() { pwd >> \"$1\"; }; f", file, home.Folder, CancellationToken.None);
        await Assert.That(ended.Problem).IsNull();
        await Assert.That(await File.ReadAllTextAsync(file)).IsEqualTo($"one\n{home.Folder}\n");
    }

    [Test]
    public async Task One_that_fails_or_does_not_exist_is_told()
    {
        using var home = new TempHome();
        var failed = await EditorProgram.Run("exit 3; :", "/dev/null", home.Folder, CancellationToken.None);
        await Assert.That(failed.Problem).IsEqualTo("exit 3; : ended with 3: the line is as it was.");
        var missing = await EditorProgram.Run("no-such-editor 2> /dev/null", "/dev/null", "/no/such/folder", CancellationToken.None);
        await Assert.That(missing.Problem).Contains("ended with 127");
    }

    [Test]
    public async Task Cancelling_ends_it()
    {
        using var home = new TempHome();
        using var cancel = new CancellationTokenSource();
        var running = EditorProgram.Run("exec sleep 600;", "/dev/null", home.Folder, cancel.Token);
        await cancel.CancelAsync();
        await Assert.That((await running).Problem).Contains("signal 15");
    }
}
