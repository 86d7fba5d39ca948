using System.Text.Json;

namespace Q.Tests.Cli;

internal sealed class SettingsVerbsTests
{
    [Test]
    public async Task What_was_set_is_got_listed_and_unset()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("settings", "set", "max_active", "20")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("sessions.max_active_sessions = 20\n");
        await Assert.That(shell.Run("settings", "get", "max_active_sessions")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("20\n");
        shell.Run("settings", "list", "--sources");
        await Assert.That(Line(shell.Out, "sessions.max_active_sessions")).Matches(@"^sessions\.max_active_sessions +20 +table settings$");
        await Assert.That(shell.Run("settings", "unset", "sessions.max_active_sessions")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("sessions.max_active_sessions = 10 (default)\n");
    }

    [Test]
    public async Task The_short_form_shows_with_a_key_and_sets_with_a_value()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("settings", "keys.profile", "SEED")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("keys.profile = seed\n");
        await Assert.That(shell.Run("settings", "keys.profile")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("seed\n");
    }

    [Test]
    [Arguments("max_active", "5000", "it takes a whole number from 1 to 1000")]
    [Arguments("multi_session_enabled", "maybe", "it takes true or false")]
    [Arguments("ui.mode", "loud", "it takes auto, fullscreen, inline or plain")]
    [Arguments("ui.mode", "plane", "it takes auto, fullscreen, inline or plain. Did you mean plain?")]
    [Arguments("ui.bell", "tru", "Did you mean true?")]
    [Arguments("ui.theme", "lihgt", "there is no such theme, nor ")]
    [Arguments("ui.theme", "lihgt", "Did you mean light? There are dark, light, high-contrast, mono.")]
    [Arguments("ui.theme", "../x", "ui.theme = ../x: there is no such theme. There are dark")]
    [Arguments("model.provider", "olama", "There is no provider \"olama\". Did you mean ollama? There are anthropic, ")]
    [Arguments("model.base_url", "ftp://x", "which is not an address")]
    [Arguments("model.api_key_env", "sk-123", "takes the name of an environment variable")]
    [Arguments("model.api_key_env", "1KEY", "takes the name of an environment variable")]
    [Arguments("max_actve", "1", "There is no setting max_actve. Did you mean sessions.max_active_sessions?")]
    public async Task What_is_not_allowed_is_refused_with_what_is(string key, string value, string told)
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("settings", "set", key, value)).IsEqualTo(2);
        await Assert.That(shell.Error).Contains(told);
        await Assert.That(File.Exists(shell.Home.Paths.Database)).IsFalse();
    }

    [Test]
    public async Task A_theme_in_the_file_that_is_nowhere_is_told_with_its_place()
    {
        using var shell = new CliFixture();
        Directory.CreateDirectory(shell.Home.Paths.Home);
        await File.WriteAllTextAsync(shell.Home.Paths.Config, "[ui]\ntheme = \"lihgt\"\n");
        shell.Run("settings", "list");
        await Assert.That(shell.Error).StartsWith($"q: {shell.Home.Paths.Config}:2: ui.theme = lihgt: there is no such theme");
        shell.Run("doctor");
        await Assert.That(shell.Out).Contains("config.toml:2: ui.theme = lihgt");
    }

    [Test]
    public async Task A_theme_and_a_provider_of_ones_own_are_taken_and_meant()
    {
        using var shell = new CliFixture();
        Directory.CreateDirectory(shell.Home.Paths.Themes);
        await File.WriteAllTextAsync(Path.Combine(shell.Home.Paths.Themes, "sepia.toml"), "base = \"light\"\n");
        await File.WriteAllTextAsync(shell.Home.Paths.Config, "[providers.work]\nbase_url = \"https://example.org/v1\"\n");
        await Assert.That(shell.Run("settings", "set", "ui.theme", "sepia")).IsEqualTo(0);
        await Assert.That(shell.Run("settings", "set", "ui.theme", "mono")).IsEqualTo(0);
        await Assert.That(shell.Run("settings", "set", "model.provider", "Work")).IsEqualTo(0);
        await Assert.That(shell.Run("settings", "set", "model.base_url", "localhost:8080")).IsEqualTo(0);
        await Assert.That(shell.Run("settings", "set", "model.api_key_env", "MY_KEY_2")).IsEqualTo(0);
        await Assert.That(shell.Run("settings", "set", "ui.theme", "sepai")).IsEqualTo(2);
        await Assert.That(shell.Error).Contains("Did you mean sepia? There are dark, light, high-contrast, mono, sepia.");
    }

    [Test]
    public async Task A_value_that_a_variable_overrules_says_so()
    {
        using var shell = new CliFixture();
        shell.Environment["Q_UI_MODE"] = "plain";
        await Assert.That(shell.Run("settings", "set", "ui.mode", "fullscreen")).IsEqualTo(0);
        await Assert.That(shell.Error).IsEqualTo("q: Q_UI_MODE says plain, which counts as long as it is set.\n");
        shell.Run("settings", "ui.mode");
        await Assert.That(shell.Out).IsEqualTo("plain\n");
    }

    [Test]
    public async Task A_value_that_may_hurt_is_taken_with_a_warning()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("settings", "set", "max_active", "60")).IsEqualTo(0);
        await Assert.That(shell.Error).Contains("above 50 is at your own risk");
    }

    [Test]
    public async Task A_bad_value_in_the_file_is_told_with_its_line_by_list_and_by_get()
    {
        using var shell = new CliFixture();
        Directory.CreateDirectory(shell.Home.Paths.Home);
        await File.WriteAllTextAsync(shell.Home.Paths.Config, "[ui]\nmode = \"loud\"\n");
        await Assert.That(shell.Run("settings", "list")).IsEqualTo(0);
        await Assert.That(shell.Error).Contains("config.toml:2: ui.mode = \"loud\" is not allowed");
        shell.Run("settings", "get", "ui.mode");
        await Assert.That(shell.Out).IsEqualTo("auto\n");
        await Assert.That(shell.Error).Contains("config.toml:2");
        shell.Run("settings", "get", "keys.profile");
        await Assert.That(shell.Error).IsEqualTo("");
    }

    [Test]
    public async Task As_json_every_setting_has_a_typed_value_and_its_source()
    {
        using var shell = new CliFixture();
        shell.Environment["Q_SESSIONS_MAX_ACTIVE_SESSIONS"] = "12";
        shell.Run("settings", "list", "--json");
        using var json = JsonDocument.Parse(shell.Out);
        var limit = json.RootElement.GetProperty("sessions.max_active_sessions");
        await Assert.That(limit.GetProperty("value").GetInt32()).IsEqualTo(12);
        await Assert.That(limit.GetProperty("source").GetString()).IsEqualTo("environment");
        await Assert.That(limit.GetProperty("default").GetString()).IsEqualTo("10");
        await Assert.That(json.RootElement.GetProperty("sessions.multi_session_enabled").GetProperty("value").GetBoolean()).IsTrue();
    }

    [Test]
    [Arguments("list")]
    [Arguments("get|ui.mode")]
    [Arguments("set|ui.mode|plain")]
    [Arguments("unset|ui.mode")]
    public async Task Without_a_home_it_says_what_to_set(string verb)
    {
        using var shell = new CliFixture();
        shell.Environment.Remove("Q_HOME");
        shell.Environment.Remove("HOME");
        await Assert.That(shell.Run(["settings", .. verb.Split('|')])).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("Set Q_HOME to a folder");
    }

    [Test]
    public async Task A_damaged_database_is_told_and_the_rest_is_listed()
    {
        using var shell = new CliFixture();
        Directory.CreateDirectory(shell.Home.Paths.Home);
        await File.WriteAllTextAsync(shell.Home.Paths.Database, new string('x', 8192));
        await Assert.That(shell.Run("settings", "list")).IsEqualTo(0);
        await Assert.That(shell.Error).Contains("cannot be reached");
        await Assert.That(Line(shell.Out, "ui.mode")).Contains("auto");
        await Assert.That(shell.Run("settings", "set", "ui.mode", "plain")).IsEqualTo(1);
        await Assert.That(shell.Run("settings", "unset", "ui.mode")).IsEqualTo(1);
    }

    private static string Line(string text, string start) => text.Split('\n').Single(line => line.StartsWith(start, StringComparison.Ordinal));
}
