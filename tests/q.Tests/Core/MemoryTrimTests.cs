using Q.Core;
using Q.TestKit;

namespace Q.Tests.Core;

public sealed class MemoryTrimTests
{
    [Test]
    public async Task A_little_is_not_worth_a_collection_and_much_is_worth_one()
    {
        var collections = 0;
        var trim = new MemoryTrim(() => Interlocked.Increment(ref collections));
        trim.LetGo(MemoryTrim.Enough - 1);
        trim.Trim();
        await Assert.That(Volatile.Read(ref collections)).IsEqualTo(0);
        trim.LetGo(1);
        trim.Trim();
        await Poll.Until("a collection", () => Volatile.Read(ref collections) == 1);
        trim.Trim();
        await Assert.That(Volatile.Read(ref collections)).IsEqualTo(1);
    }

    [Test]
    public async Task What_is_let_go_during_a_collection_is_worth_another()
    {
        var collections = 0;
        using var gate = new SemaphoreSlim(0);
        var trim = new MemoryTrim(() =>
        {
            gate.Wait();
            Interlocked.Increment(ref collections);
        });
        trim.LetGo(MemoryTrim.Enough);
        trim.Trim();
        await Poll.Until("the collection has begun", () => !trim.IsDue);
        trim.LetGo(MemoryTrim.Enough);
        trim.Trim();
        gate.Release(2);
        await Poll.Until("both", () => Volatile.Read(ref collections) == 2);
    }
}
