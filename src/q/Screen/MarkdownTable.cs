using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// A table: columns as wide as their widest cell where there is room, else the wide ones are narrowed and wrapped; where even
/// that has no room, a row becomes lines of title and value. App loop only.
/// </summary>
internal sealed class MarkdownTable(Look look, MarkdownWriter writer)
{
    private const int LeastCells = 3;

    private readonly List<StyledText> _cells = [];
    private readonly StyledText _joined = new();
    private int[] _widths = [];
    private int[] _at = [];

    public void Write(MarkdownPage page, Table table)
    {
        var columns = 0;
        foreach (var row in table)
            columns = Math.Max(columns, ((TableRow)row).Count);
        while (columns > 0 && columns < table.ColumnDefinitions.Count && columns < ((TableRow)table[0]).Count)
            columns++;
        if (columns == 0)
            return;
        Fill(table, columns);
        var room = writer.Width - (columns - 1) * look.Symbols.Pipe.Length;
        if (room < columns * LeastCells)
            Stacked(page, table, columns);
        else
            Aligned(page, table, columns, room);
    }

    private void Fill(Table table, int columns)
    {
        for (var i = _cells.Count; i < table.Count * columns; i++)
            _cells.Add(new());
        for (var i = 0; i < table.Count; i++)
        {
            var row = (TableRow)table[i];
            for (var column = 0; column < columns; column++)
            {
                var cell = _cells[i * columns + column];
                cell.Clear();
                if (column >= row.Count)
                    continue;
                foreach (var block in (TableCell)row[column])
                    writer.Flatten(cell, (block as LeafBlock)?.Inline, row.IsHeader ? Style.Bold : Style.Plain);
            }
        }
    }

    private void Aligned(MarkdownPage page, Table table, int columns, int room)
    {
        Widths(table.Count, columns, room);
        for (var i = 0; i < table.Count; i++)
        {
            var row = (TableRow)table[i];
            Row(page, table, i * columns, columns, row.Span.Start);
            if (!row.IsHeader)
                continue;
            writer.Begin();
            for (var column = 0; column < columns; column++)
            {
                page.Put(column > 0 ? look.Symbols.Cross : "", Style.Dim);
                for (var cell = 0; cell < _widths[column]; cell++)
                    page.Put(look.Symbols.Line, Style.Dim);
            }
            page.End(row.Span.End);
        }
    }

    /// <summary>As many rows as its highest cell.</summary>
    private void Row(MarkdownPage page, Table table, int first, int columns, int source)
    {
        if (_at.Length < columns)
            _at = new int[columns];
        _at.AsSpan().Clear();
        var more = true;
        while (more)
        {
            more = false;
            writer.Begin();
            for (var column = 0; column < columns; column++)
            {
                page.Put(column > 0 ? look.Symbols.Pipe : "", Style.Dim);
                var cell = _cells[first + column];
                var at = _at[column];
                var length = 0;
                if (at < cell.Length)
                {
                    length = cell.Row(at, _widths[column], out var next);
                    _at[column] = next;
                }
                var blanks = _widths[column] - CellWidth.Of(cell.Text.Slice(at, length));
                var left = Align(table, column) switch
                {
                    TableColumnAlign.Right => blanks,
                    TableColumnAlign.Center => blanks / 2,
                    _ => 0,
                };
                page.Blanks(left);
                cell.Put(page, at, length);
                if (column < columns - 1)
                    page.Blanks(blanks - left);
                more |= _at[column] < cell.Length;
            }
            page.End(source);
        }
    }

    private static TableColumnAlign Align(Table table, int column) => column < table.ColumnDefinitions.Count
        ? table.ColumnDefinitions[column].Alignment ?? TableColumnAlign.Left
        : TableColumnAlign.Left;

    /// <summary>The widest are cut to the same width, as wide as may be.</summary>
    private void Widths(int rows, int columns, int room)
    {
        if (_widths.Length < columns)
            _widths = new int[columns];
        var widths = _widths.AsSpan(0, columns);
        for (var column = 0; column < columns; column++)
        {
            widths[column] = 1;
            for (var i = 0; i < rows; i++)
                widths[column] = Math.Max(widths[column], _cells[i * columns + column].Width());
        }
        var most = room;
        while (Sum(widths, most) > room)
            most--;
        var spare = room - Sum(widths, most);
        for (var column = 0; column < columns; column++)
        {
            if (widths[column] <= most)
                continue;
            widths[column] = most + (spare > 0 ? 1 : 0);
            spare--;
        }
    }

    private static int Sum(ReadOnlySpan<int> widths, int most)
    {
        var sum = 0;
        foreach (var width in widths)
            sum += Math.Min(width, most);
        return sum;
    }

    private void Stacked(MarkdownPage page, Table table, int columns)
    {
        for (var i = 1; i < table.Count; i++)
        {
            if (i > 1)
                page.End(((TableRow)table[i]).Span.Start - 1);
            for (var column = 0; column < columns; column++)
            {
                var title = _cells[column];
                var cell = _cells[i * columns + column];
                if (cell.Length == 0)
                    continue;
                var both = Joined(title, cell);
                for (var at = 0; at < both.Length;)
                {
                    var length = both.Row(at, writer.Width, out var next);
                    writer.Begin();
                    both.Put(page, at, length);
                    page.End(((TableRow)table[i]).Span.Start + column);
                    at = next;
                }
            }
        }
    }

    private StyledText Joined(StyledText title, StyledText cell)
    {
        _joined.Clear();
        _joined.Add(title.Text, Style.Bold);
        _joined.Add(title.Length > 0 ? ": " : "", Style.Bold);
        _joined.Add(cell.Text, Style.Plain);
        return _joined;
    }
}
