namespace Q.Screen;

/// <summary>
/// Finds where an answer can be parted while it comes in: places that the text before them has settled, so that a part that is
/// closed never changes. It is handed the text in pieces, cut anywhere; the parts are the same for every cut. Each part is bounded.
/// </summary>
/// <param name="closed">Takes the parts that are closed.</param>
/// <param name="goesOn">There is more of the answer before, and an empty line between.</param>
internal sealed class MarkdownScanner(List<MarkdownChunk> closed, bool goesOn)
{
    /// <summary>Short blocks are kept together up to about this many bytes.</summary>
    private const int Small = 512;

    /// <summary>Where a block is longer, it is parted though its text goes on: at a line, and a line where it must be.</summary>
    private const int Large = 8 * 1024;

    private const int LargeCode = 2 * 1024;
    private const int LongestWord = 64;
    private const int MostPrefix = 256;

    /// <summary>So far behind <see cref="Limit"/> an empty line is waited for, then a line, then nothing.</summary>
    private const int Patience = 32 * 1024;

    private readonly byte[] _prefix = new byte[MostPrefix];
    private int _prefixLength;
    private int _lineLength; // of the line that has no line feed yet
    private long _lineAt;
    private long _lineRecord;
    private MarkdownChunk _open; // its length counts the whole lines
    private bool _isBegun;
    private bool _isBlank; // an empty line stands above the line at hand
    private CodeFence _fence;
    private bool _isList;
    private bool _isPast; // the line at hand begins behind the limit
    private bool _isPastBlank;
    private bool _hasLeftFirstCode;
    private int _next; // number of the next item, -1 in a list of bullets

    /// <summary>The part that is not closed, with the line that has no end yet.</summary>
    public MarkdownChunk Open => _isBegun
        ? _open with { Length = _open.Length + _lineLength }
        : new(_lineAt, _lineRecord, _lineLength, MarkdownKind.Prose, HasGap, Opens: false, -1, default);

    private bool HasGap => closed.Count > 0 ? _isBlank : goesOn;

    /// <summary>
    /// Where the last block of the open part begins that nothing below it can change the blocks above of; 0 where the whole part is one.
    /// </summary>
    public long LastBlockAt { get; private set; }

    /// <summary>The fence of the block of code that the next line stands in. Set where reading begins within one.</summary>
    public CodeFence Fence
    {
        get => _fence;
        set => _fence = value;
    }

    /// <summary>
    /// From this record on it stops at the next empty line, whatever that stands in: a place that is the same from wherever
    /// reading began.
    /// </summary>
    public long Limit { get; init; } = long.MaxValue;

    /// <summary>It has stopped: here, and in this record, what follows begins.</summary>
    public (long At, long Record)? Cut { get; private set; }

    /// <summary>A line in the first block of code looks as if it opened one: perhaps reading began within code.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>A further piece; it begins at <paramref name="at"/> in the record at <paramref name="record"/>.</summary>
    public void Take(ReadOnlySpan<byte> text, long at, long record)
    {
        if (record >= Limit && record - Limit > Patience && !_isPast)
            Stop(at, record);
        while (!text.IsEmpty && Cut is null)
        {
            if (_lineLength == 0)
                (_lineAt, _lineRecord, _prefixLength) = (at, record, 0);
            var feed = text.IndexOf((byte)'\n');
            var part = feed < 0 ? text : text[..feed];
            if (_lineLength + part.Length > Large && LongLine(part) is >= 0 and var cut)
            {
                _lineLength += cut;
                Break(at + cut, record);
                text = text[cut..];
                at += cut;
                continue;
            }
            if (feed < 0)
            {
                Keep(part);
                _lineLength += part.Length;
                return;
            }
            if (_lineLength > 0)
            {
                Keep(part);
                part = _prefix.AsSpan(0, _prefixLength);
            }
            part = part[..Math.Min(part.Length, MostPrefix)];
            if (IsCut(part))
                return;
            _lineLength += feed + 1;
            Line(part);
            (_lineLength, _isPast) = (0, record >= Limit);
            text = text[(feed + 1)..];
            at += feed + 1;
        }
    }

    /// <summary>Everything so far is one closed part, and the line at hand begins the next.</summary>
    public void Close()
    {
        var open = Open;
        if (open.Length > 0)
            closed.Add(open);
        (_isBegun, _isBlank, _isList, _lineLength) = (false, false, false, 0);
    }

    private bool IsCut(ReadOnlySpan<byte> line)
    {
        if (!_isPast)
            return false;
        if (MarkdownLine.IsBlank(line))
            _isPastBlank = true;
        else if (_isPastBlank || _lineRecord - Limit > Patience)
            Stop(_lineAt, _lineRecord);
        return Cut is not null;
    }

