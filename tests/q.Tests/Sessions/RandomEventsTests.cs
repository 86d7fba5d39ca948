using System.Collections.Concurrent;
using Q.Config;
using Q.Core;
using Q.Sessions;
using Q.Store;
using Q.Tests.Commands;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>Two hundred sessions, and a person who does anything at any time.</summary>
[NotInParallel]
internal sealed class RandomEventsTests
{
    private const int Sessions = 200;
    private const int Steps = 100_000;
    private const int Seed = 20261124;
    private const string Nothing = "calls 0 0, files 0 0";

    private readonly Dictionary<SessionId, List<string>> _sent = [];
    private readonly Random _random = new(Seed);
    private readonly LeaseStore _store = new();
    private readonly RandomWork _work = new();
    private int _prompts;

    [Test]
    public async Task No_event_is_refused_no_prompt_is_lost_who_waits_is_listed_and_all_is_given_back()
    {
        using var work = _work;
        using var q = new CommandsFixture(new Settings { MaxActiveSessions = 1000, OutputBufferSizeMb = 1 }, _store, _work.Engine);
        for (var step = 0; step < Steps; step++)
        {
            Fill(q.Sessions);
            await Do(q, _random.Next(100), q.Sessions.Views[_random.Next(q.Sessions.Views.Count)]);
            if (_random.Next(20) == 0)
                Pass(q, TimeSpan.FromSeconds(_random.Next(1, 20)));
            q.Turn();
            await Assert.That(_work.Gate.Inside).IsLessThanOrEqualTo(5);
            if (step % (Steps / 20) == 0)
                await WhoAsksIsListed(q);
        }
        await Settle(q);
        await AllIsGivenBack();
        await Assert.That(q.Sessions.Refused).IsEqualTo(0);
        foreach (var (id, sent) in _sent)
            await Assert.That(Prompts(id)).IsEquivalentTo(sent, StringComparer.Ordinal);
        await Assert.That(_store.Held.Order()).IsEquivalentTo(q.Sessions.Views.Where(IsKept).Select(view => view.Id.Value).Order(), EqualityComparer<Guid>.Default);
        foreach (var view in q.Sessions.Views.ToList())
            q.Sessions.Close(view.Id);
        await q.Sessions.Closing.WaitAsync(Poll.Limit);
        await Assert.That(_store.Held).IsEmpty();
        await AllIsGivenBack();
        await Assert.That(_work.Clashes).IsEqualTo(0);
        await Assert.That(_work.Waits).IsGreaterThan(100);
        foreach (var how in (string[])["written", "failed", "held", "cancelled", "denied"])
            await Assert.That(_work.Ended(how)).IsGreaterThan(100);
    }

    /// <summary>Nothing is held or waited for, at the gate and of files, once what was abandoned has come back.</summary>
    private Task<string> AllIsGivenBack() => Poll.Until("all to be given back", () => Task.FromResult(
        $"calls {_work.Gate.Inside} {_work.Gate.Waiting}, files {_work.Locks.HeldFiles} {_work.Locks.Waiting}"), static given => given == Nothing);

    private void Pass(CommandsFixture q, TimeSpan time)
    {
        q.Time.Advance(time);
        _work.Time.Advance(time);
    }

    private void Fill(Coordinator sessions)
    {
        while (sessions.Views.Count < Sessions)
            _sent[sessions.Create(null, $"s{_sent.Count}x", Focus.Keep).Session!.Id] = [];
    }

    private async Task Do(CommandsFixture q, int what, SessionView view)
    {
        var (sessions, sent) = (q.Sessions, _sent.TryGetValue(view.Id, out var known) ? known : _sent[view.Id] = []);
        switch (what)
        {
            case < 35:
                var prompt = $"p{++_prompts}";
                if (sessions.Prompt(view.Id, prompt).Succeeded)
                    sent.Add(prompt);
                break;
            case < 43:
                sessions.Cancel(view.Id);
                break;
            case < 48:
                sessions.Pause(view.Id);
                break;
            case < 54:
                sessions.Resume(view.Id);
                break;
            case < 64:
                sessions.Retry(view.Id);
                break;
            case < 76 when view.Question is { } question:
                sessions.Answer(view.Id, question.Number, new(_random.Next(2) == 0 ? AnswerKind.Allow : AnswerKind.Deny));
                break;
            case < 79 when sessions.TakeBack(view.Id) is { } back:
                await Assert.That(sent.Remove(back)).IsTrue();
                break;
            case < 84:
                sessions.Switch(view.Name);
                break;
            case < 87:
                sessions.Next();
                break;
            case < 89:
                await Leave(view, sent, sessions.Close);
                break;
            case 89:
                await Leave(view, sent, sessions.Kill);
                break;
            case 90 when sessions.Views.Count < Sessions + 20:
                var copy = sessions.Fork(view.Id, null, Focus.Keep).Session!.Id;
                _sent[copy] = [.. Prompts(copy)];
                break;
            case < 93:
                sessions.Recover(view.Id);
                break;
            case < 95:
                sessions.Pin(view.Id, !view.Pinned);
                break;
            case 95:
                sessions.ClearOutput(view.Id);
                break;
            case 96 when view.Queued.Count == 0 && sessions.Clear(view.Id).Succeeded:
                sent.Clear();
                await q.Until("it is empty", () => q.View(view.Id) is { Messages: 0, Interrupted: false });
                break;
            default:
                sessions.KeepDraft(view.Id, $"half a line {what}");
                break;
        }
    }

