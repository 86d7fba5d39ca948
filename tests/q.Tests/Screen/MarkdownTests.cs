using System.Text;
using CsCheck;
using Q.Output;
using Q.Screen;

namespace Q.Tests.Screen;

/// <summary>Answers as Markdown: the same however they came in, settled once and for all, and never wider than the view.</summary>
internal sealed class MarkdownTests
{
    private static readonly LayoutShape s_shape = new(40, Airy: true, Unread: -1, Markdown: true);

    /// <summary>Pieces that make and break every kind of block, and some that nobody should send.</summary>
    private static readonly Gen<string> s_answer = Gen.OneOf(
        "word ", "two *words* and **more** ", "\n", "\n\n", "\n\n", "end.\n", "漢字かな交じり ", "naïve 👩‍👩‍👧‍👦 ", "\n- item", "\n* item", "\n1. one", "\n2. two\n",
        "\n   - nested\n", "\n  text of it\n", "\n```\n", "\n```python\ndef f(): return 'x'\n", "\n```\n\n", "    code\n", "`code` ", "``a ` b`` ", "\n# Title\n",
        "\n## Part\n\n", "\n> quoted\n", "> more\n", "\n| a | b |\n|---|--:|\n| 1 | 2 |\n", "| x | a long cell that wraps |\n", "\n---\n", "\n===\n", "\nTitle\n=====\n", "\n- ```sh\n  ls\n", "\n  ```\n",
        "[link](https://example.org/a/b) ", "[x] ", "- [ ] task\n", "- [x] done\n", "[^1] ", "\n[^1]: a note\n", "[the docs][1] ", "[the docs][] ", "\n[1]: https://example.org/a_b \"T\"\n", "\n[the docs]: http://x.org\n", "a[0][1] ", "[so]: on ", "**open ", "`open ", "~~gone~~ ", "\\* ", "&amp; &#27;[31m ",
        "\e[31mred\e[0m ", "<b>no html</b> ", "![alt](pic.png) ", "\t", "\r\n", "snake_case_word ", new string('x', 90), "\n~~~\n")
        .Array[1, 60].Select(string.Concat);

    /// <summary>Blocks that a further word does not change.</summary>
    private static readonly Gen<string> s_plain = Gen.OneOf(
        "word ", "*two* words ", "**bold** and `code` ", "漢字かな交じり ", "naïve ", "[link](https://example.org/a/b) ", "\n\nparagraph ", "\n\n- item ",
        "\n\n  goes on ", "&amp; ", new string('x', 50) + " ", "\n\n# Title ", "\n\n```\nlet x = 1; // 漢字 and more than one row of it\n```\nend ")
        .Array[1, 40].Select(pieces => string.Concat(pieces) + "end");

    [Test]
    [Arguments("0 1 2 3", true)]
    [Arguments("1.5 2", true)]
    [Arguments("1234567890", true)]
    [Arguments("12", false)]
    [Arguments("12.", false)]
    [Arguments("12) ", false)]
    public async Task Figures_are_shown_while_they_come_as_soon_as_they_can_be_no_item(string text, bool isShown)
    {
        var model = Scene.Model(Scene.Session(1, "dev", Scene.Ring((OutputKind.Prompt, "count"), (OutputKind.Text, text))).Working());
        await Assert.That(Scene.Draw(model, 80, 24).Picture.Contains(text.TrimEnd(), StringComparison.Ordinal)).IsEqualTo(isShown);
    }

