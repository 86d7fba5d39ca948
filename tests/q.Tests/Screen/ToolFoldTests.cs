using System.Text;
using CsCheck;
using Q.Output;
using Q.Screen;

namespace Q.Tests.Screen;

/// <summary>A tool call is one row that says how it went; it opens, and shows its last rows while it runs.</summary>
internal sealed class ToolFoldTests
{
    private static readonly LayoutShape s_shape = new(60, Airy: true, Unread: -1, Markdown: true, Folds: true);

    [Test]
    public async Task A_call_that_is_done_is_one_row_with_how_it_went_and_how_much_it_wrote()
    {
        var ring = Scene.Ring(
            (OutputKind.ToolStart, "execute_bash ls -la"), (OutputKind.ToolOutput, "a\nb\nc\n"), (OutputKind.ToolEnd, "0.3 s · exit 0"),
            (OutputKind.ToolStart, "fs_write a.cs"), (OutputKind.ToolEnd, "0.0 s · conflict · not done"), (OutputKind.Text, "So."));
        await Assert.That(Picture(ring, s_shape)).IsEqualTo(
            "▸ execute_bash ls -la · 0.3 s · exit 0 · 3 lines\n▸ fs_write a.cs · 0.0 s · conflict · not done\n\nSo.");
    }

    [Test]
    public async Task A_long_prompt_is_one_row_with_its_size_until_it_is_opened_and_a_short_one_is_whole()
    {
        var lines = string.Join('\n', Enumerable.Range(1, 300).Select(i => $"pasted line {i}"));
        var ring = Scene.Ring((OutputKind.Prompt, "short\nin two lines"));
        var start = ring.Say(OutputKind.Prompt, $"Explain:\n{lines}");
        await Assert.That(Scene.Draw(Model(), 60, 16).Picture.TrimStart()).StartsWith("> short\n  in two lines\n\n> Explain: pasted line 1");
        await Assert.That(Scene.Draw(Model(), 60, 16).Picture).Contains("… pasted line 300 · 301 lines");
        ring.Say(OutputKind.Notice, "a word of q");
        ring.Say(OutputKind.Text, "So.");
        await Assert.That(Scene.Draw(Model(), 60, 16).Picture).Contains("… pasted line 300 · 301 lines\n\n  a word of q\n\nSo.");
        var opened = Scene.Draw(Model() with { Opened = OpenedCalls.None.With(start) }, 60, 16).Picture;
        await Assert.That(opened).Contains("  pasted line 300\n").And.DoesNotContain("301 lines");
        await Assert.That(Scene.Draw(Model() with { Tools = ToolLook.Open }, 60, 16).Picture).Contains("  pasted line 300\n");

        ScreenModel Model() => Scene.Model(Scene.Session(1, "dev", ring).Working());
    }

    /// <summary>The question often stands behind what was pasted.</summary>
    [Test]
    [Arguments(80, "What is wrong with the second of these lines?", "> var x1 = list[1]; v… What is wrong with the second of these lines? · 301 lines")]
    [Arguments(40, "What is wrong with the second of these lines?\n\n", "> var x1… What is wrong wi… · 302 lines")]
    [Arguments(40, "なぜですか？", "> var x1 = lis… なぜですか？ · 301 lines")]
    [Arguments(40, "}", "> var x1 = list[1]; var x2… · 301 lines")]
    public async Task The_row_of_a_long_prompt_ends_with_the_words_of_its_last_line(int columns, string last, string row)
    {
        var lines = string.Join('\n', Enumerable.Range(1, 300).Select(i => $"var x{i} = list[{i}];"));
        var ring = Scene.Ring((OutputKind.Prompt, $"{lines}\n{last}"), (OutputKind.Text, "So."));
        await Assert.That(Picture(ring, s_shape with { Columns = columns }).Split('\n')[0]).IsEqualTo(row);
    }

    [Test]
    public async Task A_prompt_of_one_endless_line_is_folded_too()
    {
        var ring = Scene.Ring((OutputKind.Prompt, new string('x', 12_000)), (OutputKind.Text, "So."));
        await Assert.That(Scene.Draw(Scene.Model(Scene.Session(1, "dev", ring)), 60, 16).Picture).Contains("xxx… · 1 line, 12 kB\n\nSo.");
    }

    [Test]
    [Arguments(60, "▸ execute_bash make… · 0.0 s · exit 137 · not done · 3 lines")]
    [Arguments(50, "▸ execute… · 0.0 s · exit 137 · not done · 3 lines")]
    [Arguments(40, "▸ execute… · 0.0 s · exit 137 · not done")]
    [Arguments(36, "▸ execute_bas… · exit 137 · not done")]
    [Arguments(24, "▸ execute… · exit 137 ·…")]
    public async Task Where_there_is_no_room_the_size_goes_then_the_time_and_what_is_cut_is_marked(int columns, string row)
    {
        var ring = Scene.Ring(
            (OutputKind.ToolStart, "execute_bash make all of it"), (OutputKind.ToolOutput, "a\nb\nc\n"), (OutputKind.ToolEnd, "0.0 s · exit 137 · not done"));
        var shown = Picture(ring, s_shape with { Columns = columns }).Split('\n')[0];
        await Assert.That(shown).IsEqualTo(row);
        await Assert.That(shown.Length).IsLessThanOrEqualTo(columns);
    }

