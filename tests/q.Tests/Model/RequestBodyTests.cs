using System.Runtime.InteropServices;
using Q.Model;

namespace Q.Tests.Model;

public sealed class RequestBodyTests
{
    [Test]
    public async Task What_is_sent_is_never_the_body_itself_which_a_waiting_connection_would_hold()
    {
        byte[] bytes = [.. Enumerable.Range(0, 200_000).Select(static number => (byte)number)];
        using var body = new RequestBody(bytes);
        using var wire = new Wire(bytes);

        await body.CopyToAsync(wire);

        await Assert.That(wire.ToArray().AsSpan().SequenceEqual(bytes)).IsTrue();
        await Assert.That(wire.Held).IsFalse();
        await Assert.That(wire.Most).IsLessThanOrEqualTo(64 * 1024);
        await Assert.That(body.Headers.ContentLength).IsEqualTo(200_000);
    }

    private sealed class Wire(byte[] body) : MemoryStream
    {
        public bool Held { get; private set; }

        public int Most { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Held |= MemoryMarshal.TryGetArray(buffer, out var segment) && ReferenceEquals(segment.Array, body);
            Most = Math.Max(Most, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
