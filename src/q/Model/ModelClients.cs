using Q.Config;
using Q.Core;

namespace Q.Model;

/// <summary>
/// Makes the client that flags, environment and settings choose. Choosing takes microseconds; a connection pool exists
/// only from the first request on. One for the process; thread-safe.
/// </summary>
/// <param name="environment">The variables of the process.</param>
/// <param name="time">The clock.</param>
/// <param name="silence">How long a server may be silent before its call is given up; 5 minutes when it is not said.</param>
internal sealed class ModelClients(IReadOnlyDictionary<string, string> environment, TimeProvider time, TimeSpan? silence = null)
    : IDisposable
{
    private readonly ModelHttp _http = new(environment, time) { Silence = silence ?? TimeSpan.FromMinutes(5) };

    /// <summary>What servers said of their limits: for the gate.</summary>
    public RateLimits Limits => _http.Limits;

    /// <summary>What a provider listed last, else what q would take of it, best first. Asks nobody.</summary>
    public IReadOnlyList<string> Known(string provider) =>
        _http.Listed.TryGetValue(provider, out var listed) && listed.Count > 0
            ? listed
            : ProviderTable.Find(provider)?.Models ?? [];

    /// <summary>The client and what there is to say about it.</summary>
    /// <param name="Client">Ready to be asked.</param>
    /// <param name="Choice">Who chose it, and where its key came from: <see cref="ModelChoice.Describe"/>.</param>
    internal sealed record Chosen(IModelClient Client, ModelChoice Choice);

    /// <summary>A problem is a sentence that names what was chosen wrongly and what there is.</summary>
    public Outcome<Chosen> Create(Settings settings, ModelFlags flags)
    {
        var made = ModelChoice.Make(settings, flags, environment);
        return made.TryGet(out var choice)
            ? Outcome<Chosen>.Ok(new(Of(choice), choice))
            : Outcome<Chosen>.No(made.Problem!);
    }

    /// <summary>Who would answer where nothing was chosen: a local server and its models; null when none has one. Takes a second at most.</summary>
    public string? FindLocal()
    {
#pragma warning disable VSTHRD002 // a verb has nothing else to do, and no synchronization context
        var found = new FoundClient(Ollama(null), new OfflineClient()).Look().GetAwaiter().GetResult();
        Outcome<IReadOnlyList<string>>? models = found is OfflineClient ? null : found.ListModels(CancellationToken.None).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        return models is { } listed && listed.TryGet(out var names) ? $"{found.Provider} with {string.Join(", ", names)}" : null;
    }

    public void Dispose() => _http.Dispose();

    private IModelClient Of(ModelChoice choice) => choice.Wire switch
    {
        WireKind.OpenAi => new OpenAiClient(choice.Endpoint!, choice.Model, _http),
        WireKind.Anthropic => new AnthropicClient(choice.Endpoint!, choice.Model, _http),
        WireKind.Script => new ScriptClient(choice.Model!, time),
        WireKind.Offline when choice.AskOllama => new FoundClient(Ollama(choice.Model), new OfflineClient()),
        WireKind.Offline => new OfflineClient(),
    };

    /// <summary>The Ollama that may run here; null when <c>OLLAMA_HOST</c> is not an address.</summary>
    private OpenAiClient? Ollama(string? model) =>
        ModelChoice.Make(new Settings(), new ModelFlags("ollama", model), environment).TryGet(out var choice)
            ? new OpenAiClient(choice.Endpoint!, model, _http)
            : null;
}
