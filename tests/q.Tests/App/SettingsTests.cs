using Q.Cli;
using Q.TestKit;

namespace Q.Tests.App;

/// <summary>What a change of a setting does to the q that it was typed into.</summary>
internal sealed class SettingsTests
{
    [Test]
    public async Task The_other_sessions_the_ghost_and_answers_are_drawn_by_it_at_once()
    {
        using var home = new TempHome();
        await using var app = App(home);
        app.Type("/rename one\r/new two\r");
        await app.Shows("[Current: two] q>");
        app.Type("answer me\r");
        var engine = await app.Engine("answer me");
        await engine.Say("This is **bold**.\n");
        await app.Shows("This is bold.");
        app.Type("/settings markdown false\r");
        await app.Shows("This is **bold**.");

        await Assert.That(app.Terminal.Picture).DoesNotContain("[2 two");
        app.Type("/settings ui.sessions tabs\r");
        await app.Shows("[2 two");

        app.Type("answ");
        await app.Shows("q> answer me");
        app.Type("\x15/settings ghost_text false\r");
        await app.Shows("ui.ghost_text = false");
        app.Type("answ\e[C!");
        await app.Shows("q> answ!");
        await Assert.That(app.Terminal.Picture).DoesNotContain("q> answ!er");
    }

    [Test]
    public async Task A_change_leaves_alone_what_was_switched_by_hand()
    {
        using var home = new TempHome();
        await using var app = App(home);
        app.Type("answer me\r");
        var engine = await app.Engine("answer me");
        await engine.Say("This is **bold**.\n");
        await app.Shows("This is bold.");
        app.Type("/raw\r");
        await app.Shows("This is **bold**.");
        app.Type("/settings theme light\r");
        await app.Shows("ui.theme = light");
        await Assert.That(app.Terminal.Picture).Contains("This is **bold**.");
        await Assert.That(string.Join(' ', app.Restyled)).IsEqualTo("dark light");
    }

    [Test]
    public async Task Where_nothing_shall_move_the_clock_of_a_turn_stands_from_then_on()
    {
        using var home = new TempHome();
        await using var app = App(home);
        app.Type("answer me\r");
        await app.Engine("answer me");
        await app.Screen("the sign that turns", Turns);
        app.Type("/settings reduced_motion true\r");
        await app.Shows("accessibility.reduced_motion = true");
        await app.Screen("no sign that turns", picture => !Turns(picture) && picture.Contains("⏳ processing", StringComparison.Ordinal));
    }

    private static bool Turns(string picture) => "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏".Any(sign => picture.Contains(sign));

    [Test]
    public async Task Many_sessions_stay_on_until_q_ends_though_they_are_turned_off()
    {
        using var home = new TempHome();
        await using var app = App(home);
        app.Type("/settings multi_session_enabled false\r");
        await app.Shows("It counts from the next start of q on.");
        app.Type("/settings ui.sessions tabs\r/new two\r");
        await app.Shows("[2 two");
    }

    private static AppFixture App(TempHome home) => new(chosen: new CliHome(
        home.Paths, new(static _ => 0, static _ => null, static _ => { }, static _ => { }, TimeProvider.System) { ThemeProblem = Themes.WhyNot }));
}
