namespace Q.Config;

/// <summary>Where a setting's value came from, weakest first.</summary>
internal enum SettingSource : byte
{
    Default,
    File,
    Database,
    Environment,
    Flag,
}

/// <summary>One setting as it stands. <paramref name="Place"/> names the file and line, the variable, the flag.</summary>
internal sealed record SettingValue(SettingKey Key, string Value, SettingSource Source, string Place)
{
    /// <summary>In a line of its own.</summary>
    public string Told => $"{Key.FullName} = {(Value.Length > 0 ? Value : "none")} ({Place})\n";
}

/// <summary>The settings, where each came from, and a sentence for each value that was refused or may hurt.</summary>
internal sealed record ResolvedSettings(
    Settings Settings, IReadOnlyList<SettingValue> Values, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings)
{
    public SettingValue this[SettingKey key] => Values.First(value => ReferenceEquals(value.Key, key));
}

/// <summary>
/// Puts flags over environment over database over file over defaults. A value that is not allowed is refused with its place,
/// and the setting keeps its default, so that q starts in any case.
/// </summary>
internal sealed class SettingsSources
{
    private const string Keys = "keys.";

    /// <summary>From the command line: key and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Flags { get; init; } = [];

    public Func<string, string?> Environment { get; init; } = _ => null;

    /// <summary>Rows of the table <c>settings</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Database { get; init; } = [];

    public ConfigFile? File { get; init; }

    public ResolvedSettings Resolve()
    {
        var check = new SettingsCheck();
        IReadOnlyList<ProviderSetting> providers = [];
        var keys = new List<KeySetting>();
        if (File is { } file)
        {
            if (file.Problem is { } problem)
                check.Problem(problem);
            providers = ProviderTables.Read(file, check.Problem);
            foreach (var (key, value, line, type) in file.Entries.Where(entry => !ProviderTables.IsOne(entry.Key)))
            {
                if (key.StartsWith(Keys, StringComparison.OrdinalIgnoreCase) && SettingKeys.Find(key).Problem is not null)
                    keys.Add(new(key[Keys.Length..], value, $"{file.Path}:{line}"));
                else
                    check.Take(key, value, SettingSource.File, $"{file.Path}:{line}", type);
            }
        }
        foreach (var (key, value) in Database)
            check.Take(key, value, SettingSource.Database, "table settings");
        foreach (var key in SettingKeys.All)
        {
            if (Environment(key.Variable) is { Length: > 0 } value)
                check.Take(key.FullName, value, SettingSource.Environment, key.Variable);
        }
        foreach (var (key, value) in Flags)
            check.Take(key, value, SettingSource.Flag, "command line");
        var result = check.Result();
        return result with { Settings = result.Settings with { Providers = providers, Keys = keys.Count == 0 ? Array.Empty<KeySetting>() : keys } };
    }
}