    /// <summary>The line at hand is left to what follows.</summary>
    private void Stop(long at, long record)
    {
        if (at == _lineAt)
            _lineLength = 0;
        Close();
        Cut = (at, record);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        part = part[..Math.Min(part.Length, MostPrefix - _prefixLength)];
        part.CopyTo(_prefix.AsSpan(_prefixLength));
        _prefixLength += part.Length;
    }

    /// <summary>Where a line without end is broken: behind the next blank, or anywhere when none comes.</summary>
    private int LongLine(ReadOnlySpan<byte> part)
    {
        for (var i = Math.Max(0, Large - _lineLength); i < part.Length; i++)
        {
            if (part[i] == ' ')
                return i + 1;
            if (_lineLength + i >= Large + LongestWord && (part[i] & 0xC0) != 0x80)
                return i;
        }
        return -1;
    }

    private void Break(long at, long record)
    {
        closed.Add(Open);
        var kind = _isBegun ? _open.Kind : MarkdownKind.Prose;
        var fence = kind is MarkdownKind.Code ? _fence : default;
        (_open, _isBegun) = (new(at, record, 0, kind, HasGap: false, Opens: false, -1, fence), true);
        (_isBlank, _lineLength) = (false, 0);
    }

    private void Line(ReadOnlySpan<byte> line)
    {
        if (MarkdownLine.IsBlank(line) && _fence.Length == 0)
        {
            _isBlank = true;
            if (_isBegun)
                _open = _open with { Length = _open.Length + _lineLength };
            return;
        }
        var isOver = false;
        if (_fence.Length > 0)
            isOver = Code(line);
        else
            Prose(line);
        _open = _open with { Length = _open.Length + _lineLength };
        _isBlank = false;
        if (!isOver)
            return;
        closed.Add(_open);
        _isBegun = false;
    }

    /// <summary>True at the line that ends the chunk.</summary>
    private bool Code(ReadOnlySpan<byte> line)
    {
        if (!_isBegun)
            Begin(MarkdownKind.Code, opens: false, -1);
        if (MarkdownLine.ClosesFence(line, _fence))
        {
            _fence = default;
            _hasLeftFirstCode = true;
            return _open.Kind is MarkdownKind.Code;
        }
        IsDoubtful |= !_hasLeftFirstCode && MarkdownLine.OpensFence(line, out _);
        if (_open.Length >= (_open.Kind is MarkdownKind.Code ? LargeCode : Large))
            Begin(MarkdownKind.Code, opens: false, -1);
        return false;
    }

    private void Prose(ReadOnlySpan<byte> line)
    {
        var indent = MarkdownLine.Indent(line);
        var text = line.TrimStart(" \t"u8).TrimEnd((byte)'\r');
        if (indent < 4 && MarkdownLine.OpensFence(text, out var fence) && (indent == 0 || !_isList))
        {
            _fence = fence;
            Begin(MarkdownKind.Code, opens: true, -1);
            return;
        }
        var number = -1;
        var isItem = indent < 2 && MarkdownLine.IsItem(text, out number);
        if ((_isList || isItem) && MarkdownLine.OpensFence(MarkdownLine.OfItem(text), out fence))
            _fence = fence; // within an item: it is laid out with the item
        if (!_isBegun || IsBorder(indent, text, isItem))
            Begin(MarkdownKind.Prose, opens: false, isItem && _isList && _next > 0 && number >= 0 ? _next : -1);
        else if (_isBlank && indent < 2 && !isItem)
            LastBlockAt = _lineAt;
        if (isItem)
            (_next, _isList) = (number < 0 ? -1 : _isList && _next > 0 ? _next + 1 : number + 1, true);
        else if (_isBlank && indent < 2)
            _isList = false;
    }

    /// <summary>The line may begin a chunk, and the one above it is long enough.</summary>
    private bool IsBorder(int indent, ReadOnlySpan<byte> text, bool isItem)
    {
        if (_open.Length >= Large)
            return true;
        if (_open.Length < Small || indent >= 2)
            return false;
        return isItem ? _isBlank || _isList : _isBlank || (indent == 0 && MarkdownLine.IsHeading(text));
    }

    private void Begin(MarkdownKind kind, bool opens, int number)
    {
        if (_isBegun)
            closed.Add(_open);
        _open = new(_lineAt, _lineRecord, 0, kind, HasGap, opens, number, kind is MarkdownKind.Code ? _fence : default);
        (_isBegun, _isBlank, LastBlockAt) = (true, false, 0);
        if (kind is MarkdownKind.Code || number < 0)
            _isList = false;
    }
}
