using Q.Config;
using Q.Core;
using Q.Store;
using Q.TestKit;
using Q.Tests.App;
using Q.Tests.Store;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>Prompts that were queued when q was killed: shown, sent in order when a person comes, none lost and none twice.</summary>
internal sealed class QueueAfterRestartTests
{
    [Test]
    public async Task They_wait_and_a_new_prompt_goes_behind_them()
    {
        using var home = new StoreFixture();
        using var killed = await KilledWith(home, "two", "three");
        var q = new SessionsFixture(killed.Open()).Started();
        var id = q.Sessions.Focused.Id;
        await q.Until("it is open", () => q.Said(id).Contains("Interrupted"));

        await Assert.That(q.View(id).Queued).IsEquivalentTo(["two", "three"], StringComparer.Ordinal);
        await q.Until("it says so", () => q.Said(id).Contains(
            "Notice: 2 prompts from before q ended wait here: /resume or your next prompt sends them, in order. Up takes one back.", StringComparison.Ordinal));
        var engine = await q.Engine(id);
        await Assert.That(engine.Told).IsEmpty();

        await Assert.That(q.Sessions.Prompt(id, "four").Problem).IsNull();
        await IsSent(q, id, engine, "two", "three", "four");
        await Assert.That(q.View(id).Queued).IsEmpty();
        await Assert.That(string.Join(' ', Prompts(killed.Open(), id))).IsEqualTo("one two three four");
    }

    [Test]
    public async Task Retry_asks_what_was_cut_again_and_then_they_go()
    {
        using var home = new StoreFixture();
        using var killed = await KilledWith(home, "two");
        var q = new SessionsFixture(killed.Open()).Started();
        var id = q.Sessions.Focused.Id;
        await q.Until("it was cut", () => q.View(id).Interrupted);
        await Assert.That(q.Sessions.Retry(id).Problem).IsNull();
        var engine = await q.Engine(id);
        await q.Until("the engine tries again", () => engine.Told.Contains("retry"));
        await engine.Finish("answer");
        await IsSent(q, id, engine, "two");
    }

    [Test]
    public async Task Resume_sends_them_also_in_a_session_that_failed_or_was_paused()
    {
        using var home = new StoreFixture();
        using var killed = await KilledWith(home, "two");
        var q = new SessionsFixture(killed.Open()).Started();
        var id = q.Sessions.Focused.Id;
        await Assert.That(q.Sessions.Resume(id).Problem).IsNull();
        var engine = await q.Engine(id);
        await q.Until("it is sent", () => engine.Told.Contains("start two"));
        q.Sessions.Prompt(id, "three");
        await engine.End(TurnOutcome.Failed, "No route.");
        await q.Until("it failed", () => q.View(id).Status is SessionStatus.Failed);
        await Assert.That(q.Sessions.Resume(id).Problem).IsNull();
        await IsSent(q, id, engine, "three");
        await Assert.That(q.Sessions.Resume(id).Problem!).EndsWith("is not paused.");
    }

