using System.Text;
using Q.Core;
using Q.Output;
using Q.Screen;
using Q.Sessions;

namespace Q.Tests.Screen;

/// <summary>Lines that are only appended: for dumb terminals, pipes and screen readers.</summary>
internal sealed class PlainScreenTests
{
    [Test]
    public async Task An_answer_comes_line_by_line_and_its_rest_when_it_ends()
    {
        var (ring, shown) = (Scene.Ring(), new Shown(isTerminal: false));
        var view = Scene.Session(1, "dev", ring);
        ring.Say(OutputKind.Prompt, "hello");
        ring.Say(OutputKind.Text, "One line.\nHalf a ");
        await Assert.That(shown.By(view.Working())).IsEqualTo("One line.\n");
        ring.GoOn(OutputKind.Text, "line, ");
        await Assert.That(shown.By(view.Working())).IsEqualTo("");
        ring.GoOn(OutputKind.Text, "and its end");
        await Assert.That(shown.By(view)).IsEqualTo("Half a line, and its end\n");
        await Assert.That(shown.By(view)).IsEqualTo("");
    }

    [Test]
    public async Task What_has_no_place_within_the_answer_yet_comes_between_two_lines_and_once()
    {
        var (ring, shown) = (Scene.Ring(), new Shown(isTerminal: false));
        ring.Say(OutputKind.Text, "One.\nTwo go");
        var holds = Scene.Session(1, "dev", ring).Working() with { Held = [new(OutputKind.Notice, "said\n")], HeldAt = ring.End };
        await Assert.That(shown.By(holds)).IsEqualTo("One.\n\nsaid\n\n");
        await Assert.That(shown.By(holds)).IsEqualTo("");
        ring.GoOn(OutputKind.Text, "es on.\n\n");
        ring.Say(OutputKind.Notice, "said");
        await Assert.That(shown.By(holds)).IsEqualTo("Two goes on.\n\n"); // the view is from before
        ring.Say(OutputKind.Error, "other");
        ring.Say(OutputKind.Text, "Three.\n");
        await Assert.That(shown.By(Scene.Session(1, "dev", ring).Working())).IsEqualTo("\nerror: other\n\nThree.\n");
        var late = new Shown(isTerminal: false);
        await Assert.That(late.By(holds)).Contains("said").And.DoesNotContain("said\nsaid");
    }

    [Test]
    public async Task A_tool_is_told_in_words()
    {
        var shown = new Shown(isTerminal: false);
        var ring = Scene.Ring(
            (OutputKind.Text, "I look."), (OutputKind.ToolStart, "execute_bash ls"), (OutputKind.ToolOutput, "a\tb\n\e[1mc\e[0m"),
            (OutputKind.ToolEnd, "0.1 s"), (OutputKind.Error, "It broke.\nTry again."), (OutputKind.Warning, "Mind."), (OutputKind.Notice, "note"));
        await Assert.That(shown.By(Scene.Session(1, "dev", ring))).IsEqualTo(
            "I look.\n\ntool: execute_bash ls\n    a\tb\n    c\ndone: 0.1 s\n\nerror: It broke.\n  Try again.\nwarning: Mind.\nnote\n");
    }

    [Test]
    public async Task What_was_not_done_has_ended_and_is_not_done()
    {
        var ring = Scene.Ring(
            (OutputKind.ToolStart, "fs_write a.cs"), (OutputKind.ToolOutput, "a.cs is not there."), (OutputKind.ToolEnd, "0.0 s · not valid · not done"),
            (OutputKind.ToolStart, "execute_bash ls"), (OutputKind.ToolEnd, "denied"));
        await Assert.That(new Shown(isTerminal: false).By(Scene.Session(1, "dev", ring))).IsEqualTo(
            "tool: fs_write a.cs\n    a.cs is not there.\nended: 0.0 s · not valid · not done\ntool: execute_bash ls\nended: denied\n");
    }

    [Test]
    public async Task Where_somebody_types_there_is_a_prompt_that_is_not_repeated()
    {
        var (ring, shown) = (Scene.Ring(), new Shown(isTerminal: true));
        var view = Scene.Session(1, "dev", ring);
        await Assert.That(shown.By(view)).IsEqualTo("[dev] q> ");
        await Assert.That(shown.By(view)).IsEqualTo("");
        shown.Screen.EndLine();
        ring.Say(OutputKind.Prompt, "typed, and seen while it was");
        await Assert.That(shown.By(view.Working())).IsEqualTo("");
        ring.Say(OutputKind.Text, "answer");
        await Assert.That(shown.By(view)).IsEqualTo("answer\n[dev] q> ");
        shown.Screen.Forget();
        await Assert.That(shown.By(view)).IsEqualTo("[dev] q> ");
    }

