using Q.Config;
using Q.Core;
using Q.Model;

namespace Q.Cli;

/// <summary>
/// What a setting's own type cannot know and the next start would refuse: a theme or a provider that is not there, an address that is none.
/// </summary>
internal static class SettingRefusals
{
    /// <summary>A sentence with the nearest that is allowed; null when nothing speaks against the value.</summary>
    public static string? Of(SettingKey key, string value, CliHome home, CliHost host) => key.FullName switch
    {
        "ui.theme" => host.ThemeProblem(value, home.Paths),
        "model.provider" => Provider(value, home),
        "model.base_url" => BaseAddress.Read(value, WireKind.OpenAi, key.FullName).Problem,
        "model.api_key_env" when !IsVariable(value) => "model.api_key_env takes the name of an environment variable, such as MY_API_KEY, "
            + "and never the key itself, which is nowhere stored.",
        _ => null,
    };

    private static string? Provider(string value, CliHome home)
    {
        List<string> names = [.. ProviderTable.Names(home.Resolve().Settings)];
        if (names.Exists(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)))
            return null;
        var near = NearestName.Of(value, names) is { } nearest ? $" Did you mean {nearest}?" : "";
        return $"There is no provider \"{value}\".{near} There are {string.Join(", ", names)}; [providers.NAME] in config.toml describes others.";
    }

    private static bool IsVariable(string value)
    {
        foreach (var letter in value)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                return false;
        }
        return !char.IsAsciiDigit(value[0]);
    }
}
