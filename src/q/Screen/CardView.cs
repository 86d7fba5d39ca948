using System.Text;
using Q.Sessions;

namespace Q.Screen;

/// <summary>
/// The whole question of another session, over the whole screen: which session, in what folder, the whole command or diff, and
/// what each key does. Laid out once for a question and a width. App loop only.
/// </summary>
internal sealed class CardView(Look look)
{
    private const int AgeCells = 6;

    private readonly List<(int From, int Length, RowLook Look)> _rows = [];
    private byte[] _text = [];
    private object? _laid; // the question
    private int _columns;

    /// <summary>Draws it, and returns the first line shown: <paramref name="top"/>, stopped at both ends.</summary>
    public int Draw(CellGrid grid, ScreenModel model, SessionView view, int top)
    {
        var question = view.Question!;
        if (!ReferenceEquals(_laid, question) || _columns != grid.Columns)
            Lay(view, grid.Columns);
        var symbols = look.Symbols;
        var pen = new Pen(grid, 0, 0);
        pen.Write("[", Style.Asks).Write(view.Name, Style.Asks).Write("] ", Style.Asks).Write(symbols.Waiting, Style.Asks);
        pen.Write(" waiting ", Style.Asks).Write(Symbols.Reason(view), Style.Asks);
        if (pen.Column + AgeCells <= grid.Columns)
            pen.Write(symbols.Dot, Style.Dim).Age(model.Now - view.Since, Style.Dim);
        pen = new Pen(grid, 1, 0);
        pen.Write("in ", Style.Dim).CutLeft(question.Folder, grid.Columns - 4, symbols, Style.Dim);

        var room = Math.Max(1, grid.Rows - 5);
        top = Math.Clamp(top, 0, Math.Max(0, _rows.Count - room));
        for (var i = 0; i < room && top + i < _rows.Count; i++)
        {
            var (from, length, kind) = _rows[top + i];
            grid.Put(3 + i, 2, _text.AsSpan(from, length), StyleOf(kind, first: top + i == 0));
        }
        Keys(grid, model.CardLean, top, Math.Max(0, _rows.Count - room - top));
        return top;
    }

    private void Keys(CellGrid grid, CardLean lean, int above, int below)
    {
        var dot = look.Symbols.Dot;
        var pen = new Pen(grid, grid.Rows - 1, 0, grid.Columns);
        var (first, second) = lean is CardLean.Allow ? ("y allow", "n deny") : ("n deny", "y allow");
        pen.Write(first, Style.Bold).Write(dot, Style.Dim).Write(second, Style.Bold).Write(dot, Style.Dim).Write("Esc close", Style.Bold);
        if (above + below == 0)
            return;
        var note = Pen.Measure;
        More(ref note, above, below);
        var column = grid.Columns - note.Column;
        pen = new Pen(grid, column >= pen.Column + 2 ? grid.Rows - 1 : grid.Rows - 2, Math.Max(0, column));
        More(ref pen, above, below);
    }

    private void More(ref Pen pen, int above, int below)
    {
        var (style, dot) = (Style.Unseen, look.Symbols.Dot);
        pen.Write("arrows scroll: ", style).Write(above, style).Write(" above", style).Write(dot, style);
        pen.Write(below, style).Write(" below", style);
    }

    private void Lay(SessionView view, int columns)
    {
        var question = view.Question!;
        (_laid, _columns) = (question, columns);
        var body = question.Body.TrimEnd('\n');
        var isWhole = question.Title == $"{question.Tool} {body}"; // a short command stands in its title already
        _text = Encoding.UTF8.GetBytes(isWhole ? question.Title : $"{question.Title}\n\n{body}");
        _rows.Clear();
        var isDiff = DiffLines.In(Encoding.UTF8.GetBytes(question.Body));
        for (var from = 0; from <= _text.Length;)
        {
            var feed = _text.AsSpan(from).IndexOf((byte)'\n');
            var end = feed < 0 ? _text.Length : from + feed;
            var line = _text.AsSpan(from, end - from);
            var kind = isDiff && _rows.Count > 0 ? DiffLines.LookOf(line) : RowLook.Question;
            line = line[..TextFilter.Clean(line, reveals: true)];
            var done = 0;
            do
            {
                var length = TextWrap.Row(line[done..], Math.Max(4, columns - 4), out var next);
                _rows.Add((from + done, length, kind));
                done += next;
            }
            while (done < line.Length);
            from = end + 1;
        }
    }

    private static Style StyleOf(RowLook kind, bool first) => kind switch
    {
        RowLook.Added => Style.Added,
        RowLook.Removed => Style.Removed,
        RowLook.Hunk => Style.Sign,
        _ => first ? Style.Bold : Style.Plain,
    };
}
