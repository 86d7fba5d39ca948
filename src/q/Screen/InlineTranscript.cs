using Q.Core;
using Q.Output;
using Q.Sessions;

namespace Q.Screen;

/// <summary>
/// Prints what a session says row by row as soon as nothing can change it any more, each row once, and keeps what may still change. Knows
/// for each session what was printed: always whole lines or whole blocks of Markdown, so that another width begins where the last one
/// ended. App loop only.
/// </summary>
internal sealed class InlineTranscript(Look look)
{
    private readonly TranscriptLayout _layout = new(look);
    private readonly Dictionary<SessionId, RingPlace> _places = [];
    private readonly byte[] _record = new byte[OutputRing.MaxRecordBytes];
    private (OutputRing Ring, LayoutShape Shape, long End, bool Asks) _read;
    private SessionId? _focus;
    private bool _isOpening;

    /// <summary>Rows that may still change: the lowest.</summary>
    public int Open { get; private set; }

    /// <summary>Where the tool call begins that was printed last; -1 without any.</summary>
    public long CallAt { get; private set; } = -1;

    /// <summary>Prints what became final. A session that was not shown before this frame is told by a line, and of what it has said no more than a screenful.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="model">What is shown.</param>
    /// <param name="columns">Cells of a row.</param>
    /// <param name="room">Rows that are beside the live region.</param>
    /// <param name="airy">Blank rows part the blocks.</param>
    public void Print(InlineFrame to, ScreenModel model, int columns, int room, bool airy)
    {
        var view = model.Focused;
        var arrives = _focus != view.Id || _isOpening;
        if (_focus is not null && _focus != view.Id)
            Divide(to, view, columns);
        _focus = view.Id;
        _isOpening = view.Ring is null || IsOpening(view);
        if (view.Ring is not { } ring || _isOpening)
        {
            Open = 0;
            return;
        }
        var end = ring.End;
        var runs = view.Status is SessionStatus.Processing || (model.SaidTo is { } said && said != end);
        var shape = new LayoutShape(columns, airy, -1, model.Answers is AnswerLook.Markdown, runs, model.Tools is ToolLook.Folded);
        if (!arrives && _read == (ring, shape, end, view.Asks))
            return;
        _read = (ring, shape, end, view.Asks);
        var place = Math.Max(PlaceIn(ring, view.Id), ring.Oldest);
        _layout.Read(ring, end, shape, arrives ? room + 1 : 1, arrives ? long.MaxValue : place);
        var border = runs || IsCut(ring, end) ? _layout.OpenAt : end;
        if ((runs || view.Asks) && _layout.AskedAt(ring) is { } asked && asked >= place && asked < border && RowsFrom(asked) <= room)
            border = asked; // the call that answers it takes its place
        Open = RowsFrom(border);
        if (arrives && Open > 0)
            _layout.Read(ring, end, shape, room + Open + 1); // a screenful above them
        var rows = Math.Max(RowsFrom(place), Open);
        if (arrives && rows > room + Open)
        {
            rows = Math.Max(1, room - 2) + Open; // a line tells whose they are, one how much is missing
            LeftOut(to, ring, place, _layout.Rows[rows - 1].At, columns);
        }
        CallAt = arrives ? -1 : CallAt;
        for (var row = rows - 1; row >= Open; row--)
        {
            var laid = _layout.Rows[row];
            CallAt = laid.Look is RowLook.Folded ? laid.At - OutputRing.WordBytes : CallAt;
            RowPaint.Draw(to.Line(), 0, laid, _layout, look.Symbols);
            to.Print();
        }
        RingPlace.Keep(_places, view.Id, ring.Number, Math.Max(place, border));
    }

    /// <summary>The lowest of the rows that may still change.</summary>
    public void DrawOpen(CellGrid grid, int rows)
    {
        for (var row = 0; row < rows; row++)
            RowPaint.Draw(grid, rows - 1 - row, _layout.Rows[row], _layout, look.Symbols);
    }

    /// <summary>It is being read from the store, or taken back from where it was put away: what of it is the last screenful is not known yet.</summary>
    private bool IsOpening(SessionView view) => view.Hibernated
        || (view is { Messages: > 0, LastAnswerAt: < 0, Status: SessionStatus.WaitingForInput, Asks: false } && !_places.ContainsKey(view.Id));

    /// <summary>Up to where it is printed: from its beginning for a session that was built anew.</summary>
    private long PlaceIn(OutputRing ring, SessionId id) => _places.TryGetValue(id, out var known) && known.Ring == ring.Number ? known.At : 0;

    /// <summary>How many rows begin there or further down.</summary>
    private int RowsFrom(long at)
    {
        var rows = 0;
        while (rows < _layout.Count && _layout.Rows[rows].At >= at)
            rows++;
        return rows;
    }

    /// <summary>The newest record may be a part of a text that is being written in pieces.</summary>
    private bool IsCut(OutputRing ring, long end) =>
        new OutputReader(ring).Before(end, out var record) is ReadStatus.Read && record.Length > OutputRing.MaxRecordBytes - 8;

    private void Divide(InlineFrame to, SessionView view, int columns)
    {
        var (symbols, style) = (look.Symbols, Style.For(view));
        var pen = new Pen(to.Line(), 0, 0);
        pen.Write(symbols.Rule, Style.Dim).Write(" ", Style.Dim).Cut(view.Name, columns / 2, symbols, Style.Bold).Write("  ", Style.Dim);
        pen.Write(symbols.For(view), style).Write(" ", style).Write(Symbols.Word(view), style);
        if (Symbols.Reason(view) is { Length: > 0 } reason)
            pen.Write(" ", style).Write(reason, style);
        pen.Write(" ", Style.Dim).Write(symbols.Rule, Style.Dim);
        to.Print();
    }

    /// <summary>Says how much of it is not printed, in lines as they were said.</summary>
    private void LeftOut(InlineFrame to, OutputRing ring, long from, long upTo, int columns)
    {
        var (reader, first, lines) = (new OutputReader(ring), from, 0);
        while (from < upTo && reader.At(from, _record, out var record) is ReadStatus.Read)
        {
            var most = (int)Math.Clamp(upTo - record.Position - OutputRing.WordBytes, 0, record.Length);
            lines += _record.AsSpan(0, most).Count((byte)'\n') + (record.Begins && record.Position > first ? 1 : 0);
            from = record.Next;
        }
        var pen = new Pen(to.Line(), 0, 0, columns);
        pen.Write(look.Symbols.Ellipsis, Style.Dim).Write(" ", Style.Dim).Write(Math.Max(1, lines), Style.Dim);
        pen.Write(lines > 1 ? " lines above" : " line above", Style.Dim).Write(look.Symbols.Dot, Style.Dim).Write("PgUp shows it", Style.Dim);
        to.Print();
    }
}
