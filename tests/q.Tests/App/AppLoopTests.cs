using Q.Config;
using Q.Screen;
using Q.TestKit;
using Q.Tests.Store;

namespace Q.Tests.App;

internal sealed class AppLoopTests
{
    [Test]
    public async Task A_size_that_is_back_before_a_frame_was_drawn_leaves_no_wrong_cell()
    {
        await using var app = new AppFixture();
        app.Type("half a line");
        await app.Shows("q> half a line");
        app.Terminal.Read(static screen =>
        {
            screen.Resize(40, 10);
            screen.Resize(80, 24);
            return screen;
        });
        await Assert.That(app.Terminal.Picture).DoesNotContain("half a line");

        app.Terminal.Resize(80, 24);

        await app.Shows("q> half a line");
    }

    [Test]
    public async Task A_prompt_and_its_answer_are_shown()
    {
        await using var q = new AppFixture();
        await q.Shows("[Current: dev-1] q>");

        q.Type("refactor the api\r");
        await q.Shows("> refactor the api");
        var engine = await q.Engine("refactor the api");
        await engine.Say("I look at it");
        await q.Shows("I look at it");
        await engine.Finish(" now.");
        await q.Shows("I look at it now.");
        await q.ShowsNot("[Current: dev-1]");
    }

    [Test]
    public async Task The_first_prompt_of_a_session_too_many_offers_to_close_one_and_is_kept()
    {
        await using var q = new AppFixture(settings: new Settings { MaxActiveSessions = 1 });
        q.Type("first\r");
        await (await q.Engine("first")).Finish("all done");
        await q.Shows("all done");
        q.OnLoop(() => q.Sessions.Close(q.Sessions.Focused.Id));
        await q.Screen("an empty session", _ => q.Sessions.Focused.Messages == 0);
        q.OnLoop(() => q.Sessions.Create(null, "other", Q.Sessions.Focus.Keep));
        await q.Counts(2);

        q.Type("second\r");
        await q.Shows("1 session is open, which is the limit. Close other");
        q.Type("n");
        await q.Shows("q> second");
        q.Type("\r");
        await q.Shows("which is the limit");
        q.Type("y");

        await q.Engine("second");
        await q.ShowsNot("q> second");
        await q.Counts(1);
    }

    [Test]
    public async Task A_prompt_of_the_command_line_that_is_one_too_many_is_offered_too()
    {
        using var home = new StoreFixture();
        var before = home.Open(pid: 99);
        await StoreFixture.Saved(before, StoreFixture.Session("older") with { NamedByHand = true });
        before.Dispose();
        home.Processes.Clear();
        await using var q = new AppFixture(settings: new Settings { MaxActiveSessions = 1 }, store: home.Open(), prompt: "why is it slow?");

        await q.Shows("Close older");
        q.Type("n");
        await q.Shows("q> why is it slow?");
        q.Type("\r");
        await q.Shows("Close older");
        q.Type("y");

        await q.Engine("why is it slow?");
    }

    [Test]
    public async Task Each_session_keeps_its_own_half_typed_line()
    {
        await using var q = new AppFixture();
        q.Type("first line\r");
        await q.Engine("first line");
        q.Type("half of one");
        await q.Shows("q> half of one");

        q.Type("\u0018c");
        await q.ShowsNot("half of one");
        q.Type("half of two");
        await q.Shows("q> half of two");
        q.Type("\u00181");
        await q.Shows("q> half of one");
        q.Type("\u0018\u0018");
        await q.Shows("q> half of two");
    }

    [Test]
    public async Task A_question_in_focus_sets_the_half_typed_line_aside_and_y_allows()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        q.Type("yes, but first");
        await q.Shows("q> yes, but first");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("rm -rf build");
        await q.ShowsNot("yes, but first");

