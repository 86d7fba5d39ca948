using System.Buffers;
using System.Text;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Text that goes to a terminal by itself, without a screen around it: no control byte but line feed and tab, nothing hidden, valid
/// UTF-8. It may come in pieces that part a character. Belongs to who writes.
/// </summary>
internal sealed class BareText
{
    private readonly ArrayBufferWriter<byte> _clean = new();
    private readonly byte[] _parted = new byte[4];
    private int _held;

    /// <summary>What may be written of the piece; good until the next one.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> piece)
    {
        _clean.ResetWrittenCount();
        byte[] joined = [.. _parted.AsSpan(0, _held), .. piece];
        ReadOnlySpan<byte> left = joined;
        _held = 0;
        while (!left.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(left, out var rune, out var length) == OperationStatus.NeedMoreData)
            {
                left.CopyTo(_parted);
                _held = left.Length;
                break;
            }
            left = left[length..];
            // A joiner or a selector may belong to an emoji.
            if (TextFilter.Turns(rune))
                rune = Rune.ReplacementChar;
            if (rune.Value is '\n' or '\t' or 0x200D or 0xFE0E or 0xFE0F || !CellWidth.IsHidden(rune))
                _clean.Advance(rune.EncodeToUtf8(_clean.GetSpan(4)));
        }
        return _clean.WrittenSpan;
    }
}
