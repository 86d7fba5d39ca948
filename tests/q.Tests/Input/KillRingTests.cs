using Q.Input;

namespace Q.Tests.Input;

internal sealed class KillRingTests
{
    [Test]
    public async Task Of_large_cuts_the_newest_is_kept_and_what_fits_beside_it()
    {
        var (ring, file) = (new KillRing(), new string('x', 3 * 1024 * 1024));
        for (var i = 0; i < 40; i++)
            ring.Add($"{i}{file}", before: false, joins: false);
        await Assert.That(ring.Newest()).StartsWith("39x");
        await Assert.That(ring.Older()).StartsWith("39x"); // there is no other
        ring.Add("small", before: false, joins: false);
        await Assert.That(ring.Newest()).IsEqualTo("small");
        await Assert.That(ring.Older()).StartsWith("39x");

        ring.Add(file + file, before: false, joins: true);
        await Assert.That(ring.Newest().Length).IsEqualTo("small".Length + 2 * file.Length); // larger than all that may be kept
        await Assert.That(ring.Older()).StartsWith("small");
    }

    [Test]
    public async Task Of_small_cuts_the_newest_thirty_two_come_back_in_order()
    {
        var ring = new KillRing();
        for (var i = 0; i < 40; i++)
            ring.Add($"{i}", before: false, joins: false);
        await Assert.That(ring.Newest()).IsEqualTo("39");
        for (var i = 38; i >= 8; i--)
            await Assert.That(ring.Older()).IsEqualTo($"{i}");
        await Assert.That(ring.Older()).IsEqualTo("39");
    }
}
