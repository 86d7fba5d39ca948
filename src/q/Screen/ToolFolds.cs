using Q.Output;

namespace Q.Screen;

/// <summary>
/// One tool call of a ring, from its title to how it ended, or one prompt: what its folded row says. Read once, and further while it runs.
/// </summary>
internal sealed class ToolFold
{
    /// <summary>A prompt of so many lines and bytes is shown as it is.</summary>
    private const int ShortLines = 20;
    private const int ShortBytes = 4000;

    /// <summary>Cells of the title that stay beside how it ended.</summary>
    private const int LeastTitle = 8;

    /// <summary>A last line of a prompt that is longer is no question about what stands above it. In bytes.</summary>
    private const int LongestLast = 400;

    /// <summary>In fewer cells the size of a prompt with such a line is its lines.</summary>
    private const int RoomForBytes = 50;

    /// <summary>Cells of its beginning that are enough beside that line.</summary>
    private const int WideTitle = 20;

    private readonly MarkdownPage _page = new();
    private (int Columns, long Next) _pageFor = (-1, 0);
    private byte[] _title = [];
    private byte[] _ending = [];
    private byte[] _last = []; // of a prompt: its end
    private long _lines;
    private long _bytes;
    private bool _isMidLine;

    /// <param name="ring">Where it is.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="kind">A prompt, or the start of a tool.</param>
    public ToolFold(OutputRing ring, long start, OutputKind kind = OutputKind.ToolStart) => (Ring, Start, Next, Kind) = (ring, start, start, kind);

    public OutputKind Kind { get; }

    public OutputRing Ring { get; }

    public long Start { get; }

    /// <summary>What it has read to.</summary>
    public long Next { get; private set; }

    /// <summary>Where what q said meanwhile ends, oldest first: it parts no call.</summary>
    public List<long> Sayings { get; } = [];

    /// <summary>Nothing more comes.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>A prompt that takes few rows.</summary>
    public bool IsShort => Kind is OutputKind.Prompt && _lines <= ShortLines && _bytes <= ShortBytes;

    /// <summary>It is over, and was not done: a fault, a conflict, a no.</summary>
    public bool HasFailed => IsClosed && IsNotDone(_ending);

    /// <summary>How a call ended, where that is another end than being done.</summary>
    public static bool IsNotDone(ReadOnlySpan<byte> ending) =>
        ending.EndsWith("not done"u8) || ending.SequenceEqual("denied"u8) || ending.SequenceEqual("not run"u8);

    public void Advance(Span<byte> buffer)
    {
        var reader = new OutputReader(Ring);
        while (!IsClosed && reader.At(Next, buffer, out var record) is not ReadStatus.None and var status)
        {
            var text = status is ReadStatus.Read ? buffer[..record.Length] : default;
            var isSaying = IsSaying(record.Kind);
            var isOther = Kind is OutputKind.Prompt ? record.Begins || record.Kind is not OutputKind.Prompt
                : record.Begins && !isSaying && record.Kind is not (OutputKind.ToolOutput or OutputKind.ToolEnd);
            if (status is ReadStatus.Gone || (isOther && Next > Start))
            {
                IsClosed = true;
                return;
            }
            if (record.Kind is OutputKind.ToolStart || (Kind is OutputKind.Prompt && Next == Start))
                _title = [.. _title, .. text];
            if (Kind is OutputKind.Prompt)
            {
                byte[] known = [.. _last, .. text];
                _last = known[Math.Max(0, known.Length - LongestLast)..];
            }
            if (record.Kind is OutputKind.ToolEnd)
                _ending = [.. _ending, .. text];
            else if (!isSaying && record.Kind is not OutputKind.ToolStart)
                Count(text);
            else if (isSaying && record.Begins)
                Sayings.Add(record.Next);
            else if (isSaying)
                Sayings[^1] = record.Next;
            Next = record.Next;
            IsClosed = record.Kind is OutputKind.ToolEnd;
        }
    }

    public static bool IsSaying(OutputKind kind) => kind is OutputKind.Notice or OutputKind.Warning or OutputKind.Error;

    /// <summary>Whether its title says the command that was asked about, which is all of the question but for a purpose below it.</summary>
    public bool Answers(ReadOnlySpan<byte> question)
    {
        var command = _title.AsSpan(_title.AsSpan().IndexOf((byte)' ') + 1);
        return question.StartsWith(command) && question[command.Length..] is [] or [(byte)'\n'] or [(byte)'\n', (byte)'\n', ..];
    }

