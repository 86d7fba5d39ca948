using Q.Config;

namespace Q.Telemetry;

/// <summary>
/// A file that is renamed to <c>.1</c> (and that to <c>.2</c>…) when it is full. Written to by one thread, which flushes
/// between entries; only there it rolls, so that no entry is cut. Two q that share it may roll it twice: no harm.
/// </summary>
internal sealed class RollingFile(string path, long most, int keep) : Stream
{
    private FileStream? _file;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            (_file ??= QPaths.OpenAppend(path)).Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that cannot be written must not disturb what it is about.
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            _file?.Flush();
            if (_file?.Length >= most)
                Roll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // as above
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file?.Dispose();
        _file = null;
        base.Dispose(disposing);
    }

    private void Roll()
    {
        _file?.Dispose();
        _file = null;
        for (var n = keep - 1; n >= 1; n--)
        {
            if (File.Exists($"{path}.{n}"))
                File.Move($"{path}.{n}", $"{path}.{n + 1}", overwrite: true);
        }
        File.Move(path, $"{path}.1", overwrite: true);
    }
}
