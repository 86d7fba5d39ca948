using Q.Core;
using Q.TestKit;

namespace Q.Tests.Core;

public sealed class MailboxTests
{
    private const int Many = 20_000;

    [Test]
    public async Task Four_producers_each_keep_their_order_and_the_handler_never_runs_twice_at_once()
    {
        var (inside, twice, handled) = (0, 0, new List<(int Producer, int Number)>(4 * Many));
        using var all = new CountdownEvent(4 * Many);
        var mailbox = new Mailbox<(int Producer, int Number)>(item =>
        {
            if (Interlocked.Increment(ref inside) != 1)
                Interlocked.Increment(ref twice);
            handled.Add(item); // a list that two at once would tear
            Interlocked.Decrement(ref inside);
            all.Signal();
        });
        var producers = Enumerable.Range(0, 4).Select(producer => Task.Factory.StartNew(() =>
        {
            for (var number = 0; number < Many; number++)
                mailbox.Post((producer, number));
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(producers);
        await Assert.That(all.Wait(Poll.Limit)).IsTrue();
        await Assert.That(twice).IsEqualTo(0);
        foreach (var one in handled.GroupBy(item => item.Producer))
            await Assert.That(one.Select(item => item.Number).SequenceEqual(Enumerable.Range(0, Many))).IsTrue();
    }

    [Test]
    public async Task What_the_handler_posts_itself_comes_after_what_already_waits()
    {
        var (seen, done) = (new List<string>(), new TaskCompletionSource());
        Mailbox<string>? mailbox = null;
        mailbox = new(item =>
        {
            seen.Add(item);
            if (item == "first")
            {
                mailbox!.Post("second");
                mailbox.Post("third");
            }
            if (item == "third")
                done.SetResult();
        });
        mailbox.Post("first");
        await done.Task.WaitAsync(Poll.Limit);
        await Assert.That(string.Join(' ', seen)).IsEqualTo("first second third");
    }

    [Test]
    public async Task A_mailbox_with_much_to_do_lets_others_have_the_thread()
    {
        // Each item of the busy one posts the next, so it is never done; the other must come through all the same.
        using var over = new CancellationTokenSource();
        var other = new TaskCompletionSource();
        Mailbox<int>? busy = null;
        busy = new(item =>
        {
            if (!over.IsCancellationRequested)
                busy!.Post(item + 1);
        });
        for (var i = 0; i < Environment.ProcessorCount * 4; i++)
            busy.Post(i);
        new Mailbox<int>(_ => other.SetResult()).Post(0);
        await other.Task.WaitAsync(Poll.Limit);
        await over.CancelAsync();
    }

    [Test]
    public async Task Posting_to_a_mailbox_at_work_allocates_next_to_nothing()
    {
        using var gate = new ManualResetEventSlim();
        using var done = new CountdownEvent(1001);
        var mailbox = new Mailbox<int>(_ =>
        {
            gate.Wait();
            done.Signal();
        });
        mailbox.Post(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            mailbox.Post(i);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        gate.Set();
        await Assert.That(done.Wait(Poll.Limit)).IsTrue();
        await Assert.That(allocated).IsLessThan(64 * 1024); // the queue's segments, no object for each item
    }
}
