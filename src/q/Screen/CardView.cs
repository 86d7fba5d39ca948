using System.Text;
using Q.Sessions;

namespace Q.Screen;

/// <summary>
/// The whole question of another session, in the lowest rows: which session, in what folder, the whole command or diff, and what
/// each key does. Laid out once for a question and a width. App loop only.
/// </summary>
internal sealed class CardView(Look look)
{
    private const int AgeCells = 6;

    /// <summary>Whose, where and a blank one above the text; what is left of it and the keys below.</summary>
    private const int Around = 5;

    private readonly List<(int From, int Length, RowLook Look)> _rows = [];
    private byte[] _text = [];
    private object? _laid; // the question
    private int _columns;
    private int _seen; // up to this byte of the text a frame has shown all: it holds also when rows are broken anew

    /// <summary>How many rows it needs to be whole.</summary>
    public int Arrange(SessionView view, int columns)
    {
        if (!ReferenceEquals(_laid, view.Question) || _columns != columns)
            Lay(view, columns);
        return _rows.Count + Around;
    }

    /// <summary>Draws what was arranged below a row of the grid, from a row of its text on, which is stopped at both ends.</summary>
    public CardShown Draw(CellGrid grid, ScreenModel model, SessionView view, int first, int top)
    {
        var question = view.Question!;
        var symbols = look.Symbols;
        var pen = new Pen(grid, first, 0);
        pen.Write("[", Style.Asks).Write(view.Name, Style.Asks).Write("] ", Style.Asks).Write(symbols.Waiting, Style.Asks);
        pen.Write(" waiting ", Style.Asks).Write(Symbols.Reason(view), Style.Asks);
        if (pen.Column + AgeCells <= grid.Columns)
            pen.Write(symbols.Dot, Style.Dim).Age(model.Now - view.Since, Style.Dim);
        pen = new Pen(grid, first + 1, 0);
        if (question.Count.Length > 0)
            pen.Write(question.Count, Style.Asks).Write(symbols.Dot, Style.Dim);
        pen.Write("in ", Style.Dim).CutLeft(question.Folder, grid.Columns - 1 - pen.Column, symbols, Style.Dim);

        var room = Math.Max(1, grid.Rows - first - Around);
        top = Math.Clamp(top, 0, Math.Max(0, _rows.Count - room));
        for (var i = 0; i < room && top + i < _rows.Count; i++)
        {
            var (from, length, kind) = _rows[top + i];
            grid.Put(first + 3 + i, 2, _text.AsSpan(from, length), StyleOf(kind, first: top + i == 0));
        }
        var below = Math.Max(0, _rows.Count - room - top);
        if (_rows[top].From <= _seen)
            _seen = Math.Max(_seen, below == 0 ? int.MaxValue : _rows[top + room].From);
        var next = _seen == int.MaxValue ? -1 : _rows.FindLastIndex(row => row.From <= _seen);
        Keys(grid, model.CardLean, isWhole: next < 0, top, below);
        return new(top, room, next);
    }

    /// <summary>Whether the whole question has room in the chat, in so many rows above the prompt.</summary>
    public static bool Fits(string body, int columns, int rows)
    {
        if (body.Length > (long)columns * rows)
            return false;
        var laid = new List<(int From, int Length, RowLook Look)>();
        Break(Encoding.UTF8.GetBytes(body.TrimEnd('\n')), columns, isDiff: false, laid);
        return laid.Count <= rows;
    }

    private void Keys(CellGrid grid, CardLean lean, bool isWhole, int above, int below)
    {
        var dot = look.Symbols.Dot;
        var pen = new Pen(grid, grid.Rows - 1, 0, grid.Columns);
        var yes = isWhole ? "y allow" : "y next page";
        var (first, second) = lean is CardLean.Allow ? (yes, "n deny") : ("n deny", yes);
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
        _seen = ReferenceEquals(_laid, question) ? _seen : 0;
        (_laid, _columns) = (question, columns);
        var body = question.Body.TrimEnd('\n');
        var isWhole = question.Title == $"{question.Tool} {body}"; // a short command stands in its title already
        _text = Encoding.UTF8.GetBytes(isWhole ? question.Title : $"{question.Title}\n\n{body}");
        _rows.Clear();
        Break(_text, columns, DiffLines.In(Encoding.UTF8.GetBytes(question.Body)), _rows);
    }

    private static void Break(Span<byte> text, int columns, bool isDiff, List<(int From, int Length, RowLook Look)> rows)
    {
        for (var from = 0; from <= text.Length;)
        {
            var feed = text[from..].IndexOf((byte)'\n');
            var end = feed < 0 ? text.Length : from + feed;
            var line = text[from..end];
            var kind = isDiff && rows.Count > 0 ? DiffLines.LookOf(line) : RowLook.Question;
            line = line[..TextFilter.Clean(line, reveals: true)];
            var done = 0;
            do
            {
                var length = TextWrap.Row(line[done..], Math.Max(4, columns - 4), out var next);
                rows.Add((from + done, length, kind));
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
