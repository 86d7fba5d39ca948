using Q.Config;
using Q.Input;
using Q.Turns;
using static Q.TestKit.Keys;

namespace Q.Tests.App;

/// <summary>What a person does to read: finds a text, opens one call, turns the wheel.</summary>
internal sealed class ReadingTests
{
    private const string LeaderFind = "\u0018/";
    private const string LeaderCall = "\u0018t";

    [Test]
    public async Task A_text_is_found_upwards_marked_and_walked()
    {
        await using var app = await Long();
        app.Type(LeaderFind);
        await app.Shows("Find:");
        app.Type("row 1");
        await app.Shows("row 199 of it");
        await app.Screen("the match marked", _ => app.Terminal.Read(screen => screen.Styles.Contains("Reverse \"row 1\"", StringComparison.Ordinal)));
        app.Type("7 ");
        await app.Shows("row 17 of it");
        app.Type("\r");
        await app.Shows("Find 'row 17 ':");
        await app.Shows("n further up · N down");
        app.Type("n");
        await app.Shows("There is no more of that in this direction.");
        app.Type("\e");
        await app.ShowsNot("Find");
        await app.Shows("row 17 of it");
        await app.Shows("scrolled");
        await app.ShowsNot("row 200 of it");
    }

    [Test]
    public async Task What_stands_only_below_the_place_that_is_read_is_found_there()
    {
        await using var app = await Long();
        app.Type("\u001b[1;5H"); // Ctrl+Home
        await app.ShowsNot("row 200 of it");
        app.Type(LeaderFind);
        app.Type("row 199");
        await app.Shows("row 199 of it");
    }

    [Test]
    public async Task A_command_finds_too_n_goes_up_and_N_down_and_other_words_may_follow()
    {
        await using var app = await Long();
        app.Type("/find 0 of it\r");
        await app.Shows("Find '0 of it':");
        await app.Shows("row 200 of it");
        app.Terminal.Press(Of($"nnnnn"));
        await app.Shows("row 150 of it");
        app.Terminal.Press(Of($"n{Up}{Enter}N{Down}N"));
        app.Type("/");
        await app.Shows("Find:");
        app.Type("row 33x");
        await app.Shows("Nothing here has that.");
        app.Terminal.Press(Of($"{Up}"));
        await app.Shows("Nothing here has that.");
        app.Terminal.Press(Of($"{Backspace} "));
        await app.Shows("row 33 of it");
        app.Terminal.Press(Of($"{Ctrl('u')}"));
        app.Terminal.Paste("row 44 ");
        await app.Shows("row 44 of it");
        app.Type("\rq");
        await app.ShowsNot("Find");
    }