    [Test]
    public async Task After_a_failure_too_a_new_prompt_does_not_overtake()
    {
        var q = new SessionsFixture().Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "one");
        q.Sessions.Prompt(id, "two");
        await engine.End(TurnOutcome.Failed, "No route.");
        await q.Until("it failed", () => q.View(id).Status is SessionStatus.Failed);
        q.Sessions.Prompt(id, "three");
        await IsSent(q, id, engine, "two", "three");
    }

    [Test]
    public async Task At_each_write_each_prompt_is_in_the_queue_or_in_the_conversation_and_not_in_both()
    {
        var ledger = new Ledger();
        var q = new SessionsFixture(ledger).Started();
        var id = q.Sessions.Focused.Id;
        var engine = await q.Prompt(id, "p0");
        for (var n = 1; n <= 20; n++)
            q.Sessions.Prompt(id, $"p{n}");
        ledger.MustHold(21);
        for (var n = 1; n <= 20; n++)
        {
            var told = $"start p{n}";
            await engine.Finish("answer");
            await q.Until(told, () =>
            {
                q.Sessions.KeepDraft(id, $"half a line {Random.Shared.Next()}"); // rows are stored all the time
                return engine.Told.Contains(told);
            });
        }
        await Assert.That(ledger.Wrong).IsEmpty();
        await Assert.That(ledger.Checked).IsGreaterThan(40);
    }

    [Test]
    public async Task A_session_in_which_they_wait_is_not_offered_to_be_closed()
    {
        using var home = new StoreFixture();
        using var killed = await KilledWith(home, "two");
        var q = new SessionsFixture(killed.Open(), new Settings { MaxActiveSessions = 1 }, folder: "/srv/other").Started();
        await Assert.That(q.Sessions.Views.Count).IsEqualTo(2);
        var refused = q.Sessions.Refusal(new() { Name = "third" });
        await Assert.That(refused?.OfferToClose).IsNull();
        await Assert.That(refused?.Problem).Contains("no other one is idle");
    }

    [Test]
    public async Task A_row_whose_prompt_is_refused_is_not_stored()
    {
        using var home = new StoreFixture();
        var row = StoreFixture.Session("api") with { Queued = ["two"] };
        var other = home.Open(pid: 200);
        await StoreFixture.Saved(other, row);

        var done = await StoreFixture.Wait(told => home.Open().Begin(row with { Queued = [] }, StoreFixture.Said("two"), told));

        await Assert.That(done.Problem).Contains("open in another q (pid 200)");
        await Assert.That(other.Look()!.Single().Queued.Count).IsEqualTo(1);
        await Assert.That(other.Messages(row.Id)).IsEmpty();
        await StoreFixture.Wait(told => other.Begin(row with { Queued = [] }, StoreFixture.Said("two"), told));
        using var killed = home.AfterKill();
        await Assert.That(killed.Open().Restore().Single() is { Queued.Count: 0, Messages: 1 }).IsTrue();
    }

    [Test]
    public async Task The_screen_shows_them_and_piped_input_does_not_wait_for_them()
    {
        using var home = new StoreFixture();
        using var killed = await KilledWith(home, "two");
        await using var q = new AppFixture(store: killed.Open());
        await q.Shows("queued: two");
        await q.Shows("A prompt from before q ended waits here");
        q.Type("/sessions\r");
        await q.Shows("1 queued");
        q.Type("\u001b[A");
        await q.Shows("q> two");
        await q.ShowsNot("queued: two");
        q.Type("\r");
        await (await q.Engine("two")).Finish("answered now");
        await q.Shows("answered now");
        q.Terminal.EndInput();
        await Assert.That(await q.Ended.WaitAsync(Poll.Limit)).IsEqualTo(0);

        using var again = await KilledWith(home, "five");
        await using var piped = new AppFixture(store: again.Open());
        await piped.Shows("queued: five");
        piped.Terminal.EndInput();
        await Assert.That(await piped.Ended.WaitAsync(Poll.Limit)).IsEqualTo(0);
    }

    /// <summary>A home whose q was killed while it answered "one", with these prompts behind it.</summary>
    private static async Task<StoreFixture> KilledWith(StoreFixture home, params string[] queued)
    {
        var store = home.Open();
        var q = new SessionsFixture(store).Started("one");
        var id = q.Sessions.Focused.Id;
        var engine = await q.Engine(id);
        await q.Until("the turn", () => engine.Told.Contains("start one"));
        foreach (var prompt in queued)
            q.Sessions.Prompt(id, prompt);
        q.Sessions.Refresh();
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        return home.AfterKill();
    }

    private static async Task IsSent(SessionsFixture q, SessionId id, FakeEngine engine, params string[] prompts)
    {
        foreach (var prompt in prompts)
        {
            await q.Until($"{prompt} is sent", () => engine.Told.Contains($"start {prompt}"));
            await Assert.That(engine.Told.Last()).IsEqualTo($"start {prompt}");
            await engine.Finish($"answer to {prompt}");
        }
        await q.Until("all is answered", () => q.View(id) is { Status: SessionStatus.WaitingForInput, Queued.Count: 0 });
    }

    private static IEnumerable<string> Prompts(SessionStore store, SessionId id)
    {
        store.Flush(Poll.Limit);
        return store.Messages(id).Where(message => message.Role is Role.User).Select(message => ((TextContent)message.Parts[0]).Text);
    }

    /// <summary>A store that looks after each write at what a kill just then would leave.</summary>
    private sealed class Ledger : ISessionStore
    {
        private readonly Lock _gate = new();
        private readonly MemoryStore _inner = new();
        private StoredSession? _row;
        private int _prompts;

        public List<string> Wrong { get; } = [];

        public int Checked { get; private set; }

        /// <summary>From now on p0 to p(n-1) must be there at each write, each once.</summary>
        public void MustHold(int prompts)
        {
            lock (_gate)
                _prompts = prompts;
        }

        public IReadOnlyList<StoredSession> Restore() => [];

        public IReadOnlyList<StoredSession> Historical(int most) => [];

        public IReadOnlyList<Message> Messages(SessionId id) => _inner.Messages(id);

        public bool NameTaken(string name, SessionId except) => false;

        public void Save(StoredSession session, Action<StoreResult>? done = null)
        {
            lock (_gate)
            {
                _row = session;
                Check(session.Id);
            }
            done?.Invoke(default);
        }

        public void Append(SessionId id, IReadOnlyList<Message> messages, Action<StoreResult>? done = null)
        {
            lock (_gate)
            {
                _inner.Append(id, messages);
                Check(id);
            }
            done?.Invoke(default);
        }

        public void Begin(StoredSession session, Message prompt, Action<StoreResult> done)
        {
            lock (_gate)
            {
                _row = session;
                _inner.Append(session.Id, [prompt]);
                Check(session.Id);
            }
            done(default);
        }

        public void Clear(SessionId id, Action<StoreResult>? done = null) => done?.Invoke(default);

        public void Release(SessionId id)
        {
            // nothing is held
        }

        public bool Flush(TimeSpan limit) => true;

        private void Check(SessionId id)
        {
            Checked++;
            var there = _inner.Messages(id).SelectMany(message => message.Parts).OfType<TextContent>().Select(part => part.Text)
                .Concat(_row?.Queued ?? []).Where(text => text.StartsWith('p')).ToList();
            for (var n = 0; n < _prompts; n++)
            {
                if (there.Count(text => text == $"p{n}") is not 1 and var count)
                    Wrong.Add($"write {Checked}: p{n} {count} times");
            }
        }
    }
}
