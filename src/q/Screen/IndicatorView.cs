using Q.Core;
using Q.Sessions;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// The other sessions, in rows of their own above or below the chat: those that ask or were cut, unseen answers (longest wait first), failed ones,
/// those at work, the rest. App loop only.
/// </summary>
internal sealed class IndicatorView(Look look)
{
    /// <summary>A name keeps so many of its characters whatever the width.</summary>
    private const int LeastName = 10;

    private const int MostActivity = 30;

    /// <summary>With less of it nothing is told.</summary>
    private const int LeastActivity = 8;

    /// <summary>How much is said of each session, from all to what is left on a narrow screen.</summary>
    private enum Detail : byte
    {
        All,
        NoAge,
        NoWord,
        SymbolOnly,
    }

    private readonly List<SessionView> _shown = [];
    private int _others;

    /// <summary>How many rows <see cref="Draw"/> will take, of <paramref name="room"/> at most.</summary>
    public int Arrange(ScreenModel model, int room)
    {
        _shown.Clear();
        _others = 0;
        if (model.Others.Most <= 0 || room <= 0)
            return 0;
        for (var i = 0; i < model.Sessions.Count; i++)
        {
            var view = model.Sessions[i];
            if (!IsNamed(view, model))
                continue;
            _others++;
            var at = _shown.Count;
            while (at > 0 && IsBefore(view, _shown[at - 1]))
                at--;
            if (at < model.Others.Most)
                _shown.Insert(at, view);
            if (_shown.Count > model.Others.Most)
                _shown.RemoveAt(model.Others.Most);
        }
        if (model.Others.IsText)
            return Math.Min(_shown.Count, 1);
        var rows = _others > _shown.Count ? _shown.Count + 1 : _shown.Count;
        if (rows <= room)
            return rows;
        var kept = Math.Max(1, room - 1); // the last row says how many more there are; a single row says it at its end
        _shown.RemoveRange(kept, _shown.Count - kept);
        return room;
    }

    /// <summary>Draws what was arranged into the rows from <paramref name="top"/> on.</summary>
    public void Draw(CellGrid grid, ScreenModel model, int top, int rows)
    {
        if (rows == 0)
            return;
        if (model.Others.IsText)
        {
            Words(grid, model, top);
            return;
        }
        var (slots, names) = (1, 0);
        foreach (var view in _shown)
        {
            slots = view.Slot > 9 ? 2 : slots;
            names = Math.Max(names, CellWidth.Of(view.Name));
        }
        var more = _others - _shown.Count;
        var moreRow = more > 0 && rows > _shown.Count;
        var detail = Detail.All;
        var columns = grid.Columns - (more > 0 && !moreRow ? MoreWidth(more) + 2 : 0);
        names = Math.Min(names, Math.Max(LeastName, grid.Columns / 3));
        while (detail < Detail.SymbolOnly && Width(model, detail) + slots + names + 4 > columns)
            detail++;
        var left = model.Others.IsLeft ? 0 : Math.Max(0, columns - slots - names - 4 - Width(model, detail));
        for (var i = 0; i < _shown.Count; i++)
            Row(new Pen(grid, top + i, left + (slots > 1 && _shown[i].Slot < 10 ? 1 : 0), columns), _shown[i], model, names, detail);
        if (more == 0)
            return;
        var pen = new Pen(grid, top + (moreRow ? rows - 1 : 0), moreRow ? left + slots + 1 : columns + 2);
        pen.Write("+", Style.Dim).Write(more, Style.Dim).Write(" more", Style.Dim);
    }

    /// <summary><c>Waiting: a, b</c>: words alone, the longest wait first, as many as there is room for.</summary>
    private void Words(CellGrid grid, ScreenModel model, int row)
    {
        var pen = Pen.Measure;
        Words(ref pen, _shown.Count);
        var shown = _shown.Count;
        while (shown > 1 && pen.Column > grid.Columns)
        {
            pen = Pen.Measure;
            Words(ref pen, --shown);
        }
        pen = new Pen(grid, row, model.Others.IsLeft ? 0 : Math.Max(0, grid.Columns - pen.Column));
        Words(ref pen, shown);
    }

