namespace Q.Model;

/// <summary>
/// Reads another stream up to a bound; more than that is a fault of the server, not memory of ours. One reader; owns the
/// stream.
/// </summary>
internal sealed class LimitedStream(Stream from, long most, Endpoint to) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Counted(await from.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Counted(from.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            from.Dispose();
        base.Dispose(disposing);
    }

    private int Counted(int count)
    {
        _read += count;
        return _read <= most
            ? count
            : throw new ModelException(
                $"{to.Host} has sent more than {most / 1024 / 1024} MB in one answer, so it was stopped. What came is kept; /retry asks again.",
                ModelFault.Malformed);
    }
}
