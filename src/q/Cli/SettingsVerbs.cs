using ConsoleAppFramework;
using Q.Commands;

namespace Q.Cli;

/// <summary><c>q settings …</c>. What is kept stands in the database; a running q takes it when it starts.</summary>
[RegisterCommands("settings")]
[CommandGroup("Settings", Order = 3)]
internal sealed class SettingsVerbs(VerbCall call)
{
    /// <summary>Show a setting, or change it.</summary>
    /// <param name="key">Its name, with or without its section.</param>
    /// <param name="value">The new value; without one the value is shown.</param>
    /// <example>q settings max_active_sessions 20</example>
    [Command("")]
    public void Settings(
        [Argument, Value("key", Completes = CompletionKind.Setting)] string key,
        [Argument, Value("value", Completes = CompletionKind.SettingValue)] string? value = null)
    {
        if (value is null)
            Get(key);
        else
            Set(key, value);
    }

    /// <summary>List all settings with their values.</summary>
    /// <param name="sources">Also where each value comes from.</param>
    /// <param name="json">As JSON, for programs.</param>
    [Command("list")]
    public void List(bool sources = false, bool json = false) =>
        call.Do(() => SettingsPages.List(call, sources, json));

    /// <summary>Show one setting's value.</summary>
    /// <param name="key">Its name, with or without its section.</param>
    [Command("get")]
    public void Get([Argument, Value("key", Completes = CompletionKind.Setting)] string key) =>
        call.Do(() => SettingsPages.Get(call, key));

    /// <summary>Change a setting; what is not allowed is refused.</summary>
    /// <param name="key">Its name, with or without its section.</param>
    /// <param name="value">The new value.</param>
    /// <example>q settings set model.provider ollama</example>
    [Command("set")]
    public void Set(
        [Argument, Value("key", Completes = CompletionKind.Setting)] string key,
        [Argument, Value("value", Completes = CompletionKind.SettingValue)] string value) =>
        call.Do(() => SettingsPages.Set(call, key, value));

    /// <summary>Forget a change: config.toml or the default counts again.</summary>
    /// <param name="key">Its name, with or without its section.</param>
    [Command("unset")]
    public void Unset([Argument, Value("key", Completes = CompletionKind.Setting)] string key) =>
        call.Do(() => SettingsPages.Unset(call, key));
}
