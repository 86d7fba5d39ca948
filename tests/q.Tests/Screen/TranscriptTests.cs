using System.Text;
using CsCheck;
using Q.Output;
using Q.Screen;
using Q.Sessions;

namespace Q.Tests.Screen;

/// <summary>Rows are read backwards, and are the same from wherever they are read.</summary>
internal sealed class TranscriptTests
{
    private static readonly LayoutShape s_shape = new(30, Airy: true, Unread: -1);

    private static readonly Gen<(OutputKind Kind, string Text, bool Begins)[]> s_records = Gen.Select(
        Gen.OneOf(OutputKind.Prompt, OutputKind.Text, OutputKind.Text, OutputKind.ToolStart, OutputKind.ToolOutput, OutputKind.Notice),
        Gen.OneOf("word ", "two words and more ", "\n", "\n\n", "end.\n", "漢字 ", "- a list item that is long enough to be broken\n", "", "naïve é\n x"),
        Gen.Bool,
        (kind, text, begins) => (kind, text, begins)).Array[1, 60];

    [Test]
    [Arguments(AnswerLook.Markdown, ToolLook.Folded)]
    [Arguments(AnswerLook.Raw, ToolLook.Open)]
    public async Task At_the_unread_part_the_line_above_it_is_on_the_screen_too(AnswerLook answers, ToolLook tools)
    {
        var ring = Scene.Ring((OutputKind.Prompt, "tell"), (OutputKind.Text, "It begins. "));
        var (inAnswer, inTool) = (-1L, -1L);
        for (var i = 0; i < 60; i++)
        {
            var at = ring.GoOn(OutputKind.Text, $"Sentence {i} of it, long enough to break here and there.{(i % 5 == 4 ? "\n\n" : " ")}");
            inAnswer = i == 23 ? at : inAnswer;
        }
        ring.Say(OutputKind.ToolStart, "execute_bash make");
        ring.Say(OutputKind.ToolOutput, "line\n");
        for (var i = 0; i < 20; i++)
            inTool = ring.GoOn(OutputKind.ToolOutput, $"line {i}\n");
        ring.Say(OutputKind.ToolEnd, "0.1 s · exit 2 · not done");
        ring.Say(OutputKind.Notice, string.Concat(Enumerable.Range(0, 40).Select(i => $"note {i}\n")));
        await Assert.That(At(inAnswer)).Contains("unread").And.Contains("Sentence 24").And.DoesNotContain("Sentence 5 ");
        await Assert.That(At(inTool)).Contains("unread").And.DoesNotContain("Sentence 5 ");

        string At(long unread) => Scene.Picture(Scene.Draw(
            Scene.Model(Scene.Session(1, "dev", ring) with { UnreadFrom = unread }) with { Scroll = ScrollState.FromUnread(unread), Answers = answers, Tools = tools }, 60, 16));
    }

    [Test]
    public void A_screenful_is_the_end_of_the_whole() => Gen.Select(s_records, Gen.Int[1, 25]).Sample((records, need) =>
    {
        var ring = Filled(records);
        var whole = Rows(ring, ring.End, int.MaxValue);
        var some = Rows(ring, ring.End, need);
        return some.Count >= Math.Min(need, whole.Count) && whole.Take(need).SequenceEqual(some.Take(need));
    });

    [Test]
    public void What_stands_above_a_blocks_end_does_not_depend_on_what_follows() => s_records.Sample(records =>
    {
        var ring = Filled(records);
        var before = Rows(ring, ring.End, int.MaxValue);
        ring.Say(OutputKind.Notice, "more");
        var after = Rows(ring, ring.End, int.MaxValue);
        var gone = after.Count - before.Count;
        return gone is 1 or 2 && after.Skip(gone).SequenceEqual(before);
    });