    [Test]
    public async Task A_session_that_is_opened_shows_what_it_wrote_and_what_was_asked()
    {
        var shown = new Shown(isTerminal: true);
        var ring = Scene.Ring((OutputKind.Prompt, "asked before"), (OutputKind.Text, "answered before"));
        await Assert.That(shown.By(Scene.Session(1, "dev", ring))).IsEqualTo("> asked before\n\nanswered before\n[dev] q> ");
        var other = Scene.Ring((OutputKind.Prompt, "elsewhere"));
        shown.Screen.EndLine();
        await Assert.That(shown.By(Scene.Session(2, "docs", other))).IsEqualTo("Now in docs.\n> elsewhere\n[docs] q> ");
        var unread = ring.Say(OutputKind.Text, "meanwhile");
        shown.Screen.EndLine();
        await Assert.That(shown.By(Scene.Session(1, "dev", ring) with { UnreadFrom = unread }))
            .IsEqualTo("Now in dev.\n── unread ──\nmeanwhile\n[dev] q> ");
    }

    [Test]
    public async Task A_session_that_was_built_anew_is_shown_anew()
    {
        var shown = new Shown(isTerminal: false);
        var ring = Scene.Ring((OutputKind.Notice, new string('x', 5000)));
        shown.By(Scene.Session(1, "dev", ring));
        var anew = Scene.Ring((OutputKind.Notice, "built anew"));
        await Assert.That(shown.By(Scene.Session(1, "dev", anew))).IsEqualTo("built anew\n");
        for (var i = 0; i < 100; i++)
            anew.Say(OutputKind.Notice, $"line {i} {new string('y', 100)}");
        await Assert.That(shown.By(Scene.Session(1, "dev", anew))).EndsWith($"line 99 {new string('y', 100)}\n");
    }

    [Test]
    public async Task Of_a_long_history_only_the_end_is_printed()
    {
        var shown = new Shown(isTerminal: false);
        var ring = new OutputRing(1 << 20);
        for (var i = 0; i < 5000; i++)
            ring.Say(OutputKind.Notice, $"line {i}");
        var text = shown.By(Scene.Session(1, "dev", ring));
        await Assert.That(text).StartsWith("… (output truncated) …\nline ");
        await Assert.That(text).EndsWith("line 4999\n");
        await Assert.That(text.Length).IsLessThan(40_000);
    }

    [Test]
    public async Task Output_that_was_evicted_before_it_could_be_printed_is_said_to_be()
    {
        var (ring, shown) = (new OutputRing(0), new Shown(isTerminal: false));
        ring.Say(OutputKind.Notice, "first");
        shown.By(Scene.Session(1, "dev", ring));
        for (var i = 0; i < 5000; i++)
            ring.Say(OutputKind.Notice, $"line {i}");
        var text = shown.By(Scene.Session(1, "dev", ring));
        await Assert.That(text).StartsWith("… (output truncated) …\nline ");
        await Assert.That(text).EndsWith("line 4999\n");
    }

    [Test]
    public async Task That_another_session_waits_is_one_sentence_told_once()
    {
        var shown = new Shown(isTerminal: true);
        var view = Scene.Session(1, "dev", Scene.Ring());
        shown.By(view);
        var asking = Scene.Session(2, "api-refactor").Asking("execute_bash rm -rf build", "rm -rf build");
        await Assert.That(shown.By(view, asking)).IsEqualTo(
            "\napi-refactor waits: permission, execute_bash rm -rf build. /allow api-refactor answers.\n[dev] q> ");
        await Assert.That(shown.By(view, asking)).IsEqualTo("");
        await Assert.That(shown.By(view, Scene.Session(2, "api-refactor").Working())).IsEqualTo("");
        await Assert.That(shown.By(view, Scene.Session(2, "api-refactor").Answered())).IsEqualTo(
            "\napi-refactor waits: it has answered. /switch api-refactor shows it.\n[dev] q> ");
        await Assert.That(shown.By(view, Scene.Session(2, "api-refactor").Answered(0) with { Status = SessionStatus.Failed })).IsEqualTo(
            "\napi-refactor failed. /switch api-refactor shows why.\n[dev] q> ");
        await Assert.That(shown.By(view, Scene.Session(2, "api-refactor") with { Why = WaitReason.Budget })).IsEqualTo(
            "\napi-refactor waits: budget. /switch api-refactor shows it.\n[dev] q> ");
    }

