using System.Buffers;
using Q.Core;

namespace Q.Telemetry;

/// <summary>
/// A file that is renamed to <c>.1</c> (and that to <c>.2</c>…) when it is full. Written to by one thread, which flushes between
/// entries: only then something is on the disk, and only then it rolls, so that no entry is cut. Several q share it: see
/// <see cref="SharedFile"/>.
/// </summary>
internal sealed class RollingFile(string path, long most, int keep) : Stream
{
    /// <summary>So much waits while another q does not let go of the file; then it is dropped.</summary>
    private const int MostWaiting = 1 << 20;

    private readonly ArrayBufferWriter<byte> _waiting = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _waiting.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        if (_waiting.WrittenCount == 0)
            return;
        try
        {
            SharedFile.Do(() =>
            {
                using var file = SharedFile.Append(path);
                file.Write(_waiting.WrittenSpan);
                _waiting.ResetWrittenCount();
                if (file.Length >= most)
                    SharedFile.Roll(path, keep);
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that cannot be written must not disturb what it is about.
            if (!SharedFile.IsTaken(e) || _waiting.WrittenCount > MostWaiting)
                _waiting.ResetWrittenCount();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Flush();
        base.Dispose(disposing);
    }
}
