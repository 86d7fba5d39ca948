using System.Text;
using Q.Core;
using Q.Input;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// The lines at the bottom: whose prompt it is, what is typed, and at the right edge what goes on elsewhere. Typed text is broken
/// at the edge and not at words, so that the cursor stands where the text is. App loop only.
/// </summary>
internal sealed class PromptView(Look look)
{
    /// <summary>From here on the whole lead has room.</summary>
    private const int WideColumns = 60;

    private const int MostFolder = 40;

    /// <summary>How much of it has room.</summary>
    private enum FactLevel : byte
    {
        All,
        NoFolder,
        Waiting,
        Scrolled,
    }

    private int _lead;
    private int _leadRow; // the row of the lead's end: a question of q's own may take several
    private int _hang;
    private int _rows;
    private int _first;
    private int _cursorRow;
    private int _cursorColumn;

    /// <summary>How many rows <see cref="Draw"/> will take, of <paramref name="room"/> at most; the cursor's is among them.</summary>
    public int Arrange(ScreenModel model, int columns, int room)
    {
        (_leadRow, _lead) = Lead(null, model, columns, 0);
        _hang = _lead <= columns / 3 ? _lead : 2;
        (_rows, _cursorRow, _cursorColumn) = (1, _leadRow, _lead);
        Walk(null, model, columns, 0);
        var shown = Math.Min(_rows, Math.Max(1, room));
        _first = Math.Clamp(_cursorRow - shown + 1, 0, _rows - shown);
        return shown;
    }

    /// <summary>Draws what was arranged into the lowest rows, and returns where the cursor is.</summary>
    public (int Row, int Column) Draw(CellGrid grid, ScreenModel model, int shown)
    {
        var top = grid.Rows - shown;
        Lead(grid, model, grid.Columns, top - _first);
        var end = Walk(grid, model, grid.Columns, top - _first);
        var isWhole = _first + shown == _rows;
        var facts = Facts(grid, model, isWhole ? end : grid.Columns);
        if (isWhole && model.Ghost.Length > 0)
            Ghost(grid, model.Ghost, end, facts < grid.Columns ? facts - 2 : grid.Columns - 1);
        return (top + _cursorRow - _first, Math.Min(_cursorColumn, grid.Columns - 1));
    }

    /// <summary>Draws what stands before the text, or only measures it, and returns where it ends.</summary>
    private (int Row, int Column) Lead(CellGrid? grid, ScreenModel model, int columns, int top)
    {
        if (model.Dialog is { } dialog)
            return Dialog(grid, dialog, columns, top);
        var pen = _first == 0 ? new Pen(grid, top, 0) : Pen.Measure;
        Name(ref pen, model, columns);
        return (0, pen.Column);
    }

    /// <summary>Broken at words, so that all of a question stands above its answer.</summary>
    private (int Row, int Column) Dialog(CellGrid? grid, string dialog, int columns, int top)
    {
        ReadOnlySpan<byte> text = Encoding.UTF8.GetBytes(dialog);
        for (var row = 0; ; row++)
        {
            var length = TextWrap.Row(text, columns - 1, out var next);
            if (row >= _first)
                grid?.Put(top + row, 0, text[..length], Style.Bold);
            if (next >= text.Length)
                return (row, CellWidth.Of(text) + 1);
            text = text[next..];
        }
    }

    private void Name(ref Pen pen, ScreenModel model, int columns)
    {
        pen.Write(columns < WideColumns ? "[" : "[Current: ", Style.Sign);
        pen.Cut(model.Focused.Name, Math.Max(10, columns - (model.Mode is null ? 20 : 30)), look.Symbols, Style.Bold);
        if (model.Mode is { } mode)
            pen.Write(look.Symbols.Dot, Style.Dim).Write(Word(mode).AsSpan(0, columns < WideColumns ? 1 : 6), Style.Sign);
        pen.Write("] q> ", Style.Sign);
    }

    /// <summary>All of one length, so that the text does not move with them.</summary>
    private static string Word(ViMode mode) => mode switch
    {
        ViMode.Insert => "insert",
        ViMode.Normal => "normal",
        ViMode.Visual => "visual",
        ViMode.Replace => "change",
    };

    /// <summary>
    /// Goes through the text, and counts rows or draws them from row <paramref name="top"/> on. Returns the column after the
    /// last row.
    /// </summary>
    private int Walk(CellGrid? grid, ScreenModel model, int columns, int top)
    {
        var (text, at) = (model.Text, 0);
        var (row, column) = (_leadRow, _lead);
        while (true)
        {
            if (at == model.Cursor)
                (_cursorRow, _cursorColumn) = (row, column);
            if (at >= text.Length)
                break;
            var from = at;
            var (length, width) = (1, text[at] == '\t' ? 1 : 0);
            var label = model.Chips.LabelOf(text[at]);
            if (label is null && text[at] is not ('\n' or '\t'))
            {
                width = CellWidth.Next(text.AsSpan(at), out length);
                if (width == 0 || length > 1)
                    label = Unseen(text.AsSpan(at), ref length, ref width);
            }
            width = label?.Length ?? width;
            if (text[at] == '\n' || (column + width > columns - 1 && column > _hang))
                (row, column) = (row + 1, _hang);
            if (row >= _first && top + row >= 0)
                Put(grid, top + row, column, label ?? text.AsSpan(at, length), IsSelected(model, at), label is not null);
            column += width;
            at += length;
            if (model.Cursor > from && model.Cursor < at)
                (_cursorRow, _cursorColumn) = (row, column - width); // inside of one character
        }
        _rows = row + 1;
        return column;
    }

