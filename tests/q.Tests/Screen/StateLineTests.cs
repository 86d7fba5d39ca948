using Q.Core;
using Q.Screen;
using Q.Sessions;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>The line above the prompt, and other small things that have one right form.</summary>
internal sealed class StateLineTests
{
    [Test]
    public async Task A_failed_session_says_how_to_go_on() =>
        await Assert.That(Above(Session() with { Status = SessionStatus.Failed })).IsEqualTo("✗ failed · /retry tries again");

    [Test]
    public async Task A_paused_session_says_how_to_go_on() =>
        await Assert.That(Above(Session() with { Status = SessionStatus.Paused })).IsEqualTo("⏸ paused · /retry goes on");

    [Test]
    public async Task A_question_of_the_model_is_answered_with_words() =>
        await Assert.That(Above(Session() with { Why = WaitReason.Question })).IsEqualTo("⏎ type your answer");

    [Test]
    public async Task A_budget_is_a_yes_or_a_no() =>
        await Assert.That(Above(Session() with { Why = WaitReason.Budget })).IsEqualTo("⏎ y Enter go on · n stop");

    [Test]
    [Arguments(120, "⏎ execute_bash · y Enter once · t always in this session · n no · or say what to do instead")]
    [Arguments(80, "⏎ execute_bash · y Enter once · t always in this session · n no")]
    [Arguments(40, "⏎ execute… · y Enter · t session · n no")]
    [Arguments(44, "⏎ execute_bash · y Enter · t session · n no")]
    [Arguments(60, "⏎ execute_bash · y Enter once · t session · n no")]
    public async Task What_may_be_answered_is_said_as_the_room_allows(int columns, string line)
    {
        var shown = Above(Session().Asking("execute_bash ls", "ls"), columns);
        await Assert.That(shown).IsEqualTo(line);
    }

    [Test]
    [Arguments(80, "⏎ execute_bash · y Enter shows all · n no · or say what to do instead")]
    [Arguments(40, "⏎ execute… · y Enter shows all · n no")]
    public async Task Of_a_question_that_was_not_seen_whole_a_yes_shows_the_rest(int columns, string line) =>
        await Assert.That(Above(Scene.Model(Session().Asking("execute_bash ls", "ls")) with { IsAskedInPart = true }, columns)).IsEqualTo(line);

    [Test]
    [Arguments(80, "2 of 4", "⏎ execute_bash · 2 of 4 · y Enter once · t always in this session · n no")]
    [Arguments(44, "2 of 4", "⏎ 2 of 4 · y Enter once · t session · n no")]
    [Arguments(40, "12 of 40", "⏎ 12 of 40 · y Enter · t session · n no")]
    public async Task Which_question_of_how_many_is_said_at_every_width(int columns, string count, string line)
    {
        var asking = Session().Asking("execute_bash ls", "ls");
        await Assert.That(Above(asking with { Question = asking.Question! with { Count = count } }, columns)).IsEqualTo(line);
    }

    [Test]
    [Arguments(0, "⏳ processing · Ctrl+C stops")]
    [Arguments(1, "⏳ processing · ⠙ 1 s · Ctrl+C stops")]
    [Arguments(12, "⏳ processing · ⠹ 12 s · Ctrl+C stops")]
    [Arguments(75, "⏳ processing · ⠴ 1m 15s · Ctrl+C stops")]
    [Arguments(7502, "⏳ processing · ⠹ 2h 5m · Ctrl+C stops")]
    [Arguments(-5, "⏳ processing · Ctrl+C stops")]
    public async Task A_turn_says_how_long_it_runs(int seconds, string line) =>
        await Assert.That(Above(Running(seconds))).IsEqualTo(line);

