using System.Buffers;
using System.Text;
using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Writes what turns one grid into another of the same size. Knows no terminal: a plain look is set when it begins and when it
/// ends. Where the cursor stands is only believed after characters whose width every terminal agrees on.
/// </summary>
/// <param name="to">Where it is written.</param>
/// <param name="glyphs">What the cells' clusters are.</param>
/// <param name="cursor">Where the cursor is; null when that is not known.</param>
/// <param name="isRelative">Where the grid is on the screen is not known: the cursor moves by so many rows. Its own row must be known.</param>
internal ref struct GridDiff(PooledBuffer to, GlyphTable glyphs, (int Row, int Column)? cursor, bool isRelative = false)
{
    /// <summary>A shorter gap of cells that stay is written again, because a move costs more.</summary>
    private const int ShortGap = 3;

    private const int Unknown = -1;

    private Paint _paint;
    private CellGrid? _linked; // the grid whose links are written; null without any
    private string? _link;
    private int _row = cursor?.Row ?? Unknown;
    private int _column = cursor?.Column ?? Unknown;

    /// <summary>Cells written.</summary>
    public int Count { get; private set; }

    /// <summary>The row that the cursor is left in.</summary>
    public readonly int Row => _row;

    /// <summary>Where the cursor is left; <c>null</c> when only the terminal knows.</summary>
    public readonly (int Row, int Column)? Cursor => _column == Unknown ? null : (_row, _column);

    public void Write(CellGrid old, CellGrid now, bool hasLinks = false)
    {
        _linked = hasLinks && now.HasLinks ? now : null;
        for (var row = 0; row < now.Rows; row++)
        {
            if (!old.Bytes(row).SequenceEqual(now.Bytes(row)))
                WriteRow(row, old.Row(row), now.Row(row));
        }
        SetLink(null);
        SetPaint(default);
    }

    private void WriteRow(int row, ReadOnlySpan<Cell> before, ReadOnlySpan<Cell> after)
    {
        var blankFrom = after.Length;
        while (blankFrom > 0 && after[blankFrom - 1] == Cell.Blank)
            blankFrom--;
        var changedTo = after.Length;
        while (before[changedTo - 1] == after[changedTo - 1])
            changedTo--;
        var spilt = 0; // up to here a terminal may have lost what stood
        for (var column = 0; column < Math.Max(changedTo, spilt); column++)
        {
            var cell = after[column];
            if (cell.Width == 0 || (cell == before[column] && column >= spilt))
                continue;
            if (column >= blankFrom && Math.Max(changedTo, spilt) - column > 3)
            {
                MoveTo(row, column, after);
                SetPaint(default);
                SetLink(null);
                to.Append(Ansi.EraseToLineEnd);
                Count++;
                return;
            }
            MoveTo(row, column, after);
            if (cell.Width == 2 && !IsAgreed(cell.Glyph) && before[column + 1] != Cell.Blank)
                ClearTwo(row, column);
            SetLink(_linked?.LinkAt(row, column));
            Put(cell);
            spilt = Math.Max(spilt, Math.Min(after.Length, column + Widest(cell)));
            if (_column == after.Length)
                _column = Unknown; // the next character would wrap, and terminals do not agree where the cursor is now
        }
    }

    /// <summary>Where a terminal gives the next character one cell, what stood in the second must not stay.</summary>
    private void ClearTwo(int row, int column)
    {
        SetPaint(default);
        to.Append("  "u8);
        Jump(row, column);
    }

    /// <summary>So many cells the least clever terminal gives it: a family of emoji those of each of its members.</summary>
    private readonly int Widest(Cell cell)
    {
        if (IsAgreed(cell.Glyph))
            return cell.Width;
        if (cell.Glyph >= 0)
            return 2;
        var cells = 0;
        var rest = glyphs.Utf8(cell.Glyph);
        while (Rune.DecodeFromUtf8(rest, out var rune, out var length) is OperationStatus.Done)
        {
            cells += CellWidth.Of(rune);
            rest = rest[length..];
        }
        return Math.Max(2, cells);
    }

    private void Put(Cell cell)
    {
        SetPaint(cell.Paint);
        Count++;
        if (cell.Glyph is >= ' ' and < 0x7F)
        {
            to.Append((byte)cell.Glyph);
            _column++;
            return;
        }
        if (cell.Glyph < 0)
            to.Append(glyphs.Utf8(cell.Glyph));
        else
            to.Advance(new Rune(cell.Glyph).EncodeToUtf8(to.GetSpan(4)));
        _column = IsAgreed(cell.Glyph) ? _column + cell.Width : Unknown;
    }

    /// <summary>Letters and drawings: every terminal gives them the width that we do. Of emoji and the like some do not.</summary>
    private static bool IsAgreed(int glyph) => glyph is (>= 0 and < 0x300) or (>= 0x370 and < 0x530) or (>= 0x2010 and < 0x2030)
        or (>= 0x2190 and < 0x2194) or (>= 0x2500 and < 0x2580) or (>= 0x3041 and < 0x3100) or (>= 0x4E00 and < 0xA000)
        or (>= 0xAC00 and < 0xD7A4);

    private void MoveTo(int row, int column, ReadOnlySpan<Cell> after)
    {
        if (_row == row && _column != Unknown && column >= _column)
        {
            if (column - _column <= ShortGap && Bridge(after[_column..column]))
                return;
            Ansi.Right(to, column - _column);
        }
        else if (_column != Unknown && row == _row + 1 && column == 0)
        {
            to.Append(Ansi.NextLine);
        }
        else
        {
            Jump(row, column);
        }
        (_row, _column) = (row, column);
    }

    private void Jump(int row, int column)
    {
        if (isRelative)
            Ansi.MoveBy(to, row - _row, column);
        else
            Ansi.MoveTo(to, row, column);
    }

    private void SetLink(string? address)
    {
        if (address == _link)
            return;
        Ansi.Link(to, address);
        _link = address;
    }

    /// <summary>Writes a gap again if its cells are ASCII and look like what was written last.</summary>
    private bool Bridge(ReadOnlySpan<Cell> gap)
    {
        if (_linked is not null)
            return false; // it may lead elsewhere
        foreach (var cell in gap)
        {
            if (cell.Glyph is < ' ' or >= 0x7F || cell.Paint != _paint)
                return false;
        }
        foreach (var cell in gap)
            to.Append((byte)cell.Glyph);
        _column += gap.Length;
        return true;
    }

    private void SetPaint(Paint paint)
    {
        if (paint == _paint)
            return;
        if (paint == default)
            to.Append(Ansi.ResetStyle);
        else if (paint.Back == _paint.Back && (_paint == default || (_paint.Attr == paint.Attr && paint.Front != Ink.Default)))
            Ansi.AddStyle(to, paint.Front, paint.Attr == _paint.Attr ? Attr.None : paint.Attr);
        else
            Ansi.Style(to, paint.Front, paint.Back, paint.Attr);
        _paint = paint;
    }
}
