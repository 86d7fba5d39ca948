using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Q.Core;
using Q.Store;
using Q.TestKit;
using static Q.Tests.Store.StoreFixture;

namespace Q.Tests.Store;

internal sealed class WriteQueueTests
{
    private const int Busy = 5;
    private const int Full = 13;

    private static SqliteException Fault(int code) => new("fault", code);

    private static ReleaseWrite Any(Action<StoreResult>? done = null) => new(SessionId.New()) { Done = done };

    [Test]
    public async Task Writes_without_a_listener_ride_with_the_one_that_has_one()
    {
        var target = new FaultyTarget();
        using var queue = new WriteQueue(target, "db", _ => { });

        queue.Post(Any());
        queue.Post(Any());
        await Wait(done => queue.Post(Any(done)));

        await Assert.That(target.Transactions.Count).IsEqualTo(1);
        await Assert.That(target.Committed.Count()).IsEqualTo(3);
    }

    [Test]
    public async Task A_write_without_a_listener_is_written_though_nobody_asks()
    {
        var target = new FaultyTarget();
        using var queue = new WriteQueue(target, "db", _ => { });

        queue.Post(Any());

        await Poll.Until("the write", () => !target.Transactions.IsEmpty);
    }

    [Test]
    public async Task A_full_disk_is_said_once_and_nothing_is_lost_or_reordered()
    {
        var target = new FaultyTarget();
        var trouble = new ConcurrentQueue<string?>();
        for (var i = 0; i < 4; i++)
            target.NextCommits.Enqueue(Fault(Full));
        using var queue = new WriteQueue(target, "db", trouble.Enqueue);
        var writes = Enumerable.Range(0, 20).Select(_ => Any()).ToList();

        foreach (var write in writes)
            queue.Post(write);
        var last = await Wait(done => queue.Post(Any(done)));

        await Assert.That(last.Succeeded).IsTrue();
        await Assert.That(target.Committed.Take(20).SequenceEqual(writes)).IsTrue();
        await Assert.That(trouble.Count).IsEqualTo(2);
        await Assert.That(trouble.First()).Contains("disk is full");
        await Assert.That(trouble.Last()).IsNull();
    }

    [Test]
    public async Task That_everything_is_stored_is_said_only_when_nothing_waits()
    {
        var target = new FaultyTarget();
        var (trouble, stored) = (new ConcurrentQueue<string?>(), new ConcurrentQueue<int>());
        for (var i = 0; i < 2; i++)
            target.NextCommits.Enqueue(Fault(Full));
        target.Gate.Reset();
        using var queue = new WriteQueue(target, "db", sentence =>
        {
            trouble.Enqueue(sentence);
            stored.Enqueue(target.Committed.Count());
        });

        for (var i = 0; i < 2000; i++) // some batches: the first ones fit
            queue.Post(Any());
        var last = Wait(done => queue.Post(Any(done)));
        target.Gate.Set();

        await Assert.That((await last).Succeeded).IsTrue();
        await Assert.That(trouble.Count(sentence => sentence is null)).IsEqualTo(1);
        await Assert.That(stored.Last()).IsEqualTo(2001);
    }

    [Test]
    public async Task A_lock_that_passes_at_once_is_not_worth_a_word()
    {
        var target = new FaultyTarget();
        var trouble = new ConcurrentQueue<string?>();
        target.NextCommits.Enqueue(Fault(Busy));
        using var queue = new WriteQueue(target, "db", trouble.Enqueue);

        await Assert.That((await Wait(done => queue.Post(Any(done)))).Succeeded).IsTrue();
        await Assert.That(trouble).IsEmpty();
    }

    [Test]
    public async Task Only_the_write_that_cannot_be_written_fails()
    {
        var target = new FaultyTarget();
        using var queue = new WriteQueue(target, "db", _ => { });
        var bad = new TaskCompletionSource<StoreResult>();
        target.Bad = Any(bad.SetResult);
        target.Gate.Reset();

        queue.Post(Any(_ => { }));
        queue.Post(target.Bad);
        var last = Wait(done => queue.Post(Any(done)));
        target.Gate.Set();

        await Assert.That((await last).Succeeded).IsTrue();
        await Assert.That((await bad.Task).Problem).IsEqualTo("This could not be stored: bad.");
        await Assert.That(target.Committed.Count()).IsEqualTo(2);
    }

    [Test]
    public async Task Ending_writes_what_waits()
    {
        var target = new FaultyTarget();
        var queue = new WriteQueue(target, "db", _ => { });
        for (var i = 0; i < 1000; i++)
            queue.Post(Any());

        queue.Dispose();

        await Assert.That(target.Committed.Count()).IsEqualTo(1000);
        await Assert.That(target.Closed).IsTrue();
        await Assert.That((await Wait(done => queue.Post(Any(done)))).Problem).Contains("q is ending");
    }

    [Test]
    public async Task Ending_with_a_full_disk_tells_those_who_wait()
    {
        var target = new FaultyTarget { EveryCommit = Fault(Full) };
        var queue = new WriteQueue(target, "db", _ => { });
        var result = Wait(done => queue.Post(Any(done)));

        await Assert.That(queue.Flush(TimeSpan.FromMilliseconds(50))).IsFalse();
        queue.Dispose();

        await Assert.That((await result).Problem).Contains("disk is full");
    }

    [Test]
    public async Task A_queue_that_is_full_refuses()
    {
        var target = new FaultyTarget();
        using var queue = new WriteQueue(target, "db", _ => { });
        target.Gate.Reset();
        queue.Post(Any(_ => { }));
        target.Begun.Wait();
        for (var i = 0; i < 4096; i++)
            queue.Post(Any());

        var refused = await Wait(done => queue.Post(Any(done)));
        target.Gate.Set();

        await Assert.That(refused.Problem).Contains("4096 writes wait");
    }

    [Test]
    public async Task Rows_of_one_session_that_wait_one_behind_the_other_are_one_write_and_what_was_said_is_never_refused()
    {
        var target = new FaultyTarget();
        target.Gate.Reset();
        using var queue = new WriteQueue(target, "db", _ => { });
        queue.Post(Any());
        await Poll.Until("the writer stands", () => target.Begun.IsSet);
        var row = Session("typed");

        for (var i = 0; i < 10_000; i++)
            queue.Post(new SaveWrite(row with { Draft = $"line {i}" }));
        for (var i = 0; i < 5000; i++)
            queue.Post(new AppendWrite(row.Id, [Said($"{i}")]));
        queue.Post(new SaveWrite(row));
        target.Gate.Set();
        await Assert.That(queue.Flush(Poll.Limit)).IsTrue();

        await Assert.That(target.Committed.OfType<SaveWrite>().Select(write => write.Session.Draft)).IsEquivalentTo(["line 9999"], StringComparer.Ordinal);
        await Assert.That(target.Committed.OfType<AppendWrite>().Count()).IsEqualTo(5000);
    }
}
