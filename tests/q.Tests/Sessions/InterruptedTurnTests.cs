using Q.Core;
using Q.Sessions;
using Q.TestKit;
using Q.Tests.App;
using Q.Tests.Store;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>Turns that q's end cut.</summary>
internal sealed class InterruptedTurnTests
{
    [Test]
    public async Task A_question_that_was_open_when_q_was_left_comes_back_as_an_interrupted_turn()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var api = q.Sessions.Create(null, "api", Focus.Keep).Session!.Id;
        var engine = await q.Prompt(api, "build it");
        await engine.Ask(1, "make");
        await q.Until("it asks", () => q.View(api).Asks);
        await q.Sessions.Stop(Poll.Limit);
        store.Dispose();

        var again = new SessionsFixture(home.Open(pid: 200)).Started();
        await Assert.That(again.View(api).Interrupted).IsTrue();
        await Assert.That(again.View(api).Asks).IsFalse();
        again.Sessions.Switch("api");
        await again.Until("it says so", () => again.Said(api).Contains("Interrupted: this was not answered. /retry asks again."));
        await Assert.That(again.Sessions.Retry(api).Problem).IsNull();
        var other = await again.Engine(api);
        await again.Until("the engine asks the model again", () => other.Told.Contains("retry"));
        await other.Finish("built");
        await again.Until("it is answered", () => again.View(api) is { Interrupted: false, Messages: 2 });
    }

    [Test]
    public async Task A_call_that_ran_when_q_ended_was_not_cancelled_by_a_person()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var api = q.Sessions.Create(null, "api", Focus.Keep).Session!.Id;
        var engine = await q.Prompt(api, "build it");
        var ending = new TaskCompletionSource();
        engine.Ending = ending.Task;
        await engine.Emit(new MessageReady(engine.Turn,
            new(Role.Assistant, [new ToolUseContent("a", "execute_bash", """{"command":"make"}""")], DateTimeOffset.UnixEpoch)));
        var stopping = q.Sessions.Stop(Poll.Limit);
        await Poll.Until("it to be told to end", () => engine.Told.Contains("dispose"));
        await engine.Emit(new MessageReady(engine.Turn,
            new(Role.User, [new ToolResultContent("a", ToolResultContent.Cancelled, IsError: true)], DateTimeOffset.UnixEpoch)));
        ending.SetResult();
        await stopping;
        store.Dispose();

        var again = new SessionsFixture(home.Open(pid: 200)).Started();
        again.Sessions.Switch("api");
        await again.Until("it says so", () => again.Said(api).Contains("Interrupted: this was not answered. /retry asks again."));
        await Assert.That(again.Said(api)).Contains("execute_bash make").And.Contains("interrupted · not done").And.DoesNotContain("cancelled");
    }

    [Test]
    public async Task What_was_cut_waits_first_over_every_restart_until_it_is_asked_again()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        await q.Answered("answered", "an older answer");
        q.Time.Advance(TimeSpan.FromMinutes(1));
        var cut = q.Sessions.Create(null, "cut", Focus.Keep).Session!.Id;
        await (await q.Prompt(cut, "build it")).Say("half");
        await q.Sessions.Stop(Poll.Limit);
        store.Dispose();

        for (var restart = 0; restart < 3; restart++)
        {
            store = home.Open(pid: 200 + restart);
            q = new SessionsFixture(store, folder: "/srv/other").Started();
            await Assert.That((q.View(cut).Why, q.View(cut).Waits, q.View(cut).Idle)).IsEqualTo((WaitReason.Interrupted, true, false));
            await q.Sessions.Stop(Poll.Limit);
            store.Dispose();
        }

        store = home.Open(pid: 300);
        q = new SessionsFixture(store, folder: "/srv/other").Started();
        await Assert.That(q.Sessions.Next().TryGet(out var first) ? first!.Name : "").IsEqualTo("cut");
        await q.Until("it says so", () => q.Said(cut).Contains("Interrupted: this was not answered. /retry asks again."));
        await Assert.That(q.Sessions.Retry(cut).Problem).IsNull();
        await Assert.That(q.View(cut).Waits).IsFalse();
        var engine = await q.Engine(cut);
        await q.Until("the engine asks the model again", () => engine.Told.Contains("retry"));
        await engine.Finish("built");
        await q.Until("it is answered", () => q.View(cut) is { Interrupted: false, Why: WaitReason.Prompt });
        await q.Sessions.Stop(Poll.Limit);
        store.Dispose();
        await Assert.That(new SessionsFixture(home.Open(pid: 400)).Started().View(cut).Why).IsEqualTo(WaitReason.Prompt);
    }

    [Test]
    public async Task What_was_cut_and_then_paused_keeps_its_mark_over_every_restart_and_waits_for_nobody()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var cut = q.Sessions.Create(null, "cut", Focus.Keep).Session!.Id;
        await (await q.Prompt(cut, "build it")).Ask(1, "make");
        await q.Until("it asks", () => q.View(cut).Asks);
        await q.Sessions.Stop(TimeSpan.FromSeconds(10));
        store.Dispose();

        store = home.Open(pid: 200);
        q = new SessionsFixture(store, folder: "/srv/other").Started();
        await Assert.That(q.Sessions.Pause(cut).Problem).IsNull();
        await q.Until("it is paused", () => q.View(cut).Status is SessionStatus.Paused);
        for (var restart = 1; restart < 3; restart++)
        {
            await q.Sessions.Stop(TimeSpan.FromSeconds(10));
            store.Dispose();
            store = home.Open(pid: 200 + restart);
            q = new SessionsFixture(store, folder: "/srv/other").Started();
            await Assert.That((q.View(cut).Status, q.View(cut).Why, q.View(cut).Waits)).IsEqualTo((SessionStatus.Paused, WaitReason.Interrupted, false));
            await Assert.That(q.Sessions.Next().Problem).IsEqualTo("No other session waits for you.");
        }

        await Assert.That(q.Sessions.Switch("cut").Problem).IsNull();
        await q.Until("it says so", () => q.Said(cut).Contains("Interrupted: this was not answered. /retry asks again."));
        await Assert.That(q.Sessions.Resume(cut).Problem).IsNull();
        await Assert.That(q.View(cut).Why).IsEqualTo(WaitReason.Interrupted);
        await q.Until("it waits again", () => q.View(cut) is { Status: SessionStatus.WaitingForInput, Interrupted: true, Waits: true });
        await Assert.That(q.Sessions.Retry(cut).Problem).IsNull();
        var engine = await q.Engine(cut);
        await q.Until("the engine asks the model again", () => engine.Told.Contains("retry"));
        await engine.Finish("built");
        await q.Until("it is answered", () => q.View(cut) is { Interrupted: false, Why: WaitReason.Prompt });
    }

    [Test]
    public async Task A_turn_that_a_person_stopped_waits_for_nobody()
    {
        var q = new SessionsFixture().Started();
        var api = q.Sessions.Focused.Id;
        await q.Prompt(api, "build it");
        q.Sessions.Cancel(api);
        await q.Until("it was stopped", () => q.View(api).Interrupted);
        await Assert.That(q.View(api).Waits).IsFalse();
    }

    [Test]
    public async Task A_session_that_was_cut_and_closed_is_none_when_it_is_opened_again()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var row = StoreFixture.Session("cut") with { Status = SessionStatus.Completed, Asks = WaitReason.Interrupted };
        await StoreFixture.Saved(store, row);
        var q = new SessionsFixture(store).Started();
        await Assert.That(q.Sessions.Reopen("cut").Problem).IsNull();
        await Assert.That(q.View(row.Id).Waits).IsFalse();
    }

    [Test]
    public async Task Why_a_session_failed_is_said_again_after_every_restart()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var api = q.Sessions.Create(null, "api", Focus.Move).Session!.Id;
        var engine = await q.Prompt(api, "build it");
        await engine.End(TurnOutcome.Failed, "No route. /retry asks again.");
        await q.Until("it failed", () => q.View(api).Status is SessionStatus.Failed);
        for (var restart = 1; restart <= 2; restart++)
        {
            await q.Sessions.Stop(Poll.Limit);
            store.Dispose();
            store = home.Open(pid: 100 + restart);
            q = new SessionsFixture(store).Started();
            await q.Until("it says why", () => q.Said(api).Contains("Error: No route. /retry asks again.", StringComparison.Ordinal));
        }
        q.Sessions.Resume(api);
        await q.Until("it is known that it was not answered", () => q.View(api).Interrupted);
        await Assert.That(q.Sessions.Retry(api).Problem).IsNull();
        var again = await q.Engine(api);
        await q.Until("the engine asks the model again", () => again.Told.Contains("retry"));
    }

    [Test]
    public async Task The_screen_says_so_beside_the_prompt_in_the_list_and_in_the_title()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        await StoreFixture.Saved(store, StoreFixture.Session("docs") with { NamedByHand = true, FocusedAt = 2 });
        await StoreFixture.Saved(store, StoreFixture.Session("api", 2) with { NamedByHand = true, Status = SessionStatus.Processing });
        store.Dispose();
        await using var q = new AppFixture(store: home.Open(pid: 200));
        await q.Shows("2 [api]  ⏎ waiting interrupted");
        await q.Shows("1 waiting");
        q.Type("/sessions --waiting\r");
        await q.Shows("interrupted ");
        q.Type("/next\r");
        await q.Shows("[Current: api]");
    }
}