    [Test]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public async Task A_reply_longer_than_the_screen_is_read_from_its_first_row_and_Escape_goes_to_its_end(int columns, int rows)
    {
        await using var app = new AppFixture(columns, rows);
        app.Type("\u0018?");
        await app.Shows("More below: PageDown. To the end: Esc.");
        await app.Shows("Sessions");
        await app.Shows("scrolled");
        app.Terminal.Press(Q.Terminal.Key.Of(Q.Terminal.KeyCode.PageDown));
        await app.ShowsNot("Sessions");
        await app.Shows("More below");
        app.Type("\e");
        await app.ShowsNot("scrolled");
        await app.ShowsNot("More below");
        app.Type("/help keys\r");
        await app.Shows("More below");
        app.Type("x");
        await app.ShowsNot("scrolled");
        await app.Shows("q> x");
        app.Terminal.Press(Q.Terminal.Key.Of(Q.Terminal.KeyCode.PageUp));
        await app.Shows("scrolled");
        app.Type("y");
        await app.Screen("who reads elsewhere stays there", static picture =>
            picture.Contains("q> xy", StringComparison.Ordinal) && picture.Contains("scrolled", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_reply_stays_at_its_first_row_through_other_sizes_and_sessions_and_a_paste_leaves_it()
    {
        await using var app = new AppFixture();
        app.Type("\u0018?");
        await app.Shows("More below: PageDown. To the end: Esc.");
        app.Terminal.Resize(40, 10);
        await app.Screen("the same row is the first on a small screen", IsAtFirstRow);
        app.Terminal.Resize(90, 30);
        await app.Screen("and on a larger one", IsAtFirstRow);
        app.Terminal.Resize(90, 99);
        await app.ShowsNot("More below");
        await app.ShowsNot("scrolled");
        app.Terminal.Resize(80, 24);
        await app.Screen("where it is too long again it is as before", IsAtFirstRow);
        app.Type("\u0018c");
        await app.Shows("[Current: dev-2]");
        await app.ShowsNot("More below");
        app.Type("\u00181");
        await app.Screen("each session stays where it is read", IsAtFirstRow);
        app.Type("\e");
        await app.ShowsNot("scrolled");
        app.Terminal.Press(Q.Terminal.Key.Of(Q.Terminal.KeyCode.PageUp));
        await app.Shows("scrolled");
        app.Type("\u0018?");
        await app.Screen("who reads further up and asks for the keys sees them", IsAtFirstRow);
        app.Terminal.Paste("words");
        await app.ShowsNot("More below");
        await app.Shows("q> words");
        await app.ShowsNot("scrolled");
    }

    [Test]
    [Arguments("F5", "More below: F5. To the end: Esc.")]
    [Arguments("none", "More below. To the end: Esc.")]
    public async Task The_hint_below_a_reply_names_the_key_that_is_bound_and_ends_with_the_reply(string key, string hint)
    {
        await using var app = new AppFixture(keys: KeyBindings.Make("default", [new("page_down", key, "here")], static _ => { }));
        app.Type("/help keys\r");
        await app.Shows(hint);
        for (var row = 0; row < 99; row++)
            app.Terminal.Press(Q.Terminal.Key.Of(Q.Terminal.KeyCode.Down, Q.Terminal.KeyMods.Shift));
        await app.ShowsNot("More below");
        await app.ShowsNot("scrolled");
    }

    private static bool IsAtFirstRow(string picture) => picture.Contains("Sessions", StringComparison.Ordinal)
        && picture.Contains("More below: PageDown", StringComparison.Ordinal) && picture.Contains("scrolled", StringComparison.Ordinal);

    [Test]
    public async Task Keys_that_come_in_one_piece_act_in_their_order()
    {
        await using var app = new AppFixture();
        app.Terminal.Together(Q.Terminal.Key.Of('x', Q.Terminal.KeyMods.Ctrl), Q.Terminal.Key.Of('c'));
        await app.Shows("1 [dev-1]  · idle");
        app.Terminal.Together(
            Q.Terminal.Key.Of('a'), Q.Terminal.Key.Of('b'), Q.Terminal.Key.Of(Q.Terminal.KeyCode.Enter), Q.Terminal.Key.Of('c'));
        await app.Engine("ab");
        await app.Shows("q> c");
    }

    [Test]
    public async Task A_reply_within_a_paragraph_is_seen_from_its_first_row_and_read_behind_it()
    {
        await using var app = new AppFixture();
        app.Type("tell\r");
        var engine = await app.Engine("tell");
        await engine.Say("A paragraph that streams");
        await app.Shows("A paragraph that streams");
        app.Type("/help keys\r");
        await app.Shows("rows, behind this paragraph");
        await app.Shows("Sessions");
        await engine.Say(" and ends.\n\nAnother begins.\n\nThird");
        await app.Shows("More below");
        await app.Shows("Sessions");
        app.Type("\e");
        await app.Shows("Third");
    }

    [Test]
    public async Task What_is_found_in_a_folded_call_opens_it()
    {
        await using var app = new AppFixture();
        app.Type("look\r");
        var engine = await app.Engine("look");
        await engine.Emit(new ToolStarted(engine.Turn, "1", "execute_bash", "execute_bash ls"), new ToolOutput(engine.Turn, "needle.txt\n"u8.ToArray()),
            new ToolEnded(engine.Turn, "1", Succeeded: true, TimeSpan.FromSeconds(1), "exit 0"));
        await engine.Finish("Done.");
        await app.Shows("execute_bash ls · 1.0 s · exit 0 · 1 line");
        app.Type("/find NEEDLE\r");
        await app.Shows("    needle.txt");
    }

    [Test]
    public async Task A_paste_that_was_sent_is_folded_and_opens_by_the_same_keys_and_where_it_is_found()
    {
        await using var app = new AppFixture();
        app.Terminal.Paste(string.Join('\n', Enumerable.Range(1, 300).Select(i => $"pasted row {i}")));
        await app.Shows("[pasted");
        app.Type("explain\r");
        await app.Shows("> pasted row 1");
        await app.Shows("300 lines");
        await app.ShowsNot("pasted row 290");
        app.Type(LeaderCall);
        await app.Shows("pasted row 290");
        app.Terminal.Press(Q.Terminal.Key.Of(Q.Terminal.KeyCode.Home, Q.Terminal.KeyMods.Ctrl));
        await app.Shows("> pasted row 1");
        app.Type(LeaderCall);
        await app.Shows("300 lines");
        app.Type("\u0018o");
        await app.Shows("pasted row 290");
        app.Type("\u0018o");
        await app.Shows("300 lines");
        app.Type("/find row 150\r");
        await app.Shows("pasted row 151");
    }

    [Test]
    public async Task One_call_opens_and_folds_by_key_and_by_number()
    {
        await using var app = new AppFixture();
        app.Type(LeaderCall);
        await app.Shows("No call of a tool is on the screen.");
        app.Type("/output 1\r");
        await app.Shows("No tool was called here.");
        app.Type("look\r");
        var engine = await app.Engine("look");
        foreach (var name in new[] { "one", "two" })
        {
            await engine.Emit(new ToolStarted(engine.Turn, name, "execute_bash", $"execute_bash {name}"), new ToolOutput(engine.Turn, System.Text.Encoding.UTF8.GetBytes($"said by {name}\n")),
                new ToolEnded(engine.Turn, name, Succeeded: true, TimeSpan.FromSeconds(1), "exit 0"));
        }
        await engine.Finish("Done.");
        await app.Shows("execute_bash two · 1.0 s");
        app.Type(LeaderCall);
        await app.Shows("said by two");
        await app.ShowsNot("said by one");
        app.Type(LeaderCall);
        await app.Shows("said by one");
        app.Type(LeaderCall);
        await app.ShowsNot("said by two");
        app.Type("/output 2\r");
        await app.ShowsNot("said by one");
        app.Type("/output 3\r");
        await app.Shows("There are not so many as 3 calls");
        app.Type("\u0018o");
        await app.Shows("said by one");
        app.Type(LeaderCall);
        await app.Shows("All are open.");
    }

    [Test]
    public async Task A_call_that_failed_shows_its_last_rows_by_itself()
    {
        await using var app = new AppFixture();
        app.Type("build\r");
        var engine = await app.Engine("build");
        await engine.Emit(
            new ToolStarted(engine.Turn, "1", "execute_bash", "execute_bash make"),
            new ToolOutput(engine.Turn, System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 30).Select(number => $"line {number}\n")))),
            new ToolEnded(engine.Turn, "1", Succeeded: false, TimeSpan.FromSeconds(1), "exit 2"));
        await engine.Finish("It failed.");
        await app.Shows("execute_bash make · 1.0 s · exit 2 · not done · 30 lines");
        await app.Shows("line 30");
        await app.Shows("line 21");
        await app.ShowsNot("line 20");
    }

    [Test]
    public async Task The_wheel_scrolls_where_it_was_asked_for()
    {
        await using var app = await Long(new Settings { Mouse = true });
        await app.Screen("wheel events asked for", _ => app.Terminal.Read(screen => screen.Has(1000) && screen.Has(1006)));
        app.Type("\e[<64;10;10M\e[<64;10;10M");
        await app.ShowsNot("row 200 of it");
        await app.Shows("scrolled");
        app.Type("\e[<65;10;10M\e[<65;10;10M");
        await app.Shows("row 200 of it");
        app.Type("\e[<0;10;10M\e[<0;10;10m");
        app.Type("x");
        await app.Shows("q> x");
    }

    private static async Task<AppFixture> Long(Settings? settings = null)
    {
        var app = new AppFixture(settings: settings);
        app.Type("tell\r");
        var engine = await app.Engine("tell");
        await engine.Finish(string.Join("\n\n", Enumerable.Range(1, 200).Select(number => $"row {number} of it")));
        await app.Shows("row 200 of it");
        return app;
    }
}
