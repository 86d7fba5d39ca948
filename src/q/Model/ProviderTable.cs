using Q.Config;

namespace Q.Model;

/// <summary>How a provider is spoken to.</summary>
internal enum WireKind : byte
{
    OpenAi,
    Anthropic,
    Offline,
    Script,
}

/// <summary>What is known of a provider before the person's environment and settings are read.</summary>
/// <param name="Name">What <c>--provider</c> calls it.</param>
/// <param name="Wire">How it is spoken to.</param>
/// <param name="BaseUrl">Its own address; empty for what needs none.</param>
/// <param name="KeyName">The variable that holds its key; null: none is sent.</param>
/// <param name="BaseNames">Variables that move its address; they belong to the key beside them.</param>
/// <param name="Models">Which models to take when none is named, best first.</param>
internal sealed record KnownProvider(
    string Name, WireKind Wire, string BaseUrl, string? KeyName, string[] BaseNames, string[] Models);

/// <summary>Facts about providers, in one place. Everything else about them is read from the person's choice.</summary>
internal static class ProviderTable
{
    private static readonly string[] s_local =
        ["qwen3-coder", "gpt-oss", "devstral", "qwen2.5-coder", "qwen3", "llama3.3", "llama3.1", "mistral"];

    private static readonly KnownProvider[] s_known =
    [
        new("anthropic", WireKind.Anthropic, "https://api.anthropic.com", "ANTHROPIC_API_KEY", ["ANTHROPIC_BASE_URL"],
            ["claude-sonnet-4-6", "claude-sonnet-4-5", "claude-opus-4-6", "claude-opus-4-5", "claude-haiku-4-5"]),
        new("openai", WireKind.OpenAi, "https://api.openai.com/v1", "OPENAI_API_KEY",
            ["OPENAI_BASE_URL", "OPENAI_API_BASE"], ["gpt-5.2", "gpt-5.1", "gpt-5", "gpt-5-mini", "gpt-4.1", "gpt-4o"]),
        new("openrouter", WireKind.OpenAi, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", [],
            ["anthropic/claude-sonnet-4.5", "openai/gpt-5"]),
        new("groq", WireKind.OpenAi, "https://api.groq.com/openai/v1", "GROQ_API_KEY", [], ["openai/gpt-oss-120b"]),
        new("mistral", WireKind.OpenAi, "https://api.mistral.ai/v1", "MISTRAL_API_KEY", [],
            ["devstral-medium-latest", "mistral-large-latest"]),
        new("gemini", WireKind.OpenAi, "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY", [],
            ["gemini-2.5-pro", "gemini-2.5-flash"]),
        new("ollama", WireKind.OpenAi, "http://127.0.0.1:11434/v1", null, ["OLLAMA_HOST"], s_local),
        new("lmstudio", WireKind.OpenAi, "http://127.0.0.1:1234/v1", null, [], s_local),
        new("llamacpp", WireKind.OpenAi, "http://127.0.0.1:8080/v1", null, [], s_local),
        new("vllm", WireKind.OpenAi, "http://127.0.0.1:8000/v1", null, [], s_local),
        new("offline", WireKind.Offline, "", null, [], []),
        new("script", WireKind.Script, "", null, [], []),
    ];

    public static IReadOnlyList<KnownProvider> Known => s_known;

    public static KnownProvider? Find(string name) =>
        Array.Find(s_known, known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>All names that <c>--provider</c> takes, the person's own first.</summary>
    public static IEnumerable<string> Names(Settings settings) =>
        settings.Providers.Select(own => own.Name).Concat(s_known.Select(known => known.Name))
            .Distinct(StringComparer.OrdinalIgnoreCase);
}
