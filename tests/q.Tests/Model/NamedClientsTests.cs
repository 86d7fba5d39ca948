using Q.Core;
using Q.Model;

namespace Q.Tests.Model;

/// <summary>The clients of the models that sessions name.</summary>
internal sealed class NamedClientsTests
{
    [Test]
    public async Task Who_answers_is_told_with_what_the_provider_has()
    {
        await using var server = new LoopbackServer(_ => LoopbackServer.Json("""{"data":[{"id":"a"},{"id":"b"}]}"""));
        using var clients = server.Clients(("OPENAI_BASE_URL", server.Base));
        var named = Named(clients, new("openai"));
        await Assert.That(await named.About("a")).IsEqualTo("openai/a answers here. openai has a, b.");
        await Assert.That(await named.About("")).IsEqualTo("openai/default answers here. openai has a, b.");
        await Assert.That(await named.About("script/x.jsonl")).IsEqualTo("script/x.jsonl answers here. script has x.jsonl.");
        await Assert.That(await named.About("offline/")).StartsWith("The offline provider answers here, which is not a language model.");
    }

    [Test]
    public async Task What_cannot_be_asked_is_told_as_it_is()
    {
        await using var server = new LoopbackServer(_ => LoopbackServer.Json("no", 500));
        using var clients = server.Clients(("OPENAI_BASE_URL", server.Base));
        await Assert.That(await Named(clients, new("openai")).About("a")).StartsWith("openai/a answers here. ").And.Contains("500");
        await Assert.That(await Named(clients, new("nosuch")).About("")).Contains("There is no provider \"nosuch\"");
    }

    private static NamedClients Named(ModelClients clients, ModelFlags usual)
    {
        var found = clients.Create(new(), usual);
        var client = found.TryGet(out var chosen) ? Outcome<IModelClient>.Ok(chosen.Client) : Outcome<IModelClient>.No(found.Problem!);
        return new(client, name => clients.Create(new(), new(null, name)));
    }
}