    /// <summary>Up and down again in steps of any size, while text comes in: what is read never jumps, and is read whole.</summary>
    [Test]
    public void Scrolling_shows_the_rows_of_the_whole_and_nothing_else() =>
        Gen.Select(s_records, Gen.Int[-30, 30].Array[1, 12]).Sample((records, steps) =>
        {
            var ring = Filled([.. records, .. records, (OutputKind.Text, "the end", true)]);
            var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
            var whole = Rows(ring, ring.End, int.MaxValue);
            var (scroll, place) = (ScrollState.Follow, 0);
            foreach (var step in steps)
            {
                scroll = Draw(view, grid, session, scroll.Up(step, session));
                place = Math.Clamp(place + step, 0, Math.Max(0, whole.Count - 8));
                var wanted = Picture(whole, place, 8);
                if (Picture(grid) != wanted || (place == 0) != scroll.Follows)
                    throw new InvalidDataException($"by {step} to {place}: {scroll}\n{Picture(grid)}\nand not\n{wanted}");
            }
        });

    [Test]
    public async Task Text_that_comes_in_does_not_move_what_is_read()
    {
        var ring = Numbered(200);
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        var scroll = Draw(view, grid, session, ScrollState.Follow.Up(20, session));
        var picture = Picture(grid);
        for (var i = 0; i < 50; i++)
        {
            ring.GoOn(OutputKind.Text, $"new line {i}\n");
            scroll = Draw(view, grid, session, scroll);
        }
        await Assert.That(Picture(grid)).IsEqualTo(picture);
        await Assert.That(scroll.Follows).IsFalse();
        scroll = Draw(view, grid, session, scroll.Up(-1000, session));
        await Assert.That(scroll).IsEqualTo(ScrollState.Follow);
        await Assert.That(Picture(grid)).Contains("new line 49");
    }

