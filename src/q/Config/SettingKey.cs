using Q.Core;

namespace Q.Config;

internal enum SettingType : byte
{
    Switch,
    Number,
    Choice,
    Text,
}

/// <summary>One thing that can be chosen: declared once, here; help, checks and documentation come from it.</summary>
/// <param name="Section">E.g. <c>sessions</c>.</param>
/// <param name="Name">E.g. <c>max_active_sessions</c>; accepted alone, since it is unique.</param>
/// <param name="Type">What its value is.</param>
/// <param name="Default">As it would be written; empty when there is none.</param>
/// <param name="Doc">One line.</param>
/// <param name="Set">Gives the settings with this value, which was checked.</param>
internal sealed record SettingKey(
    string Section, string Name, SettingType Type, string Default, string Doc, Func<Settings, string, Settings> Set)
{
    public int Least { get; init; }

    public int Most { get; init; }

    /// <summary>A number above this is taken, with a warning.</summary>
    public int WarnAbove { get; init; } = int.MaxValue;

    /// <summary>What it takes; for a text what is usual among others.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>What completion offers as its value.</summary>
    public string[] Words => Type is SettingType.Switch ? ["true", "false"] : Choices;

    /// <summary>A q that runs and draws takes a change as soon as it is kept; all else counts from the next start.</summary>
    public bool IsAtOnce => Section is "ui" ? Name is not ("mode" or "mouse")
        : Name is "high_contrast" or "text_only_indicator" or "reduced_motion";

    /// <summary>An older spelling of the name.</summary>
    public string? Alias { get; init; }

    public string FullName { get; } = $"{Section}.{Name}";

    public string Variable => $"Q_{Section}_{Name}".ToUpperInvariant();

    /// <summary>What may be written, for people.</summary>
    public string Allowed => Type switch
    {
        SettingType.Switch => "true or false",
        SettingType.Number => $"a whole number from {Least} to {Most}",
        SettingType.Choice => Choices is [.. var first, var last] ? $"{string.Join(", ", first)} or {last}" : "",
        SettingType.Text => "text",
    };

    /// <summary>The value as it is kept, or a sentence that says what is allowed.</summary>
    /// <param name="value">As text.</param>
    /// <param name="written">Its type, where it stands in a file that has types.</param>
    public Outcome<string> Check(string value, SettingType? written = null)
    {
        var text = value.Trim();
        var kept = Type switch
        {
            SettingType.Switch or SettingType.Number when written is { } type && type != Type => null,
            SettingType.Switch => Switch(text),
            SettingType.Number => int.TryParse(text, out var n) && n >= Least && n <= Most ? n.ToString() : null,
            SettingType.Choice => Array.Find(Choices, c => c.Equals(text, StringComparison.OrdinalIgnoreCase)),
            SettingType.Text => text.Length > 0 && !text.AsSpan().ContainsAnyInRange('\0', '\x1f') ? text : null,
        };
        return kept is null
            ? Outcome<string>.No($"{FullName} = {Shown(text)} is not allowed: it takes {Allowed}.{Meant(text)}")
            : Outcome<string>.Ok(kept);
    }

    /// <summary>A sentence about a value that is allowed and may hurt; null for the others.</summary>
    public string? Warning(string value) => Type is SettingType.Number && int.Parse(value) > WarnAbove
        ? $"{FullName} = {value} may be slow and take much memory; above {WarnAbove} is at your own risk."
        : null;

    private string Meant(string text) =>
        NearestName.Of(text, Words) is { } near ? $" Did you mean {near}?" : "";

    private static string? Switch(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "1" or "ON" or "YES" => "true",
        "FALSE" or "0" or "OFF" or "NO" => "false",
        _ => null,
    };

    /// <summary>Bad values are repeated to the person; control bytes and megabytes are not.</summary>
    private static string Shown(string text)
    {
        Span<char> to = stackalloc char[Math.Min(text.Length, 60)];
        for (var i = 0; i < to.Length; i++)
            to[i] = char.IsControl(text[i]) ? '?' : text[i];
        return text.Length > to.Length ? $"\"{to}…\"" : $"\"{to}\"";
    }
}