    /// <summary>Of one line, but for a purpose below it.</summary>
    public static bool IsCommand(ReadOnlySpan<byte> question) =>
        question.IndexOf((byte)'\n') is var feed && (feed < 0 || question[feed..] is [_] or [_, (byte)'\n', ..]);

    /// <summary>Its one row.</summary>
    public MarkdownPage Page(Look look, int columns)
    {
        if (_pageFor == (columns, Next))
            return _page;
        _pageFor = (columns, Next);
        _page.Clear();
        var symbols = look.Symbols;
        var (isPrompt, title) = (Kind is OutputKind.Prompt, Text(_title, reveals: Kind is OutputKind.ToolStart));
        var sign = isPrompt ? "> " : symbols.Tool;
        var room = columns - Terminal.CellWidth.Of(sign);
        var last = isPrompt ? LastLine() : "";
        var facts = Facts(symbols, last.Length == 0 || room > RoomForBytes, room - Math.Min(LeastTitle, Terminal.CellWidth.Of(title)));
        room -= Terminal.CellWidth.Of(facts);
        last = last.Length > 0 && Terminal.CellWidth.Of(title) > room ? " " + Cut(last, Math.Max(room * 2 / 3, room - WideTitle), symbols) : "";
        _page.Put(sign, Style.Sign);
        _page.Put(Cut(title, room - Terminal.CellWidth.Of(last), symbols) + last, isPrompt ? Style.Bold : Style.Plain);
        _page.Put(facts, HasFailed ? Style.Error : Style.Dim);
        _page.End(0);
        return _page;
    }

    /// <summary>How it ended and how much it wrote. Where there is no room the size goes first, then how long it took.</summary>
    private string Facts(Symbols symbols, bool hasBytes, int most)
    {
        var (dot, ending) = (symbols.Dot, Text(_ending, reveals: false));
        var end = ending.Length > 0 ? dot + ending : "";
        var facts = end + Size(dot, hasBytes);
        if (Terminal.CellWidth.Of(facts) <= most)
            return facts;
        if (Terminal.CellWidth.Of(end) > most && ending.IndexOf(" s · ", StringComparison.Ordinal) is > 0 and var took)
            end = dot + ending[(took + 5)..];
        return Cut(end, most, symbols);
    }

    private string Size(string dot, bool hasBytes)
    {
        var lines = _lines + (_isMidLine ? 1 : 0);
        if (lines == 0)
            return "";
        var bytes = _bytes < 10_000 || !hasBytes ? "" : _bytes < 10_000_000 ? $", {_bytes / 1000} kB" : $", {_bytes / 1_000_000} MB";
        return $"{dot}{lines} {(lines == 1 ? "line" : "lines")}{bytes}";
    }

    /// <summary>Often the question about what was pasted above it. Nothing where it has no letter, or is long.</summary>
    private string LastLine()
    {
        var text = _last.AsSpan().TrimEnd(" \t\r\n"u8);
        var feed = text.LastIndexOf((byte)'\n');
        var line = feed < 0 ? "" : Text(text[(feed + 1)..].ToArray(), reveals: false);
        return Array.Exists(line.ToCharArray(), char.IsLetter) ? line : "";
    }

    private void Count(ReadOnlySpan<byte> text)
    {
        _bytes += text.Length;
        _lines += text.Count((byte)'\n');
        if (!text.IsEmpty)
            _isMidLine = text[^1] != '\n';
    }

    private static string Text(byte[] utf8, bool reveals)
    {
        var text = utf8.AsSpan().ToArray();
        text.AsSpan().Replace((byte)'\n', (byte)' ');
        return System.Text.Encoding.UTF8.GetString(text, 0, TextFilter.Clean(text, reveals)).Trim();
    }

    private static string Cut(string text, int most, Symbols symbols)
    {
        if (Terminal.CellWidth.Of(text) <= most)
            return text;
        var (cells, length) = (0, 0);
        while (length < text.Length)
        {
            var width = Terminal.CellWidth.Next(text.AsSpan(length), out var next);
            if (cells + width > most - symbols.Ellipsis.Length)
                break;
            (cells, length) = (cells + width, length + next);
        }
        return text[..length].TrimEnd() + symbols.Ellipsis;
    }
}

