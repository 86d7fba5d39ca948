using Q.Core;
using Q.Sessions;
using Q.Tests.Store;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>Copies, ends by force, and what is built anew.</summary>
internal sealed class UpkeepTests
{
    [Test]
    public async Task A_copy_has_the_conversation_so_far_and_goes_its_own_way()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var from = await q.Answered("api", "first", Focus.Move);

        var copy = q.Sessions.Fork(from.Id, null, Focus.Move).Session!;
        await Assert.That((copy.Name, copy.Messages, copy.NamedByHand)).IsEqualTo(("api-2", 2, true));
        var engine = await q.Prompt(copy.Id, "another way");
        await Assert.That(engine.History.TryGet(out var history) ? history!.Count : 0).IsEqualTo(3);
        await engine.Finish("good");
        await q.Until("it has answered", () => q.View(copy.Id).Ends == 1);

        await Assert.That(q.Said(copy.Id)).IsEqualTo("Prompt: first\nText: answer to first\nPrompt: another way\nText: good\n");
        store.Flush(Poll.Limit);
        await Assert.That(store.Messages(copy.Id).Count).IsEqualTo(4);
        await Assert.That(store.Messages(from.Id).Count).IsEqualTo(2);
    }

    [Test]
    public async Task A_copy_of_a_session_at_work_begins_before_its_prompt()
    {
        var q = new SessionsFixture().Started();
        var from = await q.Answered("api", "first");
        var engine = await q.Prompt(from.Id, "second");
        await engine.Emit(new MessageReady(engine.Turn, new(Role.Assistant, [new ToolUseContent("1", "fs_read", "{}")], default)));

        var copy = q.Sessions.Fork(from.Id, "Other", Focus.Keep).Session!;
        await Assert.That((copy.Name, copy.Messages)).IsEqualTo(("other", 2));
        await Assert.That(q.Sessions.Fork(from.Id, "other", Focus.Keep).Problem).StartsWith("Another session is named other.");
    }

    [Test]
    public async Task A_killed_session_is_gone_at_once_and_its_turn_is_cut()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Create(null, "api", Focus.Keep).Session!.Id;
        var engine = await q.Prompt(id, "long work");

        await Assert.That(q.Sessions.Kill(id).Problem).IsNull();
        await Assert.That(q.Sessions.Views.Any(view => view.Id == id)).IsFalse();
        await q.Until("its engine is told", () => engine.Told.Contains("cancel") && engine.Told.Contains("dispose"));
        q.Time.Advance(Endings.Grace);
        q.Sessions.Refresh();
        await Assert.That(q.Said(q.Sessions.Focused.Id)).DoesNotContain("abandoned");
        await Assert.That(q.Sessions.Historical(1)[0].Name).IsEqualTo("api");
        await Assert.That(q.Sessions.Kill(id).Problem).StartsWith("That session is not open any more.");
    }

    [Test]
    public async Task A_killed_session_that_does_not_end_is_abandoned_counted_and_told()
    {
        var q = new SessionsFixture().Started();
        var never = new TaskCompletionSource();
        foreach (var (name, count) in (IEnumerable<(string, int)>)[("one", 1), ("two", 2)])
        {
            var id = q.Sessions.Create(null, name, Focus.Keep).Session!.Id;
            var engine = await q.Prompt(id, "long work");
            engine.Ending = never.Task;
            q.Sessions.Kill(id);
            await q.Until("it was told", () => engine.Told.Contains("dispose"));
            q.Time.Advance(Endings.Grace);
            await q.Until("it is told", () => q.Said(q.Sessions.Focused.Id).Contains(
                $"Error: {name} did not end within 2 s and is abandoned ({count} so far): its slot is free", StringComparison.Ordinal));
            await engine.Emit(new MessageReady(engine.Turn, new(Role.Assistant, [new TextContent("too late")], default)));
            await Assert.That(q.Store.Messages(id).Count).IsEqualTo(1);
        }
        never.SetResult();
    }

    [Test]
    [NotInParallel] // it holds a thread of the pool
    public async Task A_handler_that_hangs_is_noticed_killed_and_abandoned()
    {
        var q = new SessionsFixture().Started();
        var here = q.Sessions.Focused.Id;
        var id = q.Sessions.Create(null, "api", Focus.Move).Session!.Id;
        var engine = await q.Engine(id);
        using var hang = new Hang(engine);
        q.Sessions.Switch("!");
        q.Sessions.Prompt(id, "hang");

        await Advance(q, () => q.View(id).Hangs);
        await q.Until("it is told", () => q.Said(here).Contains(
            "Error: api has not reacted for 10 s. /kill api frees its slot, /recover api builds it anew.", StringComparison.Ordinal));
        q.Sessions.Kill(id);
        await Assert.That(q.Sessions.Create(null, "api2", Focus.Keep).Session!.Slot).IsEqualTo(2);
        q.Time.Advance(Endings.Grace);
        await q.Until("it is abandoned", () => q.Said(here).Contains("api did not end within 2 s", StringComparison.Ordinal));
        hang.End();
    }

    [Test]
    [NotInParallel] // it holds a thread of the pool
    public async Task Leaving_cuts_what_a_session_runs_that_does_not_hear()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Engine(id);
        using var hang = new Hang(engine);
        q.Sessions.Prompt(id, "hang");
        await hang.Stands();

        var stopped = q.Sessions.Stop(TimeSpan.FromSeconds(1));
        q.Time.Advance(TimeSpan.FromSeconds(1));
        await stopped;

        await Assert.That(engine.Told).Contains("cancel");
        hang.End();
    }

    [Test]
    [NotInParallel] // it holds a thread of the pool
    public async Task What_was_sent_to_a_session_that_does_not_hear_is_there_after_leaving()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var id = q.Sessions.Create(null, "api", Focus.Move).Session!.Id;
        var engine = await q.Engine(id);
        using var hang = new Hang(engine);
        q.Sessions.Prompt(id, "first");
        await hang.Stands();
        q.Sessions.Prompt(id, "second");

        var stopped = q.Sessions.Stop(TimeSpan.FromSeconds(1));
        q.Time.Advance(TimeSpan.FromSeconds(1));
        await stopped;
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        var row = store.Look()!.Single(row => row.Name == "api");
        await Assert.That((row.Messages, string.Join(';', row.Queued))).IsEqualTo((1, "second"));
        hang.End();
        store.Dispose();
    }

    [Test]
    [NotInParallel] // it holds a thread of the pool
    [Arguments(true), Arguments(false)]
    public async Task What_was_typed_while_a_prompt_was_on_its_way_is_there_after_leaving(bool endsInTime)
    {
        using var home = new StoreFixture();
        var store = home.Open();
        using var open = new ManualResetEventSlim();
        var (slow, ending) = (default(SessionId), new TaskCompletionSource());
        var q = new SessionsFixture(store, engines: (setup, sink, history) =>
        {
            if (setup.Session == slow)
                open.Wait();
            return new FakeEngine(setup, sink, history) { Ending = endsInTime ? Task.CompletedTask : ending.Task };
        }).Started();
        slow = q.Sessions.Create(null, "api", Focus.Keep).Session!.Id;
        q.Sessions.Prompt(slow, "first");
        q.Sessions.Prompt(slow, "second");
        q.Sessions.KeepDraft(slow, "half");

        var stopped = q.Sessions.Stop(TimeSpan.FromSeconds(1));
        open.Set();
        await Poll.Until("the prompt is stored", () => store.Look()?.Any(row => row.Id == slow && row.Messages == 1) == true);
        if (!endsInTime)
            q.Time.Advance(TimeSpan.FromSeconds(1));
        await stopped;

        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        var row = store.Look()!.Single(row => row.Id == slow);
        await Assert.That((row.Messages, string.Join(';', row.Queued), row.Draft, row.IsCut)).IsEqualTo((1, "second", "half", true));
        ending.SetResult();
        store.Dispose();
    }

    [Test]
    [NotInParallel] // it holds a thread of the pool
    public async Task A_session_that_reacts_again_is_not_called_hanging_any_more()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Engine(id);
        using var hang = new Hang(engine);
        q.Sessions.Prompt(id, "slow");

        await Advance(q, () => q.View(id).Hangs);
        await Assert.That(q.Sessions.TakeNews()).StartsWith($"{q.View(id).Name} has not reacted for 10 s.");
        hang.End();
        await Advance(q, () => !q.View(id).Hangs);
    }

    [Test]
    public async Task Nothing_looks_while_nothing_runs()
    {
        var q = new SessionsFixture().Started();
        await q.Answered("api", "one");
        await Advance(q, () =>
        {
            var before = q.Bells;
            q.Time.Advance(TimeSpan.FromHours(1));
            return q.Bells == before;
        });
        var rung = q.Bells;
        q.Time.Advance(TimeSpan.FromDays(1));
        await Assert.That(q.Bells).IsEqualTo(rung);
    }

    [Test]
    public async Task A_turn_that_waits_for_its_model_is_no_hang()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "think");
        for (var i = 0; i < 20; i++)
        {
            q.Time.Advance(TimeSpan.FromSeconds(5));
            q.Sessions.Refresh();
            await Assert.That(q.View(id).Hangs).IsFalse();
        }
        await engine.Finish("thought");
    }

    [Test]
    public async Task A_session_that_failed_is_built_anew_with_what_ran_marked_as_interrupted()
    {
        using var home = new StoreFixture();
        var q = new SessionsFixture(home.Open()).Started();
        var done = await q.Answered("api", "first", Focus.Move);
        var engine = await q.Engine(done.Id);
        engine.OnStart = () => throw new InvalidOperationException("a bug");
        q.Sessions.Prompt(done.Id, "second");
        await q.Until("it failed", () => q.View(done.Id).Status is SessionStatus.Failed);
        await Assert.That(q.Said(done.Id)).Contains("Error: crash: a bug");
        await Assert.That(engine.Told).Contains("cancel"); // what ran does not run on
        await q.Until("its last words are heard", () => engine.Says.Turn > engine.Turn);
        await Assert.That(q.Sessions.Refused).IsEqualTo(0);

        await Assert.That(q.Sessions.Recover(done.Id).Problem).IsNull();
        await q.Until("it waits", () => q.View(done.Id) is { Status: SessionStatus.WaitingForInput, Interrupted: true, Messages: 3 });
        await q.Until("the conversation is read", () => q.Said(done.Id) == "Prompt: first\nText: answer to first\nPrompt: second\n"
            + "Notice: Interrupted: this was not answered. /retry asks again.\n");
        await Assert.That(q.Sessions.Recover(done.Id).Problem).StartsWith("api is recovered already");

        var again = await q.Engine(done.Id);
        await Assert.That(ReferenceEquals(again, engine)).IsFalse();
        await Assert.That(q.Sessions.Retry(done.Id).Problem).IsNull();
        await q.Until("it tries again", () => again.Told.Contains("retry"));
        await again.Finish("now");
        await q.Until("it is answered", () => q.View(done.Id) is { Status: SessionStatus.WaitingForInput, Interrupted: false });
        await Assert.That(q.Sessions.Recover(done.Id).Problem).StartsWith("api needs no recovery");
    }

    [Test]
    public async Task A_closed_session_is_opened_again_with_its_conversation()
    {
        using var home = new StoreFixture();
        var q = new SessionsFixture(home.Open()).Started();
        var done = await q.Answered("api", "first");
        q.Sessions.Close(done.Id);
        q.Store.Flush(Poll.Limit);
        q.Sessions.Create(null, "api", Focus.Keep);

        var closed = q.Sessions.Historical(1)[0];
        var opened = q.Sessions.Reopen(closed, Focus.Move).Session!;
        await Assert.That((opened.Id, opened.Name, opened.Status)).IsEqualTo((done.Id, "api-2", SessionStatus.WaitingForInput));
        await q.Until("the conversation is read", () => q.Said(done.Id) == "Prompt: first\nText: answer to first\n");
        await Assert.That(q.Sessions.Reopen(closed, Focus.Move).Problem).IsEqualTo("api-2 is open. /switch api-2 goes there.");
        q.Store.Flush(Poll.Limit);
        await Assert.That(q.Sessions.Historical(5)).IsEmpty();
    }

    [Test]
    public async Task What_was_shown_can_be_forgotten_and_the_conversation_stays()
    {
        var q = new SessionsFixture().Started();
        var done = await q.Answered("api", "first", Focus.Move);
        await Assert.That(q.Sessions.ClearOutput(done.Id).Problem).IsNull();
        await q.Until("it is empty", () => q.Said(done.Id).Length == 0);
        await Assert.That(q.View(done.Id).Messages).IsEqualTo(2);
        var engine = await q.Prompt(done.Id, "second");
        await engine.Finish("still here");
        await q.Until("it goes on", () => q.Said(done.Id) == "Prompt: second\nText: still here\n");
    }

    /// <summary>Time goes on by a second at each look.</summary>
    private static Task Advance(SessionsFixture q, Func<bool> satisfied) => q.Until("time has done it", () =>
    {
        q.Time.Advance(TimeSpan.FromSeconds(1));
        q.Sessions.Refresh();
        return satisfied();
    });

    /// <summary>The mailbox of a session stands at its next start, until this ends.</summary>
    private sealed class Hang : IDisposable
    {
        private readonly ManualResetEventSlim _stands = new();
        private readonly ManualResetEventSlim _over = new();

        public Hang(FakeEngine engine) => engine.OnStart = () =>
        {
            _stands.Set();
            _over.Wait();
        };

        public Task Stands() => Poll.Until("it hangs", () => _stands.IsSet);

        public void End() => _over.Set();

        public void Dispose()
        {
            End();
            _over.Dispose();
            _stands.Dispose();
        }
    }
}
