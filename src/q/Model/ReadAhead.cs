namespace Q.Model;

/// <summary>
/// Reads a response's body in large pieces. The event parser asks for a kilobyte at a time, and each would be a call to the system.
/// Unlike a <see cref="BufferedStream"/> it never waits for more while it has something. Owned by one reader.
/// </summary>
internal sealed class ReadAhead(Stream body) : Stream
{
    private const int Most = 32 * 1024;

    private readonly byte[] _bytes = new byte[Most];
    private int _at;
    private int _end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _at < _end || buffer.IsEmpty ? new(Take(buffer.Span)) : Fill(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _end && !buffer.IsEmpty)
            (_at, _end) = (0, body.Read(_bytes));
        return Take(buffer);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> Fill(Memory<byte> buffer, CancellationToken cancel)
    {
        (_at, _end) = (0, 0); // should the read fail, nothing is there
        _end = await body.ReadAsync(_bytes, cancel);
        return Take(buffer.Span);
    }

    private int Take(Span<byte> to)
    {
        var count = Math.Min(to.Length, _end - _at);
        _bytes.AsSpan(_at, count).CopyTo(to);
        _at += count;
        return count;
    }
}