    [Test]
    public async Task Down_from_an_anchor_everything_that_came_since_is_passed()
    {
        var ring = Numbered(100);
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        var scroll = Draw(view, grid, session, ScrollState.Follow.Up(4, session));
        for (var i = 100; i < 3000; i++)
            ring.GoOn(OutputKind.Text, $"line {i}\n");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!scroll.Follows)
        {
            scroll = Draw(view, grid, session, scroll.Up(-7, session));
            seen.UnionWith(Picture(grid).Split('\n'));
        }
        await Assert.That(Enumerable.Range(100, 2900).Count(i => !seen.Contains($"line {i}"))).IsEqualTo(0);
    }

    [Test]
    public async Task Far_up_a_frame_still_reads_only_what_is_near()
    {
        var ring = Numbered(20_000);
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        var scroll = Draw(view, grid, session, ScrollState.Follow.Up(10_000, session));
        await Assert.That(scroll.Rows).IsLessThan(400);
        await Assert.That(Picture(grid)).EndsWith("line 9999");
        scroll = Draw(view, grid, session, scroll.Up(-1, session));
        await Assert.That(Picture(grid)).EndsWith("line 10000");
        scroll = Draw(view, grid, session, scroll.Up(1, session));
        await Assert.That(Picture(grid)).EndsWith("line 9999");
    }

    /// <summary>A writer drops the oldest part again and again while a frame is made of it.</summary>
    [Test]
    public async Task What_is_read_far_up_may_be_dropped_meanwhile()
    {
        using var ring = new OutputRing(64 * 1024);
        ring.Say(OutputKind.Text, "first\n");
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                ring.Say(OutputKind.Text, $"line {i}\n");
        });
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        for (var i = 0; i < 500; i++)
            Draw(view, grid, session, ScrollState.Follow.Up(100 + i * 5, session));
        await stop.CancelAsync();
        await writing;
        await Assert.That(Draw(view, grid, session, ScrollState.Follow)).IsEqualTo(ScrollState.Follow);
    }

    [Test]
    public async Task The_top_is_reached_and_left_again()
    {
        var ring = Numbered(20_000);
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        var scroll = Draw(view, grid, session, ScrollState.Follow.Up(ScrollState.Top, session));
        await Assert.That(Picture(grid)).StartsWith("line 0\nline 1\n");
        scroll = Draw(view, grid, session, scroll.Up(5, session));
        await Assert.That(Picture(grid)).StartsWith("line 0\n");
        Draw(view, grid, session, scroll.Up(-3, session));
        await Assert.That(Picture(grid)).StartsWith("line 3\n");
    }

    [Test]
    public async Task A_place_becomes_the_first_row_as_far_as_what_follows_fills_the_screen()
    {
        var ring = Numbered(200);
        var prompt = ring.Say(OutputKind.Prompt, "and now?");
        ring.Say(OutputKind.Text, "");
        for (var i = 0; i < 100; i++)
            ring.GoOn(OutputKind.Text, $"after {i}\n");
        var last = ring.Say(OutputKind.Prompt, "and then?");
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        var scroll = Draw(view, grid, session, ScrollState.From(prompt));
        await Assert.That(Picture(grid)).StartsWith("> and now?\n\nafter 0\n");
        await Assert.That(view.TopAt).IsEqualTo(prompt + 4);
        scroll = Draw(view, grid, session, scroll.Up(-1, session));
        await Assert.That(Picture(grid)).StartsWith("\nafter 0\nafter 1\n");
        await Assert.That(Draw(view, grid, session, ScrollState.From(last))).IsEqualTo(ScrollState.Follow);
        await Assert.That(Picture(grid)).EndsWith("> and then?");
    }

    [Test]
    public async Task A_reply_higher_than_the_screen_begins_in_the_first_row_from_its_first_frame_on_whatever_follows()
    {
        var ring = Numbered(200);
        var waits = ScrollState.ForReply(ring.End);
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        var scroll = Draw(view, grid, session, waits);
        await Assert.That(scroll).IsEqualTo(waits);
        ring.Say(OutputKind.Text, "the rest of an answer\n");
        ring.Say(OutputKind.Notice, Lines("short", 8));
        scroll = Draw(view, grid, session, scroll);
        await Assert.That(scroll.Follows).IsTrue();
        await Assert.That(Picture(grid)).Contains("short 0\n").And.EndsWith("short 7");
        var reply = ring.Say(OutputKind.Notice, Lines("long", 9));
        for (var i = 0; i < 1000; i++)
        {
            ring.GoOn(OutputKind.Text, $"text that streams {i}\n");
            if (i % 50 != 0)
                continue;
            scroll = Draw(view, grid, session, scroll);
            await Assert.That(scroll.IsReply).IsTrue();
            await Assert.That(Picture(grid)).Contains("long 0\n").And.EndsWith("long 7");
        }
        await Assert.That(view.TopAt).IsEqualTo(reply + 4);
        grid = Grid(20, 6);
        scroll = Draw(view, grid, session, scroll);
        await Assert.That(Picture(grid)).Contains("long 0\n").And.EndsWith("long 5");
        grid = Grid(30, 12);
        await Assert.That(Draw(view, grid, session, scroll).Follows).IsTrue();
        scroll = Draw(view, Grid(30, 8), session, scroll);
        scroll = Draw(view, grid = Grid(30, 8), session, scroll.Up(-3, session));
        await Assert.That(Picture(grid)).StartsWith("long 3\n");
        await Assert.That(scroll.IsReply).IsTrue();
        scroll = Draw(view, grid, session, scroll.Up(5, session));
        await Assert.That(scroll.IsReply).IsTrue();
        await Assert.That(Draw(view, grid, session, scroll.Up(-2000, session))).IsEqualTo(ScrollState.Follow);

        static string Lines(string word, int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"{word} {i}\n"));
    }

    [Test]
    public async Task A_reply_that_is_gone_from_the_ring_leaves_the_oldest_that_is_there()
    {
        var ring = new OutputRing(64 * 1024);
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        ring.Say(OutputKind.Notice, string.Concat(Enumerable.Range(0, 20).Select(i => $"row {i}\n")));
        var scroll = Draw(view, grid, session, ScrollState.ForReply(0));
        await Assert.That(Picture(grid)).Contains("row 0\n").And.EndsWith("row 7");
        for (var i = 0; i < 10_000; i++)
            ring.GoOn(OutputKind.Text, $"text {i} that streams\n");
        scroll = Draw(view, grid, session, scroll);
        await Assert.That(scroll.IsReply).IsTrue();
        await Assert.That(Picture(grid)).DoesNotContain("text 9999");
    }

    [Test]
    public async Task A_resize_keeps_the_place_that_is_read()
    {
        var ring = new OutputRing(1 << 20);
        for (var i = 0; i < 300; i++)
            ring.GoOn(OutputKind.Text, $"Paragraph {i} has some words, so that it takes more than one row when it is narrow.\n");
        var (view, session) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring));
        var wide = Grid(100, 8);
        var scroll = Draw(view, wide, session, ScrollState.Follow.Up(100, session));
        await Assert.That(Picture(wide)).Contains("Paragraph 199");
        var narrow = Grid(40, 8);
        scroll = Draw(view, narrow, session, scroll);
        await Assert.That(Picture(narrow)).Contains("Paragraph 199");
        Draw(view, wide, session, scroll);
        await Assert.That(Picture(wide)).Contains("Paragraph 199");
    }

    [Test]
    public async Task What_is_read_and_evicted_gives_way_to_the_oldest_that_is_left()
    {
        var ring = new OutputRing(0);
        for (var i = 0; i < 1000; i++)
            ring.Say(OutputKind.Notice, $"line {i}");
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        var scroll = Draw(view, grid, session, ScrollState.Follow.Up(500, session));
        for (var i = 1000; i < 9000; i++)
            ring.Say(OutputKind.Notice, $"line {i}");
        scroll = Draw(view, grid, session, scroll);
        await Assert.That(Picture(grid)).StartsWith("… (output truncated) …\n");
        await Assert.That(scroll.Follows).IsFalse();
    }

    [Test]
    public async Task A_cleared_session_shows_nothing_of_what_was()
    {
        var ring = Numbered(100);
        var (view, session, grid) = (new TranscriptView(Scene.Unicode), Scene.Session(1, "dev", ring), Grid(30, 8));
        Draw(view, grid, session, ScrollState.Follow);
        ring.Clear();
        Draw(view, grid, session, ScrollState.Follow);
        await Assert.That(Picture(grid).Trim()).IsEqualTo("");
    }

    [Test]
    public async Task A_line_without_end_is_read_in_parts_and_always_breaks_at_the_same_places()
    {
        var ring = new OutputRing(1 << 20);
        ring.Say(OutputKind.Text, "");
        for (var i = 0; i < 40_000; i++)
            ring.GoOn(OutputKind.Text, $"{i:00000} ");
        var layout = new TranscriptLayout(Scene.Unicode);
        layout.Read(ring, ring.End, s_shape, 8);
        await Assert.That(ring.End - layout.Lowest).IsLessThan(3 * 32 * 1024);
        var before = Rows(ring, ring.End, 3000);
        ring.GoOn(OutputKind.Text, "and more");
        await Assert.That(Rows(ring, ring.End, 3000).Contains(before[100])).IsTrue();
        await Assert.That(Rows(ring, ring.End, int.MaxValue).Contains(before[2500])).IsTrue();
    }

    [Test]
    public async Task In_the_middle_of_a_block_the_unread_line_begins_a_row()
    {
        var ring = new OutputRing(1 << 20);
        ring.Say(OutputKind.Text, "seen text\nhalf a li");
        var unread = ring.GoOn(OutputKind.Text, "ne and the rest");
        var rows = Rows(ring, ring.End, int.MaxValue, s_shape with { Unread = unread });
        await Assert.That(string.Join('|', rows.Select(row => row.Text).Reverse())).IsEqualTo("seen text|half a li|unread|ne and the rest");
    }

    [Test]
    public async Task A_long_diff_is_known_as_one_far_below_its_beginning()
    {
        var body = "--- a\n+++ a\n@@ -1,900 +1,900 @@\n" + string.Concat(Enumerable.Range(0, 900).Select(i => $"+added {i}\n-removed {i}\n"));
        var ring = Scene.Ring((OutputKind.Question, body));
        var layout = new TranscriptLayout(Scene.Unicode);
        layout.Read(ring, ring.End, s_shape, 4);
        var looks = layout.Rows[..2].ToArray().Select(row => row.Look);
        await Assert.That(looks).IsEquivalentTo([RowLook.Removed, RowLook.Added], EqualityComparer<RowLook>.Default);
    }

    [Test]
    public async Task A_command_is_no_diff_though_its_lines_begin_like_one()
    {
        var ring = Scene.Ring((OutputKind.Question, "tar \\\n- \\\n+x"));
        var layout = new TranscriptLayout(Scene.Unicode);
        layout.Read(ring, ring.End, s_shape, 4);
        await Assert.That(layout.Rows.ToArray().All(row => row.Look is RowLook.Question)).IsTrue();
    }

    private static OutputRing Numbered(int lines)
    {
        var ring = new OutputRing(1 << 20);
        ring.Say(OutputKind.Text, "");
        for (var i = 0; i < lines; i++)
            ring.GoOn(OutputKind.Text, $"line {i}\n");
        return ring;
    }

    private static OutputRing Filled((OutputKind Kind, string Text, bool Begins)[] records)
    {
        var ring = new OutputRing(1 << 20);
        var kind = OutputKind.Notice;
        foreach (var record in records)
        {
            if (record.Begins || ring.End == 0)
            {
                kind = record.Kind;
                ring.Say(kind, record.Text);
            }
            else
            {
                ring.GoOn(kind, record.Text);
            }
        }
        return ring;
    }

    private static List<(RowLook Look, string Text, bool Begins)> Rows(OutputRing ring, long end, int need, LayoutShape? shape = null)
    {
        var layout = new TranscriptLayout(Scene.Unicode);
        layout.Read(ring, end, shape ?? s_shape, need);
        return [.. layout.Rows.ToArray().Select(row => (row.Look, TextOf(layout, row), row.Begins))];
    }

    private static string TextOf(TranscriptLayout layout, LaidRow row) =>
        row.Look is RowLook.Unread ? "unread" : new string(' ', row.Indent) + Encoding.UTF8.GetString(layout.Text(row));

    private static CellGrid Grid(int columns, int rows) => new(columns, rows, new GlyphTable(), Scene.Unicode);

    private static ScrollState Draw(TranscriptView view, CellGrid grid, SessionView session, ScrollState scroll)
    {
        grid.Clear();
        return view.Draw(grid, 0, grid.Rows, session, scroll, airy: true, AnswerLook.Raw, ToolLook.Open);
    }

    private static string Picture(CellGrid grid)
    {
        var text = new StringBuilder();
        for (var row = 0; row < grid.Rows; row++)
        {
            var line = new StringBuilder();
            foreach (var cell in grid.Row(row))
                line.Append(cell.Width == 0 ? "" : cell.Glyph < 0 ? "?" : new Rune(cell.Glyph).ToString());
            text.Append(row == 0 ? "" : "\n").Append(line.ToString().TrimEnd());
        }
        return text.ToString();
    }

    /// <summary>The same of rows that were laid out at once.</summary>
    private static string Picture(List<(RowLook Look, string Text, bool Begins)> rows, int from, int height)
    {
        var lines = rows.Skip(from).Take(height).Select(row => row switch
        {
            { Look: RowLook.Prompt or RowLook.ToolTitle, Begins: true } => (row.Look is RowLook.Prompt ? "> " : "▸ ") + row.Text,
            { Look: RowLook.Text or RowLook.Blank } => row.Text,
            { Look: RowLook.ToolOutput } => "    " + row.Text,
            _ => "  " + row.Text,
        }).Select(line => line.TrimEnd()).Reverse().ToList();
        return string.Join('\n', Enumerable.Repeat("", height - lines.Count).Concat(lines));
    }
}
