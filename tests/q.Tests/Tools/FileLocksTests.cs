using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Q.Core;
using Q.TestKit;
using Q.Tools;

namespace Q.Tests.Tools;

public sealed class FileLocksTests
{
    private static readonly TimeSpan s_term = TimeSpan.FromSeconds(60);
    private static readonly SessionId s_api = SessionId.New();
    private static readonly SessionId s_web = SessionId.New();
    private static readonly SessionId s_doc = SessionId.New();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task A_free_file_is_had_at_once_and_one_that_is_held_when_it_is_given_back()
    {
        using var locks = new FileLocks(_time, s_term);
        var first = locks.Request(s_api, ["/w/a"]);
        await Assert.That(first.State).IsEqualTo(LeaseState.Granted);
        var second = locks.Request(s_web, ["/w/a"]);
        var heard = await Next(second);
        await Assert.That(heard).IsEqualTo(new LeaseNews(LeaseState.Waiting, new FileHolder(s_api, "/w/a", _time.GetUtcNow())));
        var waiting = Next(second);
        await Assert.That(waiting.IsCompleted).IsFalse();
        _time.Advance(TimeSpan.FromSeconds(3));
        await Assert.That(string.Join('\n', locks.Told(id => id == s_api ? "api" : "web"))).IsEqualTo("/w/a: held by api for 3 s\n/w/a: web waits for 3 s");
        first.Dispose();
        await Assert.That((await waiting).State).IsEqualTo(LeaseState.Granted);
        second.Dispose();
        await Assert.That((locks.HeldFiles, locks.Waiting)).IsEqualTo((0, 0));
    }

    [Test]
    public async Task A_lease_lapses_after_its_term_only_when_somebody_wants_the_file()
    {
        using var locks = new FileLocks(_time, s_term);
        using var slow = locks.Request(s_api, ["/w/a"]);
        _time.Advance(TimeSpan.FromHours(1));
        await Assert.That(slow.TryBeginWrite()).IsTrue();
        slow.EndWrite();

        _time.Advance(TimeSpan.FromSeconds(20));
        using var next = locks.Request(s_web, ["/w/a"]);
        var told = await Next(next);
        await Assert.That(told.Holder!.Session).IsEqualTo(s_api);
        _time.Advance(TimeSpan.FromSeconds(39));
        await Assert.That(next.State).IsEqualTo(LeaseState.Waiting);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.That((await Next(next)).State).IsEqualTo(LeaseState.Granted);
        await Assert.That((slow.State, slow.TryBeginWrite())).IsEqualTo((LeaseState.Lapsed, false));
    }

    [Test]
    public async Task While_its_owner_writes_it_does_not_lapse_and_who_waits_gives_up()
    {
        using var locks = new FileLocks(_time, s_term);
        using var hung = locks.Request(s_api, ["/w/a"]);
        await Assert.That(hung.TryBeginWrite()).IsTrue();
        using var next = locks.Request(s_web, ["/w/a"]);
        _time.Advance(s_term);
        await Assert.That(next.State).IsEqualTo(LeaseState.TimedOut);
        var news = await Next(next);
        await Assert.That((news.State, news.Holder!.Session)).IsEqualTo((LeaseState.TimedOut, s_api));
        hung.EndWrite();
        await Assert.That((hung.State, locks.Waiting)).IsEqualTo((LeaseState.Granted, 0));
    }

    [Test]
    public async Task All_files_of_a_step_are_had_together_and_who_waits_holds_nothing()
    {
        using var locks = new FileLocks(_time, s_term);
        using var first = locks.Request(s_api, ["/w/b"]);
        using var both = locks.Request(s_web, ["/w/c", "/w/b", "/w/a", "/w/b"]);
        await Assert.That(string.Join(' ', both.Paths)).IsEqualTo("/w/a /w/b /w/c"); // one order for all
        await Assert.That(locks.HeldFiles).IsEqualTo(1);

        // Behind it in the queue, though the file it wants is free: otherwise who wants many would never get them.
        using var late = locks.Request(s_doc, ["/w/c"]);
        await Assert.That((await Next(late)).Holder!.Session).IsEqualTo(s_web);
        first.Dispose();
        await Assert.That((both.State, late.State)).IsEqualTo((LeaseState.Granted, LeaseState.Waiting));
        both.Dispose();
        await Assert.That(late.State).IsEqualTo(LeaseState.Granted);
    }

    [Test]
    public async Task Who_waits_hears_when_somebody_else_is_in_the_way()
    {
        using var locks = new FileLocks(_time, s_term);
        var first = locks.Request(s_api, ["/w/a"]);
        using var second = locks.Request(s_web, ["/w/a"]);
        using var third = locks.Request(s_doc, ["/w/a"]);
        await Assert.That((await Next(third)).Holder!.Session).IsEqualTo(s_api);
        var changed = Next(third);
        first.Dispose();
        await Assert.That((await changed).Holder!.Session).IsEqualTo(s_web);
    }

