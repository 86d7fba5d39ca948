using Q.Output;

namespace Q.Screen;

/// <summary>
/// Which answer, or part of a long answer, a place of a ring belongs to. What was read and laid out is kept within bounds. An
/// answer is read from its beginning; one that began far above is read from a place that depends on the ring alone. App loop only.
/// </summary>
internal sealed class MarkdownCache(Look look)
{
    /// <summary>An answer is parted at multiples of this; one that began in the window above is read from its beginning.</summary>
    private const int Window = 256 * 1024;

    private const int MostSegments = 32;
    private const int MostHeld = 8 << 20;

    private readonly List<MarkdownSegment> _segments = []; // the one used last is last
    private readonly byte[] _record = new byte[OutputRing.MaxRecordBytes];

    /// <summary>The part above the one that was made last ends at End, and no block begins from At to there: First is the first record of Window.</summary>
    private (OutputRing? Ring, long End, long At, long First, long Window) _above;

    public MarkdownLayout Layout { get; } = new(look);

    /// <summary>Counts what is drawn, to tell what was used just now.</summary>
    public long Stamp { get; set; }

    /// <summary>The part that holds the text before a position.</summary>
    /// <param name="ring">Of which ring.</param>
    /// <param name="end">The position.</param>
    /// <param name="record">A border of records there: the position itself, or the record that it lies in.</param>
    public MarkdownSegment Find(OutputRing ring, long end, long record)
    {
        for (var i = _segments.Count - 1; i >= 0; i--)
        {
            var known = _segments[i];
            if (known.Ring != ring || known.At >= end || (known.IsClosed && known.Next < end))
                continue;
            known.Advance(_record);
            if (!known.Holds(end))
                continue;
            _segments.RemoveAt(i);
            _segments.Add(known);
            return known;
        }
        var made = Make(ring, end, record);
        _segments.Add(made);
        if (_segments.Count > MostSegments)
            _segments.RemoveAt(0);
        return made;
    }

    /// <summary>After a frame: no more is held than the bound, but for what that frame showed.</summary>
    public void Trim()
    {
        var held = 0L;
        foreach (var segment in _segments)
            held += segment.Held;
        if (held <= MostHeld)
            return;
        foreach (var segment in _segments)
            segment.Trim(Stamp);
    }

    private MarkdownSegment Make(OutputRing ring, long end, long record)
    {
        var reader = new OutputReader(ring);
        var (at, first, window) = _above.Ring == ring && _above.End == end
            ? (_above.At, _above.First, _above.Window) : (record, record, (end - 1) / Window);
        for (; ; window--)
        {
            var lowest = first;
            while (at >= (window - 1) * Window)
            {
                lowest = at;
                var status = reader.Before(at, out var before);
                if (status is not ReadStatus.Read)
                    return Read(ring, ring.Oldest, ring.Oldest, goesOn: true, default); // the rest was evicted
                at = before.Position;
                if (at >= window * Window)
                    first = at;
                if (before.Begins)
                    return Read(ring, at, at, goesOn: false, default);
            }
            var cut = Cut(ring, first, window * Window);
            first = lowest;
            if (cut is not { } found || found.At >= end)
                continue;
            _above = (ring, found.At, at, first, window - 1);
            return Read(ring, found.At, found.Record, goesOn: true, FenceBefore(ring, found.At));
        }
    }

    /// <summary>Where the part of a window begins; null when that has not been written yet.</summary>
    private (long At, long Record)? Cut(OutputRing ring, long first, long limit)
    {
        var (scanner, reader) = (new MarkdownScanner([], goesOn: true) { Limit = limit }, new OutputReader(ring));
        while (scanner.Cut is null && reader.At(first, _record, out var record) is ReadStatus.Read && !record.Begins)
        {
            scanner.Take(_record.AsSpan(0, record.Length), record.Position + OutputRing.WordBytes, record.Position);
            first = record.Next;
        }
        return scanner.Cut;
    }

    private CodeFence? FenceBefore(OutputRing ring, long at)
    {
        foreach (var segment in _segments)
        {
            if (segment.Ring == ring && segment.IsClosed && segment.Next == at)
                return segment.Fence;
        }
        return null;
    }

    /// <summary>Where nobody knows whether it begins within code, the first fence that names a language tells.</summary>
    private MarkdownSegment Read(OutputRing ring, long at, long record, bool goesOn, CodeFence? fence)
    {
        var limit = (record / Window + (goesOn ? 1 : 2)) * Window;
        var made = new MarkdownSegment(ring, Math.Max(at, record + OutputRing.WordBytes), record, goesOn, limit, fence ?? default);
        made.Advance(_record);
        if (!made.IsDoubtful || fence is { } || !goesOn)
            return made;
        made = new(ring, made.At, record, goesOn, limit, new(3, (byte)'`', 0));
        made.Advance(_record);
        return made;
    }
}
