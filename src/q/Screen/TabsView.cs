using Q.Sessions;

namespace Q.Screen;

/// <summary>
/// One row with a tab for each session, by slot: number, name, symbol; the one in focus stands in brackets. Where there is no room
/// for all, names are cut first, then tabs far from the focus are counted. App loop only.
/// </summary>
internal sealed class TabsView(Look look)
{
    /// <summary>Names keep so many cells before tabs are left out.</summary>
    private const int LeastName = 6;

    /// <summary>As long as any name may be.</summary>
    private const int MostName = 64;

    /// <summary>How many rows <see cref="Draw"/> will take, of <paramref name="room"/> at most: one where there is more than one session.</summary>
    public static int Arrange(ScreenModel model, int room) => model.Others.HasTabs && Count(model) > 1 && room > 0 ? 1 : 0;

    public void Draw(CellGrid grid, ScreenModel model, int row)
    {
        var (from, to) = (0, model.Sessions.Count - 1);
        var name = Width(model, from, to, MostName) <= grid.Columns ? MostName : LongestName(model, grid.Columns);
        if (Width(model, from, to, name) > grid.Columns)
            (from, to) = AroundFocus(model, grid.Columns, name);
        var pen = new Pen(grid, row, 0);
        More(ref pen, model, 0, from);
        for (var i = from; i <= to; i++)
        {
            if (IsOurs(model.Sessions[i]))
                Tab(ref pen, model.Sessions[i], model.Sessions[i].Id == model.Focused.Id, name);
        }
        if (to + 1 < model.Sessions.Count)
            pen.Write(" ");
        More(ref pen, model, to + 1, model.Sessions.Count);
    }

    /// <summary>What names are cut to so that all tabs fit, by halves; <see cref="LeastName"/> when even that does not do.</summary>
    private int LongestName(ScreenModel model, int columns)
    {
        var (least, most) = (LeastName, MostName);
        while (least < most)
        {
            var middle = (least + most + 1) / 2;
            if (Width(model, 0, model.Sessions.Count - 1, middle) <= columns)
                least = middle;
            else
                most = middle - 1;
        }
        return least;
    }

    /// <summary>As many beside the one in focus as there is room for, by turns on both sides.</summary>
    private (int From, int To) AroundFocus(ScreenModel model, int columns, int name)
    {
        var from = 0;
        while (from < model.Sessions.Count - 1 && model.Sessions[from].Id != model.Focused.Id)
            from++;
        var to = from;
        while (true)
        {
            var before = (from, to);
            if (to + 1 < model.Sessions.Count && Fits(from, to + 1))
                to++;
            if (from > 0 && Fits(from - 1, to))
                from--;
            if (before == (from, to))
                return before;
        }

        bool Fits(int first, int last) =>
            Width(model, first, last, name) + MoreCells(first) + MoreCells(model.Sessions.Count - 1 - last) <= columns;
    }

    /// <summary>Room for "+9⏎ " at an edge, or one digit more.</summary>
    private static int MoreCells(int hidden) => hidden == 0 ? 0 : hidden < 10 ? 4 : 5;

    private int Width(ScreenModel model, int from, int to, int name)
    {
        var pen = Pen.Measure;
        for (var i = from; i <= to; i++)
        {
            if (IsOurs(model.Sessions[i]))
                Tab(ref pen, model.Sessions[i], isFocused: false, name);
        }
        return pen.Column;
    }

    private void Tab(ref Pen pen, SessionView view, bool isFocused, int name)
    {
        var state = isFocused ? Style.Chosen : Style.For(view);
        var text = isFocused ? Style.Chosen : view.Waits ? state : Style.Dim;
        pen.Write(isFocused ? "[" : " ", text).Write(view.Slot, text).Write(" ", text).Cut(view.Name, name, look.Symbols, text);
        pen.Write(" ", text).Write(look.Symbols.For(view), state).Write(isFocused ? "]" : " ", text);
    }

    /// <summary>How many are left out; yellow and with a sign when one of them waits.</summary>
    private void More(ref Pen pen, ScreenModel model, int from, int to)
    {
        var (count, waits) = (0, false);
        for (var i = from; i < to; i++)
        {
            if (!IsOurs(model.Sessions[i]))
                continue;
            count++;
            waits |= model.Sessions[i].Waits;
        }
        if (count == 0)
            return;
        var style = waits ? Style.Unseen : Style.Dim;
        pen.Write("+", style).Write(count, style).Write(waits ? look.Symbols.Waiting : "", style);
        if (from == 0)
            pen.Write(" ");
    }

    private static bool IsOurs(SessionView view) => view.OwnerPid == 0;

    private static int Count(ScreenModel model)
    {
        var count = 0;
        for (var i = 0; i < model.Sessions.Count; i++)
            count += IsOurs(model.Sessions[i]) ? 1 : 0;
        return count;
    }
}
