using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// A screenful of cells. Trusts nothing that is put into it: what takes no cell, and so every control character, is left out,
/// so that only what people see ever reaches the terminal.
/// </summary>
internal sealed class CellGrid
{
    private const int MostRunes = 12; // a family with skin colours; a pile of marks is cut here

    private readonly Cell[] _cells;
    private readonly Cell[] _blank;
    private readonly List<(int Row, int From, int To, string Address)> _links = [];
    private readonly GlyphTable _glyphs;
    private readonly Look _look;

    public CellGrid(int columns, int rows, GlyphTable glyphs, Look look)
    {
        (Columns, Rows, _glyphs, _look) = (columns, rows, glyphs, look);
        (_cells, _blank) = (new Cell[columns * rows], new Cell[columns]);
        Array.Fill(_blank, Cell.Blank);
        Clear();
    }

    /// <summary>The same cells in so many rows: cut, or blank at the end.</summary>
    public CellGrid WithRows(int rows)
    {
        var made = new CellGrid(Columns, rows, _glyphs, _look);
        _cells.AsSpan(0, Math.Min(_cells.Length, made._cells.Length)).CopyTo(made._cells);
        return made;
    }

    public int Columns { get; }

    public int Rows { get; }

    public ReadOnlySpan<Cell> Row(int row) => _cells.AsSpan(row * Columns, Columns);

    /// <summary>The cells as memory: eight bytes each and no gap between, so this is how rows are compared.</summary>
    public ReadOnlySpan<byte> Bytes(int row) => MemoryMarshal.AsBytes(Row(row));

    public bool IsBlank(int row) => Bytes(row).SequenceEqual(MemoryMarshal.AsBytes(_blank.AsSpan()));

    /// <summary>Nothing leads anywhere.</summary>
    public bool HasLinks => _links.Count > 0;

    public void Clear()
    {
        Array.Fill(_cells, Cell.Blank);
        _links.Clear();
    }

    /// <summary>What stands there leads to an address. Beside the cells, since it goes with the text: rows are compared without it.</summary>
    public void Link(int row, int from, int to, string address) => _links.Add((row, from, to, address));

    public string? LinkAt(int row, int column)
    {
        foreach (var (of, from, to, address) in _links)
        {
            if (of == row && column >= from && column < to)
                return address;
        }
        return null;
    }

    /// <summary>An empty one to be put into this.</summary>
    public CellGrid Part(int columns, int rows) => new(columns, rows, _glyphs, _look);

    /// <summary>All cells of a smaller one, with where they lead.</summary>
    public void Put(CellGrid part, int row, int column)
    {
        for (var at = 0; at < part.Rows; at++)
            part.Row(at).CopyTo(_cells.AsSpan((row + at) * Columns + column, part.Columns));
        foreach (var (of, from, to, address) in part._links)
            Link(row + of, column + from, column + to, address);
    }

    public void ClearRows(int from, int to) => _cells.AsSpan(from * Columns, (to - from) * Columns).Fill(Cell.Blank);

    /// <summary>Reverses a text wherever these rows show it, letters of either case.</summary>
    public void Mark(int top, int bottom, string wanted)
    {
        if (wanted.Length == 0)
            return;
        var (text, columns) = (new StringBuilder(Columns), new List<int>(Columns));
        for (var row = Math.Max(0, top); row < bottom; row++)
        {
            text.Clear();
            columns.Clear();
            for (var column = 0; column < Columns; column++)
            {
                var cell = Row(row)[column];
                if (cell.Width == 0)
                    continue;
                _ = cell.Glyph < 0 ? text.Append(Encoding.UTF8.GetString(_glyphs.Utf8(cell.Glyph))) : text.Append(new Rune(cell.Glyph).ToString());
                while (columns.Count < text.Length)
                    columns.Add(column);
            }
            columns.Add(Columns);
            var line = text.ToString();
            for (var at = line.IndexOf(wanted, StringComparison.OrdinalIgnoreCase); at >= 0;
                at = line.IndexOf(wanted, at + wanted.Length, StringComparison.OrdinalIgnoreCase))
            {
                foreach (ref var cell in _cells.AsSpan(row * Columns + columns[at], columns[at + wanted.Length] - columns[at]))
                    cell = cell with { Paint = cell.Paint with { Attr = cell.Paint.Attr ^ Attr.Reverse } };
            }
        }
    }

    /// <summary>Rows from <paramref name="top"/> to <paramref name="bottom"/> (not included) go up; blank ones come in.</summary>
    public void ScrollUp(int top, int bottom, int by)
    {
        _cells.AsSpan((top + by) * Columns, (bottom - top - by) * Columns).CopyTo(_cells.AsSpan(top * Columns));
        ClearRows(bottom - by, bottom);
    }