    private void Words(ref Pen pen, int shown)
    {
        pen.Write("Waiting: ", Style.Unseen);
        for (var i = 0; i < shown; i++)
            pen.Write(i == 0 ? "" : ", ", Style.Unseen).Write(_shown[i].Name, Style.For(_shown[i]));
        if (_others > shown)
            pen.Write(", +", Style.Unseen).Write(_others - shown, Style.Unseen).Write(" more", Style.Unseen);
    }

    private static int MoreWidth(int more) => 7 + (more > 9 ? 1 : 0) + (more > 99 ? 1 : 0);

    private static bool IsNamed(SessionView view, ScreenModel model) =>
        view.Id != model.Focused.Id && view.OwnerPid == 0 && (!model.Others.IsText || view.Waits) && model.Others.Show switch
        {
            IndicatorShow.All => true,
            IndicatorShow.Waiting => view.Waits,
            IndicatorShow.Working => view.Status is SessionStatus.Processing,
        };

    /// <summary>The order of the indicator: those that ask or were cut, unseen, failed, at work, paused, idle; the longest wait first.</summary>
    public static bool IsBefore(SessionView one, SessionView other) =>
        Group(one) is var a && Group(other) is var b && a != b ? a < b
        : one.Since != other.Since ? one.Since < other.Since : one.Slot < other.Slot;

    private static int Group(SessionView view) => view.Stands ? 0 : view.Unseen ? 1 : view.Status switch
    {
        SessionStatus.Failed => 2,
        SessionStatus.Processing => 3,
        SessionStatus.Paused => 4,
        SessionStatus.WaitingForInput or SessionStatus.Completed => 5,
    };

    private int Width(ScreenModel model, Detail detail)
    {
        var widest = 0;
        foreach (var view in _shown)
        {
            var pen = Pen.Measure;
            State(ref pen, view, model, detail, Style.Plain);
            widest = Math.Max(widest, pen.Column);
        }
        return widest;
    }

    private void Row(Pen pen, SessionView view, ScreenModel model, int names, Detail detail)
    {
        var style = Style.For(view);
        var name = view.Waits ? style : Style.Dim;
        pen.Write(view.Slot, Style.Dim).Write(" ", Style.Dim);
        var column = pen.Column;
        pen.Write("[", name).Cut(view.Name, names, look.Symbols, name).Write("]", name);
        while (pen.Column < column + names + 3)
            pen.Write(" ", name);
        State(ref pen, view, model, detail, style);
    }

    private void State(ref Pen pen, SessionView view, ScreenModel model, Detail detail, Style style)
    {
        var (symbols, reason) = (look.Symbols, Symbols.Reason(view));
        var symbol = symbols.For(view);
        if (CellWidth.Of(symbol) < CellWidth.Of(symbols.Processing))
            pen.Write(" ", style); // the words stand below each other
        pen.Write(symbol, style);
        if (detail is Detail.SymbolOnly)
            return;
        pen.Write(" ", style);
        if (detail is Detail.NoWord && reason.Length > 0)
        {
            pen.Write(reason, style);
            return;
        }
        pen.Write(Symbols.Word(view), style);
        if (reason.Length > 0)
            pen.Write(" ", style).Write(reason, style);
        if (detail is not Detail.All)
            return;
        if (view.Status is SessionStatus.Processing && view.Activity is { Length: > 0 } activity)
            Activity(ref pen, view, activity, model.Now, symbols, Style.Dim);
        if (view.Waits)
            pen.Write(symbols.Dot, style).Age(model.Now - view.Since, style);
    }

    /// <summary>How far it is before what it is: that is what a glance is for. The newest line says more than the title.</summary>
    public static void Activity(ref Pen pen, SessionView view, string title, DateTimeOffset now, Symbols symbols, Style style, int end = int.MaxValue)
    {
        var room = end - symbols.Dot.Length;
        if (view.Progress?.Words(now) is { Length: > 0 } words && pen.Column + CellWidth.Of(words) <= room)
            pen.Write(symbols.Dot, style).Cut(words, MostActivity, symbols, style);
        if (view.Progress?.Waits is null && room - pen.Column is >= LeastActivity and var left)
            pen.Write(symbols.Dot, style)
                .Cut(view.Progress is { News.Length: > 0 } shown ? shown.News : title, Math.Min(left, MostActivity), symbols, style);
    }
}