    [Test]
    [Arguments(-1, 12, 80, "⏳ processing · ⠹ 12 s · execute_bash make · cc a.c · Ctrl+C stops")]
    [Arguments(50, 3, 100, "⏳ processing · ⠸ 3 s · execute_bash make · ▰▰▰▱▱▱ 50% · cc a.c · Ctrl+C stops")]
    [Arguments(50, 20, 90, "⏳ processing · ⠋ 20 s · execute_bash make · ▰▰▰▱▱▱ 50%, ~20 s left · Ctrl+C stops")]
    [Arguments(99, 20, 90, "⏳ processing · ⠋ 20 s · execute_bash make · ▰▰▰▰▰▱ 99%, ~1 s left · Ctrl+C stops")]
    [Arguments(10, 60, 90, "⏳ processing · ⠋ 1m 0s · execute_bash make · ▱▱▱▱▱▱ 10%, ~9m left · Ctrl+C stops")]
    [Arguments(1, 7200, 90, "⏳ processing · ⠋ 2h 0m · execute_bash make · ▱▱▱▱▱▱ 1%, ~198h left · Ctrl+C stops")]
    [Arguments(50, 3, 40, "⏳ processing · ⠸ 3 s · ▰▰▰▱▱▱ 50%")]
    [Arguments(50, 240, 40, "⏳ processing · ⠋ 4m 0s · 50%, ~4m left")]
    [Arguments(-1, 12, 40, "⏳ processing · ⠹ 12 s · Ctrl+C stops")]
    public async Task A_tool_says_how_long_how_far_and_how_long_yet(int percent, int seconds, int columns, string line) =>
        await Assert.That(Above(Tool(percent, seconds), columns)).IsEqualTo(line);

    [Test]
    public async Task Where_nothing_moves_or_words_alone_are_wanted_there_is_no_sign_and_no_bar()
    {
        var model = Scene.Model(Tool(50, 20)) with { Moves = true };
        const string words = " · execute_bash make · 50%, ~20 s left · cc a.c · Ctrl+C stops";
        await Assert.That(Above(model with { Moves = false }, 100)).IsEqualTo("⏳ processing · 20 s · execute_bash make · ▰▰▰▱▱▱ 50%, ~20 s left · cc a.c · Ctrl+C stops");
        await Assert.That(Above(model with { Moves = false, Others = new() { IsText = true } }, 100)).IsEqualTo($"⏳ processing · 20 s{words}");
        await Assert.That(Above(model, 100, Scene.Unicode with { Theme = Theme.Find("mono")! })).IsEqualTo($"⏳ processing · ⠋ 20 s{words}");
        await Assert.That(Above(model, 100, Scene.Ascii)).IsEqualTo("~ processing - | 20 s" + words.Replace('·', '-'));
    }

    [Test]
    public async Task What_holds_a_tool_up_is_said_once() =>
        await Assert.That(Above(Tool(-1, 40) with { Progress = new(Scene.Now.AddSeconds(-40)) { Waits = "held by api" } }, 80))
            .IsEqualTo("⏳ processing · execute_bash make · held by api, 40 s · Ctrl+C stops");

    [Test]
    public async Task A_session_that_waits_for_the_next_prompt_says_nothing() => await Assert.That(Above(Session())).IsEqualTo("");

    [Test]
    public async Task A_filter_that_nothing_matches_says_so() =>
        await Assert.That(Scene.Draw(Scene.Model(Session()) with { Picker = [], Dialog = "session:", Text = "zzz" }, 80, 24).Picture)
            .Contains("No session fits.");

    [Test]
    public async Task What_has_no_room_in_a_row_of_the_picker_is_left_out_whole_and_a_folder_keeps_its_end()
    {
        var many = Enumerable.Range(1, 14).Select(slot => Scene.Session(slot, $"session-of-a-name-{slot}").Asking("execute_bash ls", "ls", minutes: 0)).ToArray();
        many[1] = many[1] with { Folder = "/home/ada/some/where/that/is/long" };
        var model = Scene.Model(Scene.Session(20, "dev")) with { Picker = many, Chosen = 0, Dialog = "session:" };
        var narrow = Scene.Draw(model, 40, 10).Picture.Split('\n');
        await Assert.That(narrow[^6]).IsEqualTo("  1 session-of-a-name-1   ⏎ permission");
        await Assert.That(narrow[^2]).IsEqualTo("  5 session-of-…   ⏎ waiting    +9 more");
        var wide = Scene.Draw(model, 80, 24).Picture;
        await Assert.That(wide).Contains("1 session-of-a-name-1    ⏎ waiting permission · <1m\n").And.Contains("⏎ waiting permission · <1m · …me/where/that/is/long\n");
    }

