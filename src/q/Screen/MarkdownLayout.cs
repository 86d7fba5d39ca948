using System.Buffers;
using System.Text;
using Q.Output;

namespace Q.Screen;

/// <summary>
/// Lays a chunk of an answer out: reads it from the ring, takes out what may not be shown, and hands code, plain sentences and
/// Markdown each to the one that lays it out. Only Markdown is parsed. Buffers are kept; app loop only.
/// </summary>
internal sealed class MarkdownLayout
{
    /// <summary>What can mean something within a line. A line without these, and without a sign at its start, is plain.</summary>
    private static readonly SearchValues<byte> s_signs = SearchValues.Create("\\*_`[<&~|"u8);

    private readonly byte[] _record = new byte[OutputRing.MaxRecordBytes];
    private readonly MarkdownCode _code;
    private readonly MarkdownWriter _writer;
    private readonly MarkdownSource _source = new();
    private byte[] _text = new byte[16 * 1024];
    private int _length;

    public MarkdownLayout(Look look)
    {
        _code = new(look);
        _writer = new(look, _code);
    }

    /// <summary>How many chunks were laid out: not those that are kept.</summary>
    public int Count { get; private set; }

    /// <param name="page">Where to; empty.</param>
    /// <param name="ring">Where the text is.</param>
    /// <param name="chunk">Which.</param>
    /// <param name="columns">Cells of a row.</param>
    /// <param name="isOpen">The text has no end yet.</param>
    public void Lay(MarkdownPage page, OutputRing ring, MarkdownChunk chunk, int columns, bool isOpen)
    {
        Count++;
        Read(ring, chunk);
        Clean();
        if (chunk.Kind is MarkdownKind.Code)
            Code(page, chunk, columns, isOpen);
        else if (IsPlain())
            Plain(page, columns);
        else
            Prose(page, chunk, columns, isOpen);
        page.Trim();
        for (var row = 0; row < page.Rows; row++)
            page.Place(row, _source.InRing(page.Row(row).Source));
        page.Bound(_source.InRing(chunk.Kind is MarkdownKind.Code ? _length - 1 : _text.AsSpan(0, _length).TrimEnd(" \n"u8).Length - 1));
    }

    private void Read(OutputRing ring, MarkdownChunk chunk)
    {
        _length = 0;
        _source.Clear();
        if (_text.Length < chunk.Length)
            _text = new byte[chunk.Length * 2];
        var (reader, next) = (new OutputReader(ring), chunk.Record);
        while (_length < chunk.Length && reader.At(next, _record, out var record) is ReadStatus.Read)
        {
            var from = (int)Math.Max(0, chunk.At - record.Position - OutputRing.WordBytes);
            var part = _record.AsSpan(0, record.Length)[Math.Min(from, record.Length)..];
            part = part[..Math.Min(part.Length, chunk.Length - _length)];
            _source.Piece(_length, (int)(Math.Max(chunk.At, record.Position + OutputRing.WordBytes) - chunk.At));
            part.CopyTo(_text.AsSpan(_length));
            _length += part.Length;
            next = record.Next;
        }
        LineEnds.Replace(_text.AsSpan(0, _length), next: (byte)'\n'); // the last may be half of a line end that streams
    }

    /// <summary>Line by line, in place: a sequence that has no end must not take the lines below it along.</summary>
    private void Clean()
    {
        var used = 0;
        for (var at = 0; at < _length;)
        {
            var line = NextLine(at, out var next);
            _source.Line(used, at);
            var length = TextFilter.Clean(line, reveals: false);
            line[..length].CopyTo(_text.AsSpan(used));
            used += length;
            if (_text[next - 1] == '\n')
                _text[used++] = (byte)'\n';
            at = next;
        }
        _length = used;
    }

    private Span<byte> NextLine(int at, out int next)
    {
        var rest = _text.AsSpan(at, _length - at);
        var feed = rest.IndexOf((byte)'\n');
        next = feed < 0 ? _length : at + feed + 1;
        return feed < 0 ? rest : rest[..feed];
    }

    private void Code(MarkdownPage page, MarkdownChunk chunk, int columns, bool isOpen)
    {
        _code.Begin(page, columns, chunk.Fence.Language);
        for (var at = 0; at < _length;)
        {
            var line = NextLine(at, out var next);
            if (at == 0 && chunk.Opens)
                _code.Title(MarkdownLine.FirstWord(line.TrimStart((byte)' ').TrimStart(chunk.Fence.Sign)), 0);
            else if (next == _length && MarkdownLine.ClosesFence(line, chunk.Fence) && (!isOpen || _text[next - 1] == '\n'))
            {
                _code.End(at);
                return;
            }
            else if (!isOpen || _text[next - 1] == '\n' || line.IndexOfAnyExcept((byte)' ', chunk.Fence.Sign) >= 0)
                _code.Line(line, at); // but not the beginning of what may become the closing fence
            at = next;
        }
    }

    private bool IsPlain()
    {
        if (_text.AsSpan(0, _length).IndexOfAny(s_signs) >= 0)
            return false;
        for (var at = 0; at < _length;)
        {
            var line = NextLine(at, out var next);
            var text = line.TrimStart((byte)' ');
            if (line.Length - text.Length > 3 || (!text.IsEmpty && text[0] is (byte)'#' or (byte)'>' or (byte)'-' or (byte)'+' or (byte)'=' or (byte)'\t'
                or (>= (byte)'0' and <= (byte)'9')))
                return false;
            at = next;
        }
        return true;
    }

    private void Plain(MarkdownPage page, int columns)
    {
        var width = Math.Min(columns, TranscriptLayout.ProseColumns);
        var isBlank = false;
        for (var at = 0; at < _length;)
        {
            var line = NextLine(at, out var next);
            var indent = line.Length - line.TrimStart((byte)' ').Length;
            line = line[indent..];
            if (line.IsEmpty)
            {
                isBlank = page.Rows > 0;
                at = next;
                continue;
            }
            if (isBlank)
                page.End(at - 1);
            isBlank = false;
            for (var done = 0; done < line.Length;)
            {
                page.Put(line.Slice(done, TextWrap.Row(line[done..], width, out var more)), Style.Plain);
                page.End(at + indent + done);
                done += more;
            }
            at = next;
        }
    }

    private void Prose(MarkdownPage page, MarkdownChunk chunk, int columns, bool isOpen)
    {
        var text = Encoding.UTF8.GetString(_text, 0, _length);
        if (text.Length != _length)
            _source.CountCharacters(text);
        if (isOpen)
            text = MarkdownTail.Settle(text);
        if (MarkdownPipe.Parse(text) is { } document)
            _writer.Write(page, document, text, columns, chunk.Number);
        else
            Unparsed(page, columns);
    }

    private void Unparsed(MarkdownPage page, int columns)
    {
        _source.CountBytes();
        Plain(page, columns);
    }
}
