using Q.Config;
using Q.Input;

namespace Q.Commands;

/// <summary>The keys that the settings choose, for those who know settings and keys.</summary>
internal static class BoundKeys
{
    /// <param name="settings">Profile and <c>[keys]</c>.</param>
    /// <param name="problem">Takes a sentence for each choice that is refused.</param>
    public static KeyBindings Of(Settings settings, Action<string>? problem = null) =>
        settings is { KeysProfile: "default", Keys.Count: 0 }
            ? KeyBindings.Default
            : KeyBindings.Make(
                settings.KeysProfile, [.. settings.Keys.Select(one => new KeyChoice(one.Name, one.Value, one.Place))], problem ?? (static _ => { }));
}