    /// <summary>While a link that is defined elsewhere comes in, nothing of its row is seen that goes again.</summary>
    [Test]
    [Arguments("see [the docs][1] for", "see [the docs]|see the docs[1]|see the docs[1] for")]
    [Arguments("[1]: https://a.org/x_ \"T", "[1]|[1] https://a|[1] https://a.org/x_|[1] https://a.org/x_ T")]
    [Arguments("[so]: https or", "[so]|[so]: https or")]
    public async Task A_link_that_comes_in_stands_where_it_will(string text, string states)
    {
        List<string> seen = [];
        for (var length = 1; length <= text.Length; length++)
        {
            var layout = new TranscriptLayout(Scene.Unicode);
            var ring = Ring([text[..length]]);
            layout.Read(ring, ring.End, s_shape with { Streams = true }, int.MaxValue);
            seen.Add(Picture([.. Rows(layout).SkipLast(2)]));
        }
        foreach (var state in states.Split('|'))
            await Assert.That(seen).Contains(state);
        await Assert.That(seen.Exists(row => row.Contains("][", StringComparison.Ordinal) || row.EndsWith(':') || (row.EndsWith("[1", StringComparison.Ordinal) && row.Length > 3))).IsFalse();
    }

    [Test]
    public void Any_split_into_pieces_gives_the_same_picture() => Gen.Select(s_answer, Gen.Int[1, 40].Array[1, 12]).Sample((text, cuts) =>
    {
        var whole = Rows(Ring([text]));
        var pieces = Rows(Ring(Cut(text, cuts)));
        if (Picture(whole) != Picture(pieces))
            throw new InvalidDataException($"{Picture(whole)}\nand in pieces\n{Picture(pieces)}");
    });

    /// <summary>The same while it streams and is drawn at each piece: the last frame is what it would be without the others.</summary>
    [Test]
    public void What_was_drawn_before_does_not_show() => Gen.Select(s_answer, Gen.Int[1, 40].Array[1, 12]).Sample((text, cuts) =>
    {
        var ring = new OutputRing(1 << 20);
        ring.Say(OutputKind.Prompt, "?");
        ring.Say(OutputKind.Text, "");
        var layout = new TranscriptLayout(Scene.Unicode);
        foreach (var piece in Cut(text, cuts))
        {
            ring.GoOn(OutputKind.Text, piece);
            layout.Read(ring, ring.End, s_shape with { Streams = true }, 10);
        }
        layout.Read(ring, ring.End, s_shape, int.MaxValue);
        var (seen, whole) = (Picture(Rows(layout)), Picture(Rows(Ring([text]))));
        if (seen != whole)
            throw new InvalidDataException($"{whole}\nand after streaming\n{seen}");
    });

    [Test]
    [Arguments("one\n```\nx\n```\nlast", "one|──|x|──|last")]
    [Arguments("```\nx\n```\n\nlast", "──|x|──||last")]
    [Arguments("```\nx", "──|x")]
    [Arguments("# only", "only")]
    [Arguments("Title\n=====\ntext", "Title|text")]
    [Arguments("- a\n\nTitle\n==\n", "• a||Title")]
    [Arguments("one\ntwo\n===", "one|two")]
    [Arguments("a long line of text\nthat **goes** on\n---\nso", "a long line of text|that goes on|so")]
    [Arguments("a = b\n---\n===", "a = b|===")]
    [Arguments("> so\n> ==\n> it", "│ so|│ it")]
    [Arguments("[a]: /b\n===", "[a]: /b|===")]
    [Arguments("- ```sh\n  ls\n  ```\n\n# T\n\n- a", "── sh|ls|──||T||• a")]
    [Arguments("- ```sh\n  ls\n\n\nso", "── sh|ls||so")]
    [Arguments("1. a\n1. b", "1. a|2. b")]
    [Arguments("see [the *docs*][1] and [it][12].\n\n[1]: https://a.org/x_y_z \"The title\"\n[12]: http://b.org", "see the docs[1] and it[12].||[1] https://a.org/x_y_z The title|[12] http://b.org")]
    [Arguments("- [1]: https://a.org\n- [go on][1]", "• [1] https://a.org|• go on[1]")]
    [Arguments("[the docs][docs], **[it][1]**, [![a](b)][1]", "the docs[docs], it[1], image: a (b)[1]")]
    [Arguments("a[0][1] [1][2] [1] [i][j] [row][col] [docs][] [x][1]", "a[0][1] [1][2] [1] [i][j] [row][col]|[docs][] [x][1]")]
    [Arguments("`[ab][1]` [x]: y\n[ab]: /c\n[^1]: https://a.org\n[1]: ftp://a", "[ab][1] [x]: y|[ab]: /c|[1]: https://a.org|[1]: ftp://a")]
    [Arguments("\n\nlate\n\n\n\nlater\n\n", "late||later")]
    public async Task What_stands_at_the_end_is_shown(string text, string rows)
    {
        var picture = Picture(Rows(Ring([text]))[..^2]);
        await Assert.That(picture.Replace('\n', '|')).IsEqualTo(rows);
    }

