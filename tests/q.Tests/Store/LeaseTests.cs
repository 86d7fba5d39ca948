using Q.Store;
using Q.TestKit;
using static Q.Tests.Store.StoreFixture;

namespace Q.Tests.Store;

internal sealed class LeaseTests
{
    [Test]
    public async Task A_session_that_another_live_q_has_open_is_listed_with_its_pid_and_cannot_be_written()
    {
        using var fixture = new StoreFixture();
        var first = fixture.Open(pid: 100);
        var session = Session("one");
        await Saved(first, session);

        var second = fixture.Open(pid: 200);
        await Assert.That(second.Restore().Single().OwnerPid).IsEqualTo(100);
        var result = await Wait(done => second.Append(session.Id, [Said("mine")], done));

        await Assert.That(result.Problem).Contains("pid 100");
        await Assert.That(first.Messages(session.Id)).IsEmpty();
    }

    [Test]
    public async Task A_session_whose_owner_died_is_taken_over()
    {
        using var fixture = new StoreFixture();
        var session = Session("one");
        await Saved(fixture.Open(pid: 100), session);
        fixture.Processes.TryRemove(100, out _);

        var second = fixture.Open(pid: 200);

        await Assert.That(second.Restore().Single().OwnerPid).IsEqualTo(0);
        await Assert.That((await Wait(done => second.Append(session.Id, [Said("mine")], done))).Problem).IsNull();
    }

    [Test]
    public async Task A_pid_that_another_program_has_now_does_not_hold_the_session()
    {
        using var fixture = new StoreFixture();
        await Saved(fixture.Open(pid: 100), Session("one"));
        fixture.Processes[100] = "later";

        await Assert.That(fixture.Open(pid: 200).Restore().Single().OwnerPid).IsEqualTo(0);
    }

    [Test]
    public async Task Of_two_that_restore_at_once_one_gets_the_session_and_the_other_hears_so()
    {
        using var fixture = new StoreFixture();
        var session = Session("one");
        var dead = fixture.Open(pid: 100);
        await Saved(dead, session);
        fixture.Processes.TryRemove(100, out _);
        var (left, right) = (fixture.Open(pid: 200), fixture.Open(pid: 300));

        await Assert.That(left.Restore().Single().OwnerPid).IsEqualTo(0);
        await Assert.That(right.Restore().Single().OwnerPid).IsEqualTo(0);
        await Assert.That(left.Flush(Poll.Limit)).IsTrue();
        await Assert.That(right.Flush(Poll.Limit)).IsTrue();

        var lost = fixture.Notices.Single();
        await Assert.That(lost.Kind).IsEqualTo(StoreNoticeKind.LeaseLost);
        await Assert.That(lost.Session).IsEqualTo(session.Id);
        var loser = lost.Pid == 200 ? right : left;
        await Assert.That((await Saved(loser, session with { Name = "stolen" })).Succeeded).IsFalse();
    }

    [Test]
    public async Task A_session_given_back_is_free()
    {
        using var fixture = new StoreFixture();
        var first = fixture.Open(pid: 100);
        var (one, two) = (Session("one"), Session("two", 2));
        await Saved(first, one);
        await Saved(first, two);

        first.Release(one.Id);
        await Assert.That(first.Flush(Poll.Limit)).IsTrue();
        await Assert.That(fixture.Open(pid: 200).Restore().Select(s => s.OwnerPid)).IsEquivalentTo([0, 100], EqualityComparer<int>.Default);

        first.Dispose();
        await Assert.That(fixture.Open(pid: 300).Restore().Single(s => s.Id == two.Id).OwnerPid).IsEqualTo(0);
    }

    [Test]
    public async Task Of_two_q_that_begin_a_home_at_once_one_makes_the_database_and_both_are_in_it()
    {
        for (var round = 0; round < 20; round++)
        {
            using var fixture = new StoreFixture();
            var stores = new[] { fixture.Open(pid: 100), fixture.Open(pid: 200) };
            using var start = new Barrier(stores.Length);
            await Task.WhenAll(stores.Select((store, which) => Task.Run(() =>
            {
                start.SignalAndWait();
                return Saved(store, Session($"q{which}"));
            })));
            await Assert.That(fixture.Open(pid: 300).Restore().Count).IsEqualTo(2);
        }
    }

    [Test]
    public async Task Q_that_gave_the_same_slot_at_once_have_stored_different_ones()
    {
        using var fixture = new StoreFixture();
        var stores = Enumerable.Range(100, 5).Select(pid => fixture.Open(pid)).ToList();
        foreach (var store in stores)
            await Saved(store, Session($"of-{stores.IndexOf(store)}"));
        var again = stores[0].Restore();
        await Assert.That(again.Select(static one => one.Slot)).IsEquivalentTo([1, 2, 3, 4, 5], EqualityComparer<int>.Default);
        var last = again.Single(one => one.Name == "of-4");
        await Saved(stores[4], last with { Slot = 1, Draft = "still in the slot of before" });
        await Saved(stores[0], again.Single(one => one.Name == "of-0") with { Status = Q.Core.SessionStatus.Completed, Slot = 0 });
        await Saved(stores[4], last with { Slot = 1 });
        var end = stores[0].Restore();
        await Assert.That(end.Select(static one => one.Slot)).IsEquivalentTo([1, 2, 3, 4], EqualityComparer<int>.Default);
        await Assert.That(end.Single(one => one.Name == "of-4").Slot).IsEqualTo(1);
    }

    [Test]
    public async Task Two_q_on_one_home_lose_nothing_of_each_other()
    {
        using var fixture = new StoreFixture();
        var stores = new[] { fixture.Open(pid: 100), fixture.Open(pid: 200) };

        await Task.WhenAll(stores.Select((store, which) => Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                var session = Session($"q{which}-{i}", i + 1);
                store.Save(session);
                var result = await Wait(done => store.Append(session.Id, [Said($"{which} {i}")], done));
                if (result.Problem is { } problem)
                    throw new InvalidOperationException(problem);
            }
        })));

        var all = fixture.Open(pid: 300).Restore();
        await Assert.That(all.Count).IsEqualTo(80);
        await Assert.That(all.All(session => session.Messages == 1)).IsTrue();
    }

    [Test]
    public async Task A_lease_from_another_machine_holds_until_it_is_no_longer_renewed()
    {
        using var fixture = new StoreFixture();
        var judge = new LeaseJudge(new(7, "s", "here"), _ => null, fixture.Time);
        var lease = new Lease(new(100, "s", "there"), Noon);

        await Assert.That(judge.HeldBy(lease)).IsEqualTo(100);
        fixture.Time.Advance(LeaseJudge.StaleElsewhere + TimeSpan.FromSeconds(1));
        await Assert.That(judge.HeldBy(lease)).IsEqualTo(0);
    }

    [Test]
    public async Task Leases_are_renewed_each_minute()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        await Saved(store, Session("one"));

        fixture.Time.Advance(LeaseJudge.RenewEvery);
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();

        using var connection = new Database(fixture.Database, fixture.Time).Open();
        await Assert.That(Database.Scalar(connection, "SELECT renewed FROM leases"))
            .IsEqualTo((Noon + LeaseJudge.RenewEvery).ToUnixTimeMilliseconds());
    }

    [Test]
    public async Task A_process_is_known_by_when_it_began()
    {
        var own = ProcessIdentity.Own();

        await Assert.That(own.Started).IsNotEmpty();
        await Assert.That(ProcessIdentity.StartOf(own.Pid)).IsEqualTo(own.Started);
        await Assert.That(ProcessIdentity.StartOf(int.MaxValue)).IsNull();
    }
}
