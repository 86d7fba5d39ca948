using Q.Core;

namespace Q.Config;

/// <summary>The table of all settings.</summary>
internal static class SettingKeys
{
    /// <summary>What <c>ui.mode</c> and <c>--ui</c> take.</summary>
    public static string[] FrontEnds => ["auto", "fullscreen", "inline", "plain"];

    public static IReadOnlyList<SettingKey> All { get; } =
    [
        Switch("sessions", "multi_session_enabled", "true", "Run many sessions side by side.",
            (s, on) => s with { MultiSessionEnabled = on }),
        Number("sessions", "max_active_sessions", 10, 1, 1000, "How many sessions may be open at once.",
            (s, n) => s with { MaxActiveSessions = n }) with { WarnAbove = 50, Alias = "max_active" },
        Switch("sessions", "auto_generate_names", "true", "Name sessions after what is asked in them.",
            (s, on) => s with { AutoGenerateNames = on }),
        Switch("sessions", "auto_name_model", "false", "Ask the session's model for a title, once, in place of the generated name: one small call more.",
            (s, on) => s with { AutoNameModel = on }),
        Number("sessions", "name_max_length", 20, 8, 64, "How long a session's name may be.",
            (s, n) => s with { NameMaxLength = n }),
        Switch("sessions", "persist_sessions", "true", "Keep sessions when q ends.",
            (s, on) => s with { PersistSessions = on }),
        Number("sessions", "cleanup_after_days", 30, 0, 3650, "Days after which sessions that nobody uses are removed; 0: never.",
            (s, n) => s with { CleanupAfterDays = n }),
        Number("sessions", "output_buffer_size_mb", 10, 1, 1000, "How much output a session keeps for scrolling back.",
            (s, n) => s with { OutputBufferSizeMb = n }) with { WarnAbove = 100 },
        Number("sessions", "max_session_memory_mb", 50, 16, 4096,
            "How much memory one session may hold; at it the history is unloaded, then old output goes, then the turn fails.",
            (s, n) => s with { MaxSessionMemoryMb = n }),
        Number("sessions", "max_memory_mb", 1024, 64, 1048576,
            "How much memory q may take before the sessions that were idle longest hibernate.",
            (s, n) => s with { MaxMemoryMb = n }),
        Number("sessions", "hibernate_after", 30, 0, 100000,
            "Minutes after which an idle session gives its memory back; 0 is never.",
            (s, n) => s with { HibernateAfter = n }),
        Choice("sessions", "hibernated_output", ["spill", "drop"],
            "What becomes of a hibernated session's output: kept in a file, or shown from the conversation again.",
            (s, v) => s with { HibernatedOutput = v }),
        Number("sessions", "max_spill_mb", 200, 0, 10000,
            "How much output that has scrolled out of memory a session keeps in a file, for /save-output; 0 keeps none.",
            (s, n) => s with { MaxSpillMb = n }),
        Number("sessions", "max_concurrent_api_calls", 5, 1, 100,
            "How many calls to models run at once; the others wait, the one in focus goes first.",
            (s, n) => s with { MaxConcurrentApiCalls = n }),
        Switch("sessions", "isolate_permissions", "false", "Each session asks for itself; --trust-tools and --trust-all-tools hold for none.",
            (s, on) => s with { IsolatePermissions = on }),
        Switch("sessions", "clear_session_data_on_close", "false", "Remove a session's own files (@session/) when it is closed, without asking.",
            (s, on) => s with { ClearSessionDataOnClose = on }),
        Number("tools", "background_timeout_minutes", 10, 0, 10080, "How long a tool may run in a session that nobody looks at; 0: for ever.",
            (s, n) => s with { BackgroundTimeoutMinutes = n }),
        Number("tools", "file_lease_seconds", 60, 1, 3600, "How long a session keeps a file it is about to write from the others.",
            (s, n) => s with { FileLeaseSeconds = n }),
        Number("sessions", "watchdog", 10, 0, 3600, "After how many seconds a session that does not react is called so; 0 is never.",
            (s, n) => s with { WatchdogSeconds = n }),
        Switch("ui", "show_session_indicator", "true", "Show in the corner which sessions wait.",
            (s, on) => s with { ShowSessionIndicator = on }),
        Number("ui", "max_indicator_sessions", 5, 1, 50, "How many sessions the indicator names.",
            (s, n) => s with { MaxIndicatorSessions = n }),
        Choice("ui", "indicator_show", ["all", "waiting", "working"], "Which sessions the indicator names.",
            (s, v) => s with { IndicatorShow = v }),
        Choice("ui", "indicator_position", ["top-right", "top-left", "bottom-right", "bottom-left"], "Where the indicator has its rows.",
            (s, v) => s with { IndicatorPosition = v }),
        Choice("ui", "sessions", ["indicator", "tabs", "both"], "How the other sessions are shown: the indicator, a row of tabs on top, or both.",
            (s, v) => s with { SessionsAs = v }),
        Choice("ui", "mode", FrontEnds,
            "How q draws: the whole screen, below text that stays in the terminal's own scrollback, or lines only, for screen readers.",
            (s, v) => s with { Mode = v }),
        new("ui", "theme", SettingType.Text, "dark", "The colours: dark, light, high-contrast, mono, or one of your own: the name of a file in themes/.",
            (s, v) => s with { Theme = v }) { Choices = ["dark", "light", "high-contrast", "mono"] },
        Switch("ui", "markdown", "true", "Show answers as Markdown; /raw shows them as they were written.",
            (s, on) => s with { Markdown = on }),
        Switch("ui", "title", "true", "Name the sessions that wait in the window's title.",
            (s, on) => s with { Title = on }),
        Switch("ui", "bell", "true", "Ring the bell once for each new wait.",
            (s, on) => s with { Bell = on }),
        Choice("ui", "notify", ["off", "auto", "osc9", "osc99", "osc777"],
            "How the terminal is asked for a notification of a new wait while it is not in focus; auto: what it is known to read.",
            (s, v) => s with { Notify = v }),
        Switch("ui", "progress", "false", "Show the terminal's own progress mark (OSC 9;4; not in kitty and foot) while a turn runs and it is not in focus.",
            (s, on) => s with { Progress = on }),
        Switch("ui", "mouse", "false", "The wheel scrolls the transcript; to select with the mouse, hold Shift then.",
            (s, on) => s with { Mouse = on }),
        Choice("ui", "history", ["all", "folder"], "Which entries Up and Ctrl+R go through: all, or those of the session's folder; Tab in Ctrl+R changes it.",
            (s, v) => s with { History = v }),
        Switch("ui", "ghost_text", "true", "Show behind the cursor what the line may become; Right takes it.",
            (s, on) => s with { GhostText = on }),
        Switch("accessibility", "screen_reader_mode", "false",
            "Plain lines for a screen reader: every change of state a sentence, lists with numbers, nothing that only draws.",
            (s, on) => s with { ScreenReaderMode = on }),
        Switch("accessibility", "high_contrast", "false", "The theme high-contrast, whatever ui.theme says.",
            (s, on) => s with { HighContrast = on }),
        Switch("accessibility", "text_only_indicator", "false", "Who waits as one line of words: Waiting: a, b.",
            (s, on) => s with { TextOnlyIndicator = on }),
        Switch("accessibility", "announce_state_changes", "true", "Say among plain lines that another session waits or, for a screen reader, changed.",
            (s, on) => s with { AnnounceStateChanges = on }),
        Switch("accessibility", "reduced_motion", "false", "Draw what streams twice a second instead of as it comes, and no progress mark.",
            (s, on) => s with { ReducedMotion = on }),
        Choice("keys", "profile", ["default", "seed", "vi"],
            "seed makes Ctrl+N and Ctrl+W session keys always, vi gives the line the keys of vi.",
            (s, v) => s with { KeysProfile = v }),
        Text("model", "provider", "offline, openai, anthropic or script; none: what is found.",
            (s, v) => s with { Provider = v }),
        Text("model", "model", "The model, as its provider names it.",
            (s, v) => s with { Model = v }),
        Text("model", "base_url", "Address of the model's server, with or without /v1.",
            (s, v) => s with { BaseUrl = v }),
        Text("model", "api_key_env", "The environment variable that holds the key for model.base_url.",
            (s, v) => s with { ApiKeyEnv = v }),
        Number("model", "call_timeout", 300, 5, 3600, "Seconds for which a model may say nothing before its call is given up.",
            (s, n) => s with { CallTimeout = n }),
    ];

