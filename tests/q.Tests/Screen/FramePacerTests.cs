using Q.Screen;

namespace Q.Tests.Screen;

internal sealed class FramePacerTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(16);

    [Test]
    public async Task Nothing_asked_for_is_never_due()
    {
        var pacer = new FramePacer(s_interval);
        await Assert.That(pacer.DueIn(At(1000))).IsNull();
        await Assert.That(pacer.Take(At(1000))).IsFalse();
    }

    [Test]
    public async Task After_a_rest_the_first_wish_is_due_at_once_and_only_once()
    {
        var pacer = new FramePacer(s_interval);
        pacer.Ask(At(100), urgent: false);
        await Assert.That(pacer.DueIn(At(100))).IsEqualTo(TimeSpan.Zero);
        await Assert.That(pacer.Take(At(100))).IsTrue();
        await Assert.That(pacer.Take(At(100))).IsFalse();
    }

    [Test]
    public async Task While_text_streams_there_is_one_frame_in_each_interval()
    {
        var pacer = new FramePacer(s_interval);
        var frames = new List<int>();
        for (var now = 0; now < 100; now++)
        {
            pacer.Ask(At(now), urgent: false);
            if (pacer.Take(At(now)))
                frames.Add(now);
        }
        await Assert.That(frames).IsEquivalentTo([0, 16, 32, 48, 64, 80, 96], EqualityComparer<int>.Default);
    }

    [Test]
    public async Task A_wish_inside_the_interval_waits_for_its_end()
    {
        var pacer = new FramePacer(s_interval);
        pacer.Ask(At(0), urgent: false);
        pacer.Take(At(0));
        pacer.Ask(At(5), urgent: false);
        await Assert.That(pacer.DueIn(At(6))).IsEqualTo(TimeSpan.FromMilliseconds(10));
        await Assert.That(pacer.Take(At(15))).IsFalse();
        await Assert.That(pacer.Take(At(16))).IsTrue();
    }

    [Test]
    public async Task A_key_does_not_wait()
    {
        var pacer = new FramePacer(s_interval);
        pacer.Ask(At(0), urgent: false);
        pacer.Take(At(0));
        pacer.Ask(At(3), urgent: false);
        pacer.Ask(At(4), urgent: true);
        pacer.Ask(At(5), urgent: false);
        await Assert.That(pacer.DueIn(At(5))).IsEqualTo(TimeSpan.Zero);
        await Assert.That(pacer.Take(At(5))).IsTrue();
        await Assert.That(pacer.DueIn(At(6))).IsNull();
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
