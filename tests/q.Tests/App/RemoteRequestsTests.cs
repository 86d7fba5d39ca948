using Q.Config;
using Q.Host;
using Q.TestKit;

namespace Q.Tests.App;

/// <summary>What another process asks of a q that runs: done on its loop, shown on its screen, or refused in a sentence.</summary>
internal sealed class RemoteRequestsTests
{
    [Test]
    public async Task New_makes_a_session_and_leaves_the_focus_where_it_is()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        var before = q.Sessions.Focused.Name;

        var answer = await Ask(q, new() { Verb = ControlVerb.New, Name = "login bug", Folder = "/" });

        await Assert.That(answer.Problem).IsNull();
        await Assert.That(answer.Text).StartsWith("login-bug is open in slot 2");
        await q.Shows("[login-bug]");
        await q.Shows($"[Current: {before}] q>");
        await Assert.That(await q.Looked(static views => views.Single(view => view.Name == "login-bug").Folder)).IsEqualTo("/");
    }

    [Test]
    public async Task New_tells_the_shell_when_it_cuts_a_name()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        var answer = await Ask(q, new() { Verb = ControlVerb.New, Name = "a very long name that nobody types" });
        await Assert.That(answer.Text!).StartsWith("a-very-long-name-tha is open in slot 2")
            .And.EndsWith("). This session is called a-very-long-name-tha now, as a name has 20 letters at most.");
    }

    [Test]
    public async Task New_with_a_prompt_asks_it_in_the_background()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        await Ask(q, new() { Verb = ControlVerb.New, Name = "api", Prompt = "why is it slow?" });
        var engine = await q.Engine("why is it slow?");
        await engine.Finish("It sleeps.");
        await q.Shows("1 waiting");
    }

    [Test]
    public async Task Switch_moves_the_focus_and_keeps_what_was_half_typed()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        var before = q.Sessions.Focused.Name;
        await Ask(q, new() { Verb = ControlVerb.New, Name = "api" });
        q.Type("half typed");
        await q.Shows("half typed");

        await Assert.That((await Ask(q, new() { Verb = ControlVerb.Switch, Name = "api" })).Problem).IsNull();

        await q.Shows("[Current: api] q>");
        await q.ShowsNot("half typed");
        await Ask(q, new() { Verb = ControlVerb.Switch, Name = before });
        await q.Shows("half typed");
    }

    [Test]
    public async Task Nine_at_once_beside_the_first_all_succeed_and_the_next_is_told_what_to_close()
    {
        await using var q = new AppFixture(landing: new(Q.Sessions.LandingKind.New, "first", Prompt: null));
        await q.Shows("[Current: first] q>");

        var answers = await Task.WhenAll(Enumerable.Range(2, 9).Select(i =>
            Task.Run(() => Ask(q, new() { Verb = ControlVerb.New, Name = $"s{i}" }))));

        await Assert.That(answers.Count(static answer => answer.Problem is null)).IsEqualTo(9);
        var slots = await q.Looked(static views => views.Select(static view => view.Slot).Order().ToList());
        await Assert.That(slots.SequenceEqual(Enumerable.Range(1, 10))).IsTrue();
        var more = await Ask(q, new() { Verb = ControlVerb.New, Name = "s11" });
        await Assert.That(more.Problem).Contains("10 sessions are open").And.Contains("q sessions close s");
    }

    [Test]
    public async Task Close_is_answered_when_the_session_is_stored_as_closed()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        await Ask(q, new() { Verb = ControlVerb.New, Name = "api" });

        var answer = await Ask(q, new() { Verb = ControlVerb.Close, Name = "api" });

        await Assert.That(answer.Text).IsEqualTo("api is closed.");
        await Assert.That(q.Store.Historical(10).Single().Name).IsEqualTo("api");
        await Assert.That((await Ask(q, new() { Verb = ControlVerb.Close, Name = "" })).Problem).IsEqualTo("No session is named.");
        await Assert.That((await Ask(q, new() { Verb = ControlVerb.Close, Name = "api" })).Problem).Contains("No session is named 'api'");
    }

    [Test]
    public async Task Who_asks_and_goes_before_the_loop_comes_to_it_has_asked_nothing()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        await Ask(q, new() { Verb = ControlVerb.New, Name = "api" }, isThere: false);
        await Assert.That(await q.Looked(static views => views.Count)).IsEqualTo(1);
    }

    [Test]
    public async Task A_folder_that_this_q_does_not_see_is_refused()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        var answer = await Ask(q, new() { Verb = ControlVerb.New, Name = "api", Folder = "/no/such\0place" });
        await Assert.That(answer.Problem).Contains("sees no folder");
    }

    [Test]
    public async Task A_name_of_half_a_megabyte_is_cut_and_one_of_escapes_is_folded()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        var longest = await Ask(q, new() { Verb = ControlVerb.New, Name = new string('x', 500_000) });
        await Assert.That(longest.Text).StartsWith($"{new string('x', 20)} is open");
        await Assert.That((await Ask(q, new() { Verb = ControlVerb.New, Name = "\u001b[31m" })).Text).StartsWith("31m is open");
        await Assert.That((await Ask(q, new() { Verb = ControlVerb.New, Name = "../.." })).Problem).IsNotNull();
    }

    [Test]
    public async Task A_folder_that_is_relative_is_refused()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        await Assert.That((await Ask(q, new() { Verb = ControlVerb.New, Name = "api", Folder = "." })).Problem).Contains("sees no folder");
    }

    [Test]
    public async Task With_many_sessions_off_it_says_how_to_turn_them_on()
    {
        await using var q = new AppFixture(settings: new Settings { MultiSessionEnabled = false });
        await q.Shows("q>");
        var answer = await Ask(q, new() { Verb = ControlVerb.New, Name = "api" });
        await Assert.That(answer.Problem).Contains("q settings set multi_session_enabled true");
    }

    [Test]
    public async Task The_last_key_is_when_it_was_used()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        var before = (await Ask(q, new() { Verb = ControlVerb.Who })).Used;
        q.Time.Advance(TimeSpan.FromMinutes(5));
        await Assert.That((await Ask(q, new() { Verb = ControlVerb.Who })).Used).IsEqualTo(before);
        q.Type("x");
        await q.Shows("q> x");
        await Assert.That((await Ask(q, new() { Verb = ControlVerb.Who })).Used).IsGreaterThanOrEqualTo(before + 300_000);
    }

    [Test]
    public async Task Debug_says_what_the_command_says_and_leaves_the_screen_alone()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        await Ask(q, new() { Verb = ControlVerb.New, Name = "api" });
        var answer = await Ask(q, new() { Verb = ControlVerb.Debug, Name = "sessions" });
        await Assert.That(answer.Text).Contains("2 api: WaitingForInput, turn 0, ");
        await Assert.That((await Ask(q, new() { Verb = ControlVerb.Debug, Name = "engine" })).Problem).Contains("knows no part engine");
        await q.ShowsNot("WaitingForInput");
    }

    private static Task<ControlAnswer> Ask(AppFixture q, ControlRequest request, bool isThere = true) =>
        q.Remote.Take(request, () => isThere).WaitAsync(Poll.Limit);
}
