using Q.TestKit;

namespace Q.Tests.TestKit;

internal sealed class AllocatedTests
{
    [Test]
    public async Task What_is_allocated_in_each_round_is_counted_and_what_is_allocated_once_is_not()
    {
        object? kept = null;
        await Assert.That(Allocated.By(() => kept = new byte[1000])).IsGreaterThanOrEqualTo(1000);
        kept = null;
        await Assert.That(Allocated.By(() => kept ??= new byte[1000])).IsEqualTo(0);
    }
}
