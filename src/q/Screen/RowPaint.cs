namespace Q.Screen;

/// <summary>A row of the transcript as cells: its sign, its indent, its looks. Pure.</summary>
internal static class RowPaint
{
    /// <summary>On a narrower screen the mark stands alone.</summary>
    private const int LeastForOffer = 70;

    public static void Draw(CellGrid grid, int y, LaidRow row, TranscriptLayout from, Symbols symbols)
    {
        var (sign, signStyle, style) = row.Look switch
        {
            RowLook.Blank or RowLook.Text or RowLook.Markdown or RowLook.Folded => ("", Style.Plain, Style.Plain),
            RowLook.Prompt => ("> ", Style.Sign, Style.Bold),
            RowLook.ToolTitle => (symbols.Tool, Style.Sign, Style.Plain),
            RowLook.ToolOutput => ("", Style.Plain, Style.Dim),
            RowLook.ToolEnd => (symbols.ToolEnd, Style.Dim, Style.Dim),
            RowLook.Notice => ("", Style.Plain, Style.Plain),
            RowLook.Question => ("?", Style.Asks, Style.Plain),
            RowLook.Added => ("?", Style.Asks, Style.Added),
            RowLook.Removed => ("?", Style.Asks, Style.Removed),
            RowLook.Hunk => ("?", Style.Asks, Style.Sign),
            RowLook.Error => (symbols.Failed, Style.Error, Style.Error),
            RowLook.Warning => ("!", Style.Asks, Style.Plain),
            RowLook.Allowed => (symbols.Completed, Style.Done, Style.Dim),
            RowLook.Unread => ("", Style.Plain, Style.Unseen),
            RowLook.Truncated => ("", Style.Plain, Style.Dim),
        };
        if (row.Look is RowLook.Unread)
        {
            var pen = new Pen(grid, y, 0);
            pen.Write(symbols.Rule, style).Write(" unread ", style).Write(symbols.Rule, style);
        }
        else if (row.Look is RowLook.Truncated)
        {
            var pen = new Pen(grid, y, 0);
            pen.Write(symbols.Ellipsis, style).Write(" (output truncated) ", style).Write(symbols.Ellipsis, style);
            if (grid.Columns >= LeastForOffer)
                pen.Write(" /save-output writes all of it to a file", style);
        }
        else if (row.Look is RowLook.Markdown or RowLook.Folded)
        {
            from.Page(row).Draw(grid, y, row.Length);
        }
        else
        {
            if (row.Begins)
                grid.Put(y, 0, sign, signStyle);
            grid.Put(y, LaidRow.Lead(row.Look, symbols) + row.Indent, from.Text(row), style);
        }
    }
}
