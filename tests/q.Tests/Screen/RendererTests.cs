using Q.Config;
using CsCheck;
using Q.Output;
using Q.Screen;
using Q.Sessions;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>How frames follow each other: what is written, and what is not.</summary>
internal sealed class RendererTests
{
    [Test]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public async Task What_is_held_back_takes_half_of_the_screen_and_of_a_long_one_the_beginning(int columns, int rows)
    {
        var said = string.Concat(Enumerable.Range(1, 30).Select(i => $"key {i:00}\n"));
        var ring = Scene.Ring((OutputKind.Text, "An answer that goes on"));
        var view = Scene.Session(1, "dev", ring).Working() with { Held = [new(OutputKind.Notice, "short\n"), new(OutputKind.Notice, said)], HeldAt = ring.End };
        var lines = Scene.Draw(Scene.Model(view), columns, rows).Picture.Split('\n');
        var keys = lines.Count(line => line.Contains("key ", StringComparison.Ordinal));
        var more = Array.FindIndex(lines, line => line.Contains($"+{30 - keys} rows, behind this paragraph", StringComparison.Ordinal));
        await Assert.That(lines[more - keys]).EndsWith("key 01");
        await Assert.That(keys + 1).IsBetween(2, rows / 2);
        await Assert.That(lines.Any(line => line.StartsWith("An answer that", StringComparison.Ordinal))).IsTrue();
    }

    [Test]
    public async Task A_picture_of_another_session_is_without_what_is_held_back_in_the_one_in_focus()
    {
        var ring = Scene.Ring((OutputKind.Text, "An answer that goes on"));
        var view = Scene.Session(1, "dev", ring).Working() with { Held = [new(OutputKind.Notice, "held back\n")], HeldAt = ring.End };
        var other = Scene.Session(2, "other", Scene.Ring((OutputKind.Text, "What other says")));
        var model = Scene.Model(view, other);
        await Assert.That(Scene.Draw(model, 80, 24).Picture).Contains("held back");
        var shown = Scene.Draw(model with { Picker = [view, other], Chosen = 1, Preview = other, Dialog = "Go to:" }, 80, 24).Picture;
        await Assert.That(shown).Contains("What other says").And.DoesNotContain("held back");
    }

    [Test]
    public async Task Nothing_of_what_was_held_back_before_is_left_in_the_pickers_picture_of_another_session()
    {
        var ring = Scene.Ring((OutputKind.Text, "An answer that goes on"));
        var said = string.Concat(Enumerable.Range(1, 30).Select(i => $"key {i:00}\n"));
        var view = Scene.Session(1, "dev", ring).Working() with { Held = [new(OutputKind.Notice, said)], HeldAt = ring.End };
        var other = Scene.Session(2, "other", Scene.Ring((OutputKind.Text, "What other says")));
        var model = Scene.Model(view, other);
        var terminal = new VirtualTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        screen.Draw(model);
        await Assert.That(terminal.Picture).Contains("rows, behind this paragraph");
        var listed = model with { Picker = [view, other], Chosen = 1, Preview = other, Dialog = "Go to:" };
        screen.Draw(listed);
        await Assert.That(terminal.Picture).Contains("What other says").And.DoesNotContain("behind this paragraph");
        await Assert.That(Scene.Picture(terminal)).IsEqualTo(Scene.Picture(Scene.Draw(listed, 80, 24)));
    }

    [Test]
    public async Task The_picker_says_how_far_a_tool_is_as_the_corner_does()
    {
        var view = Scene.Session(2, "build").Working("execute_bash make") with
        {
            Progress = new(Scene.Now.AddMinutes(-4)) { Percent = 45, LastLine = "[ 45%] cc ring.c" },
        };
        var model = Scene.Model(Scene.Session(1, "dev"), view);
        await Assert.That(Scene.Draw(model, 80, 24).Picture).Contains("processing · 45%, 4m, 4m left · cc ring.c");
        var shown = Scene.Draw(model with { Picker = [view], Chosen = 0, Dialog = "Go to:" }, 80, 24).Picture;
        await Assert.That(shown).Contains("processing · 45%, 4m, 4m left · cc ring.c");
    }