/// <summary>Finds the tool call that a place of a ring belongs to. What was found is kept within bounds. App loop only.</summary>
internal sealed class ToolFolds
{
    private const int MostKept = 256;

    private readonly List<ToolFold> _folds = []; // the one used last is last
    private readonly byte[] _record = new byte[OutputRing.MaxRecordBytes];

    /// <summary>Whether a question, or the answer to one, is told by the row of a call below it.</summary>
    public bool IsTold(OutputRing ring, OutputRecord record, ReadOnlySpan<byte> text) => record.Kind is OutputKind.Question
        ? IsAnswered(ring, text, record.Next)
        : record.Kind is OutputKind.Allowed && IsAnsweredAbove(ring, record.Position);

    /// <summary>Whether a question was answered by a call, which follows it behind what was answered, and the other questions and calls of its step.</summary>
    private bool IsAnswered(OutputRing ring, ReadOnlySpan<byte> question, long at)
    {
        var reader = new OutputReader(ring);
        while (reader.At(at, _record, out var record) is ReadStatus.Read)
        {
            at = record.Next;
            if (record.Kind is OutputKind.Question or OutputKind.Allowed or OutputKind.Notice)
                continue;
            if (record.Kind is not OutputKind.ToolStart || Find(ring, at) is not { } call)
                return false;
            if (call.Answers(question))
                return true;
            at = call.Next;
        }
        return false;
    }

    /// <summary>The same of the question above a place, from which only what q said parts it.</summary>
    private bool IsAnsweredAbove(OutputRing ring, long at)
    {
        Span<byte> text = stackalloc byte[OutputRing.MaxRecordBytes];
        var reader = new OutputReader(ring);
        while (reader.Before(at, text, out var record) is ReadStatus.Read)
        {
            if (record.Kind is OutputKind.Question)
                return record.Begins && IsAnswered(ring, text[..record.Length], record.Next);
            if (!ToolFold.IsSaying(record.Kind))
                break;
            at = record.Position;
        }
        return false;
    }

    /// <summary>See <see cref="TranscriptLayout.AskedAt"/>.</summary>
    public long? AskedAt(OutputRing ring, long end)
    {
        Span<byte> text = stackalloc byte[OutputRing.MaxRecordBytes];
        var reader = new OutputReader(ring);
        long? asked = null;
        while (reader.Before(end, text, out var record) is ReadStatus.Read)
        {
            if (record.Kind is (OutputKind.ToolStart or OutputKind.ToolOutput or OutputKind.ToolEnd) && Find(ring, end) is { } call)
            {
                end = call.Start;
                continue;
            }
            if (record.Kind is not (OutputKind.Question or OutputKind.Allowed or OutputKind.Notice))
                break;
            end = record.Position;
            if (record is { Kind: OutputKind.Question, Begins: true } && ToolFold.IsCommand(text[..record.Length])
                && !IsAnswered(ring, text[..record.Length], record.Next))
                asked = end;
        }
        return asked;
    }

    /// <summary>The call, or the prompt, that has the record before <paramref name="end"/>; null when its beginning was evicted.</summary>
    public ToolFold? Find(OutputRing ring, long end, OutputKind kind = OutputKind.ToolStart)
    {
        for (var i = _folds.Count - 1; i >= 0; i--)
        {
            var known = _folds[i];
            if (known.Ring != ring || known.Kind != kind || known.Start >= end || (known.IsClosed && known.Next < end))
                continue;
            known.Advance(_record);
            if (known.Next < end)
                continue;
            _folds.RemoveAt(i);
            _folds.Add(known);
            return known;
        }
        var reader = new OutputReader(ring);
        var at = end;
        while (reader.Before(at, out var record) is ReadStatus.Read)
        {
            at = record.Position;
            if (record.Kind != kind && (kind is OutputKind.Prompt
                || (record.Kind is not (OutputKind.ToolOutput or OutputKind.ToolEnd) && !ToolFold.IsSaying(record.Kind))))
                return null;
            if (record.Kind != kind || !record.Begins)
                continue;
            var made = new ToolFold(ring, at, kind);
            made.Advance(_record);
            if (made.Next < end)
                return null; // it was over before
            if (_folds.Count == MostKept)
                _folds.RemoveAt(0);
            _folds.Add(made);
            return made;
        }
        return null;
    }
}
