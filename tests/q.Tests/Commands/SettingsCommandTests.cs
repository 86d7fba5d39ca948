using Q.Output;

namespace Q.Tests.Commands;

/// <summary><c>/settings</c>: what is chosen, what one takes, and a change of it.</summary>
internal sealed class SettingsCommandTests
{
    private const string More = "/settings KEY says what one does and takes, /settings --all lists all.\n";

    [Test]
    public async Task Alone_it_lists_what_is_not_at_its_default_and_where_that_was_chosen()
    {
        using var fixture = new CommandsFixture(ui: "inline");
        fixture.Environment["Q_UI_BELL"] = "false";
        await fixture.Run("/settings theme light", "/settings");
        await fixture.Said($"ui.mode   inline  command line\nui.theme  light   table settings\nui.bell   false   Q_UI_BELL\n{More}");
        await fixture.Run("/settings --all");
        await fixture.Said(text => text.Contains("\nui.title                              true       default\n", StringComparison.Ordinal)
            && text.EndsWith("\n/settings KEY says what one does and takes.\n", StringComparison.Ordinal));
    }

    [Test]
    public async Task Where_nothing_was_chosen_it_says_so_and_a_bad_value_is_named_with_its_place()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/settings");
        await fixture.Said($"Every setting is at its default.\n{More}");
        fixture.Environment["Q_UI_BELL"] = "loud";
        await fixture.Run("/settings");
        const string bad = "Q_UI_BELL: ui.bell = \"loud\" is not allowed: it takes true or false. The default is used: true.\n";
        await fixture.Said($"Every setting is at its default.\n{bad}{More}");
        await fixture.Run("/settings bell");
        await fixture.Said($"ui.bell = true (default)\nRing the bell once for each new wait.\n"
            + $"It takes true or false; its default is true. A change counts at once.\n{bad}");
    }

    [Test]
    [Arguments("ui.indicator_show", "ui.indicator_show = all (default)\nWhich sessions the indicator names.\n"
        + "It takes all, waiting or working; its default is all. A change counts at once.\n")]
    [Arguments("max-active", "sessions.max_active_sessions = 10 (default)\nHow many sessions may be open at once.\n"
        + "It takes a whole number from 1 to 1000; its default is 10. A change counts from the next start of q on.\n")]
    [Arguments("model.model", "model.model = none (default)\nThe model, as its provider names it.\n"
        + "It takes text; its default is none. A change counts from the next start of q on.\n")]
    [Arguments("ui.mode", "ui.mode = inline (command line)\nHow q draws: the whole screen, below text that stays in the terminal's own scrollback, or "
        + "lines only, for screen readers.\nIt takes auto, fullscreen, inline or plain; its default is auto. A change counts from the next start of q on.\n")]
    public async Task With_a_name_it_says_the_value_what_it_takes_and_when_a_change_counts(string key, string told)
    {
        using var fixture = new CommandsFixture(ui: "inline");
        await fixture.Run($"/settings {key}");
        await fixture.Said(told);
        await Assert.That(fixture.Used).IsNull();
    }

    [Test]
    public async Task A_change_is_kept_counts_at_once_where_it_can_and_is_forgotten_again()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/settings sessions TABS");
        await fixture.Said("ui.sessions = tabs\nIt counts at once.\n");
        await Assert.That(fixture.Used!.SessionsAs).IsEqualTo("tabs");
        await Assert.That(Kept(fixture)).IsEqualTo("ui.sessions=tabs");

        await fixture.Run("/settings max_active 60");
        await fixture.Said("sessions.max_active_sessions = 60\nsessions.max_active_sessions = 60 may be slow and take much memory; "
            + "above 50 is at your own risk.\nIt counts from the next start of q on.\n");

        await fixture.Run("/settings ui.sessions --unset");
        await fixture.Said("ui.sessions = indicator (default)\nIt counts at once.\n");
        await Assert.That(fixture.Used!.SessionsAs).IsEqualTo("indicator");
        await Assert.That(Kept(fixture)).IsEqualTo("sessions.max_active_sessions=60");
    }

    [Test]
    public async Task Of_changes_right_behind_each_other_the_last_one_counts()
    {
        using var fixture = new CommandsFixture();
        for (var columns = 8; columns < 20; columns++)
            await fixture.Run($"/settings name_max_length {columns}");
        await fixture.Run("/settings name_max_length");
        await fixture.Said(text => text.StartsWith("sessions.name_max_length = 19 (table settings)\n", StringComparison.Ordinal));
        await Assert.That(fixture.Router.Done.IsCompleted).IsTrue();
        await Assert.That(Kept(fixture)).IsEqualTo("sessions.name_max_length=19");
    }

    [Test]
    public async Task What_a_stronger_source_says_still_counts_and_is_named()
    {
        using var fixture = new CommandsFixture(ui: "inline");
        fixture.Environment["Q_UI_TITLE"] = "false";
        await fixture.Run("/settings ui.title true");
        await fixture.Said("ui.title = true\nQ_UI_TITLE says false, which counts as long as it is set.\n");
        await Assert.That(fixture.Used!.Title).IsFalse();
        var drawn = fixture.Used;
        await fixture.Run("/settings ui.mode plain");
        await fixture.Said("ui.mode = plain\nThe command line of this q says inline, so it counts from the next start on.\n");
        await Assert.That(Kept(fixture)).IsEqualTo("ui.mode=plain ui.title=true");
        await Assert.That(ReferenceEquals(drawn, fixture.Used)).IsTrue();
    }

    [Test]
    [Arguments("ui.bell loud", "ui.bell = \"loud\" is not allowed: it takes true or false.")]
    [Arguments("ui.mode plane", "ui.mode = \"plane\" is not allowed: it takes auto, fullscreen, inline or plain. Did you mean plain?")]
    [Arguments("belt", "There is no setting belt. Did you mean ui.bell?")]
    [Arguments("bell true false", "/settings does not take false. Usage: /settings [--all] [--unset] [key] [value]")]
    [Arguments("--unset", "--all stands alone, --unset behind one setting: /settings --all, /settings ui.theme --unset.")]
    [Arguments("bell --all", "--all stands alone, --unset behind one setting: /settings --all, /settings ui.theme --unset.")]
    [Arguments("bell --all --unset", "--all stands alone, --unset behind one setting: /settings --all, /settings ui.theme --unset.")]
    [Arguments("bell true --unset", "--all stands alone, --unset behind one setting: /settings --all, /settings ui.theme --unset.")]
    public async Task What_is_not_allowed_is_refused_with_what_is(string typed, string told)
    {
        using var fixture = new CommandsFixture();
        await Assert.That(fixture.Router.Run($"/settings {typed}").Problem).IsEqualTo(told);
        await Assert.That(Kept(fixture)).IsEqualTo("");
    }

    [Test]
    [Arguments("theme lihgt", "Did you mean light? There are dark, light, high-contrast, mono.\n")]
    [Arguments("provider olama", "There is no provider \"olama\". Did you mean ollama? There are anthropic, ")]
    [Arguments("api_key_env sk-123", "takes the name of an environment variable, such as MY_API_KEY, and never the key itself")]
    public async Task What_only_the_home_knows_is_refused_too(string typed, string told)
    {
        using var fixture = new CommandsFixture();
        await fixture.Run($"/settings {typed}");
        await fixture.Said(text => text.Contains(told, StringComparison.Ordinal), OutputKind.Error);
        await Assert.That(Kept(fixture)).IsEqualTo("");
        await Assert.That(fixture.Used).IsNull();
    }

    [Test]
    public async Task Where_the_database_cannot_be_used_a_change_is_refused_and_the_rest_is_told()
    {
        using var fixture = new CommandsFixture();
        Directory.CreateDirectory(fixture.Home.Paths.Home);
        await File.WriteAllTextAsync(fixture.Home.Paths.Database, new string('x', 8192));
        await fixture.Run("/settings bell false");
        await fixture.Said(text => text.StartsWith($"The settings in {fixture.Home.Paths.Database} cannot be reached", StringComparison.Ordinal), OutputKind.Error);
        await fixture.Run("/settings bell --unset", "/settings");
        await fixture.Said(text => text.StartsWith("Every setting is at its default.\nThe settings in ", StringComparison.Ordinal));
        await Assert.That(fixture.Used).IsNull();
    }

    [Test]
    public async Task Without_a_home_it_says_what_to_set()
    {
        using var fixture = new CommandsFixture(hasHome: false);
        foreach (var line in (string[])["/settings", "/settings bell false"])
            await Assert.That(fixture.Router.Run(line).Problem).Contains("Set Q_HOME to a folder");
    }

    [Test]
    public async Task Among_plain_lines_it_is_done_before_the_next_line_and_counts_from_the_next_start_on()
    {
        using var fixture = new CommandsFixture { HasLinesOnly = true };
        await fixture.Run("/settings theme light");
        await Assert.That(Kept(fixture)).IsEqualTo("ui.theme=light");
        await fixture.Said("ui.theme = light\nIt counts from the next start of q on.\n");
        await Assert.That(fixture.Used).IsNull();
    }

    private static string Kept(CommandsFixture fixture)
    {
        fixture.Chosen.Store.List().TryGet(out var rows);
        return string.Join(' ', rows!.Where(row => row.Key != "multi_session_enabled").Select(row => $"{row.Key}={row.Value}"));
    }
}
