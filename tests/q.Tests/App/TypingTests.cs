using Q.Core;
using Q.Screen;
using Q.Terminal;
using Q.TestKit;
using static Q.TestKit.Keys;

namespace Q.Tests.App;

/// <summary>What a person types, and what becomes of it: selection, large pastes, an editor of their own.</summary>
internal sealed class TypingTests
{
    private const string LeaderEdit = "\x18\x05";

    [Test]
    public async Task Control_characters_of_a_paste_are_left_out_and_told()
    {
        await using var app = new AppFixture();
        app.Type("\e[200~ls\u0001\u0007\t-la\u009b\e[201~");
        await app.Shows("3 control characters were left out of what was pasted: SOH, BEL, U+009B.");
        await app.Shows("-la");
        app.Type("\e[200~x\u0001\e[201~");
        await app.Shows("1 control character was left out of what was pasted: SOH.");
    }

    [Test]
    public async Task What_nobody_would_see_in_the_line_stands_there_by_its_number()
    {
        await using var app = new AppFixture();
        app.Terminal.Paste("rm \u202Elive\u202C a\U000E0062\u200b \U0001F468\u200d\U0001F469 e\u0301 \U0001F3F4\U000E0067\U000E007F\u0301");
        await app.Shows("q> rm [U+202E]live[U+202C] a[U+E0062][U+200B] \U0001F468\u200d\U0001F469 e\u0301 \U0001F3F4");
        app.Terminal.Press(Ctrl('u'));
        app.Terminal.Paste("ab\u2066");
        await app.Shows("q> ab[U+2066]");
        app.Terminal.Press(Of($"{Backspace}c"));
        await app.Shows("q> abc");
    }

    [Test]
    public async Task What_is_shown_of_what_was_left_out_names_few_kinds()
    {
        await Assert.That(PastedText.Told("\e\e", "it")).IsEqualTo("2 control characters were left out of it: ESC.");
        await Assert.That(PastedText.Told("\u0001\u0002\u0003\u0004\u0005\u007f\b\a", "it"))
            .IsEqualTo("8 control characters were left out of it: SOH, STX, ETX, EOT, ENQ, DEL, others.");
    }

    [Test]
    public async Task What_is_selected_is_shown_reversed_and_replaced_by_what_is_typed()
    {
        await using var app = new AppFixture();
        app.Type("fix the api");
        app.Terminal.Press(Of($"{Ctrl(Shift(Left))}"));
        await app.Screen("'api' selected", _ => app.Terminal.Read(screen => screen.Styles.Contains("Reverse \"api\"", StringComparison.Ordinal)));
        app.Type("cli");
        await app.Shows("q> fix the cli");
    }

    [Test]
    public async Task Ctrl_C_copies_what_is_selected_and_clears_the_line_only_then()
    {
        await using var app = new AppFixture();
        app.Terminal.Press(Of($"fix the api{Ctrl(Shift(Left))}{Ctrl('c')}"));
        await app.Shows("Copied: Ctrl+Y puts it back.");
        app.Terminal.Press(Of($"{Home}{Ctrl('y')}"));
        await app.Shows("q> apifix the api");
        app.Terminal.Press(Ctrl('c'));
        await app.ShowsNot("fix the api");
    }

    [Test]
    public async Task Shift_Up_selects_in_several_lines_and_scrolls_above_one()
    {
        await using var app = new AppFixture();
        app.Terminal.Press(Of($"one{Ctrl('j')}two{Shift(Up)}x"));
        await app.Shows("q> onex");
        await app.ShowsNot("two");
    }

    [Test]
    public async Task A_large_paste_is_a_chip_and_is_sent_whole()
    {
        await using var app = new AppFixture();
        var pasted = string.Join('\n', Enumerable.Range(1, 20).Select(number => $"row {number}"));
        app.Type("look: ");
        app.Terminal.Paste(pasted);
        await app.Shows("q> look: [pasted 20 lines, 130 B]");
        await app.Shows("Sent whole; Tab right behind it shows the text.");
        app.Type("\t");
        await app.Shows("row 20");
        app.Terminal.Press(Ctrl('_'));
        await app.ShowsNot("row 20");
        app.Type("\r");
        await app.Engine($"look: {pasted}");
    }

