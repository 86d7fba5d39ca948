using Q.Output;

namespace Q.Screen;

/// <summary>How a transcript is laid out: all that decides where its rows break.</summary>
/// <param name="Columns">Cells of a row.</param>
/// <param name="Airy">Blank rows part the blocks; a small screen has no room for them.</param>
/// <param name="Unread">Ring position where the part begins that nobody has looked at; -1 for none.</param>
/// <param name="Markdown">Answers are laid out as Markdown; otherwise as they were written.</param>
/// <param name="Streams">A turn runs: the last answer may end in the middle of anything.</param>
/// <param name="Folds">A tool call is one row, and the end of its output while it runs.</param>
internal readonly record struct LayoutShape(
    int Columns, bool Airy, long Unread, bool Markdown = false, bool Streams = false, bool Folds = false)
{
    /// <summary>Calls that are not folded.</summary>
    public OpenedCalls? Opened { get; init; }
}

/// <summary>
/// The rows above a position of a ring, read and wrapped backwards only as far as they are wanted. Where a row breaks depends on
/// the text before it alone, so rows are the same from wherever they are read. Buffers are kept; app loop only.
/// </summary>
internal sealed class TranscriptLayout(Look drawn)
{
    /// <summary>A line longer than this many bytes is broken at a record, so that no line makes a frame read the whole ring.</summary>
    private const int Window = 32 * 1024;

    private const int UsualBytes = 64 * 1024;
    private const int MostKept = 1024 * 1024;
    private const int MostEmpty = 1000;
    public const int ProseColumns = 120;
    private const int None = -1;

    /// <summary>Rows of its output that a tool shows while it runs.</summary>
    private const int RunningRows = 5;

    /// <summary>And one that failed, for good: what went wrong stands at the end as a rule.</summary>
    private const int FailedRows = 10;

    private readonly Symbols _symbols = drawn.Symbols;
    private readonly MarkdownCache _answers = new(drawn);
    private readonly ToolFolds _tools = new();
    private readonly List<MarkdownPage> _pages = []; // of the rows that are laid out as Markdown
    private readonly byte[] _record = new byte[OutputRing.MaxRecordBytes];
    private byte[] _bytes = new byte[UsualBytes]; // filled from its end, because it is read backwards
    private LaidRow[] _rows = new LaidRow[256];
    private long[] _borders = new long[256];
    private int _borderCount;
    private LayoutShape _shape;
    private OutputReader _reader;
    private long _end;
    private long? _openAt;
    private (MarkdownSegment Of, int Index)? _lastChunk;

    // Of the block that is being read. Places in the buffer count from its end.
    private int _start;
    private int _tail;
    private long _startAt;
    private OutputKind _kind;
    private bool _isFresh;
    private bool _trims;
    private bool? _isDiff;
    private int _blockFrom;
    private OutputKind? _below;
    private long _belowAt;
    private long _window;
    private int _candidate;
    private int _blockStart;
    private long[] _empty = new long[16];
    private int _emptyCount;
    private long _candidateAt;

    /// <summary>The newest, lowest row first.</summary>
    public ReadOnlySpan<LaidRow> Rows => _rows.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>The oldest position that was read.</summary>
    public long Lowest { get; private set; }

    /// <summary>There is nothing above the last row.</summary>
    public bool ReachedTop { get; private set; }

    /// <summary>
    /// From here on what was laid out may still change when the block that ends last goes on: its last line, the last block of an
    /// answer, a call of a tool. At or above what is held back.
    /// </summary>
    public long OpenAt => _openAt ??= _lastChunk is not { } last ? LastLine(_end)
        : last.Of.OpenAt(last.Index, last.Of.IsOpenCode(last.Index) ? LastLine(_end) : 0) ?? _end;

    /// <summary>Where the first question begins that a call of the step at the end may yet answer with its own row; null without any.</summary>
    public long? AskedAt(OutputRing ring) => _shape.Folds ? _tools.AskedAt(ring, _end) : null;

    /// <summary>The page of a row that is laid out as Markdown; <see cref="LaidRow.Length"/> is its place there.</summary>
    public MarkdownPage Page(LaidRow row) => _pages[row.FromEnd];

