using System.Globalization;
using System.Text;
using Q.Terminal;

namespace Q.TestKit;

/// <summary>One cell as a terminal shows it. The cell after a wide character has an empty text.</summary>
internal readonly record struct ScreenCell(string Text, Ink Foreground, Ink Background, Attr Attributes)
{
    public static ScreenCell Blank => new(" ", Ink.Default, Ink.Default, Attr.None);

    public bool IsPlain => (Foreground, Background, Attributes) == (Ink.Default, Ink.Default, Attr.None);
}

/// <summary>
/// A small terminal that applies bytes and can be read: text picture, style runs, cursor, modes. It knows what q writes and
/// fails on what it does not know, so that a test sees a stray sequence. One owner at a time.
/// </summary>
internal sealed class VirtualScreen
{
    private readonly ScreenParser _parser;
    private readonly HashSet<int> _modes = [25, 7];
    private readonly List<string> _scrolledOff = [];
    private List<ScreenCell[]>? _kept;
    private ScreenCell[][] _cells;
    private ScreenCell[][]? _mainCells;
    private readonly Stack<string> _titles = [];
    private (int Row, int Column) _saved;
    private (int Row, int Column) _savedMain;
    private ScreenCell _pen = ScreenCell.Blank;
    private int _top;
    private int _bottom;
    private bool _wrapNext;

    public VirtualScreen(int columns, int rows)
    {
        (Columns, Rows, _bottom) = (columns, rows, rows - 1);
        _cells = NewCells(columns, rows);
        _parser = new ScreenParser(this);
    }

    public int Columns { get; private set; }
    public int Rows { get; private set; }
    public int Row { get; private set; }
    public int Column { get; private set; }
    public string Title { get; private set; } = "";

    /// <summary>OSC sequences that set no title: notifications, progress.</summary>
    public List<string> Notices { get; } = [];
    public int Bells { get; private set; }

    /// <summary>How many synchronized frames came in whole.</summary>
    public int Frames { get; private set; }

    /// <summary>Kitty levels pushed and not popped on this screen; the terminal's other screen counts for itself.</summary>
    public int KittyLevels { get; set; }

    public int OtherKittyLevels { get; private set; }

    public bool ModifyOtherKeys { get; set; }
    public bool CursorVisible => Has(25);
    public bool AlternateScreen => _mainCells is not null;
    public bool PasteMode => Has(2004);
    public bool FocusReports => Has(1004);

    /// <summary>Lines that left the main screen at its top.</summary>
    public IReadOnlyList<string> ScrolledOff => _scrolledOff;

    /// <summary>Nothing that a program may switch on is on: the state in which it must leave the terminal.</summary>
    public bool IsAsAtStart =>
        CursorVisible && !AlternateScreen && KittyLevels == 0 && OtherKittyLevels == 0 && !ModifyOtherKeys && _pen == ScreenCell.Blank
        && _top == 0 && _bottom == Rows - 1 && _modes.SetEquals([25, 7]);

    /// <summary>All rows, without the blanks at their ends and without the empty rows at the bottom.</summary>
    public string Picture => string.Join('\n', Enumerable.Range(0, Rows).Select(Line)).TrimEnd('\n');

    public bool Has(int mode) => _modes.Contains(mode);

    public string Line(int row) => TextOf(_cells[row]).TrimEnd();

    public ScreenCell Cell(int row, int column) => _cells[row][column];

    /// <summary>A copy of all rows; before them the lines that left the main screen, where they are kept: <see cref="KeepLooks"/>.</summary>
    public ScreenCell[][] Cells => [.. (_kept ?? []).Concat(_cells).Select(row => row.ToArray())];

    /// <summary>Every run of cells with a look of its own: <c>row:from-to look "text"</c>, a line each.</summary>
    public string Styles => Runs(_cells, Look).TrimEnd('\n');

    /// <summary>Lines that leave the main screen from now on keep the looks of their cells.</summary>
    public void KeepLooks() => _kept ??= [];

