using Q.Output;

namespace Q.Screen;

/// <summary>
/// One answer of a ring, or a part of one that is very long, as chunks: read once, and further as it grows. Keeps the pages of
/// one width. App loop only.
/// </summary>
internal sealed class MarkdownSegment
{
    private readonly List<MarkdownChunk> _chunks = [];
    private readonly List<MarkdownPage?> _pages = [];
    private readonly MarkdownScanner _scanner;
    private MarkdownPage? _tail;
    private MarkdownChunk _tailIs;
    private bool _tailStreams;
    private int _columns;

    /// <param name="ring">What is read.</param>
    /// <param name="at">Where its text begins.</param>
    /// <param name="record">In which record.</param>
    /// <param name="goesOn">The answer begins further up.</param>
    /// <param name="limit">See <see cref="MarkdownScanner.Limit"/>.</param>
    /// <param name="fence">The block of code that it begins in.</param>
    public MarkdownSegment(OutputRing ring, long at, long record, bool goesOn, long limit, CodeFence fence)
    {
        (Ring, At, Start, Next, GoesOn) = (ring, at, record, record, goesOn);
        _scanner = new(_chunks, goesOn) { Limit = limit, Fence = fence };
    }

    public OutputRing Ring { get; }

    public long At { get; }

    /// <summary>The record that it begins in.</summary>
    public long Start { get; }

    /// <summary>What it has read to.</summary>
    public long Next { get; private set; }

    /// <summary>The answer begins further up.</summary>
    public bool GoesOn { get; }

    /// <summary>Nothing more comes: another block, or another part of the answer, begins behind it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>See <see cref="MarkdownScanner.IsDoubtful"/>.</summary>
    public bool IsDoubtful => _scanner.IsDoubtful;

    /// <summary>The block of code that it ends in.</summary>
    public CodeFence Fence => _scanner.Fence;

    /// <summary>Chunks, the open one included.</summary>
    public int Count => _chunks.Count + (_scanner.Open.Length > 0 ? 1 : 0);

    /// <summary>Bytes that its pages hold, about.</summary>
    public int Held { get; private set; }

    public bool Holds(long end) => At < end && end <= Next;

    /// <summary>Reads what has come.</summary>
    public void Advance(Span<byte> buffer)
    {
        var reader = new OutputReader(Ring);
        while (!IsClosed)
        {
            var status = reader.At(Next, buffer, out var record);
            if (status is ReadStatus.None)
                return;
            if (status is ReadStatus.Gone || (record.Begins && (record.Position != Start || GoesOn)))
            {
                _scanner.Close();
                IsClosed = true;
                return;
            }
            var at = Math.Max(At, record.Position + OutputRing.WordBytes);
            _scanner.Take(buffer[(int)(at - record.Position - OutputRing.WordBytes)..record.Length], at, record.Position);
            Next = record.Next;
            if (_scanner.Cut is { } cut)
                (Next, IsClosed) = (cut.At, true);
        }
    }

    public MarkdownChunk Chunk(int index) => index < _chunks.Count ? _chunks[index] : _scanner.Open;

    /// <summary>
    /// From where on more text may change how a chunk looks; null when nothing of it can. Code changes from its last line on, which is
    /// left to be found.
    /// </summary>
    /// <param name="index">Which chunk.</param>
    /// <param name="lastLine">Where the last line begins; 0 where it is no code.</param>
    public long? OpenAt(int index, long lastLine)
    {
        if (index < _chunks.Count || IsClosed)
            return null;
        var open = _scanner.Open;
        if (lastLine > open.At)
            return lastLine;
        if (_scanner.LastBlockAt > open.At)
            return _scanner.LastBlockAt - GapBytes;
        return index == 0 && !GoesOn ? Start : open.At - (open.HasGap ? GapBytes : 0);
    }

    /// <summary>Code that has no end yet.</summary>
    public bool IsOpenCode(int index) => index == _chunks.Count && !IsClosed && _scanner.Open.Kind is MarkdownKind.Code;

    /// <summary>A blank row above a block stands so far before it: within the empty line, where no other row begins.</summary>
    public const int GapBytes = 2;

    /// <summary>The chunk that holds what stands before a position.</summary>
    public int Find(long end)
    {
        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Chunk(middle).At < end)
                low = middle;
            else
                high = middle - 1;
        }
        return high < 0 || Chunk(low).At >= end ? -1 : low;
    }

    /// <summary>A chunk as it is drawn. The open one is laid out again when text has come.</summary>
    /// <param name="index">Which.</param>
    /// <param name="layout">Lays out.</param>
    /// <param name="columns">Cells of a row.</param>
    /// <param name="streams">The turn runs: the end may be in the middle of anything.</param>
    /// <param name="used">Stamps it.</param>
    public MarkdownPage Page(int index, MarkdownLayout layout, int columns, bool streams, long used)
    {
        if (columns != _columns)
        {
            _pages.Clear();
            (_columns, Held, _tailIs) = (columns, 0, default);
        }
        if (index == _chunks.Count)
            return Tail(layout, streams);
        while (_pages.Count <= index)
            _pages.Add(null);
        if (_pages[index] is not { } page)
        {
            page = new();
            layout.Lay(page, Ring, _chunks[index], _columns, isOpen: false);
            page.Seal();
            _pages[index] = page;
            Held += page.Held;
        }
        page.Used = used;
        return page;
    }

    /// <summary>Lets pages go that were not used at the last stamp.</summary>
    public void Trim(long used)
    {
        for (var i = 0; i < _pages.Count; i++)
        {
            if (_pages[i] is { } page && page.Used != used)
            {
                Held -= page.Held;
                _pages[i] = null;
            }
        }
    }

    private MarkdownPage Tail(MarkdownLayout layout, bool streams)
    {
        var open = _scanner.Open;
        streams &= !IsClosed;
        if (_tail is not null && _tailIs == open && _tailStreams == streams)
            return _tail;
        (_tail ??= new()).Clear();
        layout.Lay(_tail, Ring, open, _columns, streams);
        (_tailIs, _tailStreams) = (open, streams);
        return _tail;
    }
}