    [Test]
    public async Task A_prompt_that_comes_back_has_its_chip()
    {
        await using var app = new AppFixture();
        var pasted = string.Join('\n', Enumerable.Range(1, 40).Select(number => $"row {number}"));
        app.Type("go\r");
        await app.Engine("go");
        app.Type("look: ");
        app.Terminal.Paste(pasted);
        app.Type("\r");
        await app.Shows("queued: look: ");
        app.Terminal.Press(Of($"{Up}"));
        await app.Shows("q> look: [pasted 40 lines, 270 B]");
        app.Type("\r");
        await app.Shows("queued: look: ");
        app.Type("and ");
        app.Terminal.Paste(pasted);
        app.Type("!\u0003"); // clears the line
        app.Terminal.Press(Of($"{Ctrl('y')}{Ctrl('e')}"));
        await app.Shows("q> [pasted 40 lines, 275 B]");
        app.Type("\e\e");
        await app.Shows("q> look: [pasted 40 lines, 270 B]");
        await app.Shows("  [pasted 40 lines, 275 B]");
    }

    [Test]
    public async Task A_half_typed_line_of_another_run_is_no_screenful()
    {
        using var home = new Q.Tests.Store.StoreFixture();
        var pasted = string.Join('\n', Enumerable.Range(1, 40).Select(number => $"row {number}"));
        var store = home.Open();
        await using (var app = new AppFixture(store: store))
        {
            app.Type("go\r");
            var engine = await app.Engine("go");
            await engine.Finish("gone");
            await app.Shows("gone");
            app.Type("why?");
            app.Terminal.Press(Of($"{Ctrl('j')}"));
            app.Terminal.Paste(pasted);
            await app.Shows("[pasted 40 lines, 270 B]");
            app.Type("\u0018c"); // the line is kept when another session is gone to
            await Poll.Until("the line in the store", () =>
            {
                store.Flush(TimeSpan.FromSeconds(1));
                return store.Restore().Any(row => row.Draft.EndsWith("row 40", StringComparison.Ordinal));
            });
        }
        await using var again = new AppFixture(store: home.Open());
        await again.Shows("q> why?\n");
        await again.Shows("  [pasted 39 lines, 263 B]\n");
        await again.Shows("  row 40");
        await again.ShowsNot("row 39");
    }

    [Test]
    public async Task A_chip_stays_with_its_session()
    {
        await using var app = new AppFixture();
        app.Terminal.Paste(new string('x', 4000));
        await app.Shows("[pasted 4 kB]");
        app.Type("\u0018c");
        await app.ShowsNot("[pasted 4 kB]");
        app.Type("\x18\x18");
        await app.Shows("[pasted 4 kB]");
    }

    [Test]
    public async Task An_editor_gets_the_line_and_the_terminal_and_gives_both_back()
    {
        var open = new TaskCompletionSource<Outcome>();
        var (file, shown, mode) = ("", "", UnixFileMode.None);
        await using var app = new AppFixture(editor: async (path, folder, cancel) =>
        {
            (file, shown, mode) = (path, await File.ReadAllTextAsync(path, cancel), File.GetUnixFileMode(path));
            var ended = await open.Task;
            await File.WriteAllTextAsync(path, "from the editor\r\nin two lines\n", cancel);
            return ended;
        });
        app.Type("half a prompt");
        await app.Shows("half a prompt");
        app.Type(LeaderEdit);
        await Poll.Until("the terminal given away", () => !app.Terminal.IsEntered && mode != UnixFileMode.None);
        await Assert.That(shown).IsEqualTo("half a prompt\n");
        await Assert.That(mode).IsEqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var writes = app.Terminal.Writes;
        app.Time.Advance(TimeSpan.FromSeconds(2));
        await Assert.That(app.Terminal.Writes).IsEqualTo(writes);
        open.SetResult(Outcome.Ok);
        await app.Shows("from the editor");
        await app.Shows("in two lines");
        await Assert.That(app.Terminal.IsEntered).IsTrue();
        await Assert.That(File.Exists(file)).IsFalse();
        app.Terminal.Press(Ctrl('_'));
        await app.Shows("q> half a prompt");
    }

    [Test]
    public async Task An_editor_that_fails_leaves_the_line_as_it_was()
    {
        await using var app = new AppFixture(editor: (_, _, _) => Task.FromResult(Outcome.No("ed ended with 1: the line is as it was.")));
        app.Type("half a prompt");
        app.Type(LeaderEdit);
        await app.Shows("ed ended with 1");
        await app.Shows("q> half a prompt");
    }

