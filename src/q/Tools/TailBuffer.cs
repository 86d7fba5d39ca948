using System.Text;
using Q.Core;

namespace Q.Tools;

/// <summary>Keeps the end of a stream: at most so many bytes and lines, however much came. One owner.</summary>
internal sealed class TailBuffer(int mostBytes, int mostLines) : IDisposable
{
    public const string TruncatedMark = " ... truncated";

    private readonly PooledBuffer _kept = new();
    private bool _dropped;

    /// <summary>Bytes kept; nothing once it was given back.</summary>
    public long Length => _kept.Length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _kept.Append(bytes);
        if (_kept.Length > 2 * mostBytes)
            KeepLast(mostBytes);
    }

    /// <summary>The end of what came, whole characters; with a mark behind it when there was more.</summary>
    public string Text()
    {
        if (_kept.Length > mostBytes)
            KeepLast(mostBytes);
        var rest = _kept.Written;
        var lines = 0;
        for (var at = rest.Length - 1; at >= 0; at--)
        {
            // the feed that ends the last line begins no other
            if (rest[at] != '\n' || at == rest.Length - 1 || ++lines < mostLines)
                continue;
            rest = rest[(at + 1)..];
            _dropped = true;
            break;
        }
        while (_dropped && rest.Length > 0 && (rest[0] & 0xC0) == 0x80)
            rest = rest[1..]; // the tail of a character whose head was dropped
        return Encoding.UTF8.GetString(rest) + (_dropped ? TruncatedMark : "");
    }

    public void Dispose() => _kept.Dispose();

    private void KeepLast(int bytes)
    {
        _kept.Consume(_kept.Length - bytes);
        _dropped = true;
    }
}
