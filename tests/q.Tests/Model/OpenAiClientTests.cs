using Q.Model;
using static Q.Tests.Model.LoopbackServer;

namespace Q.Tests.Model;

internal sealed class OpenAiClientTests
{
    private static string Delta(string delta, string reason = "null") =>
        $$"""{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{reason}}}]}""";

    private static async Task<Heard> Answered(params string[] events)
    {
        await using var server = new LoopbackServer(_ => Sse(events));
        return await server.OpenAi().Hear();
    }

    [Test]
    public async Task Text_arrives_whole_with_its_usage()
    {
        var heard = await Answered(
            Delta("""{"role":"assistant","content":""}"""), Delta("""{"content":"Héllo \"w\\"}"""), Delta("""{"content":"örld\ud83d\ude00"}"""),
            Delta("{}", "\"stop\""), """{"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7}}""", "[DONE]");

        await Assert.That(heard.Text).IsEqualTo("Héllo \"w\\örld😀");
        await Assert.That(heard.Done).IsEqualTo(new ModelDone(StopReason.EndOfTurn, new(11, 7)));
    }

    [Test]
    public async Task Two_calls_in_pieces_are_put_together()
    {
        var heard = await Answered(
            Delta("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"fs_read","arguments":""}}]}"""),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"p\":"}}]}"""),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"1}"}},{"index":1,"id":"b","function":{"name":"execute_bash","arguments":"{}"}}]}"""),
            Delta("{}", "\"tool_calls\""), "[DONE]");

        await Assert.That(heard.Calls).IsEquivalentTo(new ModelToolUse[] { new("a", "fs_read", "{\"p\":1}"), new("b", "execute_bash", "{}") }, EqualityComparer<ModelToolUse>.Default);
        await Assert.That(heard.Done!.Reason).IsEqualTo(StopReason.ToolUse);
    }

    [Test]
    [Arguments("""{"tool_calls":[{"function":{"name":"t","arguments":"{\"a\":1}"}},{"function":{"name":"t","arguments":"{\"a\":2}"}}]}""")]
    [Arguments("""{"tool_calls":[{"index":0,"id":"x","function":{"name":"t","arguments":"{\"a\":1}"}},{"index":0,"id":"y","function":{"name":"t","arguments":"{\"a\":2}"}}]}""")]
    [Arguments("""{"tool_calls":[{"index":0,"id":"x","function":{"name":"t","arguments":"{\"a\":1}"}},{"index":1,"id":"x","function":{"name":"t","arguments":"{\"a\":"}},{"index":1,"id":"x","function":{"arguments":"2}"}}]}""")]
    [Arguments("""{"tool_calls":[{"index":0,"function":{"name":"t","arguments":{"a":1}}},{"index":1,"function":{"name":"t","arguments":{"a":2}}}]}""")]
    public async Task Calls_without_index_or_id_or_with_one_index_for_all_are_two(string delta)
    {
        var heard = await Answered(Delta(delta, "\"stop\""), "[DONE]");

        await Assert.That(heard.Calls.Select(call => call.InputJson)).IsEquivalentTo(["{\"a\":1}", "{\"a\":2}"], StringComparer.Ordinal);
        await Assert.That(heard.Calls.Select(call => call.UseId).Distinct().Count()).IsEqualTo(2);
        await Assert.That(heard.Done!.Reason).IsEqualTo(StopReason.ToolUse);
    }

    [Test]
    public async Task An_id_and_a_name_in_every_piece_are_one_call()
    {
        const string piece = """{"tool_calls":[{"index":0,"id":"x","function":{"name":"t","arguments":"PART"}}]}""";
        var heard = await Answered(
            Delta(piece.Replace("PART", "{\\\"a\\\":", StringComparison.Ordinal)), Delta(piece.Replace("PART", "1}", StringComparison.Ordinal)),
            Delta("{}", "\"tool_calls\""), "[DONE]");

        await Assert.That(heard.Calls).IsEquivalentTo(new ModelToolUse[] { new("x", "t", "{\"a\":1}") }, EqualityComparer<ModelToolUse>.Default);
    }

    [Test]
    public async Task An_end_without_the_done_mark_is_an_end()
    {
        var heard = await Answered(Delta("""{"content":"x"}"""), Delta("{}", "\"length\""));

        await Assert.That(heard.Problem).IsNull();
        await Assert.That(heard.Done!.Reason).IsEqualTo(StopReason.MaxTokens);
    }

    [Test]
    public async Task A_server_that_does_not_stream_is_heard_as_well()
    {
        await using var server = new LoopbackServer(_ => Json(
            """{"choices":[{"index":0,"message":{"role":"assistant","content":"whole"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"""));

        var heard = await server.OpenAi().Hear();

        await Assert.That(heard.Text).IsEqualTo("whole");
        await Assert.That(heard.Done!.Usage).IsEqualTo(new(1, 2));
    }

    [Test]
    public async Task A_server_that_refuses_stream_options_is_asked_without_and_from_then_on()
    {
        await using var server = new LoopbackServer(request => request.Body.Contains("stream_options", StringComparison.Ordinal)
            ? Json("""{"error":{"message":"Unrecognized request argument: stream_options"}}""", 400)
            : Sse(Delta("""{"content":"ok"}""", "\"stop\""), "[DONE]"));
        var client = server.OpenAi();

        await Assert.That((await client.Hear()).Text).IsEqualTo("ok");
        await Assert.That((await client.Hear()).Text).IsEqualTo("ok");
        await Assert.That(server.Requests.Count).IsEqualTo(3);
    }

    [Test]
    public async Task Without_a_model_the_first_preferred_one_that_the_server_has_is_taken_and_asked_for_once()
    {
        await using var server = new LoopbackServer(request => request.Line.StartsWith("GET /v1/models", StringComparison.Ordinal)
            ? Json("""{"data":[{"id":"zeta"},{"id":"gpt-4o"},{"id":"gpt-5.1-20251113"}]}""")
            : Sse(Delta("""{"content":"ok"}""", "\"stop\""), "[DONE]"));
        var client = server.OpenAi(model: null);

        await client.Hear();
        await client.Hear();

        await Assert.That(client.Model).IsEqualTo("gpt-5.1-20251113");
        await Assert.That(server.Requests.Count).IsEqualTo(3);
        await Assert.That(server.Requests.Last().Body).Contains("\"model\":\"gpt-5.1-20251113\"");
    }

    [Test]
    public async Task Twenty_thousand_tokens_arrive_in_order()
    {
        var events = Enumerable.Range(0, 20_000).Select(number => Delta($$"""{"content":"{{number}},"}""")).Append(Delta("{}", "\"stop\"")).Append("[DONE]");

        var heard = await Answered([.. events]);

        await Assert.That(heard.Text).IsEqualTo(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{number},")));
    }

    [Test]
    public async Task A_reader_that_leaves_in_the_middle_leaves_nothing_behind()
    {
        await using var server = new LoopbackServer(_ => new Reply(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: " + Delta("""{"content":"a"}""") + "\n\n", KeepOpen: true));

        await foreach (var one in server.OpenAi().Stream(Asking.Request(), default))
        {
            await Assert.That(one).IsTypeOf<ModelText>();
            break;
        }
    }
}