    /// <summary>The number of a character that nobody would see, such as <c>[U+202E]</c>; null and what stands before it where that is seen.</summary>
    private static string? Unseen(ReadOnlySpan<char> text, ref int length, ref int width)
    {
        var isFlag = text.StartsWith("\U0001F3F4"); // tags say of which country
        for (int at = 0, used; at < length; at += used)
        {
            Rune.DecodeFromUtf16(text[at..], out var rune, out used);
            var joins = at > 0 && rune.Value is 0x200C or 0x200D or 0xFE0E or 0xFE0F;
            if (width > 0 && (joins || !CellWidth.IsHidden(rune) || (isFlag && rune.Value > 0xE0000)))
                continue;
            if (at > 0)
            {
                width = CellWidth.Next(text[..at], out length);
                return null;
            }
            length = used;
            return $"[U+{rune.Value:X4}]";
        }
        return null;
    }

    private static bool IsSelected(ScreenModel model, int at) => model.Dialog is null && at >= model.Selected.From && at < model.Selected.To;

    private static void Put(CellGrid? grid, int row, int column, ReadOnlySpan<char> text, bool isSelected, bool isLabel)
    {
        if (text is "\n" or "\t")
            text = isSelected ? " " : "";
        grid?.Put(row, column, text, isSelected ? Style.Chosen : isLabel ? Style.Sign : Style.Plain);
    }

    /// <summary>As much of its first line as the row has room for.</summary>
    private void Ghost(CellGrid grid, string ghost, int column, int end)
    {
        var stop = ghost.AsSpan().IndexOfAnyInRange('\0', '\x1f');
        if (stop >= 0)
            ghost = string.Concat(ghost.AsSpan(0, stop), look.Symbols.Ellipsis);
        var looksTyped = look.Theme[Style.Dim] == look.Theme[Style.Plain];
        var style = looksTyped ? new Style(Role.Quiet, Attr.Underline) : Style.Dim;
        new Pen(grid, grid.Rows - 1, column).Cut(ghost, end - column, look.Symbols, style);
    }

    /// <summary>What goes on elsewhere, where the text leaves room; its first column, or the width.</summary>
    private int Facts(CellGrid grid, ScreenModel model, int end)
    {
        for (var level = FactLevel.All; level <= FactLevel.Scrolled; level++)
        {
            var pen = Pen.Measure;
            Facts(ref pen, model, level);
            var column = grid.Columns - pen.Column;
            if (pen.Column == 0 || column < end + 2)
                continue;
            pen = new Pen(grid, grid.Rows - 1, column);
            Facts(ref pen, model, level);
            return column;
        }
        return grid.Columns;
    }

    private void Facts(ref Pen pen, ScreenModel model, FactLevel level)
    {
        var (sessions, empty, waiting, start) = (0, 0, 0, pen.Column);
        for (var i = 0; i < model.Sessions.Count; i++)
        {
            var view = model.Sessions[i];
            if (view.Messages > 0 || view.NamedByHand || view.Status is not SessionStatus.WaitingForInput)
                sessions++;
            else
                empty++;
            waiting += view is { Waits: true, OwnerPid: 0 } ? 1 : 0;
        }
        if (!model.Scroll.Follows)
            pen.Write("scrolled", Style.Unseen);
        if (level is FactLevel.All && model.Focused.Folder != model.ShellFolder)
        {
            Between(ref pen, start);
            pen.CutLeft(model.Focused.Folder, MostFolder, look.Symbols, Style.Dim);
        }
        if (sessions == 0 || model.Sessions.Count == 1 || level is FactLevel.Scrolled)
            return;
        if (level < FactLevel.Waiting)
        {
            Between(ref pen, start);
            pen.Write(sessions, Style.Dim).Write(sessions == 1 ? " session" : " sessions", Style.Dim);
            if (empty > 0)
                pen.Write(" + ", Style.Dim).Write(empty, Style.Dim).Write(" empty", Style.Dim);
        }
        if (waiting == 0)
            return;
        Between(ref pen, start);
        pen.Write(waiting, Style.Unseen).Write(" waiting", Style.Unseen);
    }

    private void Between(ref Pen pen, int start)
    {
        if (pen.Column > start)
            pen.Write(look.Symbols.Dot, Style.Dim);
    }
}
