using Q.Model;
using static Q.Tests.Model.LoopbackServer;

namespace Q.Tests.Model;

internal sealed class AnthropicClientTests
{
    private const string Start = """{"type":"message_start","message":{"id":"m","role":"assistant","content":[],"usage":{"input_tokens":20,"cache_read_input_tokens":5,"output_tokens":1}}}""";

    private static async Task<Heard> Answered(params string[] events)
    {
        await using var server = new LoopbackServer(_ => Sse(events));
        return await server.Anthropic().Hear();
    }

    [Test]
    public async Task Text_and_a_tool_use_arrive_with_their_usage()
    {
        var heard = await Answered(
            Start, """{"type":"ping"}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Let me "}}""",
            """{"index":0,"delta":{"text":"look.","type":"text_delta"},"type":"content_block_delta"}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"fs_read","input":{}}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"path\": \"a"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":".cs\"}"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":89}}""",
            """{"type":"message_stop"}""");

        await Assert.That(heard.Text).IsEqualTo("Let me look.");
        await Assert.That(heard.Calls).IsEquivalentTo(new ModelToolUse[] { new("toolu_1", "fs_read", "{\"path\": \"a.cs\"}") }, EqualityComparer<ModelToolUse>.Default);
        await Assert.That(heard.Done).IsEqualTo(new ModelDone(StopReason.ToolUse, new(25, 89)));
    }

    [Test]
    public async Task Thinking_is_not_text()
    {
        var heard = await Answered(
            Start, """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hmm"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"x"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"yes"}}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", """{"type":"message_stop"}""");

        await Assert.That(heard.Text).IsEqualTo("yes");
        await Assert.That(heard.Done!.Reason).IsEqualTo(StopReason.EndOfTurn);
    }

    [Test]
    public async Task An_overloaded_server_in_the_middle_is_a_fault_that_keeps_the_text()
    {
        var heard = await Answered(
            Start, """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"half"}}""",
            """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""");

        await Assert.That(heard.Text).IsEqualTo("half");
        await Assert.That(heard.Problem!.Fault).IsEqualTo(ModelFault.Server);
        await Assert.That(heard.Problem.Message).Contains("has trouble (error \"overloaded_error\" in its answer). It says: Overloaded.").And.DoesNotContain("529");
    }

    [Test]
    public async Task A_whole_message_is_heard_as_well()
    {
        await using var server = new LoopbackServer(_ => Json(
            """{"type":"message","content":[{"type":"text","text":"hi"},{"type":"tool_use","id":"t","name":"n","input":{"a":1}}],"stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":4}}"""));

        var heard = await server.Anthropic().Hear();

        await Assert.That(heard.Text).IsEqualTo("hi");
        await Assert.That(heard.Calls).IsEquivalentTo(new ModelToolUse[] { new("t", "n", "{\"a\":1}") }, EqualityComparer<ModelToolUse>.Default);
    }

    [Test]
    public async Task The_key_and_the_version_are_headers_and_the_path_is_the_vendors()
    {
        await using var server = new LoopbackServer(_ => Sse(Start, """{"type":"message_stop"}"""));

        await server.Anthropic().Hear();

        server.Requests.TryPeek(out var request);
        await Assert.That(request!.Line).IsEqualTo("POST /v1/messages HTTP/1.1");
        await Assert.That(request.Headers["x-api-key"]).IsEqualTo("sk-ant-test-key-0123456789");
        await Assert.That(request.Headers["anthropic-version"]).IsEqualTo("2023-06-01");
        await Assert.That(request.Headers.ContainsKey("authorization")).IsFalse();
    }
}
