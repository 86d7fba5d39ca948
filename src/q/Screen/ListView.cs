using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>The list above the prompt: completions, or the picker's sessions. The chosen row is always among those shown.</summary>
internal sealed class ListView(Look look)
{
    private const int MostRows = 10;

    /// <summary>Room for "+999 more" and a gap.</summary>
    private const int NoteCells = 11;

    /// <summary>From the left edge to the words, and from the longest of them to what there is to say of it.</summary>
    private const int NoteGap = 4;

    /// <summary>How many rows <see cref="Draw"/> will take, of <paramref name="room"/> at most.</summary>
    public static int Arrange(ScreenModel model, int room) =>
        Math.Clamp(model.Picker is { } picker ? Math.Max(1, picker.Count) : model.Listed.Count, 0, Math.Max(0, Math.Min(MostRows, room)));

    public void Draw(CellGrid grid, ScreenModel model, int top, int rows)
    {
        if (rows == 0)
            return;
        var count = model.Picker?.Count ?? model.Listed.Count;
        if (count == 0)
        {
            grid.Put(top, 2, "No session has that in its name.", Style.Dim);
            return;
        }
        var first = Math.Clamp(model.Chosen - rows / 2, 0, Math.Max(0, count - rows));
        var names = 0;
        for (var i = first; i < first + rows; i++)
            names = Math.Max(names, Math.Min(CellWidth.Of(model.Picker?[i].Name ?? model.Listed[i]), grid.Columns / 2));
        for (var i = 0; i < rows; i++)
        {
            var style = first + i == model.Chosen ? Style.Chosen : Style.Plain;
            var end = grid.Columns - (i == rows - 1 && count > rows ? NoteCells : 1);
            var pen = new Pen(grid, top + i, 1, end);
            pen.Write(" ", style);
            var said = model.Picker is null && first + i < model.Notes.Count ? model.Notes[first + i] : "";
            if (model.Picker is not null)
                Describe(ref pen, model, first + i, names, style);
            else if (said.Length > 0)
                pen.Cut(model.Listed[first + i], names, look.Symbols, style);
            else if (IsPath(model.Listed[first + i]))
                pen.CutLeft(model.Listed[first + i], end - 3, look.Symbols, style); // the end of a path tells more
            else
                pen.Cut(model.Listed[first + i], end - 3, look.Symbols, style);
            pen.Write(" ", style);
            while (said.Length > 0 && pen.Column < names + NoteGap)
                pen.Write(" ");
            pen.Cut(said, end - pen.Column - 1, look.Symbols, Style.Dim);
        }
        var hidden = count - rows;
        if (hidden == 0)
            return;
        var note = Pen.Measure;
        note.Write("+").Write(hidden).Write(" more");
        note = new Pen(grid, top + rows - 1, grid.Columns - note.Column - 1);
        note.Write("+", Style.Dim).Write(hidden, Style.Dim).Write(" more", Style.Dim);
    }

    private static bool IsPath(string row) => row.LastIndexOf('/') is > 0 and var slash && !row.AsSpan(0, slash).Contains(' ');

    private void Describe(ref Pen pen, ScreenModel model, int row, int names, Style style)
    {
        var (view, symbols) = (model.Picker![row], look.Symbols);
        if (row < 9) // a digit takes that one
            pen.Write(row + 1, style);
        else
            pen.Write(" ", style);
        var column = pen.Write(" ", style).Column;
        pen.Cut(view.Name, names, symbols, style);
        while (pen.Column < column + names + 2)
            pen.Write(" ", style);
        if (view.OwnerPid != 0)
        {
            pen.Write("open in pid ", style).Write(view.OwnerPid, style);
            if (view.Stands)
                pen.Write(", ", style).Write(Symbols.Reason(view), style);
            return;
        }
        if (CellWidth.Of(symbols.For(view)) < CellWidth.Of(symbols.Processing))
            pen.Write(" ", style);
        var state = style == Style.Plain ? Style.For(view) : style;
        pen.Write(symbols.For(view), state).Write(" ", state).Write(Symbols.Word(view), state);
        if (Symbols.Reason(view) is { Length: > 0 } reason)
            pen.Write(" ", state).Write(reason, state);
        if (view.Id == model.Focused.Id)
            pen.Write(symbols.Dot, style).Write("here", style);
        else if (view.Waits)
            pen.Write(symbols.Dot, state).Age(model.Now - view.Since, state);
        else if (view is { Status: SessionStatus.Processing, Activity: { Length: > 0 } activity })
            IndicatorView.Activity(ref pen, view, activity, model.Now, symbols, style);
        if (view.Folder != model.ShellFolder)
            pen.Write(symbols.Dot, style).Write(view.Folder, style);
    }
}
