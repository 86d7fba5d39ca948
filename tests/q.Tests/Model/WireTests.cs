using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Q.Model;
using Q.Turns;
using static Q.Tests.Model.LoopbackServer;

namespace Q.Tests.Model;

/// <summary>The same conversation (text, tool call, tool result, text) against both wire formats, beside what the vendors document.</summary>
internal sealed class WireTests
{
    private static readonly ToolSpec s_weather = new(
        "get_weather", "Get the current weather in a given location",
        """{"type":"object","properties":{"location":{"type":"string","description":"The city and state, e.g. San Francisco, CA"}},"required":["location"]}""");

    [Test]
    public async Task The_conversation_in_the_OpenAI_wire_format()
    {
        await using var server = new LoopbackServer(request => request.Body.Contains("tool_call_id", StringComparison.Ordinal)
            ? Sse("""{"choices":[{"index":0,"delta":{"content":"It is 15 degrees."},"finish_reason":"stop"}]}""", "[DONE]")
            : Sse(
                """{"choices":[{"index":0,"delta":{"role":"assistant","content":"I will look."}}]}""",
                """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"get_weather","arguments":""}}]}}]}""",
                """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"location\":\"San Francisco, CA\"}"}}]}}]}""",
                """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""", "[DONE]"));

        await Converse(server, server.OpenAi("gpt-5"), "OpenAi");
        await Assert.That(server.Requests.All(one => one.Line == "POST /v1/chat/completions HTTP/1.1")).IsTrue();
        await Assert.That(server.Requests.All(one => one.Headers["authorization"].StartsWith("Bearer ", StringComparison.Ordinal))).IsTrue();
    }

    [Test]
    public async Task The_conversation_in_the_Anthropic_wire_format()
    {
        await using var server = new LoopbackServer(request => request.Body.Contains("tool_result", StringComparison.Ordinal)
            ? Sse("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"It is 15 degrees."}}""",
                """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", """{"type":"message_stop"}""")
            : Sse(
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"I will look."}}""",
                """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"call_1","name":"get_weather","input":{}}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"location\":\"San Francisco, CA\"}"}}""",
                """{"type":"message_delta","delta":{"stop_reason":"tool_use"}}""", """{"type":"message_stop"}"""));

        await Converse(server, server.Anthropic("claude-sonnet-4-5"), "Anthropic");
        await Assert.That(server.Requests.All(one => one.Line == "POST /v1/messages HTTP/1.1")).IsTrue();
    }

    private static async Task Converse(LoopbackServer server, IModelClient client, string golden)
    {
        var messages = new List<Message> { Message.OfUser("What is the weather in San Francisco?", default) };
        var first = await client.Hear(new("You are helpful.", messages, [s_weather]));
        var call = first.Calls.Single();
        messages.Add(new(Role.Assistant, [new TextContent(first.Text), new ToolUseContent(call.UseId, call.Tool, call.InputJson)], default));
        messages.Add(new(Role.User, [new ToolResultContent(call.UseId, "15 degrees", IsError: false)], default));
        var second = await client.Hear(new("You are helpful.", messages, [s_weather]));
        messages.Add(new(Role.Assistant, [new TextContent(second.Text)], default));

        await Assert.That(first.Text).IsEqualTo("I will look.");
        await Assert.That(call).IsEqualTo(new ModelToolUse("call_1", "get_weather", """{"location":"San Francisco, CA"}"""));
        await Assert.That(second.Text).IsEqualTo("It is 15 degrees.");
        var sent = server.Requests.ToArray();
        await Same(sent[0].Body, $"{golden}.first.golden.json");
        await Same(sent[1].Body, $"{golden}.second.golden.json");
    }

    /// <summary>Compares as JSON: the order of members and white space mean nothing.</summary>
    private static async Task Same(string sent, string golden, [CallerFilePath] string here = "")
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(here)!, golden));
        using var wanted = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip });
        using var got = JsonDocument.Parse(sent);
        await Assert.That(Ordered(got.RootElement)).IsEqualTo(Ordered(wanted.RootElement));
    }

    private static string Ordered(JsonElement value)
    {
        var to = new StringBuilder();
        Write(value, to, "\n");
        return to.ToString();

        static void Write(JsonElement value, StringBuilder to, string indent)
        {
            if (value.ValueKind is JsonValueKind.Object)
            {
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    to.Append(indent).Append(member.Name).Append(": ");
                    Write(member.Value, to, indent + "  ");
                }
            }
            else if (value.ValueKind is JsonValueKind.Array)
            {
                foreach (var entry in value.EnumerateArray())
                {
                    to.Append(indent).Append('-');
                    Write(entry, to, indent + "  ");
                }
            }
            else
                to.Append(value.GetRawText());
        }
    }
}
