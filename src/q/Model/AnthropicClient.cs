using System.Net;

namespace Q.Model;

/// <summary>Anthropic messages.</summary>
internal sealed class AnthropicClient(Endpoint to, string? model, ModelHttp http) : HttpModelClient(to, model, http)
{
    protected override string AskPath => "/v1/messages";

    protected override string ListPath => "/v1/models?limit=100";

    protected override ReadOnlyMemory<byte> Body(ModelRequest request, string named, int plainer) =>
        Wire.Anthropic(request, named);

    protected override bool CanBePlainer(HttpStatusCode status, ReadOnlySpan<byte> error, int plainer) => false;

    protected override StreamAssembly NewAssembly() => new AnthropicAssembly();
}
