using Q.Output;
using Q.Sessions;

namespace Q.Screen;

/// <summary>
/// The part of a session's transcript that is on the screen. What was laid out for the last frame is used again as long as it
/// is the same part, so a key typed into the prompt costs no reading. App loop only.
/// </summary>
internal sealed class TranscriptView(Look look)
{
    /// <summary>Bytes behind an anchor in which the block that it lies in may still grow, and break its rows anew.</summary>
    private const int Open = 8 * 1024;

    private readonly TranscriptLayout _layout = new(look);
    private OutputRing? _ring;
    private LayoutShape _shape;
    private ScrollState _scroll; // as the last frame returned it
    private long _end;
    private long _oldest;
    private int _height;
    private int _from;

    /// <summary>How often it was laid out: not for a key.</summary>
    public int Layouts { get; private set; }

    /// <summary>
    /// Draws rows <paramref name="top"/> to <paramref name="bottom"/> (not included), the newest lowest; of the ring what stands before
    /// <paramref name="end"/>.
    /// </summary>
    public ScrollState Draw(CellGrid grid, int top, int bottom, SessionView view, ScrollState scroll, bool airy, AnswerLook answers = default,
        ToolLook tools = default, OpenedCalls? opened = null, long end = long.MaxValue)
    {
        if (view.Ring is not { } ring || bottom <= top)
            return scroll;
        var shape = new LayoutShape(
            grid.Columns, airy, view.UnreadFrom, answers is AnswerLook.Markdown,
            view.Status is Core.SessionStatus.Processing, tools is ToolLook.Folded)
        {
            Opened = opened ?? OpenedCalls.None,
        };
        end = Math.Min(end, ring.End);
        if (!IsSame(ring, shape, bottom - top, scroll, end))
            Lay(ring, shape, bottom - top, scroll, end);
        var rows = _layout.Rows[Math.Min(_from, _layout.Count)..];
        rows = rows[..Math.Min(rows.Length, bottom - top)];
        (TopAt, EndAt, CallAt) = rows.Length > 0 ? (rows[^1].At, rows[0].At + 1, CallIn(rows)) : (0, long.MaxValue, -1);
        for (var i = 0; i < rows.Length && bottom - 1 - i >= top; i++)
            RowPaint.Draw(grid, bottom - 1 - i, rows[i], _layout, look.Symbols);
        return _scroll;
    }

    private bool IsSame(OutputRing ring, LayoutShape shape, int height, ScrollState scroll, long end) =>
        ring == _ring && shape == _shape && height == _height && scroll == _scroll
        && (end == _end || (!scroll.Follows && _end - scroll.Anchor > Open))
        && (_layout.ReachedTop ? ring.Oldest == _oldest : _layout.Lowest >= ring.Oldest);

    private void Lay(OutputRing ring, LayoutShape shape, int height, ScrollState scroll, long end)
    {
        Layouts++;
        var stays = ring == _ring && scroll == _scroll && !scroll.Follows;
        var lowest = stays && _from < _layout.Count ? _layout.Rows[_from].At : -1;
        (_ring, _shape, _height, _end, _oldest) = (ring, shape, height, end, ring.Oldest);
        if (scroll.Reply >= 0)
            Reply(scroll);
        else if (scroll.Follows)
            Follow();
        else if (scroll.Anchor < ring.Oldest || scroll.Rows >= ScrollState.Top / 2)
            ToTop();
        else if (scroll.IsFirst)
            First(scroll.Anchor, scroll.Into);
        else if (lowest >= 0)
            KeepPlace(scroll.Anchor, lowest);
        else
            Scroll(scroll.Anchor, scroll.Rows);
        if (scroll.IsReply && _scroll is { Follows: false, Reply: ScrollState.None })
            _scroll = _scroll with { Reply = ScrollState.ReadOn };
    }

    /// <summary>Ring position of the first row that is shown.</summary>
    public long TopAt { get; private set; }

    /// <summary>Ring position just behind the beginning of the lowest row.</summary>
    public long EndAt { get; private set; } = long.MaxValue;

    /// <summary>Where the lowest folded call or prompt begins, else the lowest open one; -1 without any.</summary>
    public long CallAt { get; private set; } = -1;

    private long CallIn(ReadOnlySpan<LaidRow> rows)
    {
        var open = -1L;
        foreach (var row in rows)
        {
            if (row.Look is RowLook.Folded)
                return row.At - OutputRing.WordBytes;
            var at = row.At - OutputRing.WordBytes;
            if (open < 0 && row.Begins && (row.Look is RowLook.ToolTitle || (row.Look is RowLook.Prompt && _shape.Opened!.Contains(at))))
                open = at;
        }
        return open;
    }

    private void Follow()
    {
        _layout.Read(_ring!, _end, _shape, _height);
        (_from, _scroll) = (0, ScrollState.Follow);
    }

