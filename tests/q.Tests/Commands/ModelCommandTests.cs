using Q.Store;

namespace Q.Tests.Commands;

/// <summary><c>/model</c>: who answers in a session.</summary>
internal sealed class ModelCommandTests
{
    [Test]
    public async Task A_model_that_is_chosen_answers_from_the_next_turn_on_and_is_kept()
    {
        var store = new MemoryStore();
        using var fixture = new CommandsFixture(store: store);
        var engine = await fixture.Working("api", "hello");
        await fixture.Run("/switch api");
        await Assert.That(engine.Model).IsEqualTo("");

        await fixture.Run("/model local/small");
        await fixture.Until("the model", () => engine.Model == "local/small");
        await fixture.Said("about 'local/small'\n");
        await Assert.That(fixture.NoticesSince(0)).Contains("The answer that runs comes from the model before.\n");
        await Assert.That(fixture.Focused.Model).IsEqualTo("local/small");

        await fixture.Run("/model usual");
        await fixture.Until("the usual one", () => engine.Model.Length == 0);
        await fixture.Run("/model other", "/close --yes");
        await Assert.That(store.Historical(9).Single(row => row.Name == "api").Model).IsEqualTo("other");
    }

    [Test]
    public async Task Alone_it_says_who_answers_and_one_that_cannot_be_is_refused()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/model local/small", "/model");
        await fixture.Said("about 'local/small'\n");
        await Assert.That(fixture.Router.Run("/model nobody").Problem).IsEqualTo("There is no model nobody.");
        await Assert.That(fixture.Focused.Model).IsEqualTo("local/small");
    }
}