    /// <summary>What is queued goes with a session that a person closes; what was sent does not.</summary>
    private static async Task Leave(SessionView view, List<string> sent, Func<SessionId, Outcome> how)
    {
        foreach (var queued in view.Queued)
            await Assert.That(sent.Remove(queued)).IsTrue();
        await Assert.That(how(view.Id).Problem).IsNull();
    }

    private async Task WhoAsksIsListed(CommandsFixture q)
    {
        await q.Until("who asks is seen to ask", () => q.Sessions.Views.All(view => !_work.IsAsking(view.Id) || view.Asks));
        string[] asking = [.. q.Sessions.Views.Where(view => view.Asks || view.Unseen).Select(view => $" {view.Name} ")];
        var before = q.Focused.Ring!.End;
        await q.Run("/sessions --waiting");
        // The session in focus may say something of its own right after it, and while an answer streams it waits a second.
        await q.Until("who asks is listed", () =>
        {
            Pass(q, TimeSpan.FromSeconds(1));
            return q.NoticesSince(before).Any(said => asking.All(name => said.Contains(name, StringComparison.Ordinal))
                && (asking.Length == 0 || said.StartsWith("Waiting", StringComparison.Ordinal)));
        });
    }

    /// <summary>A person comes to each session that needs one, until nothing runs and nothing is queued.</summary>
    private async Task Settle(CommandsFixture q)
    {
        _work.CalmDown();
        await Poll.Until("all rest", () =>
        {
            Pass(q, TimeSpan.FromSeconds(5));
            q.Turn();
            var busy = new List<string>();
            foreach (var view in q.Sessions.Views)
            {
                if (view.Question is { } question)
                    q.Sessions.Answer(view.Id, question.Number, new(AnswerKind.Allow));
                else if (view.Status is SessionStatus.Failed or SessionStatus.Paused || view.Interrupted)
                    q.Sessions.Retry(view.Id);
                else if (view.Status is SessionStatus.WaitingForInput && q.Sessions.TakeBack(view.Id) is { } queued)
                    q.Sessions.Prompt(view.Id, queued); // after /recover what is queued waits for a person
                if (view is not { Status: SessionStatus.WaitingForInput, Asks: false, Interrupted: false, Queued.Count: 0 })
                {
                    busy.Add($"{view.Name} {view.Status}, {view.Why}, asks {view.Asks}, interrupted {view.Interrupted}, "
                        + $"queued {view.Queued.Count}, messages {view.Messages}");
                }
            }
            return Task.FromResult(busy);
        }, static busy => busy.Count == 0, static busy => string.Join('\n', busy.Take(20)));
    }

    private IEnumerable<string> Prompts(SessionId id) => _store.Messages(id).Where(message => message.Role is Role.User)
        .SelectMany(message => message.Parts).OfType<TextContent>().Select(text => text.Text);

    private static bool IsKept(SessionView view) => view.Messages > 0 || view.NamedByHand;

    /// <summary>A store in memory that notes which leases are held, as the real one takes and gives them.</summary>
    private sealed class LeaseStore : ISessionStore
    {
        private readonly MemoryStore _inner = new();
        private readonly ConcurrentDictionary<SessionId, bool> _held = new();

        public IEnumerable<Guid> Held => _held.Keys.Select(id => id.Value);

        public IReadOnlyList<StoredSession> Restore() => [];

        public IReadOnlyList<StoredSession> Historical(int most) => _inner.Historical(most);

        public IReadOnlyList<Message> Messages(SessionId id) => _inner.Messages(id);

        public bool NameTaken(string name, SessionId except) => false;

        public void Save(StoredSession session, Action<StoreResult>? done = null)
        {
            if (session.Status is not SessionStatus.Completed)
                _held[session.Id] = true;
            _inner.Save(session, done);
        }

        public void Append(SessionId id, IReadOnlyList<Message> messages, Action<StoreResult>? done = null) => _inner.Append(id, messages, done);

        public void Clear(SessionId id, Action<StoreResult>? done = null) => _inner.Clear(id, done);

        public void Release(SessionId id) => _held.TryRemove(id, out _);

        public bool Flush(TimeSpan limit) => true;
    }
}