    [Test]
    public async Task What_comes_while_a_line_is_typed_stands_on_a_line_of_its_own()
    {
        var (ring, shown) = (Scene.Ring(), new Shown(isTerminal: true));
        var view = Scene.Session(1, "dev", ring);
        await Assert.That(shown.By(view)).IsEqualTo("[dev] q> ");
        ring.Say(OutputKind.Notice, "Sent to a2.");
        await Assert.That(shown.By(view)).IsEqualTo("\nSent to a2.\n[dev] q> ");
        await Assert.That(shown.By(Scene.Model(view) with { Hint = "A hint." })).IsEqualTo("\nA hint.\n[dev] q> ");
        shown.Screen.EndLine();
        ring.Say(OutputKind.Notice, "Asked for.");
        await Assert.That(shown.By(view)).IsEqualTo("Asked for.\n[dev] q> ");
        await Assert.That(shown.By(view)).IsEqualTo("");
        shown.Screen.EndLine();
        shown.Screen.Leave();
        await Assert.That(shown.Take()).IsEqualTo("");
    }

    [Test]
    public async Task A_carriage_return_of_a_model_ends_a_line_and_one_of_a_tool_writes_over_it()
    {
        var (ring, shown) = (Scene.Ring((OutputKind.Text, "a\rb\r")), new Shown(isTerminal: false));
        var view = Scene.Session(1, "dev", ring);
        await Assert.That(shown.By(view.Working())).IsEqualTo("a\nb\n");
        ring.GoOn(OutputKind.Text, "\nc\r\nd");
        ring.Say(OutputKind.ToolOutput, "10%\r20%\r\n");
        await Assert.That(shown.By(view)).IsEqualTo("c\nd\n\n    20%\n");
    }

    [Test]
    public async Task A_question_says_once_what_may_be_answered()
    {
        var (ring, shown) = (Scene.Ring((OutputKind.Question, "rm -rf build")), new Shown(isTerminal: false));
        var view = Scene.Session(1, "dev", ring).Asking("execute_bash rm -rf build", "rm -rf build");
        await Assert.That(shown.By(view)).IsEqualTo(
            "    rm -rf build\nexecute_bash rm -rf build: answer y (once), t (always in this session) or n (no), or say what to do instead.\n");
        await Assert.That(shown.By(view)).IsEqualTo("");
        await Assert.That(shown.By(view with { Why = WaitReason.Question })).IsEqualTo("");
        await Assert.That(shown.By(Scene.Session(1, "dev", ring))).IsEqualTo("");
        await Assert.That(shown.By(view with { Why = WaitReason.Question })).IsEqualTo("Answer with a line.\n");
    }

    [Test]
    public async Task One_of_several_questions_says_which_it_is()
    {
        var shown = new Shown(isTerminal: false);
        var ring = Scene.Ring((OutputKind.Question, "ls"), (OutputKind.Allowed, "allowed"));
        var asking = Scene.Session(2, "api", ring).Asking("execute_bash x", "x");
        asking = asking with { Question = asking.Question! with { Count = "2 of 4" } };
        var model = Scene.Model(Scene.Session(1, "dev", Scene.Ring()), asking);
        await Assert.That(shown.By(model)).IsEqualTo("api waits: permission, 2 of 4: execute_bash x. /allow api answers.\n");
        await Assert.That(shown.By(model with { Card = asking })).StartsWith("api asks, in /home/ada/api: 2 of 4: execute_bash x\n");
        await Assert.That(shown.By(asking)).Contains("    ls\n    allowed\n2 of 4: execute_bash x: answer y");
    }

    [Test]
    public async Task A_card_is_printed_whole_with_what_it_would_hide()
    {
        var shown = new Shown(isTerminal: false);
        var asking = Scene.Session(2, "api").Asking("execute_bash x", "rm \u202Ex\nls\n");
        var model = Scene.Model(Scene.Session(1, "dev", Scene.Ring()), asking);
        shown.By(model);
        await Assert.That(shown.By(model with { Card = asking })).IsEqualTo(
            "api asks, in /home/ada/api: execute_bash x\n    rm \uFFFDx\n    ls\ny allows it, n denies it, anything else leaves it open.\n");
        await Assert.That(shown.By(model with { Card = asking, CardTop = 1 })).IsEqualTo("");
    }

