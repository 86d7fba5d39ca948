using Q.Config;
using Q.Core;
using Q.Sessions;
using Q.Store;
using Q.TestKit;
using Q.Tests.Store;

namespace Q.Tests.Sessions;

/// <summary>Where q lands when the command line says where: new, switch, resume; on a real store.</summary>
internal sealed class LandingTests
{
    private static Landing New(string name, string? prompt = null) => new(LandingKind.New, name, prompt);

    private static Landing Switch(string name) => new(LandingKind.Switch, name, Prompt: null);

    private static Landing Resume(string name = "") => new(LandingKind.Resume, name, Prompt: null);

    [Test]
    public async Task A_new_session_in_an_empty_home_is_the_only_one_and_is_stored_without_a_message()
    {
        using var store = new StoreFixture();
        var sessions = new SessionsFixture(store.Open()).Sessions;

        await Assert.That(sessions.Start(New("Login Bug")).Problem).IsNull();

        await Assert.That(sessions.Views.Single().Name).IsEqualTo("login-bug");
        await Assert.That(sessions.Focused.Name).IsEqualTo("login-bug");
        await sessions.Stop(Poll.Limit);
        await Assert.That(store.Open(pid: 200).Restore().Single().Name).IsEqualTo("login-bug");
    }

    [Test]
    public async Task A_name_that_is_too_long_is_cut_and_that_is_said_in_the_new_session()
    {
        var fixture = new SessionsFixture();
        await Assert.That(fixture.Sessions.Start(New("a very long name that nobody types")).Problem).IsNull();
        await fixture.Until("it is said", () => fixture.Said(fixture.Sessions.Focused.Id)
            .Contains("This session is called a-very-long-name-tha now, as a name has 20 letters at most.", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_prompt_is_asked_in_the_new_session()
    {
        var fixture = new SessionsFixture();
        await Assert.That(fixture.Sessions.Start(New("api", "why is it slow?")).Problem).IsNull();
        var engine = await fixture.Engine(fixture.Sessions.Focused.Id);
        await fixture.Until("the turn", () => engine.Told.Contains("start why is it slow?"));
        await Assert.That(fixture.Sessions.Focused.Name).IsEqualTo("api");
    }

    [Test]
    public async Task At_the_limit_the_session_that_was_idle_longest_is_named()
    {
        using var store = new StoreFixture();
        await Stored(store, StoreFixture.Session("older", 1) with { NamedByHand = true, LastActive = StoreFixture.Noon.AddHours(-2) },
            StoreFixture.Session("newer", 2) with { NamedByHand = true });
        var sessions = new SessionsFixture(store.Open(), new Settings { MaxActiveSessions = 2 }).Sessions;

        var problem = sessions.Start(New("third")).Problem;

        await Assert.That(problem).Contains("2 sessions are open").And.Contains("q sessions close older");
    }

    [Test]
    public async Task An_empty_session_counts_from_its_first_prompt_on_and_is_refused_one_at_the_limit()
    {
        var fixture = new SessionsFixture(settings: new Settings { MaxActiveSessions = 2 }).Started();
        var empty = fixture.Sessions.Focused.Id;
        await fixture.Answered("one", "first");
        await fixture.Answered("two", "second");

        await Assert.That(fixture.Sessions.Prompt(empty, "third").Problem).StartsWith("2 sessions are open, which is the limit");

        await Assert.That(fixture.Sessions.Close(fixture.Sessions.Views.Single(view => view.Name == "one").Id).Problem).IsNull();
        await Assert.That(fixture.Sessions.Prompt(empty, "third").Problem).IsNull();
        await Assert.That(fixture.Sessions.Prompt(empty, "fourth").Problem).IsNull();
    }

    [Test]
    public async Task A_name_that_an_open_session_has_is_refused()
    {
        using var store = new StoreFixture();
        await Stored(store, StoreFixture.Session("api"));
        await Assert.That(new SessionsFixture(store.Open()).Sessions.Start(New("API")).Problem)
            .IsEqualTo("Another session is named api. Choose another name, or q chat --switch api.");
    }

    [Test]
    public async Task A_shell_is_told_the_verbs_of_a_shell()
    {
        using var store = new StoreFixture();
        await Stored(store, [.. Enumerable.Range(1, 9).Select(static slot => StoreFixture.Session($"s{slot}", slot) with { Pinned = true, NamedByHand = true })]);

        await Assert.That(new SessionsFixture(store.Open()).Sessions.Start(Switch("nope")).Problem)
            .StartsWith("No session is named 'nope'. There are s1, ").And.EndsWith(" and 1 more: `q sessions list` lists them.");
        await Assert.That(new SessionsFixture(store.Open(), new Settings { MaxActiveSessions = 9 }).Sessions.Start(New("more")).Problem)
            .Contains("Close one with q sessions close NAME, or raise");
    }

    [Test]
    public async Task Switch_goes_to_an_open_session_and_says_how_to_open_one_that_is_closed()
    {
        using var store = new StoreFixture();
        await Stored(store, StoreFixture.Session("api"), StoreFixture.Session("login", 2),
            StoreFixture.Session("done", 0) with { Status = SessionStatus.Completed });
        var sessions = new SessionsFixture(store.Open()).Sessions;

        await Assert.That(sessions.Start(Switch("done")).Problem).IsEqualTo("done is closed. `q chat --resume done` opens it again.");
        var others = new SessionsFixture(store.Open()).Sessions;
        await Assert.That(others.Start(Switch("login")).Problem).IsNull();
        await Assert.That(others.Focused.Name).IsEqualTo("login");
    }

    [Test]
    public async Task Resume_opens_a_closed_session_again_by_name_or_the_beginning_of_its_id()
    {
        using var store = new StoreFixture();
        var closed = StoreFixture.Session("done", 0) with { Status = SessionStatus.Completed };
        await Stored(store, StoreFixture.Session("api"), closed);

        var byName = new SessionsFixture(store.Open()).Sessions;
        await Assert.That(byName.Start(Resume("done")).Problem).IsNull();
        await Assert.That(byName.Focused.Id).IsEqualTo(closed.Id);
        await Assert.That(byName.Focused.Slot).IsEqualTo(2);
        await Assert.That(byName.Focused.Status).IsEqualTo(SessionStatus.WaitingForInput);
        byName.Close(closed.Id);
        await byName.Stop(Poll.Limit);

        var byId = new SessionsFixture(store.Open()).Sessions;
        await Assert.That(byId.Start(Resume($"{closed.Id}"[..8])).Problem).IsNull();
        await Assert.That(byId.Focused.Name).IsEqualTo("done");
    }

    [Test]
    public async Task A_session_that_is_opened_again_gets_a_number_when_its_name_was_given_away()
    {
        using var store = new StoreFixture();
        var closed = StoreFixture.Session("api", 0) with { Status = SessionStatus.Completed };
        await Stored(store, StoreFixture.Session("api"), closed);
        var sessions = new SessionsFixture(store.Open()).Sessions;
        await Assert.That(sessions.Start(Resume($"{closed.Id}")).Problem).IsNull();
        await Assert.That(sessions.Focused.Name).IsEqualTo("api-2");
    }

    [Test]
    public async Task Resume_alone_opens_the_last_session_of_this_folder_also_when_it_is_closed()
    {
        using var store = new StoreFixture();
        var closed = StoreFixture.Session("done", 0) with { Status = SessionStatus.Completed };
        var elsewhere = StoreFixture.Session("elsewhere") with { Folder = "/srv/other" };
        await Stored(store, elsewhere, closed);
        var first = store.Open();
        await StoreFixture.Wait(done => first.Append(closed.Id, [StoreFixture.Said("what was it?")], done));

        var sessions = new SessionsFixture(store.Open()).Sessions;
        await Assert.That(sessions.Start(Resume()).Problem).IsNull();
        await Assert.That(sessions.Focused.Name).IsEqualTo("done");
    }

    [Test]
    public async Task Resume_of_what_is_not_there_says_what_could_be_meant()
    {
        var problem = new SessionsFixture().Sessions.Start(Resume("fix the bug")).Problem;
        await Assert.That(problem).Contains("'fix the bug'").And.Contains("q chat --resume -- ");
    }

    [Test]
    public async Task A_session_that_is_open_in_another_q_is_not_taken_but_pointed_at()
    {
        using var store = new StoreFixture();
        await Stored(store, StoreFixture.Session("api"));
        var owner = store.Open(pid: 200);
        owner.Restore();
        await Assert.That(owner.Flush(Poll.Limit)).IsTrue();

        var sessions = new SessionsFixture(store.Open(pid: 300)).Sessions;

        await Assert.That(sessions.Start(Resume("api")).Problem).Contains("pid 200").And.Contains("q chat --switch api");
    }

    private static async Task Stored(StoreFixture fixture, params StoredSession[] sessions)
    {
        var store = fixture.Open(pid: 999);
        foreach (var session in sessions)
            await StoreFixture.Saved(store, session);
        foreach (var session in sessions)
            store.Release(session.Id);
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
    }

    [Test]
    public async Task A_name_that_is_nearly_right_is_answered_with_the_nearest()
    {
        var q = new SessionsFixture().Started();
        await Assert.That(q.Sessions.Switch("nope").Problem).EndsWith(" There is dev-1.");
        q.Sessions.Create(null, "api-refactor", Focus.Keep);
        await Assert.That(q.Sessions.Switch("api-refcator").Problem)
            .IsEqualTo("No session is named 'api-refcator'. Did you mean api-refactor? There are dev-1, api-refactor.");
    }
}
