using System.Text;
using Q.Output;
using Q.Sessions;

namespace Q.Screen;

/// <summary>What q said while an answer streams, below it for the time until it has its place there. App loop only.</summary>
#pragma warning disable CA1001 // its ring holds memory only while something is held, and at the end nothing is
internal sealed class HeldView(Look look)
#pragma warning restore CA1001
{
    private const int MostBytes = 64 * 1024;

    private readonly TranscriptLayout _layout = new(look);
    private readonly OutputRing _ring = new(MostBytes);
    private Saying[] _held = [];
    private int _columns;
    private int _below; // rows of the newest that have no room

    /// <summary>
    /// How many rows <see cref="Draw"/> will take, of <paramref name="room"/> at most: the newest, but the last saying from its beginning.
    /// </summary>
    public int Arrange(Saying[] held, int columns, int room)
    {
        if (held != _held || columns != _columns)
        {
            _ring.Clear();
            foreach (var (kind, text) in held)
                _ring.Append(kind, Encoding.UTF8.GetBytes(text));
            _layout.Read(_ring, _ring.End, new(columns, Airy: false, Unread: -1), int.MaxValue);
        }
        (_held, _columns, _below) = (held, columns, 0);
        if (held.Length == 0 || room <= 0)
            return 0;
        var first = 0;
        while (first < _layout.Count - 1 && !_layout.Rows[first].Begins)
            first++;
        if (first >= room)
            _below = first - room + 2; // and a row that says so
        return Math.Min(_layout.Count, room);
    }

    public void Draw(CellGrid grid, int top, int rows)
    {
        if (rows == 0)
            return; // the picker's preview stands there
        var more = _below > 0 ? 1 : 0;
        for (var i = more; i < rows; i++)
            RowPaint.Draw(grid, top + rows - 1 - i, _layout.Rows[_below + i - more], _layout, look.Symbols);
        if (more > 0)
            new Pen(grid, top + rows - 1, 2).Write("+", Style.Dim).Write(_below, Style.Dim).Write(" rows, behind this paragraph", Style.Dim);
    }
}