    [Test]
    public async Task A_call_that_runs_shows_its_last_rows()
    {
        var ring = Scene.Ring((OutputKind.ToolStart, "execute_bash make"));
        ring.Say(OutputKind.ToolOutput, "");
        for (var i = 1; i <= 400; i++)
            ring.GoOn(OutputKind.ToolOutput, $"line {i}\n");
        await Assert.That(Picture(ring, s_shape with { Streams = true })).IsEqualTo(
            "▸ execute_bash make · 400 lines\n    line 396\n    line 397\n    line 398\n    line 399\n    line 400");
        ring.Say(OutputKind.ToolEnd, "9.1 s · exit 0");
        await Assert.That(Picture(ring, s_shape with { Streams = true })).IsEqualTo("▸ execute_bash make · 9.1 s · exit 0 · 400 lines");
    }

    [Test]
    public async Task What_q_says_while_a_call_runs_does_not_part_it()
    {
        var ring = Scene.Ring((OutputKind.ToolStart, "execute_bash make"), (OutputKind.ToolOutput, ""));
        for (var i = 1; i <= 7; i++)
            ring.GoOn(OutputKind.ToolOutput, $"line {i}\n");
        ring.Say(OutputKind.Notice, "42 sessions.");
        ring.Say(OutputKind.Error, "No such command.\nTry /help.");
        const string said = "42 sessions.\nNo such command.\nTry /help.";
        await Assert.That(Picture(ring, s_shape with { Streams = true })).IsEqualTo(
            $"▸ execute_bash make · 7 lines\n    line 3\n    line 4\n    line 5\n    line 6\n    line 7\n\n{said}");
        ring.Say(OutputKind.ToolOutput, "line 8\nline 9\n");
        await Assert.That(Picture(ring, s_shape with { Streams = true })).IsEqualTo(
            $"▸ execute_bash make · 9 lines\n    line 5\n    line 6\n    line 7\n\n{said}\n\n    line 8\n    line 9");
        ring.Say(OutputKind.ToolEnd, "9.1 s · exit 0");
        await Assert.That(Picture(ring, s_shape with { Streams = true })).IsEqualTo($"▸ execute_bash make · 9.1 s · exit 0 · 9 lines\n\n{said}");
        ring.Say(OutputKind.Text, "So.");
        await Assert.That(Picture(ring, s_shape)).IsEqualTo($"▸ execute_bash make · 9.1 s · exit 0 · 9 lines\n\n{said}\n\nSo.");
    }

    [Test]
    public async Task Opened_it_shows_everything()
    {
        var ring = Scene.Ring((OutputKind.ToolStart, "execute_bash ls"), (OutputKind.ToolOutput, "a\nb\n"), (OutputKind.ToolEnd, "0.3 s · exit 0"));
        await Assert.That(Picture(ring, s_shape with { Folds = false })).IsEqualTo("execute_bash ls\n    a\n    b\n0.3 s · exit 0");
    }

    [Test]
    public async Task A_question_goes_when_the_call_below_it_says_the_same()
    {
        var ring = Scene.Ring((OutputKind.Text, "I look."), (OutputKind.Question, "ls -la\n"));
        await Assert.That(Picture(ring, s_shape)).IsEqualTo("I look.\n\nls -la");
        ring.Say(OutputKind.Question, "make\n\nPurpose: to build\n");
        ring.Say(OutputKind.Notice, "Denied: later.");
        ring.Say(OutputKind.Question, "cat a\ncat b\n");
        ring.Say(OutputKind.ToolStart, "execute_bash ls -la");
        await Assert.That(Picture(ring, s_shape)).DoesNotContain("\nls -la").And.Contains("\nmake").And.EndsWith("▸ execute_bash ls -la");
        ring.Say(OutputKind.ToolOutput, "a\nb\n");
        ring.Say(OutputKind.ToolEnd, "0.1 s · exit 0");
        ring.Say(OutputKind.ToolStart, "execute_bash make");
        ring.Say(OutputKind.ToolEnd, "0.0 s · denied · not done");
        ring.Say(OutputKind.ToolStart, "execute_bash cat a cat b");
        await Assert.That(Picture(ring, s_shape)).IsEqualTo(
            "I look.\n\nDenied: later.\n\ncat a\ncat b\n▸ execute_bash ls -la · 0.1 s · exit 0 · 2 lines\n▸ execute_bash make · 0.0 s · denied · not done\n▸ execute_bash cat a cat b");
    }

