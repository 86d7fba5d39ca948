namespace Q.Config;

/// <summary>Reads the <c>[providers.NAME]</c> tables of <c>config.toml</c>. Only a person's own file names hosts.</summary>
internal static class ProviderTables
{
    private const string Prefix = "providers.";

    public static bool IsOne(string key) => key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>What was described well; a sentence with file and line for each value that was not.</summary>
    public static IReadOnlyList<ProviderSetting> Read(ConfigFile file, Action<string> problem)
    {
        var found = new Dictionary<string, ProviderSetting>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value, line, _) in file.Entries)
        {
            if (!IsOne(key))
                continue;
            var dot = key.LastIndexOf('.');
            var name = dot > Prefix.Length ? key[Prefix.Length..dot] : "";
            var field = key[(dot + 1)..].Replace('-', '_').ToLowerInvariant();
            var now = found.GetValueOrDefault(name) ?? new ProviderSetting(name, "", null);
            var next = name.Length == 0 ? null : With(now, field, value);
            if (next is null)
            {
                problem($"{file.Path}:{line}: {key} = {value} is not understood. Allowed are base_url, api_key_env, "
                    + "model, wire = openai or anthropic, allow_plain_http = true or false.");
            }
            else
                found[name] = next;
        }
        foreach (var one in found.Values.Where(one => one.BaseUrl.Length == 0))
            problem($"{file.Path}: providers.{one.Name} has no base_url, so it is left out.");
        return found.Count == 0 ? [] : [.. found.Values.Where(one => one.BaseUrl.Length > 0)];
    }

    private static ProviderSetting? With(ProviderSetting now, string field, string value) => field switch
    {
        "base_url" => now with { BaseUrl = value },
        "api_key_env" => now with { ApiKeyEnv = value },
        "model" => now with { Model = value },
        "wire" when value is "openai" or "anthropic" => now with { Wire = value },
        "allow_plain_http" when bool.TryParse(value, out var allowed) => now with { AllowPlainHttp = allowed },
        _ => null,
    };
}