    /// <summary>The first answer behind a position that is higher than the screen begins in the first row; until it comes, the end is shown.</summary>
    private void Reply(ScrollState scroll)
    {
        if (scroll.Reply < _oldest && !scroll.Follows)
        {
            ToTop();
            return;
        }
        var (reader, from, begin) = (new OutputReader(_ring!), Math.Max(scroll.Reply, _oldest), -1L);
        Span<byte> text = stackalloc byte[OutputRing.MaxRecordBytes];
        for (var at = from; at < _end && reader.At(at, text, out var record) is ReadStatus.Read; at = record.Next)
        {
            if (record.Begins || record.Kind is not OutputKind.Notice)
                begin = record.Kind is OutputKind.Notice ? at : -1;
            if (begin < 0)
                from = record.Next; // what was looked at once is nothing for good
            if (begin < 0 || !IsHigher(begin, record.Next))
                continue;
            First(begin, -1);
            _scroll = _scroll with { Reply = begin };
            return;
        }
        Follow();
        _scroll = ScrollState.ForReply(from);
    }

    /// <summary>Whether what stands between two positions has more rows than the screen.</summary>
    private bool IsHigher(long begin, long end)
    {
        _layout.Read(_ring!, end, _shape, _height);
        return _layout.Count > _height && _layout.Rows[_height].At > begin;
    }

    /// <summary>
    /// The row that an anchor ends in may go on behind it, so the lowest row is never that one: where it would be, a later
    /// anchor is taken.
    /// </summary>
    private void Scroll(long anchor, int rows)
    {
        if (rows > 0)
            Back(anchor, rows);
        else
            Forward(anchor, -rows);
    }

    /// <summary>What begins at a record is the first row, or the end is shown when less than a screenful follows.</summary>
    private void First(long record, int into)
    {
        var (end, at, rows) = (record, record + OutputRing.WordBytes + Math.Max(0, into), 0);
        var above = into < 0 ? 0 : _height / 3;
        do
        {
            end = Advance(end, _height * _shape.Columns);
            _layout.Read(_ring!, end, _shape, _height, at);
            var first = _layout.Find(at);
            rows = (into == ScrollState.LineAbove ? UnreadLine(first) : first) - _height + 1 + above;
        }
        while (rows <= 0 && end < _end);
        if (rows <= 0)
            Follow();
        else
            Back(end, rows);
    }

    /// <summary>The line may stand above the whole block that the place lies in.</summary>
    private int UnreadLine(int from)
    {
        for (var row = from; row < _layout.Count; row++)
        {
            if (_layout.Rows[row].Look is RowLook.Unread)
                return row;
        }
        return from;
    }

    private void Back(long anchor, int rows)
    {
        _layout.Read(_ring!, anchor, _shape, rows + _height);
        Stand(anchor, rows);
    }

    /// <summary>The row that was lowest stays lowest though rows break elsewhere now: all of them, or the last ones before the anchor.</summary>
    private void KeepPlace(long anchor, long lowest)
    {
        _layout.Read(_ring!, anchor, _shape, _height, lowest);
        var rows = _layout.Find(lowest);
        Scroll(anchor, Math.Min(rows, _layout.Count - 1));
    }

    private void Forward(long anchor, int down)
    {
        _layout.Read(_ring!, anchor, _shape, 1);
        var lowest = _layout.Count > 0 ? _layout.Rows[0].At : anchor;
        var (end, rows) = (anchor, 0);
        do
        {
            end = Advance(end, (down + _height) * _shape.Columns);
            _layout.Read(_ring!, end, _shape, _height, lowest);
            rows = _layout.Find(lowest) - down;
        }
        while (rows <= 0 && end < _end);
        if (rows <= 0)
            Follow();
        else
            Back(end, rows);
    }

    private void ToTop()
    {
        var end = _ring!.Oldest;
        do
        {
            end = Advance(end, _height * _shape.Columns);
            _layout.Read(_ring, end, _shape, int.MaxValue);
        }
        while (_layout.Count <= _height && end < _end);
        Stand(end, int.MaxValue);
    }

    /// <summary>Stops at the top, takes a nearer anchor when this one is far, and follows when nothing is below.</summary>
    private void Stand(long anchor, int rows)
    {
        rows = Math.Clamp(rows, 0, Math.Max(0, _layout.Count - _height));
        if (rows == 0)
        {
            if (anchor < _end)
                ToTop();
            else
                Follow();
            return;
        }
        if (rows > 2 * _height + 64 && _layout.BorderAfter(_layout.Rows[rows - _height].At) is >= 0 and var nearer && nearer < anchor)
        {
            var lowest = _layout.Rows[rows].At;
            _layout.Read(_ring!, nearer, _shape, _height, lowest);
            var found = _layout.Find(lowest);
            if (found > 0 && found < _layout.Count && _layout.Rows[found].At == lowest)
                (anchor, rows) = (nearer, found);
            _layout.Read(_ring!, anchor, _shape, rows + _height);
            rows = Math.Clamp(rows, 0, Math.Max(0, _layout.Count - _height)); // the writer goes on meanwhile, and drops the oldest
        }
        (_from, _scroll) = (rows, new(anchor, rows));
    }

    /// <summary>A record's border at least so many bytes further on, or the end.</summary>
    private long Advance(long from, int bytes)
    {
        var reader = new OutputReader(_ring!);
        Span<byte> text = stackalloc byte[OutputRing.MaxRecordBytes];
        var wanted = from + Math.Max(bytes, OutputRing.MaxRecordBytes);
        while (from < wanted && from < _end && reader.At(from, text, out var record) is ReadStatus.Read)
            from = record.Next;
        return from < wanted ? Math.Max(from, _end) : from;
    }
}
