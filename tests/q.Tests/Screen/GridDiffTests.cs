using System.Text;
using CsCheck;
using Q.Core;
using Q.Screen;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>The bytes of a difference make one grid out of another, whatever they hold.</summary>
internal sealed class GridDiffTests
{
    private static readonly string[] s_texts =
    [
        "a", "plain words ", "naïve", "漢字", "한글", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "e\u0301\u0302", "❤️", "1️⃣", "─│┌", " ", "     ", "\u200b", "⏳⏎", "é漢x",
    ];

    private static readonly Gen<Style> s_style = Gen.Select(
        Gen.OneOf(Role.Text, Role.Text, Role.Unseen, Role.Failed, Role.Paused, Role.Removed, Role.Quiet),
        Gen.OneOf(Attr.None, Attr.None, Attr.Bold, Attr.Dim, Attr.Reverse, Attr.Bold | Attr.Underline),
        (role, attr) => new Style(role, attr));

    private static readonly Gen<Put[]> s_puts = Gen.Select(
        Gen.Int[0, 7], Gen.Int[0, 23], Gen.OneOf(s_texts), s_style, (row, column, text, style) => new Put(row, column, text, style))
        .Array[0, 30];

    [Test]
    public void The_bytes_of_a_difference_make_the_target() => Gen.Select(s_puts, s_puts).Sample(pair =>
    {
        var (glyphs, screen) = (new GlyphTable(), new VirtualScreen(24, 8));
        var (first, second) = (Painted(pair.Item1, glyphs), Painted(pair.Item2, glyphs));
        var cursor = Apply(screen, Blank(glyphs), first, glyphs, null);
        Apply(screen, first, second, glyphs, cursor);
        return Difference(screen, second, glyphs) is null;
    });

    [Test]
    public void The_difference_of_a_grid_to_itself_is_nothing() => s_puts.Sample(puts =>
    {
        var glyphs = new GlyphTable();
        var bytes = new PooledBuffer();
        new GridDiff(bytes, glyphs, null).Write(Painted(puts, glyphs), Painted(puts, glyphs));
        return bytes.Length == 0;
    });

    [Test]
    public void Rows_that_went_up_are_moved_and_not_written_again() => Gen.Select(s_puts, s_puts, Gen.Int[1, 5]).Sample(what =>
    {
        var (glyphs, screen) = (new GlyphTable(), new VirtualScreen(24, 8));
        var (shown, wanted) = (Painted(what.Item1, glyphs), Painted(what.Item1, glyphs));
        wanted.ScrollUp(1, 7, what.Item3);
        foreach (var put in what.Item2.Take(2))
            wanted.Put(put.Row, put.Column, put.Text, put.Style);
        Apply(screen, Blank(glyphs), shown, glyphs, null);
        using var bytes = new PooledBuffer();
        ScrollShift.Write(bytes, shown, wanted, 1, 7);
        screen.Apply(bytes.Written);
        Apply(screen, shown, wanted, glyphs, null);
        return Difference(screen, wanted, glyphs) is null;
    });

    [Test]
    public async Task One_changed_cell_after_the_cursor_is_one_byte()
    {
        var glyphs = new GlyphTable();
        var (old, now) = (Blank(glyphs), Blank(glyphs));
        now.Put(3, 5, "x", Style.Plain);
        await Assert.That(Bytes(old, now, glyphs, (3, 5))).IsEqualTo("x");
    }

    [Test]
    public async Task A_style_is_set_once_for_its_run_and_taken_back_at_the_end()
    {
        var glyphs = new GlyphTable();
        var (old, now) = (Blank(glyphs), Blank(glyphs));
        now.Put(0, 0, "abc", Style.Asks);
        now.Put(0, 3, "def", Style.Unseen);
        now.Put(1, 0, "ghi", Style.Unseen);
        await Assert.That(Bytes(old, now, glyphs, (0, 0))).IsEqualTo("\e[0;1;30;103mabc\e[0;30;43mdef\r\nghi\e[0m");
    }

    [Test]
    public async Task The_rest_of_a_row_is_erased_in_one()
    {
        var glyphs = new GlyphTable();
        var (old, now) = (Blank(glyphs), Blank(glyphs));
        old.Put(2, 0, "a row with many words", Style.Dim);
        now.Put(2, 0, "a row", Style.Dim);
        await Assert.That(Bytes(old, now, glyphs, null)).IsEqualTo("\e[3;6H\e[K");
    }

    [Test]
    public async Task After_an_emoji_the_cursor_is_placed_again()
    {
        var glyphs = new GlyphTable();
        var (old, now) = (Blank(glyphs), Blank(glyphs));
        now.Put(0, 0, "👍a", Style.Plain);
        await Assert.That(Bytes(old, now, glyphs, (0, 0))).IsEqualTo("👍\e[1;3Ha");
    }

    [Test]
    public async Task What_a_terminal_may_draw_a_family_over_is_written_again()
    {
        var glyphs = new GlyphTable();
        var (old, now) = (Blank(glyphs), Blank(glyphs));
        old.Put(0, 8, "333", Style.Plain);
        now.Put(0, 8, "333", Style.Plain);
        now.Put(0, 2, "👨‍👩‍👧‍👦", Style.Plain); // four people of two cells each, where the terminal knows no families
        await Assert.That(Bytes(old, now, glyphs, (0, 0))).IsEqualTo("  👨‍👩‍👧‍👦\e[1;5H    33");
    }

    private static string Bytes(CellGrid old, CellGrid now, GlyphTable glyphs, (int, int)? cursor)
    {
        using var bytes = new PooledBuffer();
        new GridDiff(bytes, glyphs, cursor).Write(old, now);
        return Encoding.UTF8.GetString(bytes.Written);
    }

    /// <summary>Where the cursor is left: not known at the right edge, where some terminals wrap at once.</summary>
    private static (int, int)? Apply(VirtualScreen screen, CellGrid old, CellGrid now, GlyphTable glyphs, (int, int)? cursor)
    {
        using var bytes = new PooledBuffer();
        var diff = new GridDiff(bytes, glyphs, cursor);
        diff.Write(old, now);
        screen.Apply(bytes.Written);
        return diff.Cursor;
    }

    /// <summary>The first cell that a terminal shows otherwise; null when none.</summary>
    private static string? Difference(VirtualScreen screen, CellGrid grid, GlyphTable glyphs)
    {
        for (var row = 0; row < grid.Rows; row++)
        {
            for (var column = 0; column < grid.Columns; column++)
            {
                var (cell, shown) = (grid.Row(row)[column], screen.Cell(row, column));
                var text = cell.Width == 0 ? "" : cell.Glyph < 0 ? Encoding.UTF8.GetString(glyphs.Utf8(cell.Glyph)) : new Rune(cell.Glyph).ToString();
                if (shown != new ScreenCell(text, cell.Paint.Front, cell.Paint.Back, cell.Paint.Attr))
                    return $"{row},{column}: {shown} and not {text} {cell.Paint}";
            }
        }
        return null;
    }

    /// <summary>In the theme that has grounds too.</summary>
    private static CellGrid Blank(GlyphTable glyphs) => new(24, 8, glyphs, Scene.Unicode with { Theme = Theme.Find("light")! });

    private static CellGrid Painted(Put[] puts, GlyphTable glyphs)
    {
        var grid = Blank(glyphs);
        foreach (var put in puts)
            grid.Put(put.Row, put.Column, put.Text, put.Style);
        return grid;
    }

    private sealed record Put(int Row, int Column, string Text, Style Style);
}
