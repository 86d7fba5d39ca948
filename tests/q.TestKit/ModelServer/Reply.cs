namespace Q.TestKit.ModelServer;

/// <summary>One step of a scripted answer. Each waits at the gate before it is sent, unless the reply flows.</summary>
internal abstract record ReplyStep
{
    private ReplyStep()
    {
    }

    /// <summary>A piece of the answer's text.</summary>
    internal sealed record Text(string Value) : ReplyStep;

    /// <summary>The model calls a tool.</summary>
    internal sealed record ToolCall(string Id, string Name, string ArgumentsJson) : ReplyStep;

    /// <summary>Bytes as they are, inside the event stream: half an event, not JSON, a control byte.</summary>
    internal sealed record Raw(string Value) : ReplyStep;

    /// <summary>Nothing more is sent, and the connection stays open until the client leaves.</summary>
    internal sealed record Stall : ReplyStep;

    /// <summary>The connection is reset (RST), as when a server dies.</summary>
    internal sealed record Reset : ReplyStep;

    /// <summary>The connection is closed in good order, in the middle of the stream.</summary>
    internal sealed record Cut : ReplyStep;
}

/// <summary>What the server answers to one request: a status alone, or a stream of steps in the wire format that was
/// asked in.</summary>
internal sealed record Reply
{
    public int Status { get; private init; } = 200;

    public string Body { get; private init; } = "";

    public IReadOnlyList<(string Name, string Value)> Headers { get; private init; } = [];

    public IReadOnlyList<ReplyStep> Steps { get; private init; } = [];

    /// <summary>Sent at once, without a gate.</summary>
    public bool Flows { get; private init; }

    /// <summary>Pieces of text, each of which waits until the test releases it.</summary>
    public static Reply Gated(params string[] pieces) => new() { Steps = Texts(pieces) };

    /// <summary>Pieces of text, sent at once.</summary>
    public static Reply Flowing(params string[] pieces) => new() { Steps = Texts(pieces), Flows = true };

    /// <summary>An answer that is not a stream: 401, 404, 429 with a header, 500.</summary>
    public static Reply Refused(int status, string message, params (string Name, string Value)[] headers) => new()
    {
        Status = status,
        Body = $$$"""{"type":"error","error":{"type":"test_error","message":{{{Json.Quote(message)}}}}}""",
        Headers = headers,
    };

    /// <summary>A body as it is, with a status: a proxy's page, not JSON, nothing.</summary>
    public static Reply Plain(int status, string body) => new() { Status = status, Body = body };

    public Reply Call(string tool, string argumentsJson, string id = "call_1") =>
        this with { Steps = [.. Steps, new ReplyStep.ToolCall(id, tool, argumentsJson)] };

    public Reply Then(ReplyStep step) => this with { Steps = [.. Steps, step] };

    private static ReplyStep[] Texts(string[] pieces) =>
        Array.ConvertAll<string, ReplyStep>(pieces, static piece => new ReplyStep.Text(piece));
}