    [Test]
    public void A_closed_part_never_changes() => Gen.Select(s_answer, s_answer, Gen.Int[1, 60].Array[1, 12]).Sample((text, more, cuts) =>
    {
        var chunks = new List<MarkdownChunk>();
        var scanner = new MarkdownScanner(chunks, goesOn: false);
        var all = Encoding.UTF8.GetBytes(text + more + text);
        List<MarkdownChunk> before = [];
        var (at, cut) = (0, 0);
        while (at < all.Length)
        {
            var length = Math.Min(cuts[cut++ % cuts.Length] * 7, all.Length - at);
            scanner.Take(all.AsSpan(at, length), at, at);
            at += length;
            if (!chunks.Take(before.Count).SequenceEqual(before))
                throw new InvalidDataException("a closed part changed");
            before = [.. chunks];
            if (chunks.Sum(chunk => chunk.Length) + scanner.Open.Length > at)
                throw new InvalidDataException("more than there is");
        }
    });

    [Test]
    public void No_row_is_wider_than_the_view() => Gen.Select(s_answer, Gen.Int[12, 70]).Sample((text, columns) =>
    {
        foreach (var row in Rows(Ring([text]), s_shape with { Columns = columns }))
        {
            if (Q.Terminal.CellWidth.Of(row.Text) > columns)
                throw new InvalidDataException($"wider than {columns}: {row.Text}");
        }
    });

    [Test]
    public void Rows_stand_in_the_order_of_their_positions() => s_answer.Sample(text =>
    {
        var rows = Rows(Ring([text, "\n\n", text]));
        foreach (var (below, above) in rows.Zip(rows.Skip(1)))
        {
            // A blank row may share the place of a row of blanks above it (seed 958nM5omcjA3): scrolling may slip by that row.
            var isBlank = below.Look is RowLook.Blank && above.Text.Trim().Length == 0;
            if (isBlank ? below.At < above.At : below.At <= above.At)
                throw new InvalidDataException($"{above} and below it {below}");
        }
    });

    /// <summary>Whatever comes in, the rows above a place are those that stood above it.</summary>
    [Test]
    public void Text_that_comes_in_moves_no_row_of_a_paragraph_above_it() => Gen.Select(s_plain, s_plain).Sample((text, more) =>
    {
        var ring = Ring([text]);
        var end = ring.End;
        var layout = new TranscriptLayout(Scene.Unicode);
        layout.Read(ring, end, s_shape, int.MaxValue);
        var before = Rows(layout);
        ring.GoOn(OutputKind.Text, " " + more);
        layout.Read(ring, end, s_shape, int.MaxValue);
        var after = Rows(layout);
        // The lowest may have grown to the right.
        if (Picture(before[1..]) != Picture(after[1..]))
            throw new InvalidDataException($"{Picture(before)}\nand then\n{Picture(after)}");
    });

    [Test]
    public void A_screenful_is_the_end_of_the_whole() => Gen.Select(s_answer, Gen.Int[1, 25]).Sample((text, need) =>
    {
        var ring = Ring([text, text, text]);
        ring.Say(OutputKind.Notice, "said");
        ring.Say(OutputKind.Text, text);
        var whole = Rows(ring);
        var layout = new TranscriptLayout(Scene.Unicode);
        layout.Read(ring, ring.End, s_shape, need);
        var some = Rows(layout);
        return some.Count >= Math.Min(need, whole.Count) && whole.Take(need).SequenceEqual(some.Take(need));
    });