    [Test]
    public async Task Leaving_while_the_editor_is_open_ends_it_and_removes_the_file()
    {
        var file = "";
        var app = new AppFixture(editor: async (path, _, cancel) =>
        {
            file = path;
            await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, TaskScheduler.Default);
            return Outcome.Ok;
        });
        app.Type("/editor begin with this\r");
        await Poll.Until("the editor", () => file.Length > 0);
        await Assert.That(await File.ReadAllTextAsync(file)).IsEqualTo("begin with this\n");
        await app.DisposeAsync();
        await Assert.That(File.Exists(file)).IsFalse();
    }

    [Test]
    public async Task Escape_twice_stops_the_turn_and_keeps_what_is_typed_and_queued()
    {
        await using var app = new AppFixture();
        app.Type("refactor it\r");
        var engine = await app.Engine("refactor it");
        app.Type("then test it\r");
        await app.Shows("queued: then test it");
        app.Type("half");
        app.Type("\e");
        await app.Shows("Esc again stops the turn.");
        app.Type("\e");
        await app.Told(engine, "cancel");
        await app.Shows("then test it");
        await app.Shows("half");
        await app.ShowsNot("queued:");
    }

    [Test]
    public async Task What_Escape_offers_goes_with_the_turn()
    {
        await using var app = new AppFixture();
        app.Type("refactor it\r");
        var engine = await app.Engine("refactor it");
        app.Type("\e");
        await app.Shows("Esc again stops the turn.");
        await engine.Finish("done so far");
        await app.ShowsNot("Esc again");
    }

    [Test]
    public async Task What_a_second_press_would_do_is_said_as_long_as_it_would()
    {
        await using var app = new AppFixture();
        app.Type("\u0003");
        await app.Shows("Ctrl+C again leaves q.");
        await app.ShowsNot("Ctrl+C again");
        app.Type("refactor it\r");
        var engine = await app.Engine("refactor it");
        await engine.Ask(1, "rm -rf build");
        await app.Shows("y Enter once");
        app.Type("\e");
        await app.Shows("Esc again stops the turn.");
        await app.Shows("y Enter once");
    }

    [Test]
    public async Task Escape_once_and_another_key_stop_nothing()
    {
        await using var app = new AppFixture();
        app.Type("refactor it\r");
        var engine = await app.Engine("refactor it");
        app.Type("\e");
        await app.Shows("Esc again stops the turn.");
        app.Type("x");
        await app.ShowsNot("Esc again stops the turn.");
        app.Type("\e");
        await app.Shows("Esc again stops the turn.");
        app.Time.Advance(TimeSpan.FromSeconds(2));
        app.Type("\e");
        app.Type("y");
        await app.Shows("q> xy");
        await Assert.That(engine.Told).DoesNotContain("cancel");
    }

    [Test]
    public async Task Tab_lists_commands_with_what_they_do_until_another_key()
    {
        await using var app = new AppFixture();
        app.Type("/ne\t");
        await app.Shows("/new   Open a new session and go to it.");
        await app.Shows("/next  Go to the session that waits for you");
        app.Type("w");
        await app.ShowsNot("Open a new session and go to it.");
    }

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task What_the_line_may_become_is_shown_and_sent_only_if_it_was_taken(bool isInline)
    {
        await using var app = new AppFixture(screen: isInline ? static (terminal, look) => new InlineScreen(terminal, look) : null);
        app.Type("fix the api\r");
        await app.Engine("fix the api");
        app.Type("fi");
        await app.Screen("the rest of it, muted", _ => app.Terminal.Read(screen => screen.Styles.Contains("Dim \"x the api\"", StringComparison.Ordinal)));
        app.Type("\r");
        await app.Shows("queued: fi\n");
        await app.ShowsNot("q> fi");
        app.Type("fi\e[C\r");
        await app.Shows("queued: fix the api\n");
    }

    [Test]
    public async Task The_setting_shows_no_ghost()
    {
        await using var app = new AppFixture(settings: new() { GhostText = false });
        app.Type("fix the api\r");
        await app.Engine("fix the api");
        app.Type("fi\e[C.\r");
        await app.Shows("queued: fi.\n");
    }

    [Test]
    public async Task A_question_takes_no_answer_from_the_history()
    {
        await using var app = new AppFixture();
        app.Type("yes, all of it\r");
        var engine = await app.Engine("yes, all of it");
        await engine.Ask(1, "ls");
        await app.Shows("y Enter");
        app.Type("y");
        await app.Shows("q> y");
        await app.ShowsNot("es, all of it\n[");
        app.Type("\e[C\r");
        await app.Told(engine, "answer 1 Allow");
    }

    [Test]
    public async Task The_mode_of_vi_stands_in_the_prompt()
    {
        await using var app = new AppFixture(isVi: true);
        await app.Shows("[Current: dev-1 · insert] q>");
        app.Type("one two");
        app.Type("\e");
        await app.Shows("[Current: dev-1 · normal] q> one two");
        app.Type("bvl");
        await app.Shows("[Current: dev-1 · visual] q> one two");
        app.Type("d");
        await app.Shows("[Current: dev-1 · normal] q> one o");
        app.Terminal.Resize(50, 20);
        await app.Shows("[dev-1 · n] q> one o");
    }
}