    public ReadOnlySpan<byte> Text(LaidRow row) => _bytes.AsSpan(_bytes.Length - row.FromEnd, row.Length);

    /// <summary>Lays out what stands before <paramref name="end"/>.</summary>
    /// <param name="ring">What to read.</param>
    /// <param name="end">The position of a record, or the ring's end.</param>
    /// <param name="shape">How.</param>
    /// <param name="need">At least so many rows, where there are so many.</param>
    /// <param name="until">And up to the row that holds this position.</param>
    public void Read(OutputRing ring, long end, LayoutShape shape, int need, long until = long.MaxValue)
    {
        if (_bytes.Length > MostKept)
            _bytes = new byte[UsualBytes];
        (_reader, _shape) = (new OutputReader(ring), shape);
        (Count, _borderCount, _start, _tail, _isFresh, _below, ReachedTop, Lowest) = (0, 0, 0, 0, true, null, false, end);
        _pages.Clear();
        (_openAt, _lastChunk, _end) = (null, null, end);
        _answers.Stamp++;
        need = Math.Clamp(need, 1, int.MaxValue - 1) + 1; // whether a row is the first of its block shows in the one above
        while (Count < need || (until != long.MaxValue && _rows[Count - 1].At > until))
        {
            if (_reader.Before(Lowest, _record, out var record) is not ReadStatus.Read)
            {
                Finish(ring);
                break;
            }
            if (_isFresh && shape.Markdown && record.Kind is OutputKind.Text)
            {
                Add(ref _borders, ref _borderCount, record.Next);
                Answer(ring, need, until);
                continue;
            }
            if (_isFresh && shape.Folds && Tool(ring, record))
                continue;
            Lowest = record.Position;
            Add(ref _borders, ref _borderCount, record.Next);
            if (!_isFresh || !record.Begins || !_tools.IsTold(ring, record, _record.AsSpan(0, record.Length)))
                Take(record, need, until);
            else if (record.Position == shape.Unread)
                UnreadAbove(record.Position + 1);
        }
        _answers.Trim();
    }

    /// <summary>The index of the lowest row that begins at or before a position; <see cref="Count"/> when all begin after it.</summary>
    public int Find(long at)
    {
        var index = 0;
        while (index < Count && _rows[index].At > at)
            index++;
        return index;
    }

    /// <summary>The lowest border of a record, among those read, at or after a position; -1 when there is none.</summary>
    public long BorderAfter(long at)
    {
        for (var i = _borderCount - 1; i >= 0; i--)
        {
            if (_borders[i] >= at)
                return _borders[i];
        }
        return None;
    }

    /// <summary>The answer that ends at the lowest position so far, chunk by chunk, as far as it is wanted.</summary>
    private void Answer(OutputRing ring, int need, long until)
    {
        var (end, upTo, first) = (Lowest, Lowest, Count);
        var unread = _shape.Unread < end ? _shape.Unread : None;
        while (true)
        {
            var part = _answers.Find(ring, upTo, Lowest);
            for (var i = part.Find(upTo); i >= 0; i--)
            {
                var chunk = part.Chunk(i);
                if (end == _end)
                    _lastChunk ??= (part, i);
                if (chunk.Record < ring.Oldest)
                {
                    Lowest = ring.Oldest;
                    return;
                }
                var page = part.Page(i, _answers.Layout, _shape.Columns, _shape.Streams, _answers.Stamp);
                LayPage(page, chunk, end, first, ref unread);
                Lowest = chunk.Record;
                Add(ref _borders, ref _borderCount, chunk.Record);
                if (Count >= need && _rows[Count - 1].At <= until)
                    return;
            }
            (upTo, Lowest) = (part.At, part.Start);
            if (!part.GoesOn)
                break;
            if (part.Start <= ring.Oldest)
                return;
        }
        if (unread >= Lowest)
            UnreadAbove(Lowest + 1);
        if (Count > first)
            (_below, _belowAt) = (_rows[Count - 1].Look is RowLook.Unread ? null : OutputKind.Text, Lowest);
    }

