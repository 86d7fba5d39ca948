using Q.Core;
using Q.Output;
using Q.Screen;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>The main screen: what is finished is printed once and stays; a few live rows below it change.</summary>
internal sealed class InlineScreenTests
{
    private const string Answer = """
        # How a ring is read

        A *reader* copies first and asks **afterwards** what was given up meanwhile, so it needs no lock at all and never waits for anybody.

        1. copy the record
        2. read `oldest`
           - below it: drop the copy
           - else: it is whole
        3. go on

        ```csharp
        while (reader.At(place, buffer, out var record) is ReadStatus.Read)
        {
            place = record.Next; // the next one
        }
        ```

        | Step | Cost |
        |---|---|
        | copy | 40 ns |
        | fence | 6 ns |

        > What is quoted is quoted.

        That is all of it.
        """;

    [Test]
    public async Task An_answer_is_on_the_screen_as_it_grows_and_printed_once()
    {
        using var terminal = new VirtualTerminal(60, 16);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var ring = Scene.Ring((OutputKind.Prompt, "How is it read?"));
        var view = Scene.Session(1, "ring", ring).Working();
        ring.Say(OutputKind.Text, "The first paragraph is whole.\n\nThe second one still gr");
        screen.Draw(Scene.Model(view));
        await Assert.That(terminal.Picture).Contains("> How is it read?\n\nThe first paragraph is whole.\n\nThe second one still gr\n");

        ring.GoOn(OutputKind.Text, "ows and is **whole** now.\n\nA third");
        screen.Draw(Scene.Model(view));
        screen.Draw(Scene.Model(view with { Status = SessionStatus.WaitingForInput }));
        screen.Leave();

        await Assert.That(terminal.Picture).IsEqualTo(
            "> How is it read?\n\nThe first paragraph is whole.\n\nThe second one still grows and is whole now.\n\nA third");
        await Assert.That(terminal.Read(static screen => (screen.IsAsAtStart, screen.Row, screen.Column))).IsEqualTo((true, 7, 0));
    }

    [Test]
    public async Task Of_a_session_that_is_read_from_the_store_a_screenful_is_printed_once_it_is_there()
    {
        using var terminal = new VirtualTerminal(60, 16);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var ring = Scene.Ring();
        var view = Scene.Session(1, "ring", ring) with { Messages = 2, LastAnswerAt = -1 };
        screen.Draw(Scene.Model(view));
        ring.Say(OutputKind.Prompt, "a long one");
        var answer = ring.Say(OutputKind.Text, string.Concat(Enumerable.Range(1, 200).Select(static n => $"line {n}\n\n")));
        screen.Draw(Scene.Model(view));
        await Assert.That(terminal.Picture).DoesNotContain("line ");

        screen.Draw(Scene.Model(view with { LastAnswerAt = answer }));

        await Assert.That(terminal.Picture).Contains("lines above").And.Contains("line 200").And.DoesNotContain("line 150\n");
        ring.Say(OutputKind.Notice, "and a word more");
        screen.Draw(Scene.Model(view with { LastAnswerAt = answer }));
        await Assert.That(terminal.Picture).Contains("and a word more");
    }