    [Test]
    public async Task A_session_that_ends_gives_back_what_it_holds_and_what_it_waits_for()
    {
        using var locks = new FileLocks(_time, s_term);
        using var held = locks.Request(s_api, ["/w/a"]);
        using var other = locks.Request(s_web, ["/w/b"]);
        using var wanted = locks.Request(s_api, ["/w/b"]);
        using var next = locks.Request(s_web, ["/w/a"]);
        locks.GiveBackAll(s_api);
        await Assert.That((held.State, wanted.State, other.State, next.State))
            .IsEqualTo((LeaseState.GivenBack, LeaseState.GivenBack, LeaseState.Granted, LeaseState.Granted));
    }

    [Test]
    public async Task No_timer_runs_while_nobody_waits()
    {
        var time = new CountingTime();
        using var locks = new FileLocks(time, s_term);
        locks.Request(s_api, ["/w/a"]).Dispose();
        await Assert.That(time.Timers).IsEqualTo(0);
    }

    [Test]
    public async Task Requests_in_any_order_and_time_never_give_a_file_to_two_and_all_come_back()
    {
        var acts = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[1, 15], Gen.Int[0, 70]).Array[1, 60];
        await acts.SampleAsync(async steps =>
        {
            var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
            using var locks = new FileLocks(time, s_term);
            SessionId[] sessions = [.. Enumerable.Range(0, 6).Select(_ => SessionId.New())];
            var leases = new FileLease?[6];
            foreach (var (act, who, files, seconds) in steps)
            {
                switch (act)
                {
                    case 0 or 1:
                        leases[who]?.Dispose();
                        leases[who] = locks.Request(sessions[who], Files(files));
                        break;
                    case 2:
                        leases[who]?.Dispose();
                        break;
                    case 3:
                        time.Advance(TimeSpan.FromSeconds(seconds));
                        break;
                    default:
                        if (leases[who]?.TryBeginWrite() == true && seconds < 60)
                            leases[who]!.EndWrite();
                        break;
                }
                var held = leases.Where(lease => lease?.State is LeaseState.Granted).SelectMany(lease => lease!.Paths).ToList();
                if (held.Count != held.Distinct(StringComparer.Ordinal).Count() || held.Count != locks.HeldFiles)
                    return false;
                if (leases.Count(lease => lease?.State is LeaseState.Waiting) != locks.Waiting)
                    return false;
            }
            time.Advance(2 * s_term);
            if (locks.Waiting != 0)
                return false; // nobody waits for ever, whoever is in the way
            foreach (var lease in leases)
                lease?.Dispose();
            await Task.CompletedTask;
            return locks.HeldFiles == 0;
        }, iter: 2000);
    }

    [Test]
    public async Task Many_sessions_on_many_threads_never_write_one_file_at_once_and_never_stand_still()
    {
        using var locks = new FileLocks(TimeProvider.System, s_term);
        var (inside, wrong, done) = (new int[4], 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(seed => Task.Run(async () =>
        {
            var (random, session) = (new Random(seed), SessionId.New());
            for (var round = 0; round < 200; round++)
            {
                var files = random.Next(1, 16);
                using var lease = locks.Request(session, Files(files));
                LeaseNews news;
                do
                    news = await lease.Next(CancellationToken.None);
                while (news.State is LeaseState.Waiting);
                if (news.State is not LeaseState.Granted || !lease.TryBeginWrite())
                    Interlocked.Increment(ref wrong);
                for (var file = 0; file < 4; file++)
                {
                    if ((files & (1 << file)) != 0 && Interlocked.Increment(ref inside[file]) != 1)
                        Interlocked.Increment(ref wrong);
                }
                await Task.Yield();
                for (var file = 0; file < 4; file++)
                {
                    if ((files & (1 << file)) != 0)
                        Interlocked.Decrement(ref inside[file]);
                }
                lease.EndWrite();
                Interlocked.Increment(ref done);
            }
        }))).WaitAsync(Poll.Limit);
        await Assert.That((wrong, done, locks.HeldFiles, locks.Waiting)).IsEqualTo((0, 2400, 0, 0));
    }

    private static string[] Files(int bits) => [.. Enumerable.Range(0, 4).Where(file => (bits & (1 << file)) != 0).Select(file => $"/w/{file}")];

    private static Task<LeaseNews> Next(FileLease lease) => lease.Next(CancellationToken.None).WaitAsync(Poll.Limit);

    private sealed class CountingTime : TimeProvider
    {
        public int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