    /// <summary>Where the last line before a position begins, if anything stands in it; not further up than lines are broken at.</summary>
    private long LastLine(long end)
    {
        while (_end - end < 2 * Window && _reader.Before(end, _record, out var record) is ReadStatus.Read)
        {
            var text = _record.AsSpan(0, record.Length);
            var start = record.Position + OutputRing.WordBytes;
            var whole = text.TrimEnd((byte)'\n').Length;
            if (whole > 0 && whole < text.Length)
                return start + whole; // ended: what may follow are empty lines
            if (whole > 0 && text.LastIndexOf((byte)'\n') is >= 0 and var feed)
                return start + feed + 1;
            if (record.Begins)
                return record.Position;
            end = record.Position;
        }
        return end;
    }

    private void LayPage(MarkdownPage page, MarkdownChunk chunk, long end, int first, ref long unread)
    {
        for (var row = page.Rows - 1; row >= 0; row--)
        {
            var at = chunk.At + page.Row(row).Source;
            if (at >= end)
                continue;
            if (Count == first)
                Part(OutputKind.Text);
            Push(new(at, _pages.Count, row, RowLook.Markdown, Begins: false, 0));
            if (unread < 0 || at > unread + OutputRing.WordBytes)
                continue;
            UnreadAbove(at - 1);
            unread = None;
        }
        _pages.Add(page);
        if (chunk.HasGap && Count > first && page.Rows > 0)
            Push(new(chunk.At - MarkdownSegment.GapBytes, 0, 0, RowLook.Blank, Begins: false, 0));
    }

    /// <summary>A blank row, where what is laid out next does not belong to what stands below it.</summary>
    private void Part(OutputKind kind)
    {
        if (IsApart(kind))
            Push(new(_belowAt, 0, 0, RowLook.Blank, Begins: true, 0));
        _below = null;
    }

    private bool IsApart(OutputKind kind) => _below is { } below && _shape.Airy && LaidRow.AreApart(kind, below);

    /// <summary>The tool call, or the long prompt, that ends at the lowest position so far, folded. False where it is none, or its title is gone.</summary>
    private bool Tool(OutputRing ring, OutputRecord record)
    {
        var (isSaying, kind) = (ToolFold.IsSaying(record.Kind), record.Kind is OutputKind.Prompt ? OutputKind.Prompt : OutputKind.ToolStart);
        if (!(record.Kind is OutputKind.ToolOutput or OutputKind.ToolEnd || record.Kind == kind || (isSaying && _shape.Streams))
            || _tools.Find(ring, Lowest, kind) is not { IsShort: false } fold || (isSaying && fold.IsClosed) || _shape.Opened?.Contains(fold.Start) == true)
            return false;
        var (end, unread) = (Lowest, _shape.Unread);
        if (_borderCount == 0)
            _openAt = fold.IsClosed ? end : fold.Start;
        Add(ref _borders, ref _borderCount, end);
        _shape = _shape with { Unread = None }; // it stands above the call
        Within(fold, fold.HasFailed ? FailedRows : _shape.Streams && !fold.IsClosed && kind is OutputKind.ToolStart ? RunningRows : 0);
        _shape = _shape with { Unread = unread };
        Part(kind);
        Push(new(fold.Start + OutputRing.WordBytes, _pages.Count, 0, RowLook.Folded, Begins: true, 0));
        _pages.Add(fold.Page(drawn, _shape.Columns));
        if (unread >= fold.Start && unread < end)
            UnreadAbove(fold.Start + 1);
        (Lowest, _isFresh, _tail) = (fold.Start, true, _start);
        (_below, _belowAt) = (_rows[Count - 1].Look is RowLook.Unread ? null : kind, fold.Start);
        return true;
    }

    /// <summary>The last rows of what a tool writes, and all that q said meanwhile, in the order in which they came.</summary>
    private void Within(ToolFold fold, int rows)
    {
        for (var i = fold.Sayings.Count - 1; i >= 0; i--)
        {
            rows -= LastRows(fold.Sayings[i], rows);
            if (fold.Sayings[i] <= Lowest)
                SaidWithin(fold.Sayings[i]);
        }
        LastRows(fold.Start, rows);
    }

