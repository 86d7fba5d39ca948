using System.Text;

namespace Q.Screen;

/// <summary>
/// Characters that are more than one rune (flags, families, letters with marks), each kept once, so that a cell stays small.
/// Owned by one renderer, and emptied by it between frames when it is full.
/// </summary>
internal sealed class GlyphTable
{
    private const int Most = 4096;

    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly List<byte[]> _utf8 = [];

    /// <summary>Whoever draws next should first <see cref="Clear"/> it and forget all grids.</summary>
    public bool IsFull => _utf8.Count >= Most;

    public int Of(ReadOnlySpan<char> cluster)
    {
        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(cluster, out var glyph))
            return glyph;
        var bytes = new byte[Encoding.UTF8.GetByteCount(cluster)];
        Encoding.UTF8.GetBytes(cluster, bytes);
        _utf8.Add(bytes);
        return known[cluster] = -_utf8.Count;
    }

    public ReadOnlySpan<byte> Utf8(int glyph) => _utf8[-glyph - 1];

    public void Clear()
    {
        _known.Clear();
        _utf8.Clear();
    }
}
