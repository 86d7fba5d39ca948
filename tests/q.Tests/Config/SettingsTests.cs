using Q.Config;

namespace Q.Tests.Config;

internal sealed class SettingsTests
{
    private static KeyValuePair<string, string> Row(string key, string value) => new(key, value);

    [Test]
    public async Task Without_any_source_every_setting_has_its_default()
    {
        var resolved = new SettingsSources().Resolve();

        await Assert.That(resolved.Settings).IsEqualTo(new Settings());
        await Assert.That(resolved.Problems).IsEmpty();
        await Assert.That(resolved.Values.All(value => value.Source is SettingSource.Default)).IsTrue();
    }

    [Test]
    public async Task The_default_of_each_key_is_the_default_of_the_settings()
    {
        foreach (var key in SettingKeys.All.Where(key => key.Default.Length > 0))
            await Assert.That(key.Set(new Settings(), key.Default)).IsEqualTo(new Settings());
    }

    [Test]
    public async Task A_flag_beats_the_environment_beats_the_database_beats_the_file()
    {
        var file = ConfigFile.Parse("config.toml", "[sessions]\nmax_active = 2\nname_max_length = 30\n[ui]\nmode = \"plain\"\n");
        string? Environment(string name) => name switch
        {
            "Q_SESSIONS_MAX_ACTIVE_SESSIONS" => "4",
            "Q_SESSIONS_NAME_MAX_LENGTH" => "32",
            _ => null,
        };
        var resolved = new SettingsSources
        {
            File = file,
            Database = [Row("max_active_sessions", "3"), Row("name_max_length", "31"), Row("indicator_show", "waiting")],
            Environment = Environment,
            Flags = [Row("sessions.max_active_sessions", "5")],
        }.Resolve();

        await Assert.That(resolved.Settings).IsEqualTo(new Settings
        {
            MaxActiveSessions = 5,
            NameMaxLength = 32,
            IndicatorShow = "waiting",
            Mode = "plain",
        });
        string[] places = [.. resolved.Values.Where(v => v.Source is not SettingSource.Default).Select(v => $"{v.Key.Name} {v.Source} {v.Place}")];
        await Assert.That(string.Join('\n', places)).IsEqualTo("""
            max_active_sessions Flag command line
            name_max_length Environment Q_SESSIONS_NAME_MAX_LENGTH
            indicator_show Database table settings
            mode File config.toml:5
            """);
    }

    [Test]
    public async Task A_bad_value_is_refused_with_its_place_and_what_is_allowed_and_the_default_is_used()
    {
        var file = ConfigFile.Parse("config.toml", "[sessions]\nmax_active_sessions = 2000\n");

        var resolved = new SettingsSources { File = file }.Resolve();

        await Assert.That(resolved.Settings.MaxActiveSessions).IsEqualTo(10);
        await Assert.That(resolved.Problems.Single()).IsEqualTo(
            "config.toml:2: sessions.max_active_sessions = \"2000\" is not allowed: it takes a whole number from 1 to 1000."
            + " The default is used: 10.");
    }

    [Test]
    public async Task Of_a_bad_value_beside_a_good_one_of_a_stronger_source_it_is_said_which_is_used()
    {
        var file = ConfigFile.Parse("config.toml", "[sessions]\nmax_active_sessions = 2000\n");

        var resolved = new SettingsSources { File = file, Database = [new("max_active_sessions", "7")] }.Resolve();

        await Assert.That(resolved.Settings.MaxActiveSessions).IsEqualTo(7);
        await Assert.That(resolved.Problems.Single()).EndsWith("from 1 to 1000. That of table settings is used: 7.");
    }