    [Test]
    public async Task The_look_follows_the_locale_and_NO_COLOR()
    {
        var plain = Look.Of(Terminal("LANG=C", "TERM=xterm", "NO_COLOR=1"));
        var rich = Look.Of(Terminal("LANG=de_DE.UTF-8", "TERM=xterm"));
        await Assert.That((plain.Symbols, plain.Theme.HasColour, plain.AsciiOnly)).IsEqualTo((Symbols.Ascii, false, true));
        await Assert.That((rich.Symbols, rich.Theme.HasColour, rich.AsciiOnly)).IsEqualTo((Symbols.Unicode, true, false));
        var piped = Look.Of(Capabilities.From(_ => null, inputIsTerminal: false, outputIsTerminal: false));
        await Assert.That((piped.Symbols, piped.AsciiOnly)).IsEqualTo((Symbols.Ascii, false));
    }

    [Test]
    [Arguments("Ærøskøbing – “naïve” «Łódź»", "Aroskobing - \"naive\" \"Lodz\"")]
    [Arguments("→ ← ▸ • █ ┌─┐ │ ✓ ✗ 20 °C … µs a\u00a0b", "> < > * # +-+ | + x 20 oC . us a b")]
    [Arguments("漢 👍🏽 Ж ‚x‘", "?? ?? ? 'x'")]
    public async Task Every_character_has_an_ascii_stand_in_of_its_width(string text, string shown)
    {
        var grid = new CellGrid(60, 1, new GlyphTable(), Scene.Ascii);
        grid.Put(0, 0, text, Style.Plain);
        var line = string.Concat(grid.Row(0).ToArray().Select(cell => (char)cell.Glyph)).TrimEnd();
        await Assert.That(line).IsEqualTo(shown);
    }

    [Test]
    public async Task A_screen_that_has_shown_thousands_of_clusters_forgets_them_and_shows_the_next()
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        for (var i = 0; i < 110; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 40).Select(mark => $"{(char)('a' + mark % 26)}{(char)(0x305 + i % 50)}{(char)(0x302 + mark % 40)}"));
            screen.Draw(Scene.Model(Session()) with { Text = text, Cursor = 0 });
            await Assert.That(terminal.Picture).EndsWith(text);
        }
    }

    private static Capabilities Terminal(params string[] environment) => Capabilities.From(
        name => environment.FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..],
        inputIsTerminal: true,
        outputIsTerminal: true);

    private static SessionView Session() => Scene.Session(1, "dev", Scene.Ring());

    private static SessionView Running(int seconds) => Session() with { Status = SessionStatus.Processing, Since = Scene.Now.AddSeconds(-seconds) };

    private static SessionView Tool(int percent, int seconds) => Running(7) with
    {
        Activity = "execute_bash make",
        Progress = new(Scene.Now.AddSeconds(-seconds)) { Percent = percent, LastLine = "cc a.c" },
    };

    [Test]
    [Arguments("[ 45%] cc a.c", "⏳ processing · 9 s · execute_bash make · 45% · cc a.c · Ctrl+C stops")]
    [Arguments("Receiving objects:  45% (9/20)", "⏳ processing · 9 s · execute_bash make · 45% · Receiving objects: (9/20) · Ctrl+C stops")]
    [Arguments("###### 45.1%", "⏳ processing · 9 s · execute_bash make · 45% · Ctrl+C stops")]
    [Arguments("cc a.c", "⏳ processing · 9 s · execute_bash make · 45% · cc a.c · Ctrl+C stops")]
    public async Task A_percentage_is_said_once(string line, string words)
    {
        var view = Running(9) with { Activity = "execute_bash make", Progress = new(Scene.Now.AddSeconds(-9)) { Percent = 45, LastLine = line } };
        var shown = Above(Scene.Model(view), 120, Look.Of(Terminal("TERM=xterm", "LANG=C.UTF-8", "NO_COLOR=1")));
        await Assert.That(shown.Replace(", ~11 s left", "", StringComparison.Ordinal)).IsEqualTo(words);
    }

    private static string Above(SessionView view, int columns = 80) => Above(Scene.Model(view) with { Moves = true }, columns);

    private static string Above(ScreenModel model, int columns, Look? look = null) =>
        Scene.Draw(model, columns, 24, look).Picture.Split('\n')[^2].TrimEnd();
}