    [Test]
    public async Task A_confirmation_stands_where_the_prompt_does()
    {
        var model = Scene.Model(Scene.Session(1, "dev", Scene.Ring())) with { Dialog = "Leave? y/n" };
        await Assert.That(new Shown(isTerminal: true).By(model)).IsEqualTo("Leave? y/n ");
        await Assert.That(new Shown(isTerminal: false).By(model)).IsEqualTo("Leave? y/n\n");
    }

    [Test]
    public async Task Lists_and_hints_are_lines()
    {
        var shown = new Shown(isTerminal: false);
        var model = Scene.Model(Scene.Session(1, "dev", Scene.Ring()), Scene.Session(2, "api").Answered(3), Scene.Session(3, "far") with { OwnerPid = 7 });
        shown.By(model);
        var listing = model with { Listed = ["one", "two"], Hint = "choose" };
        await Assert.That(shown.By(listing)).IsEqualTo("choose\n  one\n  two\n");
        await Assert.That(shown.By(listing with { Chosen = 1 })).IsEqualTo("");
        await Assert.That(shown.By(listing with { Listed = ["/new", "/x"], Notes = ["Open a session.", ""] })).IsEqualTo("  1 /new: Open a session.\n  2 /x\n");
        await Assert.That(shown.By(model with { Picker = model.Sessions })).IsEqualTo(
            "  1 dev: idle\n  2 api: waiting, 3 minutes\n  3 far: open in pid 7\n");
        await Assert.That(shown.By(model with { Picker = [.. model.Sessions] })).IsEqualTo("");
        await Assert.That(shown.By(model with { Picker = [model.Sessions[2]] })).IsEqualTo("  1 far: open in pid 7\n");
    }

    [Test]
    public async Task What_was_said_some_other_time_is_shown_with_its_prompts()
    {
        var shown = new Shown(isTerminal: false);
        var ring = Scene.Ring((OutputKind.Prompt, "asked then"));
        var model = Scene.Model(Scene.Session(1, "replay of dev", ring)) with { IsReplay = true };
        await Assert.That(shown.By(model)).IsEqualTo("> asked then\n");
        ring.Say(OutputKind.Text, "answered");
        ring.Say(OutputKind.Prompt, "asked again");
        await Assert.That(shown.By(model)).IsEqualTo("\nanswered\n\n> asked again\n");
    }

    [Test]
    public async Task A_screen_reader_hears_every_change_of_another_session_once_and_not_too_many_at_a_time()
    {
        var shown = new Shown(isTerminal: false, new PlainWay(IsSpoken: true));
        var view = Scene.Session(1, "dev", Scene.Ring());
        SessionView[] idle = [.. Enumerable.Range(2, 7).Select(slot => Scene.Session(slot, $"s{slot}"))];
        await Assert.That(shown.By(Scene.Model(view, idle))).IsEqualTo("");
        await Assert.That(shown.By(Scene.Model(view, [idle[0].Working(), .. idle[1..]]))).IsEqualTo("s2 is processing.\n");
        await Assert.That(shown.Screen.DueAt).IsNull();

        var busy = Scene.Model(view, [.. idle[..6].Select(one => one.Asking("execute_bash ls", "ls")), idle[6] with { Status = SessionStatus.Paused }]);
        await Assert.That(shown.By(busy with { Now = Scene.Now.AddSeconds(1) })).IsEqualTo("");
        await Assert.That(shown.Screen.DueAt).IsEqualTo(Scene.Now.AddSeconds(3));
        await Assert.That(shown.By(busy with { Now = Scene.Now.AddSeconds(3) })).IsEqualTo(string.Concat(Enumerable.Range(2, 4).Select(slot =>
            $"s{slot} waits: permission, execute_bash ls. /allow s{slot} answers.\n")) + "3 more sessions have changed. /sessions lists them.\n");
        await Assert.That(shown.Screen.DueAt).IsNull();
        await Assert.That(shown.By(busy with { Now = Scene.Now.AddSeconds(9) })).IsEqualTo("");
    }

    [Test]
    public async Task A_screen_reader_hears_when_the_session_in_focus_begins_and_is_done()
    {
        var (ring, shown) = (Scene.Ring(), new Shown(isTerminal: false, new PlainWay(IsSpoken: true)));
        var view = Scene.Session(1, "dev", ring);
        shown.By(view);
        ring.Say(OutputKind.Text, "│ a ┃ ▓▓ ⠹ b │");
        await Assert.That(shown.By(view.Working())).IsEqualTo("Working.\n");
        await Assert.That(shown.By(view)).IsEqualTo(" a    b \nDone.\n");
        await Assert.That(shown.By(view)).IsEqualTo("");
    }

