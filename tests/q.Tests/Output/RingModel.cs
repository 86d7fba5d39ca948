using System.Text;
using Q.Output;

namespace Q.Tests.Output;

/// <summary>What a ring must hold, the simple way: a list, cut at the front while it is too large.</summary>
internal sealed class RingModel(int capacity)
{
    private readonly Queue<Kept> _kept = new();
    private long _end;

    public IEnumerable<Kept> All => _kept;

    public long Evicted { get; private set; }

    public long End => _end;

    public long Oldest => _kept.TryPeek(out var first) ? first.Position : _end;

    public void Add(OutputKind kind, bool begins, ReadOnlySpan<byte> text)
    {
        while (text.Length > OutputRing.MaxRecordBytes)
        {
            Put(kind, begins, text[..OutputRing.MaxRecordBytes]);
            text = text[OutputRing.MaxRecordBytes..];
            begins = false;
        }
        Put(kind, begins, text);
    }

    public void Clear()
    {
        _kept.Clear();
        Evicted = 0;
    }

    private void Put(OutputKind kind, bool begins, ReadOnlySpan<byte> text)
    {
        var next = _end + (text.Length + 3) / 4 * 4 + 8;
        while (_kept.Count > 0 && next - Oldest > capacity)
        {
            _ = _kept.Dequeue();
            Evicted++;
        }
        _kept.Enqueue(new(kind, begins, _end, next, Encoding.Latin1.GetString(text)));
        _end = next;
    }
}