    /// <summary>The same of any cells, with words of one's own for a look; <paramref name="look"/> is given the first cell of each run.</summary>
    public static string Runs(IReadOnlyList<ScreenCell[]> rows, Func<ScreenCell, string> look)
    {
        var text = new StringBuilder();
        for (var row = 0; row < rows.Count; row++)
        {
            var cells = rows[row];
            for (var from = 0; from < cells.Length;)
            {
                var first = cells[from];
                var to = from;
                while (to < cells.Length && cells[to] with { Text = first.Text } == first)
                    to++;
                if (!first.IsPlain)
                    text.Append(CultureInfo.InvariantCulture, $"{row}:{from}-{to - 1} {look(first)} \"{TextOf(cells[from..to])}\"\n");
                from = to;
            }
        }
        return text.ToString();
    }

    public static string TextOf(ScreenCell[] cells) => string.Concat(cells.Select(cell => cell.Text));

    /// <summary>A look in words: <c>Black on Yellow Bold</c>; empty where it is the terminal's own.</summary>
    public static string Look(ScreenCell cell)
    {
        var words = new List<string>();
        if (cell.Foreground != Ink.Default)
            words.Add(cell.Foreground.ToString());
        if (cell.Background != Ink.Default)
            words.Add("on " + cell.Background);
        if (cell.Attributes != Attr.None)
            words.Add(cell.Attributes.ToString());
        return string.Join(' ', words);
    }

    public void Apply(ReadOnlySpan<byte> bytes) => _parser.Feed(bytes);

    public void Apply(string text) => Apply(Encoding.UTF8.GetBytes(text));

    /// <summary>As a terminal does that does not reflow: rows are added or cut at the bottom; of the main screen the cursor's stays.</summary>
    public void Resize(int columns, int rows)
    {
        for (; !AlternateScreen && Row >= rows; Row--)
            Scroll(1);
        _cells = Resized(_cells, columns, rows);
        _mainCells = _mainCells is null ? null : Resized(_mainCells, columns, rows);
        (Columns, Rows, _top, _bottom) = (columns, rows, 0, rows - 1);
        Goto(Row, Column);
    }

    internal void Print(Rune rune)
    {
        var width = CellWidth.Of(rune);
        var joins = Column > 0 && Before() is { } before && Joins(before, rune);
        if (width == 0 || joins)
        {
            AddToLast(rune);
            return;
        }
        if (_wrapNext || Column + width > Columns)
        {
            Column = 0;
            LineFeed();
        }
        Erase(Row, Column, Column + width);
        _cells[Row][Column] = _pen with { Text = rune.ToString() };
        if (width == 2)
            _cells[Row][Column + 1] = _pen with { Text = "" };
        Column += width;
        _wrapNext = Column == Columns;
        if (_wrapNext)
            Column--;
    }

    /// <summary>All that can be read: what scrolled off and what is on the screen.</summary>
    public string Whole => string.Join('\n', [.. _scrolledOff, Picture]);

    internal void LineFeed()
    {
        _wrapNext = false;
        if (Row == _bottom)
            Scroll(1);
        else if (Row < Rows - 1)
            Row++;
    }

    internal void ReverseLineFeed()
    {
        _wrapNext = false;
        if (Row == _top)
            Scroll(-1);
        else if (Row > 0)
            Row--;
    }

    internal void Goto(int row, int column) =>
        (Row, Column, _wrapNext) = (Math.Clamp(row, 0, Rows - 1), Math.Clamp(column, 0, Columns - 1), false);

    internal void Bell() => Bells++;

    internal void SetTitle(string title) => Title = title;

    internal void KeepTitle() => _titles.Push(Title);

    internal void TakeTitleBack() => Title = _titles.TryPop(out var kept) ? kept : Title;

    internal void Save() => _saved = (Row, Column);

    internal void Restore() => Goto(_saved.Row, _saved.Column);

    internal void SetPen(ScreenCell pen) => _pen = pen;

    internal ScreenCell Pen => _pen;

    internal void SetRegion(int top, int bottom)
    {
        (_top, _bottom) = (Math.Max(top, 0), Math.Min(bottom < 0 ? Rows - 1 : bottom, Rows - 1));
        Goto(0, 0);
    }