    [Test]
    public async Task An_answer_goes_with_its_question_and_stays_below_one_that_stays()
    {
        var ring = Scene.Ring((OutputKind.Question, "ls\n"), (OutputKind.Notice, "Stored again."));
        ring.Say(OutputKind.Allowed, "allowed");
        ring.Say(OutputKind.Question, "--- a\n+++ a\n");
        ring.Say(OutputKind.Allowed, "allowed");
        ring.Say(OutputKind.Question, "make\n");
        await Assert.That(Picture(ring, s_shape)).IsEqualTo("ls\n\nStored again.\n\nallowed\n--- a\n+++ a\nallowed\nmake");
        ring.Say(OutputKind.Allowed, "allowed");
        ring.Say(OutputKind.ToolStart, "execute_bash ls");
        await Assert.That(Picture(ring, s_shape)).IsEqualTo(
            "Stored again.\n\n--- a\n+++ a\nallowed\nmake\nallowed\n▸ execute_bash ls");
        ring.Say(OutputKind.ToolEnd, "0.1 s · exit 0");
        ring.Say(OutputKind.ToolStart, "execute_bash make");
        await Assert.That(Picture(ring, s_shape)).IsEqualTo(
            "Stored again.\n\n--- a\n+++ a\nallowed\n▸ execute_bash ls · 0.1 s · exit 0\n▸ execute_bash make");
        var (unread, seen) = (Scene.Ring((OutputKind.Question, "ls\n")), 0L);
        seen = unread.Say(OutputKind.Allowed, "allowed");
        unread.Say(OutputKind.ToolStart, "execute_bash ls");
        await Assert.That(Picture(unread, s_shape with { Unread = seen })).IsEqualTo("unread\n▸ execute_bash ls");
        var alone = Scene.Ring((OutputKind.Text, "I look."), (OutputKind.Allowed, "allowed"), (OutputKind.ToolStart, "execute_bash ls"));
        await Assert.That(Picture(alone, s_shape)).Contains("allowed");
    }

    [Test]
    public async Task A_long_title_is_cut_and_a_large_output_says_its_size()
    {
        var ring = Scene.Ring(
            (OutputKind.ToolStart, "execute_bash echo " + new string('x', 200) + "\e[31m\nend"), (OutputKind.ToolOutput, new string('y', 34_000)),
            (OutputKind.ToolEnd, "0.3 s · exit 0"));
        var picture = Picture(ring, s_shape);
        await Assert.That(picture).EndsWith("… · 0.3 s · exit 0 · 1 line, 34 kB");
        await Assert.That(picture.Length).IsEqualTo(60);
    }

    [Test]
    public async Task The_unread_line_stands_above_the_call_that_it_begins_in()
    {
        var ring = Scene.Ring((OutputKind.Text, "Seen."), (OutputKind.ToolStart, "execute_bash make"));
        ring.Say(OutputKind.ToolOutput, "one\n");
        var unread = ring.GoOn(OutputKind.ToolOutput, "two\n");
        ring.Say(OutputKind.ToolEnd, "9.1 s · exit 0");
        ring.Say(OutputKind.Text, "Done.");
        await Assert.That(Picture(ring, s_shape with { Unread = unread })).IsEqualTo(
            "Seen.\nunread\n▸ execute_bash make · 9.1 s · exit 0 · 2 lines\n\nDone.");
    }

    /// <summary>Calls of any kind, whole or not, between other blocks; read from the end and from the middle.</summary>
    [Test]
    public void A_screenful_is_the_end_of_the_whole() =>
        Gen.Select(Gen.Int[0, 5].Array[1, 30], Gen.Int[1, 20], Gen.Bool).Sample((kinds, need, streams) =>
        {
            var ring = new OutputRing(1 << 20);
            foreach (var kind in kinds)
            {
                ring.Say((OutputKind)Math.Min(kind, (int)OutputKind.ToolEnd), $"block of kind {kind}\nsecond line");
                ring.GoOn((OutputKind)Math.Min(kind, (int)OutputKind.ToolEnd), " and its end\n");
            }
            var shape = s_shape with { Streams = streams };
            var whole = Rows(ring, shape, int.MaxValue);
            var some = Rows(ring, shape, need);
            if (!whole.Take(need).SequenceEqual(some.Take(need)))
                throw new InvalidDataException($"{string.Join('\n', whole)}\nand\n{string.Join('\n', some)}");
        });

    private static string Picture(OutputRing ring, LayoutShape shape) =>
        string.Join('\n', Enumerable.Reverse(Rows(ring, shape, int.MaxValue)));

    private static List<string> Rows(OutputRing ring, LayoutShape shape, int need)
    {
        var layout = new TranscriptLayout(Scene.Unicode);
        layout.Read(ring, ring.End, shape, need);
        return [.. layout.Rows.ToArray().Select(row => Text(layout, row))];
    }

    private static string Text(TranscriptLayout layout, LaidRow row)
    {
        if (row.Look is RowLook.Unread)
            return "unread";
        if (row.Look is not (RowLook.Markdown or RowLook.Folded))
            return (row.Look is RowLook.ToolOutput ? "    " : "") + Encoding.UTF8.GetString(layout.Text(row));
        var page = layout.Page(row);
        return string.Concat(page.Runs(row.Length).ToArray().Select(run => Encoding.UTF8.GetString(page.Text(run)))).TrimEnd();
    }
}
