using System.Buffers;

namespace Q.Core;

/// <summary>
/// A growing byte buffer over rented arrays, for one owner on one thread. <see cref="Clear"/> keeps the array, so a buffer
/// that is used for every frame or every chunk allocates nothing once it has its size.
/// </summary>
internal sealed class PooledBuffer(int firstSize = 4096) : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(firstSize);
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _array.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(_length);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_array.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Append(byte value)
    {
        Reserve(1);
        _array[_length++] = value;
    }

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => _length = 0;

    /// <summary>Drops the first <paramref name="count"/> bytes, as a reader does that has used them.</summary>
    public void Consume(int count)
    {
        _array.AsSpan(count, _length - count).CopyTo(_array);
        _length -= count;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        (_array, _length) = ([], 0);
    }

    private void Reserve(int more)
    {
        more = Math.Max(more, 1);
        if (_array.Length - _length >= more)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, _length + more));
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