    internal void EraseLine(int from, int to) => Erase(Row, from, to);

    internal void EraseRows(int from, int to)
    {
        for (var row = from; row < to; row++)
            Erase(row, 0, Columns);
    }

    /// <summary>Rows of the region go up (or down, when negative); blank ones come in.</summary>
    internal void Scroll(int by)
    {
        for (; by > 0; by--)
        {
            if (_top == 0 && !AlternateScreen)
            {
                _scrolledOff.Add(Line(0));
                _kept?.Add(_cells[0]);
            }
            Array.Copy(_cells, _top + 1, _cells, _top, _bottom - _top);
            _cells[_bottom] = NewRow(Columns);
        }
        for (; by < 0; by++)
        {
            Array.Copy(_cells, _top, _cells, _top + 1, _bottom - _top);
            _cells[_top] = NewRow(Columns);
        }
    }

    internal void Mode(int mode, bool on)
    {
        if (mode == 1049 && on != AlternateScreen)
        {
            (KittyLevels, OtherKittyLevels) = (OtherKittyLevels, KittyLevels);
            if (on)
                (_mainCells, _cells, _savedMain) = (_cells, NewCells(Columns, Rows), (Row, Column));
            else
                (_cells, _mainCells) = (_mainCells!, null);
            if (!on)
                Goto(_savedMain.Row, _savedMain.Column);
        }
        if (mode == 2026 && !on && Has(2026))
            Frames++;
        if (on && mode != 1049)
            _modes.Add(mode);
        else
            _modes.Remove(mode);
    }

    private static bool Joins(ScreenCell before, Rune rune) =>
        before.Text.Length > 0 && before.Text != " "
        && StringInfo.GetNextTextElementLength(before.Text + rune) == before.Text.Length + rune.Utf16SequenceLength;

    private ScreenCell? Before() => LastColumn() is >= 0 and var column ? _cells[Row][column] : null;

    private int LastColumn()
    {
        var column = _wrapNext ? Column : Column - 1;
        return column >= 0 && _cells[Row][column].Text.Length == 0 ? column - 1 : column;
    }

    /// <summary>A mark, or the next part of an emoji sequence; VS16 makes the character before it wide.</summary>
    private void AddToLast(Rune rune)
    {
        var column = LastColumn();
        if (column < 0)
            return;
        var text = _cells[Row][column].Text + rune;
        var wasWide = column + 1 < Columns && _cells[Row][column + 1].Text.Length == 0;
        _cells[Row][column] = _cells[Row][column] with { Text = text };
        if (wasWide || CellWidth.Of(text) < 2 || column + 1 >= Columns)
            return;
        Erase(Row, column + 1, column + 2);
        _cells[Row][column + 1] = _cells[Row][column] with { Text = "" };
        _wrapNext = column + 2 == Columns;
        Column = _wrapNext ? Columns - 1 : column + 2;
    }

    /// <summary>Half of a wide character does not stay behind.</summary>
    private void Erase(int row, int from, int to)
    {
        var cells = _cells[row];
        (from, to) = (Math.Max(from, 0), Math.Min(to, Columns));
        if (from < to && from > 0 && cells[from].Text.Length == 0)
            cells[from - 1] = cells[from - 1] with { Text = " " };
        if (from < to && to < Columns && cells[to].Text.Length == 0)
            cells[to] = cells[to] with { Text = " " };
        for (var column = from; column < to; column++)
            cells[column] = ScreenCell.Blank with { Background = _pen.Background };
    }

    private static ScreenCell[] NewRow(int columns) => [.. Enumerable.Repeat(ScreenCell.Blank, columns)];

    private static ScreenCell[][] NewCells(int columns, int rows) =>
        [.. Enumerable.Range(0, rows).Select(_ => NewRow(columns))];

    private static ScreenCell[][] Resized(ScreenCell[][] cells, int columns, int rows)
    {
        var next = NewCells(columns, rows);
        for (var row = 0; row < Math.Min(rows, cells.Length); row++)
            Array.Copy(cells[row], next[row], Math.Min(columns, cells[row].Length));
        return next;
    }
}
