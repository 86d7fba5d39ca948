using Q.Config;
using Q.Core;
using Q.Sessions;
using Q.TestKit;
using Q.Tests.Store;

namespace Q.Tests.Sessions;

/// <summary>Two q on one home, as two coordinators on one database: what one does the other sees when it looks.</summary>
internal sealed class OtherProcessesTests
{
    [Test]
    public async Task A_session_that_another_q_opens_is_listed_with_its_pid_and_cannot_be_prompted()
    {
        using var home = new StoreFixture();
        var (one, two) = Both(home);
        var made = Made(two, "theirs");

        one.Sessions.LookAround();

        var seen = one.Sessions.Views.Single(view => view.Id == made);
        await Assert.That(seen.OwnerPid).IsEqualTo(200);
        await Assert.That(seen.Name).IsEqualTo("theirs");
        await Assert.That(one.Sessions.Prompt(made, "hello").Problem).Contains("pid 200");
        await Assert.That(one.Sessions.Switch("theirs").Problem).Contains("pid 200");
    }

    [Test]
    public async Task What_a_session_of_another_q_asks_is_seen_here()
    {
        using var home = new StoreFixture();
        var (one, two) = Both(home);
        var made = Made(two, "theirs");
        await (await two.Prompt(made, "build it")).Ask(1, "make");
        await two.Until("it asks", () => two.View(made).Asks);
        two.Store.Flush(Poll.Limit);

        one.Sessions.LookAround();

        await Assert.That((one.View(made).Why, one.View(made).Waits)).IsEqualTo((WaitReason.Permission, true));
        await Assert.That(one.Sessions.Next().Problem).IsEqualTo("No other session waits for you.");
    }

    [Test]
    public async Task A_name_that_another_q_has_given_is_refused_here()
    {
        using var home = new StoreFixture();
        var (one, two) = Both(home);
        Made(two, "theirs");
        await Assert.That(one.Sessions.Create(null, "theirs", Focus.Keep).Problem).Contains("Another session is named theirs");
        await Assert.That(one.Sessions.Rename(one.Sessions.Focused.Id, "theirs").Problem)
            .IsEqualTo("Another session is named theirs; it is open in another q (pid 200). Choose another name.");
    }

    [Test]
    public async Task What_another_q_renames_and_closes_is_renamed_and_gone_here()
    {
        using var home = new StoreFixture();
        var (one, two) = Both(home);
        var made = Made(two, "theirs");
        one.Sessions.LookAround();

        two.Sessions.Rename(made, "other");
        two.Store.Flush(Poll.Limit);
        one.Sessions.LookAround();
        await Assert.That(one.Sessions.Views.Single(view => view.Id == made).Name).IsEqualTo("other");

        two.Sessions.Close(made);
        two.Store.Flush(Poll.Limit);
        one.Sessions.LookAround();
        await Assert.That(one.Sessions.Views.Any(view => view.Id == made)).IsFalse();
    }

    [Test]
    public async Task What_a_q_leaves_when_it_ends_is_ours_and_its_lease_is_taken()
    {
        using var home = new StoreFixture();
        var (one, two) = Both(home);
        var made = Made(two, "theirs");
        await two.Sessions.Stop(Poll.Limit);
        ((IDisposable)two.Store).Dispose();
        home.Processes.TryRemove(200, out _);

        one.Sessions.LookAround();

        await Assert.That(one.Sessions.Views.Single(view => view.Id == made).OwnerPid).IsEqualTo(0);
        await one.Answered("again", "still there?");
        await one.Prompt(made, "hello");
        one.Store.Flush(Poll.Limit);
        await Assert.That(home.Open(pid: 300).Look()!.Single(row => row.Id == made).OwnerPid).IsEqualTo(100);
    }

    [Test]
    public async Task What_was_just_closed_here_does_not_come_back_while_the_store_has_not_written_it()
    {
        using var home = new StoreFixture();
        var (one, _) = Both(home);
        var made = Made(one, "ours");

        one.Sessions.Close(made);
        one.Sessions.LookAround(); // the row may still say that it is open

        await Assert.That(one.Sessions.Views.Any(view => view.Id == made)).IsFalse();
        one.Store.Flush(Poll.Limit);
        one.Sessions.LookAround();
        await Assert.That(one.Sessions.Views.Any(view => view.Id == made)).IsFalse();
        await Assert.That(one.Sessions.Historical(10).Single().Name).IsEqualTo("ours");
    }

    [Test]
    public async Task What_was_closed_here_and_opened_again_elsewhere_is_listed()
    {
        using var home = new StoreFixture();
        var (one, two) = Both(home);
        var made = Made(one, "ours");
        one.Sessions.Close(made);
        one.Store.Flush(Poll.Limit);

        await Assert.That(two.Sessions.Reopen("ours").Problem).IsNull();
        two.Store.Flush(Poll.Limit);
        one.Sessions.LookAround();

        await Assert.That(one.Sessions.Views.Single(view => view.Id == made).OwnerPid).IsEqualTo(200);
    }

