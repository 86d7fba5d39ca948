using System.Text;
using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>Lines for a screen that only appends: no control byte but line feed and tab, and valid UTF-8 or ASCII alone.</summary>
/// <param name="look">What may be written.</param>
/// <param name="isSpoken">Characters that only draw are left out: a screen reader would name each of them.</param>
internal sealed class PlainText(Look look, bool isSpoken = false) : IDisposable
{
    private readonly PooledBuffer _bytes = new();
    private byte[] _line = [];

    public ReadOnlySpan<byte> Written => _bytes.Written;

    public bool IsEmpty => _bytes.Length == 0;

    public void Clear() => _bytes.Clear();

    public void Feed() => _bytes.Append((byte)'\n');

    public PlainText Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>A text without line feeds.</summary>
    public PlainText Add(ReadOnlySpan<byte> utf8, bool reveals = false, bool overwrites = false)
    {
        if (_line.Length < utf8.Length)
            _line = new byte[utf8.Length * 2];
        utf8.CopyTo(_line);
        var line = _line.AsSpan(0, TextFilter.Clean(_line.AsSpan(0, utf8.Length), reveals, overwrites));
        while (!line.IsEmpty)
        {
            Rune.DecodeFromUtf8(line, out var rune, out var length);
            line = line[length..];
            if (isSpoken && rune.Value is (>= 0x2500 and < 0x25A0) or (>= 0x2800 and < 0x2900))
                continue; // lines, blocks, the dots of spinners
            if (rune.Value is '\t' or (>= 0x20 and < 0x7F))
                _bytes.Append((byte)rune.Value);
            else if (look.AsciiOnly)
                Fold(rune);
            else if (!CellWidth.IsHidden(rune) || rune.Value is 0x200D or 0xFE0E or 0xFE0F)
                _bytes.Advance(rune.EncodeToUtf8(_bytes.GetSpan(4)));
        }
        return this;
    }

    public void Dispose() => _bytes.Dispose();

    private void Fold(Rune rune)
    {
        if (CellWidth.Of(rune) > 0)
            _bytes.Append((byte)AsciiStandIn.Of(rune));
    }
}
