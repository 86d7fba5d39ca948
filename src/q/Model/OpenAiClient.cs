using System.Net;

namespace Q.Model;

/// <summary>OpenAI chat completions, as OpenAI, Ollama, llama.cpp, vLLM, LM Studio and others speak them.</summary>
internal sealed class OpenAiClient(Endpoint to, string? model, ModelHttp http) : HttpModelClient(to, model, http)
{
    /// <summary>What this server refuses. Written by any session; a lost write costs one more refusal.</summary>
    private volatile bool _refusesUsage;
    private volatile bool _refusesTools;

    protected override string AskPath => "/chat/completions";

    protected override string ListPath => "/models";

    protected override ReadOnlyMemory<byte> Body(ModelRequest request, string named, int plainer) =>
        Wire.OpenAi(request, named, withUsage: !_refusesUsage, withTools: !_refusesTools);

    protected override bool CanBePlainer(HttpStatusCode status, ReadOnlySpan<byte> error, int plainer)
    {
        if (status is not (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity) || plainer >= 2)
            return false;
        if (!_refusesTools && error.IndexOf("does not support tools"u8) >= 0)
            return _refusesTools = true;
        if (!_refusesUsage && (error.IndexOf("stream_options"u8) >= 0 || error.IndexOf("include_usage"u8) >= 0))
            return _refusesUsage = true;
        return false;
    }

    protected override StreamAssembly NewAssembly() => new OpenAiAssembly();
}
