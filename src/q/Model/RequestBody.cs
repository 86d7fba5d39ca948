using System.Net;

namespace Q.Model;

/// <summary>
/// The body of a request, handed on through a small buffer: a connection that waits for the next request holds on to what it sent
/// last, which after a long conversation would be all of it.
/// </summary>
internal sealed class RequestBody(ReadOnlyMemory<byte> bytes) : HttpContent
{
    private const int Piece = 64 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var piece = new byte[Math.Min(Piece, bytes.Length)];
        for (var at = 0; at < bytes.Length; at += piece.Length)
        {
            var next = bytes[at..Math.Min(at + piece.Length, bytes.Length)];
            next.CopyTo(piece);
            await stream.WriteAsync(piece.AsMemory(0, next.Length), cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
