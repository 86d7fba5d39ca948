namespace Q.Config;

/// <summary>Takes values from the weakest source to the strongest and checks each.</summary>
internal sealed class SettingsCheck
{
    private readonly Dictionary<SettingKey, SettingValue> _taken = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _problems = [];

    public void Problem(string sentence) => _problems.Add(sentence);

    public void Take(string name, string value, SettingSource source, string place)
    {
        var found = SettingKeys.Find(name);
        if (!found.TryGet(out var key))
        {
            _problems.Add($"{place}: {found.Problem}");
            return;
        }
        var kept = key.Check(value);
        if (kept.TryGet(out var good))
            _taken[key] = new(key, good, source, place);
        else
        {
            // A weaker source's value is not what the person asked for either: the default is.
            _taken.Remove(key);
            _problems.Add($"{place}: {kept.Problem} The default is used: {(key.Default is "" ? "none" : key.Default)}.");
        }
    }

    public ResolvedSettings Result()
    {
        var settings = new Settings();
        var values = new List<SettingValue>(SettingKeys.All.Count);
        var warnings = new List<string>();
        foreach (var key in SettingKeys.All)
        {
            if (!_taken.TryGetValue(key, out var value))
            {
                values.Add(new(key, key.Default, SettingSource.Default, "default"));
                continue;
            }
            settings = key.Set(settings, value.Value);
            values.Add(value);
            if (key.Warning(value.Value) is { } warning)
                warnings.Add($"{value.Place}: {warning}");
        }
        return new(settings, values, _problems, warnings);
    }
}
