namespace Q.E2E;

/// <summary>The driver itself: what it says about a pane must be so.</summary>
[NotInParallel("terminal")]
internal sealed class TmuxPaneTests
{
    [Test]
    public async Task What_is_typed_into_a_shell_comes_back_on_the_screen()
    {
        await using var pane = await TmuxPane.StartShell(new Dictionary<string, string> { ["Q_HOME"] = "/nowhere" });

        await pane.Line("echo \"$Q_HOME\" $((40 + 2)); stty size");

        var screen = await pane.UntilShows("40 120");
        await Assert.That(screen).Contains("/nowhere 42");
        await Assert.That(await pane.Modes()).IsEqualTo(PaneModes.Fresh);
    }

    [Test]
    public async Task A_program_that_ends_leaves_its_exit_code_and_its_screen()
    {
        await using var pane = await TmuxPane.Start(["/bin/sh", "-c", "echo red; exit 3"]);

        await Assert.That(await pane.Ended()).IsEqualTo(3);
        await Assert.That(await pane.History()).Contains("red");
    }

    [Test]
    public async Task Colours_are_seen_when_asked_for()
    {
        await using var pane = await TmuxPane.StartShell();

        await pane.Line("printf 'it is \\033[31mred\\033[0m\\n'");

        await pane.UntilShows("it is red");
        await Assert.That(await pane.ColouredScreen()).Contains("\e[31mred");
    }

    [Test]
    public async Task A_changed_mode_and_a_changed_size_are_seen()
    {
        await using var pane = await TmuxPane.StartShell();
        var before = await pane.Stty();

        await pane.Resize(80, 24);
        await pane.Line("stty -echo; printf '\\033[?1049h\\033[?25lgo'; stty size");

        await pane.UntilShows("24 80");
        await Assert.That(await pane.Modes()).IsEqualTo(PaneModes.Fresh with { AlternateScreen = true, CursorVisible = false });
        await Assert.That(await pane.Stty()).IsNotEqualTo(before);
    }

    [Test]
    public async Task A_program_typed_into_a_shell_is_found_and_ended_by_its_id()
    {
        await using var pane = await TmuxPane.StartShell();
        await pane.Line("cat; echo it ended with $?");
        await pane.Type("x");
        await pane.UntilShows("$?\nx");

        var cat = await pane.Foreground();
        await Assert.That(cat).IsNotEqualTo(pane.Pid);
        await TmuxPane.Signal(cat, "KILL");

        await pane.UntilShows("it ended with 137");
    }
}
