using Q.Core;
using Q.Turns;

namespace Q.Model;

/// <summary>One request to a model: the whole conversation and the tools it may ask for.</summary>
internal sealed record ModelRequest(string System, IReadOnlyList<Message> Messages, IReadOnlyList<ToolSpec> Tools)
{
    public IReadOnlyList<Message> Messages { get; private set; } = Messages;

    /// <summary>It has been sent and will not be sent again: whoever still holds it holds no conversation.</summary>
    public void LetGo() => Messages = [];
}

/// <summary>What a model sends back, in order. Memory is valid until the next event is asked for.</summary>
internal abstract record ModelEvent;

/// <summary>Text, UTF-8, cut between characters.</summary>
internal sealed record ModelText(ReadOnlyMemory<byte> Utf8) : ModelEvent;

/// <summary>A whole tool call.</summary>
internal sealed record ModelToolUse(string UseId, string Tool, string InputJson) : ModelEvent;

internal enum StopReason : byte
{
    EndOfTurn,
    ToolUse,
    MaxTokens,
    Refused,
}

/// <summary>The stream ended well. A stream that ends without it was cut.</summary>
internal sealed record ModelDone(StopReason Reason, Usage Usage) : ModelEvent;

/// <summary>A request or a stream failed. <see cref="Exception.Message"/> is a plain sentence for the person.</summary>
internal sealed class ModelException(
    string sentence, ModelFault fault, TimeSpan? retryAfter = null, Exception? cause = null)
    : Exception(sentence, cause)
{
    public ModelFault Fault { get; } = fault;

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

internal enum ModelFault : byte
{
    /// <summary>No route, refused, reset, DNS, time-out: the same request may work later.</summary>
    Unreachable,

    /// <summary>TLS failed.</summary>
    Tls,

    /// <summary>401, 403.</summary>
    Unauthorized,

    /// <summary>404: no such model or address.</summary>
    NotFound,

    /// <summary>429.</summary>
    RateLimited,

    /// <summary>5xx, overloaded.</summary>
    Server,

    /// <summary>The stream broke after it had begun.</summary>
    Broken,

    /// <summary>Not JSON, not the protocol.</summary>
    Malformed,

    /// <summary>The server refuses the request as such (400, 413, 422).</summary>
    Rejected,

    /// <summary>The conversation is longer than the model can read.</summary>
    TooLong,
}

/// <summary>Talks to one model of one provider. Stateless between calls; many sessions call it at once.</summary>
internal interface IModelClient
{
    /// <summary>For people and logs, e.g. <c>openai</c>, <c>anthropic</c>, <c>offline</c>.</summary>
    string Provider { get; }

    string Model { get; }

    /// <summary>Whose limits count for its calls: those of one account wait together.</summary>
    string Account => Provider;

    /// <summary>Streams the answer to one request, one attempt. Throws <see cref="ModelException"/>.</summary>
    IAsyncEnumerable<ModelEvent> Stream(ModelRequest request, CancellationToken cancel);

    /// <summary>The models the provider offers; empty when it cannot say.</summary>
    Task<Outcome<IReadOnlyList<string>>> ListModels(CancellationToken cancel);
}
