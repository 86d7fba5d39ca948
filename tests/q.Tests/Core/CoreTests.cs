using CsCheck;
using Q.Core;
using Fail = Q.Core.Fail;

namespace Q.Tests.Core;

public sealed class CoreTests
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(10);

    [Test]
    [Arguments(1, 500)]
    [Arguments(2, 1000)]
    [Arguments(3, 2000)]
    [Arguments(5, 8000)]
    [Arguments(6, 10_000)]
    [Arguments(1000, 10_000)]
    [Arguments(0, 500)]
    public async Task Waits_double_up_to_the_bound(int attempt, int milliseconds)
    {
        await Assert.That(Backoff.After(attempt, s_first, s_most, random: 1)).IsEqualTo(TimeSpan.FromMilliseconds(milliseconds));
        await Assert.That(Backoff.After(attempt, s_first, s_most, random: 0)).IsEqualTo(TimeSpan.FromMilliseconds(milliseconds / 2.0));
    }

    [Test]
    public void No_wait_leaves_the_half_to_whole_range() =>
        Gen.Select(Gen.Int, Gen.Double[-2, 2]).Sample((attempt, random) =>
        {
            var wait = Backoff.After(attempt, s_first, s_most, random);
            return wait >= s_first / 2 && wait <= s_most;
        });

    [Test]
    public async Task An_outcome_is_a_value_or_a_sentence()
    {
        var good = Outcome<int>.Ok(0);
        await Assert.That((good.TryGet(out var value), value, good.Problem, good.Succeeded)).IsEqualTo((true, 0, null, true));
        var bad = Outcome<int>.No("No such session.");
        await Assert.That((bad.TryGet(out _), bad.Problem, bad.Succeeded)).IsEqualTo((false, "No such session.", false));
        await Assert.That((Outcome.Ok.Succeeded, Outcome.Ok.Problem)).IsEqualTo((true, null));
        await Assert.That((Outcome.No("Full.").Succeeded, Outcome.No("Full.").Problem)).IsEqualTo((false, "Full."));
        await Assert.That(Outcome<string?>.Ok(null).TryGet(out _)).IsTrue();
    }

    [Test]
    public async Task Cold_throws_say_what_is_wrong()
    {
        await Assert.That(() => Fail.InvalidOperation("twice")).Throws<InvalidOperationException>().WithMessage("twice");
        await Assert.That(() => Fail.InvalidOperation<int>("twice")).Throws<InvalidOperationException>().WithMessage("twice");
        await Assert.That(() => Fail.ArgumentOutOfRange("size")).Throws<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task A_session_id_is_read_as_it_is_written()
    {
        var id = SessionId.New();
        await Assert.That(SessionId.TryParse(id.ToString(), out var read)).IsTrue();
        await Assert.That(read).IsEqualTo(id);
        await Assert.That(id.ToString().Length).IsEqualTo(36);
        await Assert.That(SessionId.TryParse("../../etc", out _)).IsFalse();
    }
}
