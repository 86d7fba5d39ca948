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

    /// <summary>How many rows <see cref="Draw"/> will take, of <paramref name="room"/> at most: the newest.</summary>
    public int Arrange(Saying[] held, int columns, int room)
    {
        if (held != _held)
        {
            _ring.Clear();
            foreach (var (kind, text) in held)
                _ring.Append(kind, Encoding.UTF8.GetBytes(text));
        }
        _held = held;
        if (held.Length == 0 || room <= 0)
            return 0;
        _layout.Read(_ring, _ring.End, new(columns, Airy: false, Unread: -1), room);
        return Math.Min(_layout.Count, room);
    }

    public void Draw(CellGrid grid, int top, int rows)
    {
        for (var i = 0; i < rows; i++)
            RowPaint.Draw(grid, top + rows - 1 - i, _layout.Rows[i], _layout, look.Symbols);
    }
}
