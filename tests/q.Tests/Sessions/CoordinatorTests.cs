using Q.Core;
using Q.Output;
using Q.Sessions;
using Q.TestKit;
using Q.Tests.Store;
using Q.Turns;

namespace Q.Tests.Sessions;

internal sealed class CoordinatorTests
{
    [Test]
    public async Task A_fresh_home_opens_one_empty_session_that_is_neither_counted_nor_stored()
    {
        var q = new SessionsFixture().Started();

        await Assert.That(q.Sessions.Views.Count).IsEqualTo(1);
        await Assert.That(q.Sessions.Focused.Name).IsEqualTo("dev-1");
        await Assert.That(q.Sessions.Focused.Slot).IsEqualTo(1);
        await Assert.That(q.Store.NameTaken("dev-1", default)).IsFalse();
    }

    [Test]
    public async Task A_prompt_is_stored_before_the_engine_hears_of_it()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var id = q.Sessions.Focused.Id;

        var engine = await q.Prompt(id, "why is the upload slow");
        var stored = store.Messages(id);
        await Assert.That(stored.Count).IsEqualTo(1);

        await engine.Finish("because");
        await q.Until("the answer stands there", () => q.View(id).Ends == 1);
        await Assert.That(store.Messages(id).Count).IsEqualTo(2);
        await Assert.That(q.View(id).Status).IsEqualTo(SessionStatus.WaitingForInput);
        await Assert.That(q.View(id).Unseen).IsFalse();
    }

    [Test]
    public async Task An_end_is_shown_when_it_is_heard_and_not_before_so_that_it_is_counted_once()
    {
        var q = new SessionsFixture().Started();
        var api = q.Sessions.Create(null, "api", Focus.Keep).Session!.Id;
        var engine = await q.Prompt(api, "look");
        await engine.Finish("looked");
        await Poll.Until("the session knows", () => engine.Says.Ends == 1);

        q.Sessions.Pin(api, isPinned: true); // puts its view together anew
        await Assert.That(q.View(api).Ends).IsEqualTo(0);
        await Assert.That(q.View(api).Status).IsEqualTo(SessionStatus.Processing);

        q.Sessions.Refresh();
        await Assert.That(q.View(api).Ends).IsEqualTo(1);
        await Assert.That(q.View(api).Unseen).IsTrue();
        q.Sessions.Switch("api");
        q.Sessions.Switch("!");
        q.Sessions.Refresh();
        await Assert.That(q.View(api).Unseen).IsFalse();
    }

    [Test]
    public async Task Only_the_session_in_focus_is_stored_as_active()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();

        q.Sessions.Create(null, "left", Focus.Move);
        q.Sessions.Create(null, "entered", Focus.Move);
        q.Sessions.Settle();
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();

        await Assert.That(store.Restore().Where(row => row.Active).Select(row => row.Name)).IsEquivalentTo(["entered"], StringComparer.Ordinal);
    }

    [Test]
    public async Task An_answer_in_the_background_is_unseen_until_one_goes_there()
    {
        var q = new SessionsFixture().Started();
        var done = await q.Answered("api", "refactor the api");

        await Assert.That(done.Unseen).IsTrue();
        await Assert.That(done.Waits).IsTrue();

        q.Sessions.Switch("api");
        await Assert.That(q.Sessions.Focused.Unseen).IsFalse();
        await Assert.That(q.Sessions.Focused.UnreadFrom).IsGreaterThanOrEqualTo(0);

        q.Sessions.Switch("!");
        await Assert.That(q.View(done.Id).UnreadFrom).IsEqualTo(-1);
    }

    [Test]
    public async Task The_next_that_waits_asks_before_it_is_unseen_and_the_longest_comes_first()
    {
        var q = new SessionsFixture().Started();
        var first = await q.Answered("first", "one");
        q.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await q.Answered("second", "two");
        q.Time.Advance(TimeSpan.FromMinutes(1));
        var asking = q.Sessions.Create(null, "asking", Focus.Keep).Session!.Id;
        var engine = await q.Prompt(asking, "three");
        await engine.Ask(1, "rm -rf build");
        await q.Until("it asks", () => q.View(asking).Asks);

        foreach (var name in (string[])["asking", first.Name, "asking"])
            await Assert.That(q.Sessions.Next().TryGet(out var there) ? there!.Name : "").IsEqualTo(name);
        q.Sessions.Answer(asking, 1, new(AnswerKind.Deny));
        await Assert.That(q.Sessions.Next().TryGet(out var next) ? next!.Name : "").IsEqualTo(second.Name);
        await Assert.That(q.Sessions.Next().Problem).IsEqualTo("No other session waits for you.");
    }

    [Test]
    public async Task Three_that_ask_come_in_turn()
    {
        var q = new SessionsFixture().Started();
        foreach (var name in (string[])["one", "two", "three"])
        {
            var id = q.Sessions.Create(null, name, Focus.Keep).Session!.Id;
            q.Time.Advance(TimeSpan.FromMinutes(1)); // each asks at a time of its own
            await (await q.Prompt(id, name)).Ask(1, "make");
            await q.Until("it asks", () => q.View(id).Asks);
        }
        var names = Enumerable.Range(0, 5).Select(_ => q.Sessions.Next().TryGet(out var next) ? next.Name : "");
        await Assert.That(string.Join(' ', names)).IsEqualTo("one two three one two");
    }

    [Test]
    public async Task A_prompt_during_a_turn_is_queued_stored_and_sent_when_the_turn_ends()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "one");

        await Assert.That(q.Sessions.Prompt(id, "two").Problem).IsNull();
        await Assert.That(q.Sessions.Prompt(id, "three").Problem).IsNull();
        await Assert.That(q.View(id).Queued).IsEquivalentTo(["two", "three"], StringComparer.Ordinal);
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        await Assert.That(home.AfterKill().Open().Restore()[0].Queued).IsEquivalentTo(["two", "three"], StringComparer.Ordinal);

        await Assert.That(q.Sessions.TakeBack(id)).IsEqualTo("three");
        await engine.Finish("first answer");
        await q.Until("the second prompt is sent", () => engine.Told.Contains("start two"));
        await Assert.That(q.View(id).Queued.Count).IsEqualTo(0);
        await Assert.That(q.Sessions.TakeBack(id)).IsNull();
    }

    [Test]
    public async Task A_queued_prompt_is_sent_though_a_command_came_between_the_end_of_the_turn_and_its_news()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "one");
        q.Sessions.Prompt(id, "two");
        await engine.Finish("answer");

        await Poll.Until("the session knows that the turn has ended", () => engine.Says.Ends == 1);
        q.Sessions.Pin(id, isPinned: false);

        await q.Until("the queued one is sent", () => engine.Told.Contains("start two"));
        await Assert.That(q.View(id).Queued).IsEmpty();
    }

    [Test]
    public async Task Queued_prompts_wait_after_a_failure()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "one");
        q.Sessions.Prompt(id, "two");

        await engine.End(TurnOutcome.Failed, "No route to the model. /retry tries again.");
        await q.Until("it failed", () => q.View(id).Status is SessionStatus.Failed);

        await Assert.That(q.View(id).Queued.Count).IsEqualTo(1);
        await Assert.That(q.View(id).Problem).IsEqualTo("No route to the model. /retry tries again.");
        await Assert.That(q.Said(id)).Contains("Error: No route to the model");
        await Assert.That(q.Sessions.Retry(id).Problem).IsNull();
        await q.Until("the engine tries again", () => engine.Told.Contains("retry"));
        await engine.Finish("now it works");
        await q.Until("the queued one follows", () => engine.Told.Contains("start two"));
    }

    [Test]
    public async Task Closing_the_session_in_focus_opens_the_one_used_last_before_it()
    {
        var q = new SessionsFixture().Started();
        await q.Answered("one", "first", Focus.Move);
        await q.Answered("two", "second", Focus.Move);
        await q.Answered("three", "third", Focus.Move);
        q.Sessions.Switch("one");

        q.Sessions.Close(q.Sessions.Focused.Id);
        await Assert.That(q.Sessions.Focused.Name).IsEqualTo("three");
        await Assert.That(q.Sessions.Historical(10)[0].Name).IsEqualTo("one");
        await Assert.That(q.Sessions.Focused.Slot).IsEqualTo(4);

        foreach (var view in q.Sessions.Views.ToList())
            q.Sessions.Close(view.Id);
        await Assert.That(q.Sessions.Views.Count).IsEqualTo(1);
        await Assert.That(q.Sessions.Focused.Messages).IsEqualTo(0);
    }

    [Test]
    public async Task At_the_limit_the_idle_session_that_was_used_longest_ago_is_offered()
    {
        var q = new SessionsFixture(settings: new() { MaxActiveSessions = 3 }).Started();
        await q.Answered("one", "first", Focus.Move);
        q.Time.Advance(TimeSpan.FromMinutes(1));
        await q.Answered("two", "second", Focus.Move);
        q.Time.Advance(TimeSpan.FromMinutes(1));
        await q.Answered("three", "third", Focus.Move);

        var refused = q.Sessions.Create(null, "four", Focus.Move);
        await Assert.That(refused.Session).IsNull();
        await Assert.That(refused.OfferToClose!.Name).IsEqualTo("one");

        q.Sessions.Close(refused.OfferToClose.Id);
        await Assert.That(q.Sessions.Create(null, "four", Focus.Move).Session!.Name).IsEqualTo("four");
        foreach (var name in (string[])["two", "three"])
        {
            var found = q.Sessions.Find(name).TryGet(out var view) ? view!.Id : default;
            await q.Prompt(found, "more");
        }
        q.Sessions.Refresh();
        var full = q.Sessions.Create(null, "five", Focus.Move);
        await Assert.That(full.OfferToClose).IsNull();
        await Assert.That(full.Problem).IsEqualTo("3 sessions are open, which is the limit, and no other one is idle. "
            + "Close one with /close NAME, or raise the limit: q settings set max_active_sessions 4.");
    }

    [Test]
    public async Task A_session_is_meant_by_name_beginning_or_slot()
    {
        var q = new SessionsFixture().Started();
        await q.Answered("api-refactor", "one");
        await q.Answered("api-docs", "two");

        await Assert.That(q.Sessions.Switch("api-d").TryGet(out var view) ? view!.Name : "").IsEqualTo("api-docs");
        await Assert.That(q.Sessions.Switch("API-REFACTOR").TryGet(out view) ? view!.Name : "").IsEqualTo("api-refactor");
        await Assert.That(q.Sessions.Switch("3").TryGet(out view) ? view!.Name : "").IsEqualTo("api-docs");
        await Assert.That(q.Sessions.Switch("+").TryGet(out view) ? view!.Slot : 0).IsEqualTo(1);
        await Assert.That(q.Sessions.Switch("-").TryGet(out view) ? view!.Slot : 0).IsEqualTo(3);
        await Assert.That(q.Sessions.Switch("!").TryGet(out view) ? view!.Slot : 0).IsEqualTo(1);
        await Assert.That(q.Sessions.Switch("api").Problem).IsEqualTo("'api' may be api-refactor, api-docs: type more of the name.");
        await Assert.That(q.Sessions.Switch("9").Problem).StartsWith("No session has slot 9.");
        await Assert.That(q.Sessions.Switch("nope").Problem).StartsWith("No session is named 'nope'. There are dev-1, api-refactor, api-docs.");
    }

    [Test]
    public async Task An_answer_to_a_question_that_is_gone_allows_nothing()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "clean up");
        await engine.Ask(1, "rm -rf build");
        await q.Until("it asks", () => q.View(id).Asks);
        await Assert.That(q.View(id).Why).IsEqualTo(WaitReason.Permission);

        await Assert.That(q.Sessions.Answer(id, 1, new(AnswerKind.Allow)).Problem).IsNull();
        await Assert.That(q.View(id).Asks).IsFalse();
        await Assert.That(q.Sessions.Answer(id, 1, new(AnswerKind.Allow)).Problem).Contains("nothing was answered");
        await q.Until("the engine heard it", () => engine.Told.Contains("answer 1 Allow"));

        await engine.Ask(2, "rm -rf /");
        await q.Until("it asks again", () => q.View(id).Asks);
        await Assert.That(q.Sessions.Answer(id, 1, new(AnswerKind.Allow)).Problem).Contains("nothing was answered");
        await Assert.That(engine.Told.Count(told => told.StartsWith("answer", StringComparison.Ordinal))).IsEqualTo(1);
    }

    [Test]
    public async Task Stopping_a_turn_keeps_the_session_and_retry_asks_again()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "long work");
        await engine.Say("half an");

        q.Sessions.Cancel(id);
        await q.Until("it stopped", () => q.View(id).Status is SessionStatus.WaitingForInput);
        await Assert.That(q.View(id).Interrupted).IsTrue();
        await Assert.That(q.Said(id)).Contains("Text: half an\nNotice: Stopped.");

        await Assert.That(q.Sessions.Retry(id).Problem).IsNull();
        await q.Until("again", () => engine.Told.Contains("retry"));
        await engine.Finish("whole answer");
        await q.Until("done", () => q.View(id) is { Status: SessionStatus.WaitingForInput, Interrupted: false });
        await Assert.That(q.Sessions.Retry(id).Problem).StartsWith("There is nothing to try again");
    }

    [Test]
    public async Task A_paused_session_goes_on_with_resume_or_a_prompt()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "work");

        await Assert.That(q.Sessions.Pause(id).Problem).IsNull();
        await q.Until("paused", () => q.View(id).Status is SessionStatus.Paused);
        await Assert.That(engine.Told).Contains("cancel");
        await Assert.That(q.Sessions.Resume(id).Problem).IsNull();
        await q.Until("waiting", () => q.View(id).Status is SessionStatus.WaitingForInput);
        await Assert.That(q.Sessions.Resume(id).Problem).IsEqualTo($"{q.View(id).Name} is not paused.");
    }

    [Test]
    public async Task Names_by_hand_are_folded_unique_and_never_replaced()
    {
        var q = new SessionsFixture().Started();
        var one = q.Sessions.Create(null, "My API!", Focus.Keep).Session!;
        await Assert.That(one.Name).IsEqualTo("my-api");

        await Assert.That(q.Sessions.Create(null, "my api", Focus.Keep).Problem).Contains("Another session is named my-api");
        await Assert.That(q.Sessions.Rename(one.Id, "42").Problem).IsNotNull();
        await Assert.That(q.Sessions.Rename(one.Id, "Other").TryGet(out var renamed) ? renamed!.Name : "").IsEqualTo("other");

        await q.Prompt(one.Id, "debug the lambda deployment");
        await Assert.That(q.View(one.Id).Name).IsEqualTo("other");
    }

    [Test]
    public async Task Everything_but_the_closed_ones_comes_back_after_a_kill()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var done = await q.Answered("done", "first");
        q.Time.Advance(TimeSpan.FromMinutes(1));
        var busy = q.Sessions.Create(SessionType.Debug, "busy", Focus.Move).Session!.Id;
        var engine = await q.Prompt(busy, "second");
        await engine.Say("half");
        var closed = await q.Answered("closed", "third");
        q.Sessions.Close(closed.Id);
        q.Sessions.KeepDraft(busy, "half-typed");
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();

        using var killed = home.AfterKill();
        killed.Processes.Clear();
        var again = new SessionsFixture(killed.Open(pid: 200)).Started();

        await Assert.That(again.Sessions.Views.Select(view => view.Name)).IsEquivalentTo(["done", "busy"], StringComparer.Ordinal);
        await Assert.That(again.Sessions.Focused.Id).IsEqualTo(busy);
        await Assert.That(again.Sessions.Draft(busy)).IsEqualTo("half-typed");
        await Assert.That(again.View(done.Id).Unseen).IsTrue();
        await again.Until("the conversation is read", () => again.View(busy).Ring!.End > 0);
        await Assert.That(again.View(busy).Interrupted).IsTrue();
        await Assert.That(again.View(busy).Type).IsEqualTo(SessionType.Debug);
        await Assert.That(again.Said(busy)).IsEqualTo(
            "Prompt: second\nNotice: Interrupted: this was not answered. /retry asks again.\n");
        again.Sessions.Switch("done");
        await again.Until("the unread line", () => again.Sessions.Focused.UnreadFrom >= 0);
        await Assert.That(again.Said(done.Id)).IsEqualTo("Prompt: first\nText: answer to first\n");
    }

    [Test]
    public async Task After_a_kill_the_session_that_was_looked_at_is_in_focus_though_it_was_at_work()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var looked = q.Sessions.Create(null, "looked-at", Focus.Move).Session!.Id;
        await q.Prompt(looked, "long work");
        q.Time.Advance(TimeSpan.FromMinutes(1));
        await q.Answered("answered-later", "second");
        q.Sessions.Pin(looked, isPinned: true);
        q.Sessions.Group(looked, "web");
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();

        using var killed = home.AfterKill();
        killed.Processes.Clear();
        var again = new SessionsFixture(killed.Open(pid: 200)).Started();

        await Assert.That(again.Sessions.Focused.Name).IsEqualTo("looked-at");
        await Assert.That((again.Sessions.Focused.Pinned, again.Sessions.Focused.Group)).IsEqualTo((true, "web"));
        await Assert.That(again.Sessions.Switch("answered-later").Succeeded).IsTrue();
        await Assert.That(again.Sessions.Switch("!").TryGet(out var before) ? before!.Name : "").IsEqualTo("looked-at");
    }

    [Test]
    public async Task A_session_that_another_process_has_open_is_shown_and_cannot_be_prompted_until_that_ends()
    {
        using var home = new StoreFixture();
        var first = new SessionsFixture(home.Open()).Started();
        var shared = await first.Answered("shared", "hello");
        await Assert.That(first.Store.Flush(Poll.Limit)).IsTrue();

        var second = new SessionsFixture(home.Open(pid: 200)).Started();
        await Assert.That(second.View(shared.Id).OwnerPid).IsEqualTo(100);
        await Assert.That(second.Sessions.Prompt(shared.Id, "me too").Problem).Contains("open in another q (pid 100)");
        await Assert.That(second.Sessions.Switch("shared").Problem).Contains("open in another q (pid 100)");

        home.Processes.TryRemove(100, out _);
        await Assert.That(second.Sessions.Switch("shared").TryGet(out var taken) ? taken!.OwnerPid : -1).IsEqualTo(0);
        await second.Until("its conversation", () => second.View(shared.Id).Ring!.End > 0);
    }

    [Test]
    public async Task While_the_store_is_away_sessions_go_on()
    {
        var store = new StuckStore();
        var q = new SessionsFixture(store).Started();
        var id = q.Sessions.Focused.Id;
        q.Sessions.Prompt(id, "hello");
        await q.Until("it is on its way to the disk", () => q.View(id).Turn == 1);
        var engine = await q.Engine(id);
        await Assert.That(engine.Told.Count).IsEqualTo(0);

        q.Sessions.StoreIsAway(isAway: true);
        await q.Until("the turn begins without it", () => engine.Told.Contains("start hello"));
        await engine.Finish("hi");
        await q.Until("the turn ends without it", () => q.View(id).Status is SessionStatus.WaitingForInput);
    }

    [Test]
    public async Task A_prompt_that_the_store_refuses_is_kept_for_retry()
    {
        var store = new StuckStore { Refusal = "4096 writes wait already." };
        var q = new SessionsFixture(store).Started();
        var id = q.Sessions.Focused.Id;
        q.Sessions.Prompt(id, "hello");
        await q.Until("it failed", () => q.View(id).Status is SessionStatus.Failed);
        await Assert.That(q.Said(id)).Contains("Error: 4096 writes wait already. The prompt is kept: /retry sends it again.");

        store.Refusal = "";
        q.Sessions.Retry(id);
        var engine = await q.Engine(id);
        await q.Until("it is sent", () => engine.Told.Contains("start hello"));
    }

    [Test]
    public async Task Clear_empties_a_session_that_is_not_at_work()
    {
        var q = new SessionsFixture().Started();
        var done = await q.Answered("api", "hello", Focus.Move);

        await Assert.That(q.Sessions.Clear(done.Id).Problem).IsNull();
        await q.Until("empty", () => q.View(done.Id).Messages == 0);
        await Assert.That(q.Said(done.Id)).IsEqualTo("");
        await Assert.That(q.Store.Messages(done.Id).Count).IsEqualTo(0);

        await q.Prompt(done.Id, "again");
        await Assert.That(q.Sessions.Clear(done.Id).Problem).Contains("A turn runs in api");
    }

    [Test]
    public async Task Stopping_q_cancels_what_runs_and_stores_that_it_ran()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "work");

        var stopped = q.Sessions.Stop(Poll.Limit);
        await Assert.That(await stopped).IsTrue();
        await Assert.That(engine.Told).Contains("dispose");
        await Assert.That(store.Restore()[0].Status).IsEqualTo(SessionStatus.Processing);
    }

    [Test]
    public async Task In_single_session_mode_there_is_one()
    {
        using var home = new StoreFixture();
        var many = new SessionsFixture(home.Open()).Started();
        await many.Answered("one", "first");
        many.Time.Advance(TimeSpan.FromMinutes(1));
        await many.Answered("two", "second");
        await Assert.That(many.Store.Flush(Poll.Limit)).IsTrue();
        home.Processes.TryRemove(100, out _);

        var single = new SessionsFixture(home.Open(pid: 200), new() { MultiSessionEnabled = false }).Started();
        await Assert.That(single.Sessions.Views.Count).IsEqualTo(1);
        await Assert.That(single.Sessions.Focused.Name).IsEqualTo("two");
    }

    [Test]
    public async Task What_q_says_stands_in_the_session_and_not_in_the_conversation()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        q.Sessions.Say(id, OutputKind.Notice, "hello");
        await q.Until("said", () => q.Said(id).Contains("Notice: hello", StringComparison.Ordinal));
        await Assert.That(q.View(id).Messages).IsEqualTo(0);
    }

    [Test]
    public async Task A_bug_in_one_session_fails_that_session_only()
    {
        var q = new SessionsFixture(new ThrowingStore()).Started();
        var id = q.Sessions.Focused.Id;
        q.Sessions.Prompt(id, "hello");
        await q.Until("failed", () => q.View(id).Status is SessionStatus.Failed);
        await Assert.That(q.Said(id)).Contains("crash: the store has a bug");
    }
}
