using System.Text;

namespace Q.Screen;

/// <summary>Text with its looks, before it is broken into rows. Used again and again. App loop only.</summary>
internal sealed class StyledText
{
    private const byte Feed = (byte)'\n';

    private byte[] _text = new byte[256];
    private MarkdownRun[] _runs = new MarkdownRun[16];
    private (int At, int Source)[] _marks = new (int, int)[16];
    private readonly List<string> _links = [];
    private ushort _link;
    private int _runCount;
    private int _markCount;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Text => _text.AsSpan(0, Length);

    public void Clear()
    {
        (Length, _runCount, _markCount, _link) = (0, 0, 0, 0);
        _links.Clear();
    }

    /// <summary>What is added next leads to an address; null leads nowhere.</summary>
    public void Link(string? address)
    {
        _link = 0;
        if (address is null || _links.Count == ushort.MaxValue)
            return;
        _links.Add(address);
        _link = (ushort)_links.Count;
    }

    /// <summary>What is added next stands here in the source, in characters.</summary>
    public void Mark(int source)
    {
        if (_markCount == _marks.Length)
            Array.Resize(ref _marks, _marks.Length * 2);
        _marks[_markCount++] = (Length, source);
    }

    /// <summary>Where in the source a place of the text stands.</summary>
    public int Source(int at)
    {
        var mark = _markCount - 1;
        while (mark >= 0 && _marks[mark].At > at)
            mark--;
        return mark < 0 ? 0 : _marks[mark].Source + Encoding.UTF8.GetCharCount(_text.AsSpan(_marks[mark].At, at - _marks[mark].At));
    }

    /// <summary>Adds text of others: a control character is a blank.</summary>
    public void Add(ReadOnlySpan<char> text, Style style)
    {
        if (text.IsEmpty)
            return;
        Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        var start = Length;
        Length += Encoding.UTF8.GetBytes(text, _text.AsSpan(Length));
        foreach (ref var value in _text.AsSpan(start, Length - start))
            value = value is < 0x20 or 0x7F ? (byte)' ' : value;
        Run(start, style);
    }

    /// <summary>Adds what is UTF-8 already and was cleaned.</summary>
    public void Add(ReadOnlySpan<byte> utf8, Style style)
    {
        if (utf8.IsEmpty)
            return;
        Room(utf8.Length);
        utf8.CopyTo(_text.AsSpan(Length));
        Length += utf8.Length;
        Run(Length - utf8.Length, style);
    }

    /// <summary>What follows begins a row.</summary>
    public void Break()
    {
        Room(1);
        _text[Length++] = Feed;
        Run(Length - 1, Style.Plain);
    }

    /// <summary>Writes a part of it into the row at hand.</summary>
    public void Put(MarkdownPage page, int start, int length)
    {
        for (var i = 0; i < _runCount && length > 0; i++)
        {
            var run = _runs[i];
            var from = Math.Max(start, run.Start);
            var to = Math.Min(start + length, run.Start + run.Length);
            if (from < to)
                page.Put(_text.AsSpan(from, to - from), run.Style, run.Link == 0 ? null : _links[run.Link - 1]);
        }
    }

    /// <summary>The next row that fits, from <paramref name="at"/> on.</summary>
    public int Row(int at, int width, out int next)
    {
        var rest = Text[at..];
        var feed = rest.IndexOf(Feed);
        var line = feed < 0 ? rest : rest[..feed];
        var length = TextWrap.Row(line, width, out next);
        next += at;
        if (feed >= 0 && next >= at + feed)
            next = at + feed + 1;
        return length;
    }

    /// <summary>The longest line, in cells.</summary>
    public int Width()
    {
        var most = 0;
        var rest = Text;
        while (true)
        {
            var feed = rest.IndexOf(Feed);
            most = Math.Max(most, Terminal.CellWidth.Of(feed < 0 ? rest : rest[..feed]));
            if (feed < 0)
                return most;
            rest = rest[(feed + 1)..];
        }
    }

    private void Run(int start, Style style)
    {
        if (_runCount > 0 && _runs[_runCount - 1] is var last && last.Style == style && last.Link == _link && last.Start + last.Length == start)
        {
            _runs[_runCount - 1] = last with { Length = Length - last.Start };
            return;
        }
        if (_runCount == _runs.Length)
            Array.Resize(ref _runs, _runs.Length * 2);
        _runs[_runCount++] = new(start, Length - start, style, _link);
    }

    private void Room(int more)
    {
        if (Length + more > _text.Length)
            Array.Resize(ref _text, Math.Max(Length + more, _text.Length * 2));
    }
}
