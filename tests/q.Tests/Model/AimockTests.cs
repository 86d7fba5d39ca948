using System.Runtime.CompilerServices;
using Q.Config;
using Q.Model;
using Q.TestKit;
using Q.TestKit.ModelServer;
using Q.Turns;

namespace Q.Tests.Model;

/// <summary>Both wires against a mock of the vendors that others wrote: <c>@copilotkit/aimock</c> from npm, which build.sh installs.</summary>
internal sealed class AimockTests
{
    private static readonly ToolSpec s_weather = new("get_weather", "Get the weather",
        """{"type":"object","properties":{"location":{"type":"string"}},"required":["location"]}""");

    [Test]
    [Arguments("openai"), Arguments("anthropic")]
    public async Task A_tool_round_with_a_server_that_others_wrote(string provider)
    {
        if (Repository.Root is null)
            Skip.Test("Only the compiled tests are here: nothing that could be started.");
        await using var aimock = await Aimock.Start(Path.Combine(Here(), "aimock.fixtures.json"));
        using var clients = new ModelClients(
            new Dictionary<string, string> { ["OPENAI_BASE_URL"] = aimock.Address, ["ANTHROPIC_BASE_URL"] = aimock.Address },
            TimeProvider.System);
        clients.Create(new Settings(), new ModelFlags(provider, "gpt-5")).TryGet(out var chosen);

        await Converse(chosen!.Client);
    }

    private static async Task Converse(IModelClient client)
    {
        var prompt = Message.OfUser("What is the weather in Paris?", default);
        var first = await client.Hear(new("Be brief.", [prompt], [s_weather]));
        await Assert.That(first.Problem).IsNull();
        await Assert.That(first.Text).IsEqualTo("I will look.");
        var call = first.Calls.Single();
        await Assert.That(call.InputJson).IsEqualTo("""{"location":"Paris"}""");

        var asked = new Message(Role.Assistant, [new TextContent(first.Text), new ToolUseContent(call.UseId, call.Tool, call.InputJson)], default);
        var result = new Message(Role.User, [new ToolResultContent(call.UseId, "15 degrees", IsError: false)], default);
        var second = await client.Hear(new("Be brief.", [prompt, asked, result], [s_weather]));
        await Assert.That(second.Text).IsEqualTo("It is 15 degrees.");
        await Assert.That(second.Done!.Reason).IsEqualTo(StopReason.EndOfTurn);
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