    /// <summary>Of the output below a position; gives how many there are.</summary>
    private int LastRows(long above, int rows)
    {
        var from = Count + (IsApart(OutputKind.ToolOutput) ? 1 : 0);
        while (Count < from + rows && Lowest > above && _reader.Before(Lowest, _record, out var record) is ReadStatus.Read
            && record.Kind is not OutputKind.ToolStart)
        {
            Lowest = record.Position;
            if (record.Kind is OutputKind.ToolOutput)
                Take(record, from + rows, long.MaxValue);
        }
        Count = Math.Min(Count, from + rows);
        (_isFresh, _tail) = (true, _start);
        return Math.Max(0, Count - from);
    }

    private void SaidWithin(long end)
    {
        for (Lowest = end; _reader.Before(Lowest, _record, out var record) is ReadStatus.Read;)
        {
            Lowest = record.Position;
            Take(record, int.MaxValue, long.MaxValue);
            if (record.Begins)
                return;
        }
    }

    private void UnreadAbove(long at)
    {
        Push(new(at, 0, 0, RowLook.Unread, Begins: true, 0));
        _below = null; // the line parts them well enough
    }

    private void Take(OutputRecord record, int need, long until)
    {
        if (_isFresh)
        {
            (_kind, _trims, _isDiff, _isFresh, _blockFrom) = (record.Kind, true, null, false, Count);
            (_window, _candidate, _emptyCount, _blockStart) = (None, None, 0, _start);
        }
        BreakLongLine(record.Position / Window);
        Prepend(_record.AsSpan(0, record.Length), record.Position + OutputRing.WordBytes);
        if (_trims)
        {
            _tail = _start - Bytes(_start, _tail).TrimEnd((byte)'\n').Length;
            _trims = _tail == _start && _start - _blockStart < Window;
        }
        var searched = Math.Max(_tail, _start - record.Length); // the rest has no line feed
        while (Bytes(_start, searched).LastIndexOf((byte)'\n') is >= 0 and var feed)
        {
            searched = _start - feed;
            Line(searched - 1, _tail, _startAt + feed + 1, begins: false);
            (_tail, _candidate) = (searched, None);
            if (Count >= need && _rows[Count - 1].At <= until)
                return;
        }
        if (record.Begins)
            EndBlock(record.Position);
        else if (record.Position == _shape.Unread)
            CutBlock();
        if (record.Position == _shape.Unread)
            UnreadAbove(record.Position + 1);
    }

    /// <summary>The first line of a block is written with its sign; empty lines before it are not.</summary>
    private void EndBlock(long position)
    {
        if (_tail < _start)
            Line(_start, _tail, _startAt, begins: true);
        else if (Count > _blockFrom)
            _rows[Count - 1] = _rows[Count - 1] with { Begins = true };
        if (Count > _blockFrom)
            (_below, _belowAt) = (_kind, position);
        (_tail, _isFresh) = (_start, true);
    }

    /// <summary>In the middle of a block: what is above begins a line of its own.</summary>
    private void CutBlock()
    {
        if (_tail < _start)
            Line(_start, _tail, _startAt, begins: false);
        (_tail, _trims, _candidate, _window) = (_start, true, None, None);
    }

    private void Finish(OutputRing ring)
    {
        ReachedTop = true;
        if (!_isFresh && _tail < _start)
            Line(_start, _tail, _startAt, begins: false);
        if (ring.Evicted > 0)
            Push(new(Lowest, 0, 0, RowLook.Truncated, Begins: true, 0));
    }

    /// <summary>
    /// A line that fills a whole window of the ring is broken where the next window begins: a place that does not depend on
    /// where reading began.
    /// </summary>
    private void BreakLongLine(long window)
    {
        if (_window != None && window < _window)
        {
            if (_candidate != None && _candidate > _tail)
            {
                Line(_candidate, _tail, _candidateAt, begins: false);
                _tail = _candidate;
            }
            (_candidate, _candidateAt) = (_start, _startAt);
        }
        _window = window;
    }

