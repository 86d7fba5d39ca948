using Q.Model;

namespace Q.Tests.Model;

internal sealed class ReadAheadTests
{
    /// <summary>Gives what it was given piece by piece, and counts how often it was asked.</summary>
    private sealed class Pieces(params byte[][] pieces) : MemoryStream
    {
        private int _next;

        public int Asked { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        public override int Read(Span<byte> buffer)
        {
            Asked++;
            if (_next == pieces.Length)
                return 0;
            pieces[_next].CopyTo(buffer);
            return pieces[_next++].Length;
        }
    }

    [Test]
    public async Task What_was_read_ahead_is_given_before_more_is_asked_for()
    {
        await using var body = new Pieces([1, 2, 3, 4, 5], [6]);
        await using var ahead = new ReadAhead(body);
        var two = new byte[2];

        await Assert.That(await ahead.ReadAsync(two)).IsEqualTo(2);
        await Assert.That(await ahead.ReadAsync(two)).IsEqualTo(2);
        await Assert.That(two).IsEquivalentTo(new byte[] { 3, 4 }, EqualityComparer<byte>.Default);
        await Assert.That(await ahead.ReadAsync(two)).IsEqualTo(1);
        await Assert.That(body.Asked).IsEqualTo(1);
        await Assert.That(await ahead.ReadAsync(two)).IsEqualTo(1);
        await Assert.That(two[0]).IsEqualTo((byte)6);
        await Assert.That(await ahead.ReadAsync(two)).IsEqualTo(0);
    }

    [Test]
    public async Task It_reads_the_same_when_it_is_asked_to_block()
    {
        await using var body = new Pieces([1, 2, 3]);
        await using var ahead = new ReadAhead(body);
        var two = new byte[2];

        await Assert.That(Read(ahead, two)).IsEqualTo(2);
        await Assert.That(Read(ahead, two)).IsEqualTo(1);
        await Assert.That(Read(ahead, two)).IsEqualTo(0);
    }

    [Test]
    public async Task It_can_only_be_read()
    {
        await using var ahead = new ReadAhead(new MemoryStream());

        await Assert.That(ahead.CanRead && !ahead.CanWrite && !ahead.CanSeek).IsTrue();
        await Assert.That(() => ahead.Position).Throws<NotSupportedException>();
        await Assert.That(() => ahead.Seek(0, SeekOrigin.Begin)).Throws<NotSupportedException>();
    }

    private static int Read(Stream stream, byte[] to) => stream.Read(to, 0, to.Length);
}
