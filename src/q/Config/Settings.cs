namespace Q.Config;

/// <summary>What the person chose, resolved: flags, environment, database, file, defaults. Immutable.</summary>
internal sealed record Settings
{
    public bool MultiSessionEnabled { get; init; } = true;

    /// <summary>1 to 1000.</summary>
    public int MaxActiveSessions { get; init; } = 10;

    public bool AutoGenerateNames { get; init; } = true;

    /// <summary>The session's model may give it a title, in place of a generated name.</summary>
    public bool AutoNameModel { get; init; }

    /// <summary>8 to 64.</summary>
    public int NameMaxLength { get; init; } = 20;

    public bool PersistSessions { get; init; } = true;

    /// <summary>0 to 3650; 0 removes nothing.</summary>
    public int CleanupAfterDays { get; init; } = 30;

    /// <summary>1 to 1000.</summary>
    public int OutputBufferSizeMb { get; init; } = 10;

    /// <summary>16 to 4096.</summary>
    public int MaxSessionMemoryMb { get; init; } = 50;

    /// <summary>64 to 1048576.</summary>
    public int MaxMemoryMb { get; init; } = 1024;

    /// <summary>Minutes; 0 is never.</summary>
    public int HibernateAfter { get; init; } = 30;

    /// <summary><c>spill</c> or <c>drop</c>.</summary>
    public string HibernatedOutput { get; init; } = "spill";

    /// <summary>0 to 10000.</summary>
    public int MaxSpillMb { get; init; } = 200;

    /// <summary>1 to 100.</summary>
    public int MaxConcurrentApiCalls { get; init; } = 5;

    /// <summary>Seconds, 5 to 3600.</summary>
    public int CallTimeout { get; init; } = 300;

    /// <summary>Sessions do not take over what was trusted for all.</summary>
    public bool IsolatePermissions { get; init; }

    public bool ClearSessionDataOnClose { get; init; }

    /// <summary>0 to 10,080; 0 is never.</summary>
    public int BackgroundTimeoutMinutes { get; init; } = 10;

    /// <summary>1 to 3600.</summary>
    public int FileLeaseSeconds { get; init; } = 60;

    /// <summary>0 to 3600; 0 is never.</summary>
    public int WatchdogSeconds { get; init; } = 10;

    public bool ShowSessionIndicator { get; init; } = true;

    /// <summary>1 to 50.</summary>
    public int MaxIndicatorSessions { get; init; } = 5;

    /// <summary><c>all</c>, <c>waiting</c> or <c>working</c>.</summary>
    public string IndicatorShow { get; init; } = "all";

    /// <summary><c>top-right</c>, <c>top-left</c>, <c>bottom-right</c> or <c>bottom-left</c>.</summary>
    public string IndicatorPosition { get; init; } = "top-right";

    /// <summary><c>ui.sessions</c>: <c>indicator</c>, <c>tabs</c> or <c>both</c>.</summary>
    public string SessionsAs { get; init; } = "indicator";

    /// <summary><c>auto</c>, <c>fullscreen</c> or <c>plain</c>.</summary>
    public string Mode { get; init; } = "auto";

    /// <summary>A built-in theme, or the name of a file in <see cref="QPaths.Themes"/>.</summary>
    public string Theme { get; init; } = "dark";

    /// <summary>Answers are shown as Markdown; otherwise as they were written.</summary>
    public bool Markdown { get; init; } = true;

    /// <summary>The window's title names who waits.</summary>
    public bool Title { get; init; } = true;

    /// <summary>The terminal's bell rings once for each new wait.</summary>
    public bool Bell { get; init; } = true;

    /// <summary><c>off</c>, <c>auto</c>, <c>osc9</c>, <c>osc99</c> or <c>osc777</c>.</summary>
    public string Notify { get; init; } = "off";

    /// <summary>The terminal's own progress mark while a turn runs.</summary>
    public bool Progress { get; init; }

    /// <summary>The wheel of the mouse scrolls; the terminal's own selection then wants Shift.</summary>
    public bool Mouse { get; init; }

    /// <summary>What the line may become is shown behind the cursor.</summary>
    public bool GhostText { get; init; } = true;

    /// <summary><c>all</c>, or <c>folder</c>: Up goes through what was sent in the session's folder.</summary>
    public string History { get; init; } = "all";

    public bool ScreenReaderMode { get; init; }

    public bool HighContrast { get; init; }

    public bool TextOnlyIndicator { get; init; }

    public bool AnnounceStateChanges { get; init; } = true;

    public bool ReducedMotion { get; init; }

    /// <summary><c>default</c>, <c>seed</c> (Ctrl+N and Ctrl+W are session keys always) or <c>vi</c>.</summary>
    public string KeysProfile { get; init; } = "default";

    /// <summary>What <c>[keys]</c> of <c>config.toml</c> binds, not looked at yet: only the keymap knows what may be bound.</summary>
    public IReadOnlyList<KeySetting> Keys { get; init; } = [];

    public string? Provider { get; init; }

    public string? Model { get; init; }

    /// <summary>Address of an OpenAI-compatible server, with or without <c>/v1</c>.</summary>
    public string? BaseUrl { get; init; }

    /// <summary><c>model.api_key_env</c>: the environment variable that holds the key for <see cref="BaseUrl"/>.</summary>
    public string? ApiKeyEnv { get; init; }

    /// <summary>The <c>[providers.NAME]</c> tables of <c>config.toml</c>.</summary>
    public IReadOnlyList<ProviderSetting> Providers { get; init; } = [];
}

/// <summary><c>keys.NAME = "VALUE"</c>; <paramref name="Place"/> is its file and line.</summary>
internal sealed record KeySetting(string Name, string Value, string Place);

/// <summary>One provider of the person's own. The key itself is never configured, only the variable that holds it.</summary>
/// <param name="Name">What <c>--provider</c> calls it.</param>
/// <param name="BaseUrl"><c>base_url</c>, with or without <c>/v1</c>.</param>
/// <param name="ApiKeyEnv"><c>api_key_env</c>; none: no key is sent.</param>
/// <param name="Wire"><c>wire</c>: <c>openai</c> or <c>anthropic</c>.</param>
/// <param name="AllowPlainHttp"><c>allow_plain_http</c>: the key may go over http to a host that is not this machine.</param>
/// <param name="Model"><c>model</c>: the one to use when none is named.</param>
internal sealed record ProviderSetting(
    string Name, string BaseUrl, string? ApiKeyEnv, string Wire = "openai", bool AllowPlainHttp = false, string? Model = null);