    [Test]
    [Arguments("persist_sessions = \"yes\"", "sessions.persist_sessions = \"yes\" is not allowed: it takes true or false. The default is used: true.")]
    [Arguments("persist_sessions = 0", "sessions.persist_sessions = \"0\" is not allowed: it takes true or false. The default is used: true.")]
    [Arguments("max_active_sessions = \"7\"", "\"7\" is not allowed: it takes a whole number from 1 to 1000. The default is used: 10.")]
    [Arguments("max_active_sessions = 7.0", "is not allowed: it takes a whole number from 1 to 1000. The default is used: 10.")]
    [Arguments("max_active_sessions = true", "is not allowed: it takes a whole number from 1 to 1000. The default is used: 10.")]
    public async Task In_the_file_a_value_of_another_type_is_refused(string line, string sentence)
    {
        var resolved = new SettingsSources { File = ConfigFile.Parse("config.toml", $"[sessions]\n{line}\n") }.Resolve();

        await Assert.That(resolved.Settings).IsEqualTo(new Settings());
        await Assert.That(resolved.Problems.Single()).StartsWith("config.toml:2: ").And.EndsWith(sentence);
    }

    [Test]
    public async Task An_unknown_key_is_named_with_the_nearest_one()
    {
        var file = ConfigFile.Parse("config.toml", "[sessions]\nmax_activ_sessions = 2\n[misc]\nsomething_else_wholly = 1\n");

        var resolved = new SettingsSources { File = file }.Resolve();

        await Assert.That(resolved.Problems[0])
            .IsEqualTo("config.toml:2: There is no setting sessions.max_activ_sessions. Did you mean sessions.max_active_sessions?");
        await Assert.That(resolved.Problems[1]).Contains("`q settings list` shows all");
    }

    [Test]
    public async Task What_stands_before_a_syntax_error_counts()
    {
        var file = ConfigFile.Parse("config.toml", "[ui]\nmode = \"plain\"\nmax_indicator_sessions = = 2\n");

        var resolved = new SettingsSources { File = file }.Resolve();

        await Assert.That(resolved.Settings.Mode).IsEqualTo("plain");
        await Assert.That(resolved.Problems.Single()).StartsWith("config.toml:3: ");
    }

    [Test]
    [Arguments("max_active", "sessions.max_active_sessions")]
    [Arguments("sessions.max_active", "sessions.max_active_sessions")]
    [Arguments("multi-session-enabled", "sessions.multi_session_enabled")]
    [Arguments("UI.Mode", "ui.mode")]
    [Arguments("provider", "model.provider")]
    public async Task A_key_is_found_by_its_bare_name_and_by_older_spellings(string written, string full)
    {
        await Assert.That(SettingKeys.Find(written).TryGet(out var key)).IsTrue();
        await Assert.That(key!.FullName).IsEqualTo(full);
    }

    [Test]
    [Arguments("multi_session_enabled", "off", "false")]
    [Arguments("multi_session_enabled", "maybe", null)]
    [Arguments("max_active_sessions", "0", null)]
    [Arguments("max_active_sessions", " 1000 ", "1000")]
    [Arguments("max_active_sessions", "ten", null)]
    [Arguments("ui.mode", "PLAIN", "plain")]
    [Arguments("ui.mode", "inline", "inline")]
    [Arguments("model", "a\u001bb", null)]
    public async Task A_value_is_checked_against_what_its_key_takes(string name, string value, string? kept)
    {
        _ = SettingKeys.Find(name).TryGet(out var key);
        var result = key!.Check(value);

        await Assert.That(result.TryGet(out var good) ? good : null).IsEqualTo(kept);
        await Assert.That(result.Problem ?? "").DoesNotContain("\u001b");
    }

    [Test]
    public async Task More_than_fifty_sessions_are_allowed_with_a_warning()
    {
        var resolved = new SettingsSources { Database = [Row("max_active", "51")] }.Resolve();

        await Assert.That(resolved.Settings.MaxActiveSessions).IsEqualTo(51);
        await Assert.That(resolved.Warnings.Single()).Contains("above 50");
    }

    [Test]
    public async Task Bare_names_are_unique()
    {
        var names = SettingKeys.All.SelectMany(key => key.Alias is { } alias ? [key.Name, alias] : new[] { key.Name }).ToList();

        await Assert.That(names.Distinct().Count()).IsEqualTo(names.Count);
    }

    [Test]
    public async Task Without_a_home_it_says_what_is_missing()
    {
        await Assert.That(QPaths.Find(_ => null).Problem).Contains("Q_HOME");
        _ = QPaths.Find(name => name == "HOME" ? "/home/me" : null).TryGet(out var paths);
        await Assert.That(paths!.Database).IsEqualTo("/home/me/.amazonq/db.sqlite");
    }
}
