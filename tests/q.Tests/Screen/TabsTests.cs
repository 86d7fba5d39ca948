using Q.Config;
using Q.Screen;
using Q.Sessions;

namespace Q.Tests.Screen;

/// <summary>The row of tabs: who stands there, how the focus is marked, and what is cut where there is no room for all.</summary>
internal sealed class TabsTests
{
    private static readonly SessionView[] s_many =
    [
        .. Enumerable.Range(1, 12).Select(slot => Scene.Session(slot, $"session-with-name-{slot}")),
    ];

    [Test]
    public async Task Each_session_has_its_number_name_and_symbol_and_the_focus_is_in_brackets()
    {
        var model = Model(1, Scene.Session(1, "dev"), Scene.Session(2, "api").Asking("execute_bash ls", "ls"), Scene.Session(4, "docs").Working());
        var terminal = Scene.Draw(model, 80, 24);
        await Assert.That(Row(model, 80)).IsEqualTo(" 1 dev · [2 api ⏎] 4 docs ⏳");
        await Assert.That(terminal.Read(screen => screen.Styles)).Contains("0:9-17 Reverse \"[2 api ⏎]\"").And.Contains("Cyan \"⏳\"");
        await Assert.That(Row(model with { Focused = model.Sessions[0] }, 80)).IsEqualTo("[1 dev ·] 2 api ⏎  4 docs ⏳");
        await Assert.That(Scene.Draw(model with { Focused = model.Sessions[0] }, 80, 24).Read(screen => screen.Styles)).Contains("BrightYellow Bold \" 2 api ⏎ \"");
    }

    [Test]
    public async Task Names_are_cut_before_tabs_are_left_out()
    {
        var row = Row(Model(2, s_many[..4]), 60);
        await Assert.That(row).IsEqualTo(" 1 session-… ·  2 session-… · [3 session-… ·] 4 session-… ·");
        await Assert.That(row.Length).IsLessThanOrEqualTo(60);
    }

    [Test]
    [Arguments(0, 40, "[1 sessi… ·] 2 sessi… ·  3 sessi… ·  +9")]
    [Arguments(5, 40, "+5 [6 sessi… ·] 7 sessi… ·  +5")]
    [Arguments(11, 40, "+10  11 sessi… · [12 sessi… ·]")]
    public async Task What_has_no_room_is_counted_at_its_edge_and_the_focus_stays(int focus, int columns, string row) =>
        await Assert.That(Row(Model(focus, s_many), columns)).IsEqualTo(row);

    [Test]
    public async Task A_count_has_a_sign_and_is_yellow_while_one_of_it_waits()
    {
        var model = Model(0, [.. s_many[..11], s_many[11].Answered()]);
        await Assert.That(Scene.Draw(model, 40, 10).Read(screen => screen.Styles)).Contains("Yellow \"+9⏎\"");
        await Assert.That(Scene.Draw(Model(0, s_many), 40, 10).Read(screen => screen.Styles)).Contains("Dim \"+9\"");
    }

    [Test]
    public async Task Alone_it_takes_no_row_and_what_another_process_has_open_is_no_tab()
    {
        var elsewhere = Scene.Session(2, "far") with { OwnerPid = 7 };
        await Assert.That(Row(Model(0, Scene.Session(1, "dev"), elsewhere), 80)).DoesNotContain("dev");
        await Assert.That(Row(Model(0, Scene.Session(1, "dev"), elsewhere, Scene.Session(3, "api")), 80)).IsEqualTo("[1 dev ·] 3 api ·");
    }

    [Test]
    [Arguments("indicator", false, 5)]
    [Arguments("tabs", true, 0)]
    [Arguments("both", true, 5)]
    public async Task The_setting_chooses_tabs_the_indicator_or_both(string value, bool tabs, int most)
    {
        var shown = SessionsShown.Of(new Settings { SessionsAs = value });
        await Assert.That((shown.HasTabs, shown.Most)).IsEqualTo((tabs, most));
        var one = SessionsShown.Of(new Settings { SessionsAs = value, MultiSessionEnabled = false });
        await Assert.That((one.HasTabs, one.Most)).IsEqualTo((false, 0));
    }

    [Test]
    public async Task With_both_the_indicator_stands_below_the_tabs()
    {
        var model = Model(0, Scene.Session(1, "dev"), Scene.Session(2, "api").Answered(5));
        var lines = Scene.Draw(model with { Others = model.Others with { Most = 5 } }, 80, 24).Picture.Split('\n');
        await Assert.That(lines[0]).IsEqualTo("[1 dev ·] 2 api ⏎");
        await Assert.That(lines[1].TrimStart()).IsEqualTo("2 [api]  ⏎ waiting · 5m");
    }

    private static ScreenModel Model(int focus, params SessionView[] sessions) => Scene.Model(sessions[0]) with
    {
        Focused = sessions[focus],
        Sessions = sessions,
        Others = new() { HasTabs = true, Most = 0 },
    };

    private static string Row(ScreenModel model, int columns) => Scene.Draw(model, columns, 24).Picture.Split('\n')[0];
}