    /// <summary>Whatever pieces it comes in, and whatever else is said, the same rows are printed as when all is there at once.</summary>
    [Test]
    [Arguments(1)]
    [Arguments(2)]
    [Arguments(3)]
    [Arguments(4)]
    public async Task In_whatever_pieces_text_comes_the_same_is_printed(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 25; round++)
        {
            var (ring, columns) = (new OutputRing(1 << 20), random.Next(40, 100));
            using var terminal = new VirtualTerminal(columns, random.Next(ScreenPainter.AiryRows, 40));
            using var screen = new InlineScreen(terminal, Scene.Unicode);
            var model = Scene.Model(Scene.Session(1, "ring", ring).Working()) with
            {
                Answers = random.Next(3) == 0 ? AnswerLook.Raw : AnswerLook.Markdown,
                Tools = random.Next(3) == 0 ? ToolLook.Open : ToolLook.Folded,
            };
            foreach (var (kind, text) in Turn(random))
                Stream(ring, kind, text, random, () => screen.Draw(model));
            screen.Draw(model with { Focused = model.Focused with { Status = SessionStatus.WaitingForInput } });
            screen.Leave();

            using var large = new VirtualTerminal(columns, 500);
            using var atOnce = new InlineScreen(large, Scene.Unicode);
            atOnce.Draw(model with { Focused = model.Focused with { Status = SessionStatus.WaitingForInput } });
            atOnce.Leave();
            await Assert.That(terminal.Read(static screen => screen.Whole)).IsEqualTo(large.Picture).Because($"round {round} of {seed}");
        }
    }

    [Test]
    public async Task A_resize_prints_nothing_again_and_loses_nothing()
    {
        var random = new Random(7);
        var ring = new OutputRing(1 << 20);
        using var terminal = new Roomy();
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var model = Scene.Model(Scene.Session(1, "ring", ring).Working());
        var words = Enumerable.Range(0, 400).Select(number => $"w{number:000}").ToArray();
        Stream(ring, OutputKind.Text, string.Concat(words.Select((word, i) => word + (i % 40 == 39 ? "\n\n" : i % 20 == 19 ? "\n" : " "))), random, () =>
        {
            if (random.Next(4) == 0)
                terminal.Size = new(random.Next(40, 120), random.Next(30, 40));
            screen.Draw(model);
        });
        screen.Draw(model with { Focused = model.Focused with { Status = SessionStatus.WaitingForInput } });
        screen.Leave();
        var whole = terminal.Shown.Whole;
        await Assert.That(string.Join(' ', whole.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))).IsEqualTo(string.Join(' ', words));
    }

    [Test]
    public async Task A_switch_is_a_line_and_then_what_was_not_shown_of_that_session()
    {
        using var terminal = new VirtualTerminal(60, 30);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var one = Scene.Session(1, "one", Scene.Ring((OutputKind.Notice, "the first says this")));
        var two = Scene.Session(2, "two", Scene.Ring((OutputKind.Notice, "the second says that"))).Answered();
        screen.Draw(Scene.Model(one, two));
        screen.Draw(Scene.Model(two, one));
        one.Ring!.Say(OutputKind.Notice, "and this came meanwhile");
        screen.Draw(Scene.Model(one, two));
        screen.Draw(Scene.Model(two with { Unseen = false }, one));
        screen.Leave();

        await Assert.That(terminal.Picture).IsEqualTo("""
              the first says this
            ── two  ⏎ waiting ──
              the second says that
            ── one  · idle ──
              and this came meanwhile
            ── two  · idle ──
            """);
    }

    [Test]
    public async Task Of_a_long_session_the_last_screenful_is_printed_with_how_much_was_left_out()
    {
        using var terminal = new VirtualTerminal(80, 24);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var ring = Scene.Ring((OutputKind.ToolOutput, string.Join('\n', Enumerable.Range(1, 100).Select(line => $"line {line}"))));
        screen.Draw(Scene.Model(Scene.Session(1, "long", ring)));

        var lines = terminal.Read(static screen => screen.Whole).Split('\n');
        var shown = lines.Count(line => line.StartsWith("    line ", StringComparison.Ordinal));
        await Assert.That(shown).IsGreaterThan(15);
        await Assert.That(lines[0]).IsEqualTo($"… {100 - shown} lines above · PgUp shows it");
        await Assert.That(lines[1]).IsEqualTo($"    line {101 - shown}");
        await Assert.That(lines).Contains("    line 100");
    }

    [Test]
    public async Task What_needs_room_takes_live_rows_and_what_was_said_meanwhile_is_printed_when_it_closes()
    {
        using var terminal = new VirtualTerminal(80, 24);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var ring = Scene.Ring((OutputKind.Notice, "before"));
        var model = Scene.Model(Scene.Session(1, "one", ring), Scene.Session(2, "two").Asking("execute_bash rm -rf build", "rm -rf build"));
        screen.Draw(model);
        screen.Draw(model with { Card = model.Sessions[1] });
        await Assert.That(terminal.Picture).Contains("  before\n[two] ⏎ waiting permission").And.Contains("y allow");
        ring.Say(OutputKind.Notice, "said meanwhile");
        screen.Draw(model with { Card = model.Sessions[1] });
        await Assert.That(terminal.Picture).DoesNotContain("meanwhile");
        screen.Draw(model);
        await Assert.That(terminal.Picture).StartsWith("  before\n  said meanwhile\n").And.DoesNotContain("y allow");
    }

    [Test]
    public async Task Reading_further_up_takes_live_rows_and_where_all_is_shown_there_is_nothing_to_read()
    {
        using var terminal = new VirtualTerminal(80, 24);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var ring = Scene.Ring((OutputKind.ToolOutput, string.Join('\n', Enumerable.Range(1, 100).Select(line => $"line {line}"))));
        var model = Scene.Model(Scene.Session(1, "long", ring));
        screen.Draw(model);
        var up = screen.Draw(model with { Scroll = new(ring.End, 60) });
        await Assert.That(up.Follows).IsFalse();
        await Assert.That(terminal.Picture).Contains("line 40\n").And.Contains("scrolled");

        var little = Scene.Ring((OutputKind.Notice, "little"));
        using var other = new VirtualTerminal(80, 24);
        using var small = new InlineScreen(other, Scene.Unicode);
        var scroll = small.Draw(Scene.Model(Scene.Session(1, "small", little)) with { Scroll = new(little.End, 20) });
        await Assert.That(scroll.Follows).IsTrue();
        await Assert.That(other.Picture.Split('\n').Length).IsLessThan(6);
    }

    [Test]
    public async Task A_key_costs_a_few_bytes_and_nothing_new_none()
    {
        using var terminal = new RecordingTerminal(120, 40);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var model = Scene.Model(Scene.Session(1, "one", Scene.Conversation()), Scene.Session(2, "two").Answered(), Scene.Session(3, "three").Working());
        screen.Draw(model);
        terminal.Clear();
        screen.Draw(model);
        await Assert.That(terminal.Bytes).IsEqualTo(0);
        screen.Draw(model with { Text = "a", Cursor = 1 });
        await Assert.That(terminal.Bytes).IsLessThanOrEqualTo(24);
    }

    /// <summary>The turn of the view is over, but more text has come than it knows of: the end is no end yet.</summary>
    [Test]
    public async Task Text_that_is_newer_than_what_is_known_of_its_session_is_not_final()
    {
        using var terminal = new VirtualTerminal(60, 16);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var ring = Scene.Ring((OutputKind.Prompt, "Go on."));
        var model = Scene.Model(Scene.Session(1, "one", ring)) with { SaidTo = ring.End };
        ring.Say(OutputKind.Text, "Half a sen");
        screen.Draw(model);
        ring.GoOn(OutputKind.Text, "tence is whole.");
        screen.Draw(model with { SaidTo = ring.End });
        screen.Leave();
        await Assert.That(terminal.Picture).IsEqualTo("> Go on.\n\nHalf a sentence is whole.");
    }

    /// <summary>A word is one short write that no terminal shows half of; where rows are printed or come, the frame is marked as one.</summary>
    [Test]
    public async Task A_word_is_written_alone_and_rows_that_move_as_a_frame()
    {
        using var terminal = new RecordingTerminal(80, 24);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var ring = Scene.Ring((OutputKind.Prompt, "Go on."));
        ring.Say(OutputKind.Text, "Half a");
        var model = Scene.Model(Scene.Session(1, "ring", ring).Working());
        screen.Draw(model);
        await Assert.That(terminal.Text).Contains("\e[?2026h").And.Contains("\e[?2026l");

        terminal.Clear();
        ring.GoOn(OutputKind.Text, " word");
        screen.Draw(model);
        await Assert.That(terminal.Text).IsEqualTo("\e[2A\e[8Gword\e[2B\e[20G");

        terminal.Clear();
        ring.GoOn(OutputKind.Text, ".\n\nTwo");
        screen.Draw(model);
        await Assert.That(terminal.Text).StartsWith("\e[?2026h").And.EndsWith("\e[?2026l");
    }

    [Test]
    public async Task A_question_is_printed_where_no_call_answers_it_and_else_the_call_alone()
    {
        using var terminal = new VirtualTerminal(60, 30);
        using var screen = new InlineScreen(terminal, Scene.Unicode);
        var ring = Scene.Ring((OutputKind.Prompt, "Go on."), (OutputKind.Question, "make\n"));
        var view = Scene.Session(1, "ring", ring);
        screen.Draw(Scene.Model(view.Asking("execute_bash make", "make\n")));
        await Assert.That(terminal.Picture).Contains("> Go on.\n\n? make\n");
        ring.Say(OutputKind.Allowed, "allowed");
        ring.Say(OutputKind.Question, "make install\n");
        screen.Draw(Scene.Model(view.Asking("execute_bash make install", "make install\n")));
        await Assert.That(terminal.Picture).Contains("? make\n✓ allowed\n? make install\n");
        ring.Say(OutputKind.Allowed, "allowed");
        screen.Draw(Scene.Model(view.Working())); // answered, and no call has begun
        ring.Say(OutputKind.ToolStart, "execute_bash make");
        screen.Draw(Scene.Model(view.Working()));
        ring.Say(OutputKind.ToolEnd, "0.1 s · exit 0");
        screen.Draw(Scene.Model(view.Working()));
        ring.Say(OutputKind.ToolStart, "execute_bash make install");
        screen.Draw(Scene.Model(view.Working()));
        ring.Say(OutputKind.ToolEnd, "0.2 s · exit 0");
        screen.Draw(Scene.Model(view.Working()));
        ring.Say(OutputKind.Question, "make clean\n");
        screen.Draw(Scene.Model(view.Asking("execute_bash make clean", "make clean\n")));
        screen.Finish();
        await Assert.That(terminal.Picture).IsEqualTo(
            "> Go on.\n\n▸ execute_bash make · 0.1 s · exit 0\n▸ execute_bash make install · 0.2 s · exit 0\n? make clean");
    }

    [Test]
    public async Task A_terminal_that_breaks_rows_anew_has_its_live_rows_erased_as_they_stand_there()
    {
        using var terminal = new RecordingTerminal(80, 24);
        using var screen = new InlineScreen(terminal, Scene.Unicode, reflows: true);
        var model = Scene.Model(Scene.Session(1, "one", Scene.Conversation())) with { Listed = [new string('a', 70), new string('b', 70)], Chosen = 0 };
        screen.Draw(model);
        terminal.Clear();
        terminal.Size = new(50, 24);
        screen.Draw(model);
        // two rows of the list are four now, one of the state, and the prompt's own begins where it did
        await Assert.That(terminal.Text).Contains("\e[5A\r\e[0m\e[K\e[C\e[J\r");
    }

    [Test]
    [Arguments(true)]
    [Arguments(false)]
    public async Task Where_rows_are_broken_anew_one_that_gets_shorter_is_erased_whole(bool reflows)
    {
        using var terminal = new RecordingTerminal(80, 24);
        using var screen = new InlineScreen(terminal, Scene.Unicode, reflows: reflows);
        var model = Scene.Model(Scene.Session(1, "one", Scene.Conversation())) with { Hint = new string('a', 70) };
        screen.Draw(model);
        terminal.Clear();
        screen.Draw(model with { Hint = new string('a', 30) });
        await Assert.That(terminal.Text.Contains("\e[2K\e[2m" + new string('a', 30), StringComparison.Ordinal)).IsEqualTo(reflows);
        terminal.Clear();
        screen.Draw(model with { Hint = new string('a', 60) });
        await Assert.That(terminal.Text).DoesNotContain("\e[2K");
    }

    private static IEnumerable<(OutputKind, string)> Turn(Random random)
    {
        yield return (OutputKind.Prompt, "How is it read?\nIn short.");
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            if (random.Next(2) == 0)
            {
                yield return (OutputKind.ToolStart, "execute_bash ls -la src");
                yield return (OutputKind.ToolOutput, string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(line => $"-rw-r--r-- 1 ada ada {line}.cs\n")));
                if (random.Next(3) == 0)
                {
                    yield return (OutputKind.Notice, "42 sessions,\nand what a command says while the tool writes.");
                    yield return (OutputKind.ToolOutput, "more of it\nand more\n");
                }
                yield return (OutputKind.ToolEnd, random.Next(3) == 0 ? "0.1 s · exit 1 · not done" : "0.1 s · exit 0");
            }
            if (random.Next(4) == 0)
                yield return (OutputKind.Notice, "Something that q itself says, which is long enough to be broken over more than one row of the screen, wherever that ends.");
            yield return (OutputKind.Text, Answer[(random.Next(3) == 0 ? 0 : random.Next(Answer.Length / 2))..]);
        }
    }

    /// <summary>In pieces, with frames between some of them. What q itself says comes whole.</summary>
    private static void Stream(OutputRing ring, OutputKind kind, string text, Random random, Action draw)
    {
        var comesWhole = kind is not (OutputKind.Text or OutputKind.ToolOutput);
        for (var at = 0; at < text.Length;)
        {
            var length = comesWhole ? text.Length : Math.Min(text.Length - at, random.Next(1, 30));
            var piece = text.Substring(at, length);
            _ = at == 0 ? ring.Say(kind, piece) : ring.GoOn(kind, piece);
            at += length;
            if (random.Next(2) == 0)
                draw();
        }
    }

    /// <summary>A screen that is larger than it says: nothing printed is cut when it says that it became narrower.</summary>
    private sealed class Roomy() : SilentTerminal(80, 24)
    {
        public VirtualScreen Shown { get; } = new(200, 50);

        public override void Write(ReadOnlySpan<byte> bytes) => Shown.Apply(bytes);
    }
}
