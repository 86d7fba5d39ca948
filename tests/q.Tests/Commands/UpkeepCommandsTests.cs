using Q.Config;
using Q.Core;
using Q.Output;
using Q.Turns;

namespace Q.Tests.Commands;

internal sealed class UpkeepCommandsTests
{
    [Test]
    public async Task A_name_that_is_nearly_the_only_one_is_said_once()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/rename read");
        await Assert.That(fixture.Router.Run("/switch raed").Problem).IsEqualTo("No session is named 'raed'. Did you mean read?");
        await Assert.That(fixture.Router.Run("/switch other").Problem).IsEqualTo("No session is named 'other'. There is read.");
    }

    [Test]
    public async Task A_name_of_a_group_or_a_template_that_is_cut_is_said_to_be()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/rename one", "/group the back end of the shop");
        await fixture.Said("one is in the group the-back-end-of-the. A name has 20 letters at most.\n");
        await fixture.Run("/template save the review of the whole shop");
        await fixture.Said("The template the-review-of-the-wh is kept. /new --template the-review-of-the-wh uses it. A name has 20 letters at most.\n");
    }

    [Test]
    public async Task Fork_goes_to_the_copy_and_says_what_it_is()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/rename api", "/fork");
        await fixture.Said("This is api-2, a copy of api.\n");
        await fixture.Run("/fork");
        await fixture.Said("This is api-3, a copy of api-2.\n");
        await fixture.Run("/fork other way");
        await Assert.That(fixture.Focused.Name).IsEqualTo("other-way");
    }

    [Test]
    public async Task Rename_says_when_it_cuts()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/rename a very long name that nobody types");
        await fixture.Said("This session is called a-very-long-name-tha now, as a name has 20 letters at most.\n");
        await fixture.Run("/rename Short One");
        await fixture.Said("This session is called short-one now.\n");
    }

    [Test]
    public async Task New_and_fork_say_with_the_same_words_when_they_cut()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/new a very long name that nobody types");
        await fixture.Said("This session is called a-very-long-name-tha now, as a name has 20 letters at most.\n");
        await fixture.Run("/new short one");
        await fixture.Run("/fork another name of many letters");
        await fixture.Until("it is said", () => fixture.NoticesSince(0)
            .Contains("This session is called another-name-of-many now, as a name has 20 letters at most.\n", StringComparer.Ordinal));
        await fixture.Run("/switch short");
        await Assert.That(fixture.NoticesSince(0)).DoesNotContain(said => said.Contains("letters at most", StringComparison.Ordinal));
    }

    [Test]
    public async Task Fork_at_the_limit_offers_as_new_does()
    {
        using var fixture = new CommandsFixture(new Settings { MaxActiveSessions = 2 });
        await fixture.Run("/new one", "/new two", "/fork three");
        await Assert.That(fixture.Asked.Single()).StartsWith("2 sessions are open, which is the limit. Close one, idle for");
        fixture.Yes!();
        await Assert.That(fixture.Focused.Name).IsEqualTo("three");
        await Assert.That(fixture.Sessions.Views.Any(view => view.Name == "one")).IsFalse();
    }

    [Test]
    public async Task Send_to_an_empty_session_at_the_limit_offers_as_new_does()
    {
        using var fixture = new CommandsFixture(new Settings { MaxActiveSessions = 2 });
        await fixture.Run("/new one", "/new two", "/send dev-1 hello");
        await Assert.That(fixture.Asked.Single()).StartsWith("2 sessions are open, which is the limit. Close one, idle for");
        await Assert.That(fixture.Named("dev-1").Messages).IsEqualTo(0);
        fixture.Yes!();
        await fixture.Said("Sent to dev-1.\n");
        await Assert.That(fixture.Sessions.Views.Any(view => view.Name == "one")).IsFalse();
    }

    [Test]
    public async Task Kill_says_that_the_slot_is_free_and_resume_opens_it_again()
    {
        using var fixture = new CommandsFixture();
        await fixture.Working("api", "do it");
        await fixture.Run("/kill api");
        await fixture.Said("api was killed; slot 2 is free. Its history is kept: /resume api opens it again.\n");
        await Assert.That(fixture.Router.Run("/kill api").Problem).StartsWith("No session is named 'api'.");
        await fixture.Run("/resume api");
        await Assert.That(fixture.Focused.Name).IsEqualTo("api");
        await fixture.Until("its prompt was cut", () => fixture.Focused.Interrupted);
        await Assert.That(fixture.Router.Run("/resume nobody").Problem)
            .IsEqualTo("No session is named 'nobody', neither open nor closed. /sessions --all lists them.");
    }

    [Test]
    public async Task Recover_is_for_what_failed()
    {
        using var fixture = new CommandsFixture();
        await Assert.That(fixture.Router.Run("/recover").Problem).Contains("needs no recovery");
        var engine = await fixture.Working("api", "do it");
        await engine.End(TurnOutcome.Failed, "no route");
        await fixture.Until("it failed", () => fixture.Named("api").Status is SessionStatus.Failed);
        await fixture.Run("/recover api");
        await fixture.Said("api was built anew from what is stored. /retry asks its last prompt again if it was not answered.\n");
        await fixture.Until("it waits", () => fixture.Named("api").Interrupted);
    }

    [Test]
    public async Task Clear_buffer_says_how_much_it_gave_back()
    {
        using var fixture = new CommandsFixture();
        var engine = await fixture.Working("api", "do it");
        await engine.Finish("done");
        await fixture.Until("it has answered", () => fixture.Named("api").Unseen);
        await fixture.Run("/clear-buffer api");
        await fixture.Said("The output of api was cleared (32 kB). Its conversation is as it was.\n");
        await fixture.Until("it is empty", () => fixture.Named("api").Ring!.Held == 0);
    }

    [Test]
    public async Task Closing_offers_to_remove_the_sessions_own_files()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/new api");
        var folder = Path.Combine(fixture.Home.Folder, ".amazonq", "sessions", fixture.Focused.Id.ToString());
        Directory.CreateDirectory(Path.Combine(folder, "deep"));
        await File.WriteAllTextAsync(Path.Combine(folder, ".gitignore"), "*\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "deep", "notes.txt"), "x");

        await fixture.Run("/close");
        fixture.Yes!();
        await Assert.That(fixture.Asked[^1]).IsEqualTo("api leaves 1 file of its own behind. Remove it too?");
        await Assert.That(fixture.Sessions.Views.Any(view => view.Name == "api")).IsFalse();
        await Assert.That(Directory.Exists(folder)).IsTrue();
        fixture.Yes!();
        await Assert.That(Directory.Exists(folder)).IsFalse();
    }

    [Test]
    public async Task A_link_in_place_of_the_sessions_files_is_not_followed()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/new api");
        var precious = Directory.CreateDirectory(Path.Combine(fixture.Home.Folder, "precious"));
        await File.WriteAllTextAsync(Path.Combine(precious.FullName, "notes.txt"), "x");
        var sessions = Directory.CreateDirectory(Path.Combine(fixture.Home.Folder, ".amazonq", "sessions"));
        Directory.CreateSymbolicLink(Path.Combine(sessions.FullName, fixture.Focused.Id.ToString()), precious.FullName);

        await fixture.Run("/close");
        fixture.Yes!();
        await Assert.That(fixture.Asked.Single()).IsEqualTo("Close api?");
        await Assert.That(File.Exists(Path.Combine(precious.FullName, "notes.txt"))).IsTrue();
    }

    [Test]
    public async Task What_cannot_be_closed_any_more_says_so()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/new api", "/close");
        var close = fixture.Yes!;
        await fixture.Run("/kill api");
        close();
        await fixture.Said(static said => said.StartsWith("That session is not open any more."), OutputKind.Error);
    }
}
