using Q.Config;
using Q.Core;

namespace Q.Model;

/// <summary><c>--provider</c> and <c>--model</c>.</summary>
internal sealed record ModelFlags(string? Provider = null, string? Model = null);

/// <summary>Where to ask and with what. Immutable; made once from flags, settings and environment.</summary>
internal sealed record Endpoint(
    string Provider, WireKind Wire, Uri Base, ApiKey? Key, string? KeyName, string BaseSource,
    IReadOnlyList<string> Preferred)
{
    public string Host => Base.IsDefaultPort ? Base.Host : $"{Base.Host}:{Base.Port}";

    /// <summary>What the server wrote, without the key.</summary>
    public string Masked(string text) => Key?.Masked(text) ?? text;
}

/// <summary>Which provider and model answer, and why: flag, environment and settings, then what is found.</summary>
/// <param name="Provider">Its name.</param>
/// <param name="Wire">How it is spoken to.</param>
/// <param name="Model">As it was named; null: the first of the documented list that the provider has.</param>
/// <param name="Endpoint">Null for what needs none.</param>
/// <param name="Why">Who chose, for people.</param>
/// <param name="AskOllama">Nothing was chosen or found, so a live Ollama is asked before the first request.</param>
internal sealed record ModelChoice(
    string Provider, WireKind Wire, string? Model, Endpoint? Endpoint, string Why, bool AskOllama = false)
{
    private const string ScriptPrefix = "script/";

    /// <summary>One line for <c>q doctor</c> and the first screen: provider, key's source (masked), address.</summary>
    public string Describe() => Endpoint switch
    {
        null when Wire is WireKind.Script => $"script: plays {Model} ({Why})",
        null => $"offline: not a language model, {Why}. Choose another with --provider, or set ANTHROPIC_API_KEY or "
            + "OPENAI_API_KEY",
        { Key: { } key } => $"{Provider}: key from {key.Source} ({key}), base {Endpoint.Base} ({Why})",
        _ => $"{Provider}: no key, base {Endpoint.Base} ({Why})",
    };

    /// <summary>Chooses. Reads only what it is given; takes microseconds and opens nothing.</summary>
    public static Outcome<ModelChoice> Make(
        Settings settings, ModelFlags flags, IReadOnlyDictionary<string, string> environment)
    {
        var (provider, model) = (flags.Provider, flags.Model);
        var why = provider is null ? "chosen by the setting model.provider" : "chosen by --provider";
        if (provider is null && model is not null && Split(model, settings) is var (named, rest))
            (provider, model, why) = (named, rest, "chosen by --model");
        else if (Same(provider, "script") && model?.StartsWith(ScriptPrefix, StringComparison.Ordinal) is true)
            model = model[ScriptPrefix.Length..]; // as it stands without --provider
        var fromFlags = provider is not null;
        provider ??= settings.Provider;
        if (model is null && (!fromFlags || Same(provider, settings.Provider)))
            model = settings.Model;
        if (provider is null && model is not null && Split(model, settings) is var (named2, rest2))
            (provider, model, why) = (named2, rest2, "chosen by the setting model.model");
        if (provider is null && settings.BaseUrl is not null)
            (provider, why) = ("openai", "chosen by the setting model.base_url");
        if (provider is null)
            (provider, why) = Found(environment);
        if (provider is null)
        {
            const string nothing = "as no key and no server was found";
            return Outcome<ModelChoice>.Ok(new("offline", WireKind.Offline, model, null, nothing, AskOllama: true));
        }
        return Of(provider, model, why, settings, environment);
    }

    private static (string? Provider, string Why) Found(IReadOnlyDictionary<string, string> environment)
    {
        ReadOnlySpan<string> names =
            ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL"];
        foreach (var name in names)
        {
            if (Variable(environment, name) is not null)
                return (name.StartsWith('A') ? "anthropic" : "openai", $"as {name} is set");
        }
        return (null, "");
    }

    private static Outcome<ModelChoice> Of(
        string provider, string? model, string why, Settings settings, IReadOnlyDictionary<string, string> environment)
    {
        var own = settings.Providers.FirstOrDefault(one => Same(one.Name, provider));
        if (own is not null)
            return OfOwn(own, model, why, environment);
        if (ProviderTable.Find(provider) is not { } known)
        {
            return Outcome<ModelChoice>.No(
                $"There is no provider \"{provider}\". Choose of {string.Join(", ", ProviderTable.Names(settings))}, "
                + "or describe it under [providers." + provider + "] in config.toml.");
        }
        if (known.Wire is WireKind.Offline)
            return Outcome<ModelChoice>.Ok(new(known.Name, known.Wire, model, null, why));
        if (known.Wire is WireKind.Script)
        {
            return model is null
                ? Outcome<ModelChoice>.No("The script provider plays a file: name it with --model script/FILE.")
                : Outcome<ModelChoice>.Ok(new(known.Name, known.Wire, model, null, why));
        }
        var found = AddressOf(known, settings, environment);
        return found.TryGet(out var address)
            ? Checked(known, model, why, address, environment)
            : Outcome<ModelChoice>.No(found.Problem!);
    }

    /// <summary>Where a known provider is, and which variable's key belongs to that place (null: none does).</summary>
    private static Outcome<(Uri Base, string Source, string? KeyName, string? Wanted)> AddressOf(
        KnownProvider known, Settings settings, IReadOnlyDictionary<string, string> environment)
    {
        var ownBase = new Uri(known.BaseUrl);
        var mine = Same(settings.Provider ?? "openai", known.Name);
        var (text, source) = mine ? (settings.BaseUrl, "model.base_url") : (null, "");
        var beside = false;
        foreach (var name in known.BaseNames)
        {
            if (text is null && Variable(environment, name) is { } moved)
                (text, source, beside) = (moved, name, true);
        }
        // The key that a setting names belongs to the setting's address or the vendor's, not to one that the environment gives.
        var keyName = mine && !beside && settings.ApiKeyEnv is { Length: > 0 } named ? named : known.KeyName;
        if (text is null)
            return Outcome<(Uri, string, string?, string?)>.Ok((ownBase, "built in", keyName, keyName));
        var read = source == "OLLAMA_HOST" ? BaseAddress.ReadOllama(text) : BaseAddress.Read(text, known.Wire, source);
        if (!read.TryGet(out var address))
            return Outcome<(Uri, string, string?, string?)>.No(read.Problem!);
        // A key goes where it belongs: the address beside it in one environment, to the vendor, where a setting says.
        var belongs = beside || BaseAddress.SameOrigin(address, ownBase) || keyName != known.KeyName;
        return Outcome<(Uri, string, string?, string?)>.Ok(
            (address, source, belongs ? keyName : null, belongs ? keyName : "model.api_key_env"));
    }

    private static Outcome<ModelChoice> Checked(
        KnownProvider known, string? model, string why, (Uri Base, string Source, string? KeyName, string? Wanted) at,
        IReadOnlyDictionary<string, string> environment)
    {
        var key = KeyOf(at.KeyName, environment);
        var end = new Endpoint(known.Name, known.Wire, at.Base, key, at.Wanted, at.Source, known.Models);
        return Guarded(end, model, why, allowPlainHttp: false);
    }

    private static Outcome<ModelChoice> OfOwn(
        ProviderSetting own, string? model, string why, IReadOnlyDictionary<string, string> environment)
    {
        WireKind? wire = own.Wire.ToLowerInvariant() switch
        {
            "openai" => WireKind.OpenAi,
            "anthropic" => WireKind.Anthropic,
            _ => null,
        };
        if (wire is not { } kind)
            return Outcome<ModelChoice>.No($"providers.{own.Name}.wire is \"{own.Wire}\". It is openai or anthropic.");
        var read = BaseAddress.Read(own.BaseUrl, kind, $"providers.{own.Name}.base_url");
        if (!read.TryGet(out var address))
            return Outcome<ModelChoice>.No(read.Problem!);
        var key = KeyOf(own.ApiKeyEnv, environment);
        if (own.ApiKeyEnv is { Length: > 0 } name && key is null)
        {
            return Outcome<ModelChoice>.No(
                $"{name}, which holds the key of {own.Name}, is not set. Set it in the environment.");
        }
        var end = new Endpoint(own.Name, kind, address, key, own.ApiKeyEnv ?? $"providers.{own.Name}.api_key_env",
            $"providers.{own.Name}.base_url", ProviderTable.Find(own.Name)?.Models ?? []);
        return Guarded(end, model ?? own.Model, why, own.AllowPlainHttp);
    }

    private static Outcome<ModelChoice> Guarded(Endpoint end, string? model, string why, bool allowPlainHttp)
    {
        if (end.Key is { CanBeSent: false } broken)
        {
            return Outcome<ModelChoice>.No($"The key in {broken.Source} has a character that no key has "
                + "(a space, a line feed, a letter that is not ASCII). Set it again.");
        }
        if (end.Key is { } key && end.Base.Scheme == "http" && !allowPlainHttp && !BaseAddress.IsLoopback(end.Base))
        {
            return Outcome<ModelChoice>.No(
                $"The key from {key.Source} is not sent to {end.Host} over plain http ({end.BaseSource}). Use https, "
                + "or describe the server under [providers.NAME] in config.toml with allow_plain_http = true.");
        }
        return Outcome<ModelChoice>.Ok(new(end.Provider, end.Wire, model, end, why));
    }

    private static (string Provider, string? Model)? Split(string model, Settings settings)
    {
        var slash = model.IndexOf('/');
        if (slash <= 0)
            return null;
        var name = model[..slash];
        var isName = settings.Providers.Any(own => Same(own.Name, name)) || ProviderTable.Find(name) is not null;
        return isName ? (name, slash + 1 < model.Length ? model[(slash + 1)..] : null) : null;
    }

    private static ApiKey? KeyOf(string? name, IReadOnlyDictionary<string, string> environment) =>
        name is not null && Variable(environment, name) is { } secret ? new ApiKey(secret, name) : null;

    /// <summary>A variable that is set to nothing is not set.</summary>
    private static string? Variable(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out var value) && value.AsSpan().Trim().Length > 0 ? value.Trim() : null;

    private static bool Same(string? left, string? right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