    private void Prepend(ReadOnlySpan<byte> text, long at)
    {
        if (_start + text.Length > _bytes.Length)
        {
            var larger = new byte[_bytes.Length * 2];
            _bytes.AsSpan().CopyTo(larger.AsSpan(_bytes.Length));
            _bytes = larger;
        }
        _start += text.Length;
        _startAt = at;
        var copy = _bytes.AsSpan(_bytes.Length - _start, text.Length);
        text.CopyTo(copy);
        if (_kind is not (OutputKind.ToolOutput or OutputKind.Question))
            LineEnds.Replace(copy, _start > text.Length ? _bytes[^(_start - text.Length)] : (byte)'\n');
    }

    private Span<byte> Bytes(int from, int to) => _bytes.AsSpan(_bytes.Length - from, from - to);

    /// <summary>An empty line waits for one above it that is not: those at the head of a block are not shown.</summary>
    private void Line(int from, int to, long at, bool begins)
    {
        if (from == to && _emptyCount < MostEmpty)
        {
            Add(ref _empty, ref _emptyCount, at);
            return;
        }
        for (var i = 0; i < _emptyCount; i++)
            Emit(to, to, _empty[i], begins: false);
        _emptyCount = 0;
        Emit(from, to, at, begins);
    }

    /// <summary>Wraps one line of the block; its rows go on top of those that are there.</summary>
    private void Emit(int from, int to, long at, bool begins)
    {
        if (Count == _blockFrom && IsApart(_kind))
        {
            Push(new(_belowAt, 0, 0, RowLook.Blank, Begins: true, 0));
            _blockFrom = Count;
        }
        _below = null;
        var line = Bytes(from, to);
        var (reveals, overwrites) = (_kind is OutputKind.Question or OutputKind.ToolStart, _kind is OutputKind.ToolOutput);
        line = line[..TextFilter.Clean(line, reveals, overwrites)];
        var look = LookOf(line);
        var columns = _kind is OutputKind.Text or OutputKind.Notice ? Math.Min(_shape.Columns, ProseColumns) : _shape.Columns;
        var width = Math.Max(4, columns - LaidRow.Lead(look, _symbols));
        var hang = _kind is OutputKind.Text or OutputKind.Notice or OutputKind.Prompt ? Hanging(line, width) : 0;
        var (first, done) = (Count, 0);
        do
        {
            var length = TextWrap.Row(line[done..], done == 0 ? width : width - hang, out var next);
            Push(new(at + done, from - done, length, look, begins && done == 0, (byte)(done == 0 ? 0 : hang)));
            done += next;
        }
        while (done < line.Length);
        _rows.AsSpan(first, Count - first).Reverse();
    }

    private RowLook LookOf(ReadOnlySpan<byte> line)
    {
        var look = LaidRow.LookOf(_kind);
        return look is RowLook.Question && (_isDiff ??= IsDiff()) ? DiffLines.LookOf(line) : look;
    }

    /// <summary>Whether the block is a diff is told by its beginning, which may be far above what is shown.</summary>
    private bool IsDiff()
    {
        Span<byte> text = stackalloc byte[OutputRing.MaxRecordBytes];
        var at = Lowest;
        while (_reader.At(at, text, out var record) is ReadStatus.Read)
        {
            if (record.Begins)
                return DiffLines.In(text[..record.Length]);
            if (_reader.Before(at, text, out record) is not ReadStatus.Read)
                break;
            at = record.Position;
        }
        return false;
    }

    /// <summary>Cells that the further rows of a line stand in: its own indent, and the sign of a list item.</summary>
    private static int Hanging(ReadOnlySpan<byte> line, int width)
    {
        var text = line.TrimStart((byte)' ');
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var sign = text.StartsWith("- "u8) || text.StartsWith("* "u8) || text.StartsWith("+ "u8) ? 2
            : text.StartsWith("• "u8) ? 2
            : digits is 1 or 2 && (text[digits..].StartsWith(". "u8) || text[digits..].StartsWith(") "u8)) ? digits + 2 : 0;
        var hang = line.Length - text.Length + sign;
        return hang <= width / 3 ? hang : 0;
    }

    private void Push(LaidRow row)
    {
        var count = Count;
        Add(ref _rows, ref count, row);
        Count = count;
    }

    private static void Add<T>(ref T[] to, ref int count, T item)
    {
        if (count == to.Length)
            Array.Resize(ref to, count * 2);
        to[count++] = item;
    }
}