    [Test]
    public async Task The_first_frame_takes_the_modes_and_leaving_gives_them_back()
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        screen.Draw(Model());
        await Assert.That(terminal.Read(shown => (shown.AlternateScreen, shown.PasteMode, shown.CursorVisible))).IsEqualTo((true, true, true));
        await Assert.That(terminal.Writes).IsEqualTo(1);
        await Assert.That(terminal.Read(shown => shown.Frames)).IsEqualTo(1);

        screen.Leave();
        await Assert.That(terminal.Read(shown => shown.IsAsAtStart)).IsTrue();
        screen.Draw(Model());
        await Assert.That(terminal.Read(shown => shown.AlternateScreen)).IsTrue();
    }

    [Test]
    public async Task Nothing_is_written_when_nothing_changed()
    {
        var terminal = new RecordingTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        var model = Model();
        screen.Draw(model);
        terminal.Clear();
        screen.Draw(model);
        screen.Draw(model with { Now = model.Now.AddSeconds(20) });
        await Assert.That(terminal.Text).IsEqualTo("");
    }

    [Test]
    public async Task When_only_the_cursor_moved_only_the_cursor_is_moved()
    {
        var terminal = new RecordingTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        screen.Draw(Model() with { Text = "abc", Cursor = 3 });
        terminal.Clear();
        screen.Draw(Model() with { Text = "abc", Cursor = 1 });
        await Assert.That(terminal.Text).IsEqualTo("\e[24;27H");
    }

    [Test]
    public async Task A_key_at_the_end_of_the_prompt_is_one_byte()
    {
        var terminal = new RecordingTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        screen.Draw(Model() with { Text = "ab", Cursor = 2 });
        terminal.Clear();
        screen.Draw(Model() with { Text = "abc", Cursor = 3 });
        await Assert.That(terminal.Text).IsEqualTo("c");
    }

    [Test]
    public async Task The_cursor_is_hidden_only_while_much_is_written()
    {
        var terminal = new RecordingTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        var ring = Scene.Ring((OutputKind.Prompt, "hello"));
        screen.Draw(Model(ring));
        terminal.Clear();
        ring.Say(OutputKind.Text, "A long answer that takes more than a few cells of the screen.");
        screen.Draw(Model(ring));
        await Assert.That(terminal.Text).StartsWith("\e[?2026h\e[?25l");
        await Assert.That(terminal.Text).EndsWith("\e[?25h\e[?2026l");
    }

    [Test]
    public async Task Text_that_goes_up_is_moved_by_the_terminal()
    {
        var terminal = new RecordingTerminal(120, 40);
        using var screen = new Renderer(terminal, Scene.Unicode);
        var ring = new OutputRing(1 << 20);
        for (var i = 0; i < 100; i++)
            ring.Say(OutputKind.Notice, $"This is line {i} of a long text, and no other line is like it: {i * 7919}.");
        screen.Draw(Model(ring));
        terminal.Clear();
        ring.Say(OutputKind.Notice, "And one more.");
        screen.Draw(Model(ring));
        await Assert.That(terminal.Text).Contains("\e[S\e[r");
        await Assert.That(terminal.Text.Length).IsLessThan(100);
    }

    [Test]
    public async Task After_forgetting_the_whole_screen_is_written_again()
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        screen.Draw(Model(Scene.Conversation()));
        var picture = terminal.Picture;
        terminal.Write("\e[H\e[2Jsomebody else wrote here"u8);
        screen.Forget();
        screen.Draw(Model(Scene.Conversation()));
        await Assert.That(terminal.Picture).IsEqualTo(picture);
    }

    [Test]
    public async Task From_too_small_to_large_enough_everything_is_there_again()
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        screen.Draw(Model(Scene.Conversation()));
        var picture = terminal.Picture;
        terminal.Resize(30, 6);
        screen.Draw(Model(Scene.Conversation()));
        await Assert.That(terminal.Picture).Contains("q needs 40x8 cells.");
        await Assert.That(terminal.Read(shown => shown.CursorVisible)).IsFalse();
        terminal.Resize(80, 24);
        screen.Draw(Model(Scene.Conversation()));
        await Assert.That(terminal.Picture).IsEqualTo(picture);
    }

    // Alone: while other tests keep the compiler busy, nothing is compiled for the steady state.
    [Test, NotInParallel]
    [Arguments("indicator", false)]
    [Arguments("both", false)]
    [Arguments("both", true)]
    public async Task A_key_and_streamed_text_allocate_nothing(string shown, bool isText)
    {
        var shownAs = SessionsShown.Of(new Settings { SessionsAs = shown, TextOnlyIndicator = isText, IndicatorPosition = "bottom-left" });
        using var screen = new Renderer(new SilentTerminal(120, 40), Scene.Unicode);
        var ring = Scene.Conversation();
        SessionView[] others =
        [
            Scene.Session(2, "s3-debug").Answered(), Scene.Session(3, "lambda").Working("execute_bash sam deploy"),
            Scene.Session(4, "api-refactor").Asking("execute_bash ls", "ls"),
        ];
        ScreenModel[] models =
        [
            .. Enumerable.Range(0, 40).Select(length => Scene.Model(Scene.Session(1, "dev", ring).Working("thinking"), others) with
            {
                Others = shownAs,
                Text = "naïve 漢字 👍🏽 prompt text that grows"[..Math.Min(length, 30)],
                Cursor = Math.Min(length, 30),
            }),
        ];
        ring.Say(OutputKind.Text, "An answer ");
        // Code that was compiled in a hurry boxes in places; the steady state is what counts.
        await Poll.Until("frames that allocate nothing", () =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var model in models)
                Step(screen, ring, model);
            return GC.GetAllocatedBytesForCurrentThread() == before;
        });

        static void Step(Renderer screen, OutputRing ring, ScreenModel model)
        {
            ring.Continue(OutputKind.Text, "that grows, naïve 漢字 👍🏽 word by word, \e[1mbold\e[0m and on "u8);
            screen.Draw(model);
        }
    }

    [Test]
    public async Task A_key_does_not_lay_the_transcript_out_again()
    {
        var ring = Scene.Ring((OutputKind.Text, string.Concat(Enumerable.Repeat("many words on many lines\n", 2000))));
        var view = new TranscriptView(Scene.Unicode);
        var grid = new CellGrid(80, 24, new GlyphTable(), Scene.Unicode);
        var session = Scene.Session(1, "dev", ring);
        view.Draw(grid, 0, 20, session, ScrollState.Follow, airy: true);
        var reads = view.Layouts;
        view.Draw(grid, 0, 20, session with { Activity = "new" }, ScrollState.Follow, airy: true);
        await Assert.That(view.Layouts).IsEqualTo(reads);
        ring.Say(OutputKind.Text, "more");
        view.Draw(grid, 0, 20, session, ScrollState.Follow, airy: true);
        await Assert.That(view.Layouts).IsEqualTo(reads + 1);
    }

    [Test]
    public void Whatever_follows_whatever_the_screen_is_as_if_drawn_at_once() => s_steps.Sample(steps =>
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = new Renderer(terminal, Scene.Unicode);
        var ring = Scene.Conversation();
        var scroll = ScrollState.Follow;
        foreach (var (kind, number) in steps)
        {
            var model = Stepped(terminal, ring, kind, number) with { Scroll = scroll };
            scroll = screen.Draw(kind == 4 ? model with { Scroll = scroll.Up(number - 20, model.Focused) } : model);
            var size = terminal.Size;
            var picture = Scene.Picture(terminal);
            var whole = Scene.Picture(Scene.Draw(model with { Scroll = scroll }, size.Columns, size.Rows));
            if (picture != whole)
                throw new InvalidDataException($"after {kind} {number}\n{picture}\nand at once\n{whole}");
        }
    }, iter: 40);

    [Test]
    public async Task What_is_read_stays_though_the_last_line_breaks_anew_behind_it()
    {
        var terminal = new VirtualTerminal(47, 10);
        using var screen = new Renderer(terminal, Scene.Unicode);
        var ring = Scene.Conversation();
        var model = Scene.Model(Scene.Session(1, "build-time", ring));
        screen.Draw(model);
        var scroll = screen.Draw(model with { Scroll = ScrollState.Follow.Up(8, model.Focused) });
        var before = Scene.Picture(terminal);

        ring.GoOn(OutputKind.Text, "a👍🏽\n"); // its last word goes to the next row
        scroll = screen.Draw(model with { Scroll = scroll });

        await Assert.That(Scene.Picture(terminal)).IsEqualTo(before);
        await Assert.That(Scene.Picture(Scene.Draw(model with { Scroll = scroll }, 47, 10))).IsEqualTo(before);
    }

    [Test]
    public void A_frame_is_never_longer_than_the_whole_screen() => s_steps.Sample(steps =>
    {
        var (terminal, other) = (new RecordingTerminal(80, 24), new RecordingTerminal(80, 24));
        using var screen = new Renderer(terminal, Scene.Unicode);
        using var fresh = new Renderer(other, Scene.Unicode);
        var ring = Scene.Conversation();
        screen.Draw(Model(ring));
        fresh.Draw(Model(ring));
        foreach (var (kind, number) in steps)
        {
            terminal.Clear();
            other.Clear();
            var model = Stepped(null, ring, kind, number);
            screen.Draw(model);
            fresh.Forget();
            fresh.Draw(model);
            if (terminal.Bytes > other.Bytes)
                throw new InvalidDataException($"{kind} {number}: {terminal.Bytes} > {other.Bytes}");
        }
    }, iter: 100);

    private static readonly Gen<(int, int)[]> s_steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 40]).Array[1, 12];

    private static ScreenModel Stepped(VirtualTerminal? terminal, OutputRing ring, int kind, int number)
    {
        var model = Scene.Model(
            Scene.Session(1, "build-time", ring), Scene.Session(2, "s3-debug").Answered(), Scene.Session(3, "漢字-lambda").Working("ls 👍🏽"));
        switch (kind)
        {
            case 0:
                ring.Say(OutputKind.Text, string.Concat(Enumerable.Repeat("words 漢字 ", number)));
                break;
            case 1:
                ring.GoOn(OutputKind.Text, "a👍🏽\n");
                break;
            case 2:
                terminal?.Resize(41 + number * 3, 8 + number);
                break;
            case 3:
                return model with { Text = string.Concat(Enumerable.Repeat("naïve 漢 ", number)), Cursor = number };
            case 5:
                return model with { Card = Scene.Session(2, "x").Asking("execute_bash ls", string.Concat(Enumerable.Repeat("ls\n", number))), CardTop = number };
            case 6:
                return model with { Listed = [.. Enumerable.Range(0, number).Select(item => $"/word{item}")], Chosen = number / 2 };
            case 7:
                return model with { Focused = model.Focused.Working("make") with { Queued = ["first", "second"] } };
            case 8:
                return model with { Picker = model.Sessions, Chosen = 1, Dialog = "session:", Text = "x" };
            default:
                break;
        }
        return model;
    }

    private static ScreenModel Model(OutputRing? ring = null) =>
        Scene.Model(Scene.Session(1, "build-time", ring ?? Scene.Ring()), Scene.Session(2, "s3-debug").Answered());
}