        q.Type("\r");
        await q.Shows("y allows once");
        q.Type("y\r");
        await q.Told(engine, "answer 1 Allow");
        await q.Shows("q> yes, but first");
    }

    [Test]
    public async Task Any_other_answer_is_a_no_that_says_what_is_wanted()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("rm -rf build");
        q.Type("use git clean\r");
        await q.Told(engine, "answer 1 Deny use git clean");
    }

    [Test]
    public async Task A_background_question_is_answered_on_a_card_without_leaving()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        q.Type("\u0018c");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("waiting permission");

        q.Type("\u0018y");
        await q.Shows("y allow");
        await q.Shows("rm -rf build");
        q.Type("\u001b");
        await q.ShowsNot("y allow");
        await Assert.That(engine.Told).DoesNotContain("answer 1 Allow");

        q.Type("\u0018y");
        await q.Shows("y allow");
        q.Type("y");
        await q.Told(engine, "answer 1 Allow");
        await q.Shows("processing");
    }

    [Test]
    public async Task A_card_whose_question_is_gone_allows_nothing()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        q.Type("\u0018c");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("waiting permission");
        q.Type("\u0018y");
        await q.Shows("y allow");

        await engine.Finish("never mind");
        await q.ShowsNot("y allow");
        q.Type("y");
        await q.Shows("Nothing was allowed");
        await Assert.That(engine.Told).DoesNotContain("answer 1 Allow");
    }

    [Test]
    public async Task Ctrl_C_clears_text_then_stops_the_turn_then_twice_leaves()
    {
        await using var q = new AppFixture();
        q.Type("long work\r");
        var engine = await q.Engine("long work");
        q.Type("some text");
        await q.Shows("q> some text");
        q.Type("\u0003");
        await q.ShowsNot("some text");
        await Assert.That(engine.Told).DoesNotContain("cancel");

        q.Type("queued one\r");
        await q.Shows("queued one");
        q.Type("\u0003");
        await q.Told(engine, "cancel");
        await q.Shows("Stopped.");
        await q.Shows("q> queued one");

        q.Type("\u0003");
        await q.ShowsNot("q> queued one");
        q.Type("\u0003");
        await q.Shows("Ctrl+C again leaves");
        q.Time.Advance(TimeSpan.FromSeconds(2));
        q.Type("\u0003");
        await Assert.That(q.Ended.IsCompleted).IsFalse();
        q.Type("\u0003");
        await Assert.That(await q.Ended).IsEqualTo(0);
    }

    [Test]
    public async Task The_bar_counts_what_is_listed_and_the_empty_ones_apart()
    {
        await using var q = new AppFixture();
        q.Type("/new\r");
        await q.Shows("2] q>");
        q.Type("/new\r");
        await q.Shows("3] q>");
        q.Type("hello\r");
        await q.Engine("hello");
        await q.Shows("1 session + 2 empty");
    }

    [Test]
    [Arguments(true), Arguments(false)]
    public async Task What_is_typed_while_the_screen_is_too_small_to_show_it_stays_in_the_line(bool isInline)
    {
        await using var q = new AppFixture(screen: isInline ? static (terminal, look) => new InlineScreen(terminal, look) : null);
        await q.Shows("q>");
        q.Terminal.Resize(30, 6);
        await q.Shows("q needs 40x8 cells");
        q.Type("blind\r");
        q.Type("\u0018c\r"); // the leader's keys act
        await q.Heard();
        q.Terminal.Resize(80, 24);
        await q.Shows("2] q>");
        q.Type("\u0018\u0018");
        await q.Shows("] q> blind");
        await Assert.That(q.Sessions.Focused.Messages).IsEqualTo(0);
        q.Type("\u0018w");
        await q.Shows("(y/n)");
        q.Terminal.Resize(30, 6);
        await q.Shows("q needs 40x8 cells");
        q.Terminal.Paste("y");
        q.Type("y");
        await q.Heard();
        q.Terminal.Resize(80, 24);
        await q.Shows("(y/n)");
    }

    [Test]
    [Arguments(80, 24, false), Arguments(40, 10, false), Arguments(40, 8, false), Arguments(80, 24, true), Arguments(40, 10, true)]
    public async Task What_q_itself_asks_is_whole_however_narrow_the_screen_is(int columns, int rows, bool isInline)
    {
        await using var q = new AppFixture(columns, rows, settings: new Settings { MaxActiveSessions = 2 },
            screen: (terminal, look) => isInline ? new InlineScreen(terminal, look) : new Renderer(terminal, look));
        q.Type("/new the-first-of-all-two\r");
        await q.Shows("the-first-of-all-two] q>");
        q.Type("/new the-second\r");
        await q.Shows("the-second] q>");
        q.Type("/new the-third\r");
        await q.Shows("(y/n)");
        await Assert.That(Words(q)).Contains("2 sessions are open, which is the limit. Close the-first-of-all-two, idle for ").And.Contains("s, to make room? (y/n)");
        q.Type("\r"); // of the line before: no answer
        await q.Heard();
        await q.Shows("(y/n)");
        q.Type("n");
        await q.ShowsNot("(y/n)");
        await q.Shows("the-second] q>");
        q.Type("/clear\r");
        await q.Shows("(y/n)");
        await Assert.That(Words(q)).Contains("Empty the conversation of the-second? It cannot be brought back. (y/n)");

        static string Words(AppFixture q) => string.Join(' ', q.Terminal.Picture.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Test]
    public async Task A_queued_prompt_is_shown_and_taken_back_with_Up()
    {
        await using var q = new AppFixture();
        q.Type("one\r");
        await q.Engine("one");
        q.Type("two\r");
        await q.Shows("queued: two");
        q.Type("\u001b[A");
        await q.Shows("q> two");
        await q.ShowsNot("queued: two");
    }

    [Test]
    public async Task The_session_that_waited_longest_is_a_key_away()
    {
        await using var q = new AppFixture();
        q.Type("one\r");
        var first = await q.Engine("one");
        q.Type("\u0018ctwo\r");
        var second = await q.Engine("two");
        q.Type("\u0018c");
        await first.Finish("answer one");
        await q.Shows("⏎ waiting");
        await second.Finish("answer two");
        await q.Screen("two waiting", picture => picture.Split("⏎ waiting").Length == 3);

        q.Type("\u0018a");
        await q.Shows("answer one");
        q.Type("\u0018a");
        await q.Shows("answer two");
        q.Type("\u0018a");
        await q.Shows("No other session waits for you.");
    }

    [Test]
    public async Task The_list_narrows_and_goes_there()
    {
        await using var q = new AppFixture();
        q.Type("/rename alpha\r");
        await q.Shows("[Current: alpha]");
        q.Type("/new beta\r");
        await q.Shows("[Current: beta]");
        q.Type("\u0018s");
        await q.Shows("Go to:");
        q.Type("alp");
        await q.Screen("only alpha listed", picture => !picture.Contains("2 beta", StringComparison.Ordinal));
        q.Type("\r");
        await q.Shows("[Current: alpha]");
    }

    [Test]
    public async Task What_one_reads_stays_where_it_is_while_text_comes()
    {
        await using var q = new AppFixture();
        q.Type("count\r");
        var engine = await q.Engine("count");
        await engine.Say(string.Concat(Enumerable.Range(1, 100).Select(n => $"line {n}\n")));
        await q.Shows("line 100");
        q.Type("\u001b[5~");
        await q.ShowsNot("line 100");
        await q.Shows("scrolled");
        var before = q.Terminal.Picture;
        await engine.Say(string.Concat(Enumerable.Range(101, 100).Select(n => $"line {n}\n")));
        await engine.Finish("end");
        await Assert.That(q.Terminal.Picture.Contains("line 200", StringComparison.Ordinal)).IsFalse();
        await Assert.That(Lines(q.Terminal.Picture)).IsEqualTo(Lines(before));
        q.Type("\u001b[1;5F");
        await q.Shows("end");

        static string Lines(string picture) => string.Join('\n', picture.Split('\n').Where(line => line.Contains("line ", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_half_typed_line_is_kept_within_a_second()
    {
        using var home = new Q.Tests.Store.StoreFixture();
        var store = home.Open();
        await using var q = new AppFixture(store: store);
        q.Type("hello\r");
        await q.Engine("hello");
        q.Type("half-typed");
        await q.Shows("half-typed");
        await Poll.Until("the line in the store", () =>
        {
            q.Time.Advance(TimeSpan.FromMilliseconds(100));
            store.Flush(TimeSpan.FromSeconds(1));
            return store.Restore().Any(row => row.Draft == "half-typed");
        });
    }

    [Test]
    public async Task The_leader_is_forgotten_after_two_seconds()
    {
        await using var q = new AppFixture();
        q.Type("\u0018");
        await q.Shows("Ctrl+X:");
        q.Time.Advance(TimeSpan.FromSeconds(3));
        await q.ShowsNot("Ctrl+X:");
        q.Type("c");
        await q.Shows("q> c");
    }

    [Test]
    public async Task Suspending_gives_the_terminal_back_and_takes_it_again()
    {
        await using var q = new AppFixture();
        q.Type("half");
        await q.Shows("q> half");
        q.Type("\u001a");
        await Poll.Until("suspended once", () => q.Suspended == 1);
        await q.Shows("q> half");
        await Assert.That(q.Terminal.IsEntered).IsTrue();
    }

    [Test]
    public async Task Kitty_keys_are_on_where_the_screen_is_and_on_once()
    {
        await using var q = new AppFixture();
        await q.Shows("q>");
        q.Type("\e[?0u");
        await On("after the answer");
        q.Type("\u001a");
        await Poll.Until("suspended once", () => q.Suspended == 1);
        await On("after Ctrl+Z");
        q.Signal(AppSignal.Continue);
        q.Type("gone on");
        await q.Shows("q> gone on");
        await On("after a stop from outside");
        q.Signal(AppSignal.Suspend);
        await Poll.Until("suspended twice", () => q.Suspended == 2);
        await On("after a suspension from outside");

        Task On(string when) => q.Screen($"kitty keys {when}", _ => q.Terminal.Read(
            static screen => screen is { AlternateScreen: true, KittyLevels: 1, OtherKittyLevels: 0 }));
    }

    [Test]
    public async Task A_prompt_on_the_command_line_opens_a_session_for_it()
    {
        await using var q = new AppFixture(prompt: "explain the build");
        var engine = await q.Engine("explain the build");
        await engine.Finish("It is one script.");
        await q.Shows("It is one script.");
    }

    [Test]
    public async Task What_a_screen_reader_is_not_told_at_once_is_told_when_time_goes_on()
    {
        await using var q = new AppFixture(columns: 400, screen: static (terminal, look) => new PlainScreen(terminal, look, true, new PlainWay(IsSpoken: true)));
        q.Type("/rename one\r/new two\r");
        await q.Shows("[two] q>");
        q.Type("/send one first\r");
        await q.Shows("one is processing.");
        await (await q.Engine("first")).Finish("done");
        await q.Shows("one waits: it has answered.");
    }

    [Test]
    public async Task With_reduced_motion_text_comes_twice_a_second_and_keys_at_once()
    {
        await using var q = new AppFixture(settings: new Settings { ReducedMotion = true });
        q.Type("count\r");
        var engine = await q.Engine("count");
        await q.Shows("> count");
        var start = q.Time.GetUtcNow();
        var writes = q.Terminal.Writes;
        for (var n = 0; n < 50; n++)
        {
            await engine.Say($"step {n}, ");
            q.Time.Advance(TimeSpan.FromMilliseconds(20));
        }
        await q.Shows("step 49,");
        var frames = (q.Time.GetUtcNow() - start) / FramePacer.Calm;
        await Assert.That(q.Terminal.Writes - writes).IsLessThanOrEqualTo((int)frames + 2);
    }

    [Test]
    public async Task A_resize_is_drawn_whole()
    {
        await using var q = new AppFixture(columns: 120, rows: 40);
        q.Type("hello\r");
        var engine = await q.Engine("hello");
        await engine.Finish("a long answer that must be wrapped on a narrow screen, or else its end could not be read");
        await q.Shows("could not be read");
        q.Terminal.Resize(40, 10);
        await q.Screen("the narrow prompt", picture => picture.Contains("[dev-1] q>", StringComparison.Ordinal)
            && picture.Contains("be read", StringComparison.Ordinal));
    }
}
