namespace Q.TestKit.ModelServer;

/// <summary>One answer in a vendor's event stream, piece by piece, after the vendors' public descriptions of their
/// streams.</summary>
internal interface IStreamFormat
{
    string Begin();

    string Text(string piece);

    string ToolCall(ReplyStep.ToolCall call);

    string End();
}

internal sealed class OpenAiFormat : IStreamFormat
{
    private int _calls;

    public string Begin() => Chunk("""{"role":"assistant","content":""}""", "null");

    public string Text(string piece) => Chunk($$"""{"content":{{Json.Quote(piece)}}}""", "null");

    /// <summary>Name and arguments come in separate chunks, the arguments in two: what clients must put
    /// together.</summary>
    public string ToolCall(ReplyStep.ToolCall call)
    {
        var index = _calls++;
        var half = call.ArgumentsJson.Length / 2;
        return Chunk(
                $$$"""{"tool_calls":[{"index":{{{index}}},"id":{{{Json.Quote(call.Id)}}},"type":"function","function":{"name":{{{Json.Quote(call.Name)}}},"arguments":""}}]}""",
                "null")
            + Arguments(index, call.ArgumentsJson[..half]) + Arguments(index, call.ArgumentsJson[half..]);
    }

    public string End() =>
        Chunk("{}", _calls > 0 ? "\"tool_calls\"" : "\"stop\"")
        + Event("""
            {"id":"chatcmpl-test","object":"chat.completion.chunk","created":1700000000,"model":"test-model","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}
            """)
        + "data: [DONE]\n\n";

    private static string Arguments(int index, string part) => Chunk(
        $$$"""{"tool_calls":[{"index":{{{index}}},"function":{"arguments":{{{Json.Quote(part)}}}}}]}""", "null");

    private static string Chunk(string delta, string finish) => Event(
        "{\"id\":\"chatcmpl-test\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"test-model\","
        + $$"""
        "choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}
        """);

    private static string Event(string json) => $"data: {json.Trim()}\n\n";
}

internal sealed class AnthropicFormat : IStreamFormat
{
    private int _block = -1;
    private bool _inText;
    private bool _called;

    public string Begin() => Event("message_start", """
        {"type":"message_start","message":{"id":"msg_test","type":"message","role":"assistant","content":[],"model":"test-model","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":1}}}
        """) + Event("ping", """{"type":"ping"}""");

    public string Text(string piece)
    {
        var open = _inText ? "" : Open("""{"type":"text","text":""}""");
        _inText = true;
        return open + Delta($$"""{"type":"text_delta","text":{{Json.Quote(piece)}}}""");
    }

    public string ToolCall(ReplyStep.ToolCall call)
    {
        var half = call.ArgumentsJson.Length / 2;
        var closed = Close();
        _called = true;
        return closed
            + Open($$$"""{"type":"tool_use","id":{{{Json.Quote(call.Id)}}},"name":{{{Json.Quote(call.Name)}}},"input":{}}""")
            + Input(call.ArgumentsJson[..half]) + Input(call.ArgumentsJson[half..]) + Stop();
    }

    public string End() => Close() + Event("message_delta", $$$"""
        {"type":"message_delta","delta":{"stop_reason":"{{{(_called ? "tool_use" : "end_turn")}}}","stop_sequence":null},"usage":{"output_tokens":5}}
        """) + Event("message_stop", """{"type":"message_stop"}""");

    private string Close()
    {
        var closed = _inText ? Stop() : "";
        _inText = false;
        return closed;
    }

    private string Open(string block)
    {
        _block++;
        return Event("content_block_start", $$"""{"type":"content_block_start","index":{{_block}},"content_block":{{block}}}""");
    }

    private string Input(string part) => Delta($$"""{"type":"input_json_delta","partial_json":{{Json.Quote(part)}}}""");

    private string Delta(string delta) =>
        Event("content_block_delta", $$"""{"type":"content_block_delta","index":{{_block}},"delta":{{delta}}}""");

    private string Stop() => Event("content_block_stop", $$"""{"type":"content_block_stop","index":{{_block}}}""");

    private static string Event(string name, string json) => $"event: {name}\ndata: {json.Trim()}\n\n";
}
