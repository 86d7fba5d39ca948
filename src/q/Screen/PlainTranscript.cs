using System.Text;
using Q.Core;
using Q.Output;
using Q.Sessions;

namespace Q.Screen;

/// <summary>
/// What a session's ring gained since it was last printed, as whole lines; the last, unfinished line when its block ends. Keeps
/// its place for each session. App loop only.
/// </summary>
/// <param name="look">What may be written.</param>
/// <param name="isSpoken">Words stand for the signs.</param>
internal sealed class PlainTranscript(Look look, bool isSpoken = false) : IDisposable
{
    /// <summary>Of a session that is opened for the first time no more than this is printed.</summary>
    private const int MostHistory = 32 * 1024;

    private readonly Dictionary<SessionId, RingPlace> _places = [];
    private readonly PooledBuffer _line = new();
    private readonly byte[] _record = new byte[OutputRing.MaxRecordBytes];
    private OutputKind? _above;
    private OutputKind _kind;
    private bool _isOpen; // a block was begun, and its last line may still grow
    private bool _isFirst; // its first line was not printed yet
    private bool _isSkipped;
    private bool _isReturned; // the line above was ended by a carriage return: a line feed would be of the same end

    /// <summary>Prints what is new.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="view">The session in focus.</param>
    /// <param name="arrives">It was not in focus before.</param>
    /// <param name="prompts">Its prompts are printed too: nobody saw them here. One that was typed just now is on the screen already.</param>
    public void Print(PlainText to, SessionView view, bool arrives, bool prompts)
    {
        if (view.Ring is not { } ring)
            return;
        var reader = new OutputReader(ring);
        if (arrives)
            _above = null;
        var place = _places.TryGetValue(view.Id, out var known) && known.Ring == ring.Number ? known.At : Begin(to, ring, reader);
        known = RingPlace.Keep(_places, view.Id, ring.Number, place);
        while (true)
        {
            var status = reader.At(place, _record, out var record);
            if (status is ReadStatus.None)
                break;
            if (status is ReadStatus.Gone)
            {
                Flush(to);
                Truncated(to);
                place = ring.Oldest;
                continue;
            }
            if (record.Begins)
            {
                Flush(to);
                (_kind, _isFirst, _isReturned) = (record.Kind, true, false);
                _isSkipped = record.Kind is OutputKind.Prompt && !prompts;
                if (record.Kind is OutputKind.Notice or OutputKind.Error or OutputKind.Warning)
                {
                    _isSkipped = known.Ahead > 0;
                    (known.Said, known.Ahead) = (record.Position, Math.Max(0, known.Ahead - 1));
                }
            }
            _isOpen = true; // it may have been flushed while the store still brought it
            if (record.Position == view.UnreadFrom)
            {
                to.Add(isSpoken ? "Unread from here:" : $"{look.Symbols.Rule} unread {look.Symbols.Rule}").Feed();
                _above = null;
            }
            Take(to, _record.AsSpan(0, record.Length));
            place = record.Next;
        }
        RingPlace.Keep(_places, view.Id, ring.Number, place);
        if (view.Status is not SessionStatus.Processing)
            Flush(to);
        if (view.Held.Length == 0)
            known.Ahead = 0;
        while (known.Said < view.HeldAt && known.Ahead < view.Held.Length)
            Ahead(to, view.Held[known.Ahead++]);
    }

    /// <summary>What has no place in the ring yet: between two lines of the answer, which goes on below.</summary>
    private void Ahead(PlainText to, Saying saying)
    {
        var (kind, isFirst) = (_kind, _isFirst);
        if (_isOpen && !isFirst)
            _above = kind;
        (_kind, _isFirst) = (saying.Kind, true);
        foreach (var line in saying.Text.TrimEnd('\n').Split('\n'))
            Line(to, Encoding.UTF8.GetBytes(line));
        if (_isOpen && !isFirst)
            to.Feed();
        (_kind, _isFirst, _above) = (kind, isFirst, saying.Kind);
    }

    /// <summary>The block is over: its last line is printed though no line feed came.</summary>
    public void Flush(PlainText to)
    {
        if (_isOpen && _line.Length > 0)
            Line(to, _line.Written);
        if (_isOpen && !_isSkipped)
            _above = _kind;
        _line.Clear();
        _isOpen = false;
    }

    public void Dispose() => _line.Dispose();

    private long Begin(PlainText to, OutputRing ring, OutputReader reader)
    {
        var (place, end) = (ring.End, ring.End);
        while (end - place < MostHistory && reader.Before(place, out var record) is ReadStatus.Read)
            place = record.Position;
        if (ring.Evicted > 0 || place > ring.Oldest)
            Truncated(to);
        (_isOpen, _isFirst, _isSkipped, _above) = (false, false, false, null);
        if (reader.At(place, _record, out var first) is ReadStatus.Read && !first.Begins)
            (_kind, _isOpen) = (first.Kind, true); // the rest of a block that began further up
        return place;
    }

    private void Truncated(PlainText to) =>
        to.Add(isSpoken ? "Earlier output is left out." : $"{look.Symbols.Ellipsis} (output truncated) {look.Symbols.Ellipsis}").Feed();

    private void Take(PlainText to, ReadOnlySpan<byte> text)
    {
        if (_isSkipped)
            return;
        while (true)
        {
            if (_isReturned && !text.IsEmpty)
            {
                text = text[0] == '\n' ? text[1..] : text;
                _isReturned = false;
            }
            var end = _kind is OutputKind.ToolOutput or OutputKind.Question
                ? text.IndexOf((byte)'\n')
                : text.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
                break;
            _line.Append(text[..end]);
            Line(to, _line.Written);
            _line.Clear();
            _isReturned = text[end] == '\r';
            text = text[(end + 1)..];
        }
        _line.Append(text);
    }

    private void Line(PlainText to, ReadOnlySpan<byte> line)
    {
        if (_isFirst && line.IsEmpty)
            return;
        if (_isFirst && _above is { } above && LaidRow.AreApart(above, _kind))
            to.Feed();
        to.Add(_isFirst && _kind is OutputKind.ToolEnd && ToolFold.IsNotDone(line) ? "ended: " : Lead(_kind, _isFirst));
        to.Add(line, reveals: _kind is OutputKind.Question or OutputKind.ToolStart, overwrites: _kind is OutputKind.ToolOutput).Feed();
        _isFirst = false;
    }

    /// <summary>Words, not signs: these lines are read aloud.</summary>
    private string Lead(OutputKind kind, bool first) => kind switch
    {
        OutputKind.Text or OutputKind.Notice => "",
        OutputKind.Prompt => !first ? "  " : isSpoken ? "you: " : "> ",
        OutputKind.ToolStart => first ? "tool: " : "  ",
        OutputKind.ToolOutput or OutputKind.Question or OutputKind.Allowed => "    ",
        OutputKind.ToolEnd => first ? "done: " : "  ",
        OutputKind.Error => first ? "error: " : "  ",
        OutputKind.Warning => first ? "warning: " : "  ",
    };
}