    [Test]
    public async Task A_screen_reader_gets_words_for_signs_and_numbers_in_lists()
    {
        var shown = new Shown(isTerminal: true, new PlainWay(IsSpoken: true));
        var ring = Scene.Ring((OutputKind.Prompt, "asked"));
        var unread = ring.Say(OutputKind.Text, "answer");
        var view = Scene.Session(1, "dev", ring) with { UnreadFrom = unread };
        await Assert.That(shown.By(view)).IsEqualTo("you: asked\nUnread from here:\nanswer\n[dev] q> ");
        await Assert.That(shown.By(Scene.Model(view) with { Listed = ["one", "two"], Chosen = 0 })).Contains("  1 one\n  2 two\n");
        var full = new OutputRing(0);
        for (var i = 0; i < 5000; i++)
            full.Say(OutputKind.Notice, $"line {i}");
        await Assert.That(shown.By(Scene.Session(2, "docs", full))).Contains("Earlier output is left out.\nline ");
    }

    [Test]
    public async Task Who_waits_may_be_one_line_that_is_told_when_it_changes()
    {
        var shown = new Shown(isTerminal: true, new PlainWay(WaitingLine: true));
        var view = Scene.Session(1, "dev", Scene.Ring());
        shown.By(view);
        var asking = Scene.Session(2, "api").Asking("execute_bash ls", "ls");
        await Assert.That(shown.By(view, asking)).IsEqualTo("\nWaiting: api\n[dev] q> ");
        await Assert.That(shown.By(view, asking)).IsEqualTo("");
        await Assert.That(shown.By(view, asking, Scene.Session(3, "docs").Answered())).IsEqualTo("\nWaiting: api, docs\n[dev] q> ");
        await Assert.That(shown.By(view)).IsEqualTo("\nNobody waits.\n[dev] q> ");
    }

    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public async Task Nothing_is_announced_where_nobody_wants_it(bool isSpoken)
    {
        var shown = new Shown(isTerminal: true, new PlainWay(isSpoken, Announces: false, WaitingLine: !isSpoken));
        var view = Scene.Session(1, "dev", Scene.Ring());
        shown.By(view);
        await Assert.That(shown.By(view, Scene.Session(2, "api").Asking("execute_bash ls", "ls"))).IsEqualTo("");
    }

    [Test]
    public async Task What_the_store_brings_a_frame_late_has_its_prompts_and_is_whole()
    {
        var (ring, shown) = (Scene.Ring(), new Shown(isTerminal: true));
        var view = Scene.Session(1, "dev", ring);
        await Assert.That(shown.By(view)).IsEqualTo("[dev] q> ");
        ring.Say(OutputKind.Prompt, "asked before");
        ring.Say(OutputKind.Text, "a long answer\nof two rec");
        await Assert.That(shown.By(view)).IsEqualTo("\n> asked before\n\na long answer\nof two rec\n[dev] q> ");
        ring.GoOn(OutputKind.Text, "ords");
        await Assert.That(shown.By(view)).IsEqualTo("\nords\n[dev] q> ");
        shown.Screen.EndLine();
        ring.Say(OutputKind.Prompt, "typed");
        await Assert.That(shown.By(view.Working())).IsEqualTo("");
        ring.Say(OutputKind.Text, "answer");
        await Assert.That(shown.By(view)).IsEqualTo("\nanswer\n[dev] q> ");
    }

    [Test]
    public async Task Leaving_ends_the_line_that_was_begun()
    {
        var shown = new Shown(isTerminal: true);
        shown.By(Scene.Session(1, "dev", Scene.Ring()));
        shown.Screen.Leave();
        await Assert.That(shown.Take()).IsEqualTo("\n");
        shown.Screen.Leave();
        await Assert.That(shown.Take()).IsEqualTo("");
        await Assert.That((shown.Screen.PageRows, shown.Screen.Card)).IsEqualTo((1, CardShown.Whole));
    }

    private sealed class Shown(bool isTerminal, PlainWay? way = null) : SilentTerminal(80, 24)
    {
        private readonly StringBuilder _text = new();
        private PlainScreen? _screen;

        public PlainScreen Screen => _screen ??= new PlainScreen(this, Scene.Unicode, isTerminal, way);

        public string By(SessionView focused, params SessionView[] others) => By(Scene.Model(focused, others));

        public string By(ScreenModel model)
        {
            Screen.Draw(model);
            return Take();
        }

        public string Take()
        {
            var text = _text.ToString();
            _text.Clear();
            return text;
        }

        public override void Write(ReadOnlySpan<byte> bytes) => _text.Append(Encoding.UTF8.GetString(bytes));
    }
}
