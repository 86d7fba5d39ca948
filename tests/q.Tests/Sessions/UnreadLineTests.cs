using Q.Sessions;

namespace Q.Tests.Sessions;

/// <summary>Where the part begins that nobody has looked at.</summary>
internal sealed class UnreadLineTests
{
    [Test]
    public async Task Where_nothing_was_said_since_one_left_nothing_is_unread()
    {
        var q = new SessionsFixture().Started();
        var api = q.Sessions.Create(null, "api", Focus.Move).Session!.Id;
        var engine = await q.Prompt(api, "refactor the api");
        await engine.Say("half");
        await q.Until("it has said something", () => q.Said(api).Contains("half", StringComparison.Ordinal));
        q.Sessions.Switch("!");
        q.Sessions.Switch("api");
        await Assert.That(q.Sessions.Focused.UnreadFrom).IsEqualTo(-1);
        q.Sessions.Switch("!");
        await engine.Say(" more");
        q.Sessions.Switch("api");
        await Assert.That(q.Sessions.Focused.UnreadFrom).IsGreaterThan(0);
    }
}