    /// <summary>Writes until the right edge, and returns the column after the text. A tab goes to the next fourth column.</summary>
    public int Put(int row, int column, ReadOnlySpan<char> text, Style style, int end = int.MaxValue)
    {
        if (row < 0 || row >= Rows || column < 0)
            return column;
        var paint = _look.Theme[style];
        end = Math.Min(end, Columns);
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAnyExceptInRange(' ', '~');
            run = Math.Min(run < 0 ? text.Length : run - 1, end - column); // the last before another may join with it
            if (run > 0)
            {
                var cells = Run(row, column, run);
                for (var i = 0; i < cells.Length; i++)
                    cells[i] = new(text[i], paint, 1);
                column += run;
                text = text[run..];
                continue;
            }
            var width = CellWidth.Next(text, out var length);
            if (column + width > end)
                break;
            column += length == 1 && text[0] is >= ' ' and < '\x7F'
                ? Set(row, column, text[0], 1, paint)
                : Element(row, column, text[..length], width, paint);
            text = text[length..];
        }
        return column;
    }

    /// <summary>The same for UTF-8; a byte that is none shows as U+FFFD.</summary>
    public int Put(int row, int column, ReadOnlySpan<byte> utf8, Style style, int end = int.MaxValue)
    {
        if (row < 0 || row >= Rows || column < 0)
            return column;
        var paint = _look.Theme[style];
        end = Math.Min(end, Columns);
        var start = column;
        Span<char> chars = stackalloc char[CellWidth.MostElementChars * 2];
        while (!utf8.IsEmpty && column < end)
        {
            var run = utf8.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            run = Math.Min(run < 0 ? utf8.Length : run - 1, end - column);
            if (run > 0)
            {
                var cells = Run(row, column, run);
                for (var i = 0; i < cells.Length; i++)
                    cells[i] = new(utf8[i], paint, 1);
                column += run;
                utf8 = utf8[run..];
                continue;
            }
            if (utf8[0] == '\t')
            {
                for (var stop = Math.Min(TextWrap.TabStop(column - start) + start, end); column < stop; column++)
                    Set(row, column, ' ', 1, paint);
                utf8 = utf8[1..];
                continue;
            }
            var width = CellWidth.Next(utf8, out var length);
            if (column + width > end)
                break;
            if (length == 1 && utf8[0] is >= (byte)' ' and < 0x7F)
            {
                column += Set(row, column, utf8[0], 1, paint);
            }
            else
            {
                var count = 0;
                for (var at = 0; at < length;)
                {
                    Rune.DecodeFromUtf8(utf8[at..length], out var rune, out var bytes);
                    count += rune.EncodeToUtf16(chars[count..]);
                    at += bytes;
                }
                column += Element(row, column, chars[..count], width, paint);
            }
            utf8 = utf8[length..];
        }
        return column;
    }

    /// <summary>One text element that is not an ASCII character. Returns the cells it took.</summary>
    private int Element(int row, int column, ReadOnlySpan<char> element, int width, Paint paint)
    {
        if (width == 0)
            return 0;
        Span<char> kept = stackalloc char[MostRunes * 3];
        var (used, runes) = (0, 0);
        var joiner = false;
        Rune first = default;
        foreach (var rune in element.EnumerateRunes())
        {
            var joins = rune.Value == 0x200D;
            if (runes == MostRunes - 1 || (CellWidth.IsHidden(rune) && !joins && rune.Value is not (0xFE0E or 0xFE0F)))
                continue;
            if (runes == 0)
                first = rune;
            if (joins)
            {
                joiner = runes > 0; // written only when something follows that it joins
                continue;
            }
            if (joiner)
                kept[used++] = '\u200D';
            joiner = false;
            used += rune.EncodeToUtf16(kept[used..]);
            runes++;
        }
        if (runes == 0)
            return 0;
        if (_look.AsciiOnly)
        {
            var folded = AsciiStandIn.Of(first);
            Set(row, column, folded, 1, paint);
            return width == 1 ? 1 : 1 + Set(row, column + 1, folded == '?' ? '?' : ' ', 1, paint);
        }
        if (IsMark(first)) // it would join with the cell before
            return Set(row, column, 0xFFFD, 1, paint);
        if (used > first.Utf16SequenceLength)
            return Set(row, column, _glyphs.Of(kept[..used]), width, paint);
        var half = first.Value is >= 0x1F1E6 and <= 0x1F1FF; // half a flag would join with another half: a letter is shown
        return Set(row, column, half ? (width == 2 ? 0xFF21 : 'A') + first.Value - 0x1F1E6 : first.Value, width, paint);
    }

    private static bool IsMark(Rune rune) => rune.Value is >= 0x1F3FB and <= 0x1F3FF
        || (rune.Value >= 0x300 && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);

    /// <summary>Cells to be filled with characters of one cell; no half of a wide one is left beside them.</summary>
    private Span<Cell> Run(int row, int column, int length)
    {
        var cells = _cells.AsSpan(row * Columns, Columns);
        if (column > 0 && cells[column].Width == 0)
            cells[column - 1] = Cell.Blank;
        if (column + length < Columns && cells[column + length].Width == 0)
            cells[column + length] = Cell.Blank;
        return cells.Slice(column, length);
    }

    private int Set(int row, int column, int glyph, int width, Paint paint)
    {
        var cells = _cells.AsSpan(row * Columns, Columns);
        ref var cell = ref cells[column];
        if (cell.Width == 0 && column > 0)
            cells[column - 1] = Cell.Blank; // half of a wide character would be left
        var next = column + width;
        if (next < Columns && cells[next].Width == 0)
            cells[next] = Cell.Blank;
        cell = new(glyph, paint, (byte)width);
        if (width == 2)
            cells[column + 1] = new(0, paint, 0);
        return width;
    }
}
