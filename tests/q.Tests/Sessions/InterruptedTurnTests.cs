using Q.Sessions;
using Q.Tests.Store;

namespace Q.Tests.Sessions;

/// <summary>Turns that q's end cut.</summary>
internal sealed class InterruptedTurnTests
{
    [Test]
    public async Task A_question_that_was_open_when_q_was_left_comes_back_as_an_interrupted_turn()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        var api = q.Sessions.Create(null, "api", Focus.Keep).Session!.Id;
        var engine = await q.Prompt(api, "build it");
        await engine.Ask(1, "make");
        await q.Until("it asks", () => q.View(api).Asks);
        await q.Sessions.Stop(TimeSpan.FromSeconds(10));
        store.Dispose();

        var again = new SessionsFixture(home.Open(pid: 200)).Started();
        await Assert.That(again.View(api).Interrupted).IsTrue();
        await Assert.That(again.View(api).Asks).IsFalse();
        again.Sessions.Switch("api");
        await again.Until("it says so", () => again.Said(api).Contains("Interrupted: this was not answered. /retry asks again."));
        await Assert.That(again.Sessions.Retry(api).Problem).IsNull();
        var other = await again.Engine(api);
        await again.Until("the engine asks the model again", () => other.Told.Contains("retry"));
        await other.Finish("built");
        await again.Until("it is answered", () => again.View(api) is { Interrupted: false, Messages: 2 });
    }
}
