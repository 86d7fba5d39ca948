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

    /// <summary>What of a row of the picker is for other things than the name: its digit, its state as sign and word.</summary>
    private const int BesideName = 21;

    /// <summary>With less of it a folder tells nothing.</summary>
    private const int LeastFolder = 8;

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
            grid.Put(top, 2, "No session fits.", Style.Dim);
            return;
        }
        var first = Math.Clamp(model.Chosen - rows / 2, 0, Math.Max(0, count - rows));
        var names = 0;
        for (var i = first; i < first + rows; i++)
            names = Math.Max(names, Math.Min(CellWidth.Of(model.Picker?[i].Name ?? model.Listed[i]), grid.Columns / 2));
        if (model.Picker is not null)
            names = Math.Min(names, grid.Columns - BesideName);
        for (var i = 0; i < rows; i++)
        {
            var style = first + i == model.Chosen ? Style.Chosen : Style.Plain;
            var end = grid.Columns - (i == rows - 1 && count > rows ? NoteCells : 1);
            var pen = new Pen(grid, top + i, 1, end);
            pen.Write(" ", style);
            var said = model.Picker is null && first + i < model.Notes.Count ? model.Notes[first + i] : "";
            if (model.Picker is not null)
                Describe(ref pen, model, first + i, names, end - 1, style);
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

    /// <summary>What has no room before the last column is left out whole; of a folder its end stays.</summary>
    private void Describe(ref Pen pen, ScreenModel model, int row, int names, int end, Style style)
    {
        var (view, symbols) = (model.Picker![row], look.Symbols);
        var (sign, word) = (symbols.For(view), Symbols.Word(view));
        if (row < 9) // a digit takes that one
            pen.Write(row + 1, style);
        else
            pen.Write(" ", style);
        var column = pen.Write(" ", style).Column;
        names = Math.Min(names, end - column - 2 - CellWidth.Of(symbols.Processing) - 1 - word.Length);
        pen.Cut(view.Name, names, symbols, style);
        while (pen.Column < column + names + 2)
            pen.Write(" ", style);
        if (view.OwnerPid != 0)
        {
            pen.Write("open in pid ", style).Write(view.OwnerPid, style);
            if (view.Stands)
                Part(ref pen, ", ", Symbols.Reason(view), end, style);
            return;
        }
        if (CellWidth.Of(sign) < CellWidth.Of(symbols.Processing))
            pen.Write(" ", style);
        var state = style == Style.Plain ? Style.For(view) : style;
        pen.Write(sign, state);
        var reason = Symbols.Reason(view);
        if (view.Waits && reason.Length > 0 && pen.Column + 2 + word.Length + reason.Length > end && pen.Column + 1 + reason.Length <= end)
            (word, reason) = (reason, ""); // it says that it waits, too
        pen.Write(" ", state).Write(word, state);
        Part(ref pen, " ", reason, end, state);
        var age = Pen.Measure;
        age.Age(model.Now - view.Since);
        if (view.Id == model.Focused.Id)
            Part(ref pen, symbols.Dot, "here", end, style);
        else if (view.Waits && pen.Column + symbols.Dot.Length + age.Column <= end)
            pen.Write(symbols.Dot, state).Age(model.Now - view.Since, state);
        else if (view is { Status: SessionStatus.Processing, Activity: { Length: > 0 } activity })
            IndicatorView.Activity(ref pen, view, activity, model.Now, symbols, style, end);
        var room = end - pen.Column - symbols.Dot.Length;
        if (view.Folder != model.ShellFolder && room >= Math.Min(LeastFolder, CellWidth.Of(view.Folder)))
            pen.Write(symbols.Dot, style).CutLeft(view.Folder, room, symbols, style);
    }

    private static void Part(ref Pen pen, string lead, string text, int end, Style style)
    {
        if (text.Length > 0 && pen.Column + lead.Length + CellWidth.Of(text) <= end)
            pen.Write(lead, style).Write(text, style);
    }
}
