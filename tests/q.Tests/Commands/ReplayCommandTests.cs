namespace Q.Tests.Commands;

internal sealed class ReplayCommandTests
{
    [Test]
    public async Task Replay_shows_an_open_or_a_closed_session_as_fast_as_is_wanted()
    {
        using var q = new CommandsFixture();
        var engine = await q.Working("other", "hello there");
        await engine.Finish("good day");
        await q.Until("it is answered", () => q.Named("other").Unseen);
        await q.Run("/replay other", "/replay other --speed 4", "/replay --speed=0.5x other");
        await q.Run("/switch other", "/replay", "/kill other", "/replay other --speed 100");
        await Assert.That(q.Asked).IsEquivalentTo(
            ["replay other 2 1", "replay other 2 4", "replay other 2 0.5", "replay other 2 1", "replay other 2 100"], StringComparer.Ordinal);
    }

    [Test]
    [Arguments("/replay nobody", "No session is named 'nobody'")]
    [Arguments("/replay", "Nothing was said in dev-1 yet.")]
    [Arguments("/replay named", "Nothing was said in named yet.")]
    [Arguments("/replay --speed fast", "--speed fast is not allowed: it takes a number from 0.1 to 100. 2 is twice as fast.")]
    [Arguments("/replay --speed 0", "--speed 0 is not allowed")]
    [Arguments("/replay --speed 101", "--speed 101 is not allowed")]
    [Arguments("/replay --speed NaN", "--speed NaN is not allowed")]
    [Arguments("/replay --speed", "--speed needs a value")]
    public async Task What_cannot_be_shown_is_told(string line, string told)
    {
        using var q = new CommandsFixture();
        await q.Run("/new named", "/switch 1");
        await Assert.That(q.Router.Run(line).Problem!).StartsWith(told);
        await Assert.That(q.Asked).IsEmpty();
    }
}