    [Test]
    public async Task Sessions_that_several_q_left_have_a_slot_each_from_then_on_and_one_is_in_focus()
    {
        using var home = new StoreFixture();
        var left = home.Open();
        var rows = Enumerable.Range(1, 3).Select(number => StoreFixture.Session($"s{number}") with { NamedByHand = true, Active = true, FocusedAt = number }).ToList();
        foreach (var row in rows)
            await StoreFixture.Saved(left, row);
        left.Dispose();

        var store = home.Open(pid: 200);
        await Assert.That(store.Look()!.Where(static row => row.Active).Select(static row => row.Name)).IsEquivalentTo(["s3"], StringComparer.Ordinal);
        var q = new SessionsFixture(store, folder: "/srv/api").Started();
        await Assert.That(q.Sessions.Focused.Name).IsEqualTo("s3");
        store.Flush(Poll.Limit);
        var now = store.Look()!;
        await Assert.That(now.Select(static row => row.Slot)).IsEquivalentTo([1, 2, 3], EqualityComparer<int>.Default);
        foreach (var row in now)
            await Assert.That(row.Slot).IsEqualTo(q.View(row.Id).Slot);
    }

    [Test]
    public async Task A_slot_that_another_q_took_is_shown_as_the_one_that_is_stored_from_the_next_look_on()
    {
        using var home = new StoreFixture();
        var (one, two) = Both(home);
        var theirs = Made(one, "theirs");
        var ours = two.Sessions.Create(null, null, Focus.Keep).Session!.Id;
        await Answer(ours);
        await Assert.That((one.View(theirs).Slot, two.View(ours).Slot)).IsEqualTo((2, 2));

        two.Sessions.LookAround();

        var empty = two.Sessions.Focused.Id;
        await Assert.That(two.View(ours).Slot).IsEqualTo(Stored(ours));
        await Assert.That(two.Sessions.Views.Select(static view => view.Slot)).IsEquivalentTo([1, 2, 3], EqualityComparer<int>.Default);
        await Assert.That(two.Sessions.Find($"{Stored(ours)}").TryGet(out var found) ? found!.Id : default).IsEqualTo(ours);
        await Answer(empty);
        two.Sessions.LookAround();
        foreach (var id in (SessionId[])[theirs, ours, empty])
            await Assert.That(two.View(id).Slot).IsEqualTo(Stored(id));
        await Assert.That(two.Sessions.Views.Select(static view => view.Slot)).IsEquivalentTo([1, 2, 3], EqualityComparer<int>.Default);

        async Task Answer(SessionId id)
        {
            await (await two.Prompt(id, "hello")).Finish("good day");
            await two.Until("it is answered", () => two.View(id).Ends > 0);
            two.Store.Flush(Poll.Limit);
        }
        int Stored(SessionId id) => two.Store.Look()!.Single(row => row.Id == id).Slot;
    }

    [Test]
    public async Task A_headless_run_of_another_process_is_no_open_session()
    {
        using var home = new StoreFixture();
        var (one, _) = Both(home);
        await StoreFixture.Saved(home.Open(pid: 400), StoreFixture.Session("headless", 0) with { Status = SessionStatus.Processing });
        one.Sessions.LookAround();
        await Assert.That(one.Sessions.Views.Any(view => view.Name == "headless")).IsFalse();
    }

    [Test]
    public async Task A_headless_run_that_is_at_work_when_q_opens_has_no_slot_and_is_outside_the_limit()
    {
        using var home = new StoreFixture();
        var headless = home.Open(pid: 400);
        for (var run = 1; run <= 3; run++)
            await StoreFixture.Saved(headless, StoreFixture.Session($"headless-{run}", 0) with { Status = SessionStatus.Processing });
        await StoreFixture.Saved(home.Open(pid: 401), StoreFixture.Session("died", 0) with { Status = SessionStatus.Processing });
        home.Processes.TryRemove(401, out _);

        var q = new SessionsFixture(home.Open(pid: 100), new Settings { MaxActiveSessions = 2 }).Started();

        await Assert.That(q.Sessions.Views.Select(view => $"{view.Slot} {view.Name}")).IsEquivalentTo(["1 died"], StringComparer.Ordinal);
        await Assert.That(q.Sessions.Create(null, "one", Focus.Keep).Problem).IsNull();
        await Assert.That(q.Sessions.Create(null, "two", Focus.Keep).Problem).IsNull();
        await Assert.That(q.Sessions.Create(null, "three", Focus.Keep).Session).IsNull();
    }

    [Test]
    public async Task With_more_sessions_than_the_limit_both_numbers_are_said()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        for (var slot = 1; slot <= 3; slot++)
            await StoreFixture.Saved(store, StoreFixture.Session($"s{slot}", slot) with { NamedByHand = true, Pinned = true });
        var q = new SessionsFixture(store, new Settings { MaxActiveSessions = 2 }).Started();
        await Assert.That(q.Sessions.Create(null, "more", Focus.Keep).Problem!).StartsWith("3 sessions are open; the limit is 2, and no other one is idle.");
    }

    private static (SessionsFixture One, SessionsFixture Two) Both(StoreFixture home)
    {
        var one = new SessionsFixture(home.Open(pid: 100)).Started();
        var two = new SessionsFixture(home.Open(pid: 200)).Started();
        return (one, two);
    }

    private static SessionId Made(SessionsFixture q, string name)
    {
        var made = q.Sessions.Create(null, name, Focus.Keep).Session!.Id;
        q.Store.Flush(Poll.Limit);
        return made;
    }
}