    [Test]
    public void A_place_that_is_scrolled_to_shows_the_rows_of_the_whole() =>
        Gen.Select(s_answer.Array[1, 6], Gen.Int[-30, 30].Array[1, 12]).Sample((texts, steps) =>
        {
            var ring = new OutputRing(1 << 20);
            foreach (var text in texts)
            {
                ring.Say(OutputKind.Text, text);
                ring.GoOn(OutputKind.Text, text);
                ring.Say(OutputKind.Notice, "said");
            }
            var whole = Rows(ring, s_shape with { Columns = 30 });
            var view = new TranscriptView(Scene.Unicode);
            var session = Scene.Session(1, "dev", ring);
            var grid = new CellGrid(30, 8, new GlyphTable(), Scene.Unicode);
            var (scroll, place) = (ScrollState.Follow, 0);
            foreach (var step in steps)
            {
                grid.Clear();
                scroll = view.Draw(grid, 0, 8, session, scroll.Up(step, session), airy: true);
                place = Math.Clamp(place + step, 0, Math.Max(0, whole.Count - 8));
                var lowest = whole.Count > place ? whole[place].Text : "";
                var shown = Line(grid, 7);
                if (shown != Shown(lowest))
                    throw new InvalidDataException($"by {step} to {place}: '{shown}' and not '{Shown(lowest)}'");
            }
        });

    private static string Shown(string row)
    {
        var grid = new CellGrid(30, 1, new GlyphTable(), Scene.Unicode);
        grid.Put(0, 0, row, Style.Plain);
        return Line(grid, 0);
    }

    private static string Line(CellGrid grid, int row)
    {
        var line = new StringBuilder();
        foreach (var cell in grid.Row(row))
            line.Append(cell.Width == 0 ? "" : cell.Glyph < 0 ? "?" : new Rune(cell.Glyph).ToString());
        return line.ToString().TrimEnd();
    }

    private static OutputRing Ring(IEnumerable<string> pieces)
    {
        var ring = new OutputRing(1 << 20);
        ring.Say(OutputKind.Prompt, "?");
        ring.Say(OutputKind.Text, "");
        foreach (var piece in pieces)
            ring.GoOn(OutputKind.Text, piece);
        return ring;
    }

    private static List<string> Cut(string text, int[] lengths)
    {
        List<string> pieces = [];
        for (int at = 0, i = 0; at < text.Length; i++)
        {
            var end = Math.Min(text.Length, at + lengths[i % lengths.Length]);
            if (end < text.Length && char.IsLowSurrogate(text[end]))
                end++;
            pieces.Add(text[at..end]);
            at = end;
        }
        return pieces;
    }

    private static List<(long At, RowLook Look, string Text)> Rows(OutputRing ring, LayoutShape? shape = null)
    {
        var layout = new TranscriptLayout(Scene.Unicode);
        layout.Read(ring, ring.End, shape ?? s_shape, int.MaxValue);
        return Rows(layout);
    }

    private static List<(long At, RowLook Look, string Text)> Rows(TranscriptLayout layout) =>
        [.. layout.Rows.ToArray().Select(row => (row.At, row.Look, Text(layout, row)))];

    private static string Text(TranscriptLayout layout, LaidRow row)
    {
        if (row.Look is not RowLook.Markdown)
            return row.Look is RowLook.Notice ? "  " + Encoding.UTF8.GetString(layout.Text(row)) : Encoding.UTF8.GetString(layout.Text(row));
        var page = layout.Page(row);
        var text = new StringBuilder();
        foreach (var run in page.Runs(row.Length))
            text.Append(Encoding.UTF8.GetString(page.Text(run)));
        return text.ToString();
    }

    private static string Picture(List<(long At, RowLook Look, string Text)> rows) =>
        string.Join('\n', Enumerable.Reverse(rows).Select(row => row.Text.TrimEnd()));
}
