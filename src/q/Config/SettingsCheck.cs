namespace Q.Config;

/// <summary>Takes values from the weakest source to the strongest and checks each.</summary>
internal sealed class SettingsCheck
{
    private readonly Dictionary<SettingKey, SettingValue> _taken = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Sentence, SettingKey? Refused)> _problems = [];

    public void Problem(string sentence) => _problems.Add((sentence, null));

    public void Take(string name, string value, SettingSource source, string place, SettingType? written = null)
    {
        var found = SettingKeys.Find(name);
        if (!found.TryGet(out var key))
        {
            Problem($"{place}: {found.Problem}");
            return;
        }
        var kept = key.Check(value, written);
        if (kept.TryGet(out var good))
            _taken[key] = new(key, good, source, place);
        else
        {
            // A weaker source's value is not what the person asked for either: the default is.
            _taken.Remove(key);
            _problems.Add(($"{place}: {kept.Problem}", key));
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
        var problems = _problems.ConvertAll(one => one.Sentence + (one.Refused is { } key ? Instead(key) : ""));
        return new(settings, values, problems, warnings);
    }

    /// <summary>What counts where a value was refused; a stronger source may have said it.</summary>
    private string Instead(SettingKey key) => _taken.TryGetValue(key, out var value)
        ? $" That of {value.Place} is used: {value.Value}."
        : $" The default is used: {(key.Default is "" ? "none" : key.Default)}.";
}
