using System.Text;

namespace Q.Screen;

/// <summary>A piece of a row that looks alike.</summary>
/// <param name="Start">Where in the text of its page.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Style">How it looks.</param>
/// <param name="Link">Where it leads: a place among the addresses of its page or text; 0 leads nowhere.</param>
internal readonly record struct MarkdownRun(int Start, int Length, Style Style, ushort Link = 0);

/// <summary>One row of a page: its runs, one behind the other from the first column on.</summary>
/// <param name="Source">How far behind its chunk's position its text begins in the ring; each row's is larger than the one's above.</param>
/// <param name="FirstRun">Place of its first run.</param>
/// <param name="Runs">How many; 0 is a blank row.</param>
internal readonly record struct MarkdownRow(int Source, int FirstRun, int Runs);

/// <summary>A chunk of Markdown as it is drawn at one width. Written once, then only read. App loop only.</summary>
internal sealed class MarkdownPage
{
    private byte[] _text = [];
    private MarkdownRun[] _runs = [];
    private MarkdownRow[] _rows = [];
    private List<string>? _links;
    private int _length;
    private int _runCount;
    private int _rowRuns;

    public int Rows { get; private set; }

    /// <summary>Bytes of memory held, about.</summary>
    public int Held => _text.Length + _runs.Length * 12 + _rows.Length * 12;

    /// <summary>When it was last drawn: the count of its cache.</summary>
    public long Used { get; set; }

    public MarkdownRow Row(int row) => _rows[row];

    public void Clear() => (_length, _runCount, _rowRuns, Rows, _links) = (0, 0, 0, 0, null);

    /// <summary>Adds to the row at hand; with an address it leads there.</summary>
    public void Put(ReadOnlySpan<byte> utf8, Style style, string? address = null)
    {
        if (utf8.IsEmpty)
            return;
        var link = address is null ? (ushort)0 : LinkOf(address);
        Room(ref _text, _length + utf8.Length);
        utf8.CopyTo(_text.AsSpan(_length));
        if (_rowRuns > 0 && _runs[_runCount - 1] is var last && last.Style == style && last.Link == link && last.Start + last.Length == _length)
        {
            _runs[_runCount - 1] = last with { Length = last.Length + utf8.Length };
        }
        else
        {
            Room(ref _runs, _runCount + 1);
            _runs[_runCount++] = new(_length, utf8.Length, style, link);
            _rowRuns++;
        }
        _length += utf8.Length;
    }

    public void Put(string text, Style style)
    {
        const int usual = 256;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var utf8 = most <= usual ? stackalloc byte[usual] : new byte[most];
        Put(utf8[..Encoding.UTF8.GetBytes(text, utf8)], style);
    }

    public void Blanks(int count)
    {
        for (; count > 0; count -= 16)
            Put("                "u8[..Math.Min(count, 16)], Style.Plain);
    }

    /// <summary>Ends the row at hand, which begins at this place of what is laid out.</summary>
    public void End(int source)
    {
        Room(ref _rows, Rows + 1);
        _rows[Rows++] = new(source, _runCount - _rowRuns, _rowRuns);
        _rowRuns = 0;
    }

    /// <summary>Drops blank rows at the end.</summary>
    public void Trim()
    {
        while (Rows > 0 && _rows[Rows - 1].Runs == 0)
            Rows--;
    }

    /// <summary>Says where in the ring a row begins. From the first to the last.</summary>
    public void Place(int row, int source)
    {
        source = row > 0 ? Math.Max(source, _rows[row - 1].Source + 1) : Math.Max(0, source);
        _rows[row] = _rows[row] with { Source = source };
    }

    /// <summary>No row may begin behind <paramref name="last"/>, as those do that were made of one place.</summary>
    public void Bound(int last)
    {
        for (var row = Rows - 1; row >= 0 && _rows[row].Source > last - (Rows - 1 - row); row--)
            _rows[row] = _rows[row] with { Source = last - (Rows - 1 - row) };
    }

    /// <summary>Trims memory when it will not be written again.</summary>
    public void Seal()
    {
        Array.Resize(ref _text, _length);
        Array.Resize(ref _runs, _runCount);
        Array.Resize(ref _rows, Rows);
    }

    public void Draw(CellGrid grid, int y, int row)
    {
        var column = 0;
        foreach (var run in Runs(row))
        {
            var start = column;
            column = grid.Put(y, column, Text(run), run.Style);
            if (run.Link > 0)
                grid.Link(y, start, column, _links![run.Link - 1]);
        }
    }

    private ushort LinkOf(string address)
    {
        _links ??= [];
        if (_links.Count == 0 || _links[^1] != address)
            _links.Add(address);
        return (ushort)Math.Min(_links.Count, ushort.MaxValue);
    }

    public ReadOnlySpan<MarkdownRun> Runs(int row) => _runs.AsSpan(_rows[row].FirstRun, _rows[row].Runs);

    public ReadOnlySpan<byte> Text(MarkdownRun run) => _text.AsSpan(run.Start, run.Length);

    private static void Room<T>(ref T[] array, int needed)
    {
        if (needed > array.Length)
            Array.Resize(ref array, Math.Max(needed, Math.Max(16, array.Length * 2)));
    }
}
