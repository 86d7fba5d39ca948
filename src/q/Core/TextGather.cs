using System.Text;

namespace Q.Core;

/// <summary>
/// Gathers UTF-8 that comes in pieces, for one string at the end. Grows by further chunks, so that a long text is never copied
/// to a larger place, and no place twice its size is kept for the next one. One owner.
/// </summary>
internal sealed class TextGather
{
    private const int FirstChunk = 2 * 1024;

    /// <summary>Below the large-object limit.</summary>
    private const int MostChunk = 64 * 1024;

    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private byte[] _last = [];
    private int _used;

    /// <summary>Bytes gathered.</summary>
    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> utf8)
    {
        Length += utf8.Length;
        while (utf8.Length > _last.Length - _used)
        {
            var cut = _last.Length - _used;
            for (var back = 0; back < 3 && cut > 0 && (utf8[cut] & 0xC0) == 0x80; back++)
                cut--; // a character lies in one chunk
            utf8[..cut].CopyTo(_last.AsSpan(_used));
            utf8 = utf8[cut..];
            Grow(_used + cut);
        }
        utf8.CopyTo(_last.AsSpan(_used));
        _used += utf8.Length;
    }

    public override string ToString()
    {
        if (_full.Count == 0)
            return Encoding.UTF8.GetString(_last.AsSpan(0, _used));
        var characters = Encoding.UTF8.GetCharCount(_last.AsSpan(0, _used));
        foreach (var chunk in _full)
            characters += Encoding.UTF8.GetCharCount(chunk.Span);
        return string.Create(characters, this, static (to, from) => from.Decode(to));
    }

    private void Decode(Span<char> to)
    {
        foreach (var chunk in _full)
            to = to[Encoding.UTF8.GetChars(chunk.Span, to)..];
        Encoding.UTF8.GetChars(_last.AsSpan(0, _used), to);
    }

    private void Grow(int used)
    {
        if (used > 0)
            _full.Add(_last.AsMemory(0, used));
        _last = GC.AllocateUninitializedArray<byte>(Math.Clamp(_last.Length * 2, FirstChunk, MostChunk));
        _used = 0;
    }
}