    /// <summary>By full name, by its last part, or by an older spelling of either; hyphens count as underscores.</summary>
    public static Outcome<SettingKey> Find(string name)
    {
        var wanted = name.Trim().Replace('-', '_');
        foreach (var key in All)
        {
            if (Is(wanted, key, key.Name) || (key.Alias is { } alias && Is(wanted, key, alias)))
                return Outcome<SettingKey>.Ok(key);
        }
        return Outcome<SettingKey>.No(Nearest(wanted) is { } nearest
            ? $"There is no setting {name}. Did you mean {nearest}?"
            : $"There is no setting {name}. `q settings list` shows all.");
    }

    private static bool Is(string wanted, SettingKey key, string name) =>
        wanted.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (wanted.Length == key.Section.Length + 1 + name.Length
            && wanted[key.Section.Length] == '.'
            && wanted.StartsWith(key.Section, StringComparison.OrdinalIgnoreCase)
            && wanted.EndsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>By the last part alone, since a section is often left out.</summary>
    private static string? Nearest(string wanted)
    {
        var names = All.SelectMany(key => key.Alias is { } alias ? (string[])[key.Name, alias] : [key.Name]);
        return NearestName.Of(wanted[(wanted.LastIndexOf('.') + 1)..], names) is { } name
            ? All.First(key => key.Name == name || key.Alias == name).FullName
            : null;
    }

    private static SettingKey Switch(string section, string name, string usual, string doc, Func<Settings, bool, Settings> set) =>
        new(section, name, SettingType.Switch, usual, doc, (s, v) => set(s, v == "true"));

    private static SettingKey Number(
        string section, string name, int usual, int least, int most, string doc, Func<Settings, int, Settings> set) =>
        new(section, name, SettingType.Number, usual.ToString(), doc, (s, v) => set(s, int.Parse(v)))
        {
            Least = least,
            Most = most,
        };

    private static SettingKey Choice(
        string section, string name, string[] choices, string doc, Func<Settings, string, Settings> set) =>
        new(section, name, SettingType.Choice, choices[0], doc, set) { Choices = choices };

    private static SettingKey Text(string section, string name, string doc, Func<Settings, string, Settings> set) =>
        new(section, name, SettingType.Text, "", doc, set);
}
