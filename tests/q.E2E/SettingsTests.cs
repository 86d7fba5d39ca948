using Q.TestKit;

namespace Q.E2E;

/// <summary>A setting that is changed in the chat: at once, in a shell beside it, and when q is started again.</summary>
[NotInParallel("terminal")]
internal sealed class SettingsTests
{
    [Test]
    public async Task A_change_in_the_chat_is_seen_at_once_in_a_shell_and_after_a_restart()
    {
        await using var world = new World();
        var pane = await world.Open();
        await pane.Line("/rename first");
        await pane.UntilShows("[Current: first] q>");
        await pane.Line("/new second");
        await pane.UntilShows("[Current: second] q>");
        await pane.Type("/settings ui.sess");
        await pane.UntilShows("q> /settings ui.sessions"); // the ghost
        await pane.Press("Tab");
        await pane.Type("tabs");
        await pane.Press("Enter");
        await pane.UntilShows("[2 second");
        await Assert.That((await world.Q(["settings", "get", "ui.sessions"])).Output).IsEqualTo("tabs\n");

        await pane.Line("/settings title false");
        await pane.UntilShows("ui.title = false");
        await Poll.Until("the title to be given back", pane.Title, static title => !title.StartsWith("q ·", StringComparison.Ordinal));
        await pane.Line("/settings theme mono");
        await pane.UntilShows("ui.theme = mono");
        await pane.Line("/settings provider offline");
        await pane.UntilShows("It counts from the next start of q on.");
        await pane.Quit();
        await Assert.That(await pane.Ended()).IsEqualTo(0);

        var again = await world.Open();
        await again.UntilShows("[2 second");
        await again.Line("/settings");
        await again.UntilShows("ui.sessions     tabs     table settings");
        await again.UntilShows("ui.theme        mono     table settings");
        await again.Line("/settings ui.sessions --unset");
        await again.UntilShows("ui.sessions = indicator (default)");
        await again.UntilGone("[2 second");
        await Assert.That((await world.Q(["settings", "get", "ui.sessions"])).Output).IsEqualTo("indicator\n");
    }
}
