using System.Buffers.Binary;
using CsCheck;
using Q.Output;

namespace Q.Tests.Output;

/// <summary>
/// A writer and readers on threads of their own. Every record says its own position and is filled with bytes that follow
/// from it, so a reader knows by itself whether what it was given is whole, and of the place it asked for.
/// </summary>
[NotInParallel]
public sealed class OutputRingThreadTests
{
    private const int Smallest = 64 * 1024;

    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public void Readers_see_whole_records_while_the_writer_laps_them(bool clears)
    {
        var writes = Gen.Int[0, OutputRing.MaxRecordBytes].Array[200, 600];
        writes.Sample(sizes =>
        {
            using var ring = new OutputRing(Smallest);
            using var over = new CancellationTokenSource();
            Task<long>[] readers = [Reader(ring, Backward, over.Token), Reader(ring, Forward, over.Token), Reader(ring, Slow, over.Token)];
            var sizeAt = 0;
            for (var round = 0; round < 5; round++)
            {
                foreach (var size in sizes)
                    Write(ring, size);
                if (clears && sizeAt++ % 2 == 0)
                    ring.Clear();
            }
            over.Cancel();
            return readers.All(reader => reader.Result >= 0);
        }, iter: 12, threads: 1);
    }

    [Test]
    public async Task A_reader_that_keeps_up_sees_every_record_once_and_in_order()
    {
        using var ring = new OutputRing(4 * Smallest);
        using var room = new SemaphoreSlim(20);
        const int count = 20_000;
        var reading = Task.Run(() =>
        {
            var (reader, buffer, at, seen) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes], 0L, 0);
            while (seen < count)
            {
                if (reader.At(at, buffer, out var record) is not ReadStatus.Read)
                {
                    if (at < ring.Oldest)
                        return -1;
                    Thread.Yield();
                    continue;
                }
                if (!IsWhole(record, at, buffer))
                    return -2;
                (at, seen) = (record.Next, seen + 1);
                room.Release();
            }
            return seen;
        });
        for (var i = 0; i < count; i++)
        {
            await room.WaitAsync();
            Write(ring, i % 300);
        }
        await Assert.That(await reading).IsEqualTo(count);
        await Assert.That(ring.Evicted).IsGreaterThan(0);
    }

    [Test]
    public async Task A_reader_that_stopped_learns_that_its_place_is_gone_and_goes_on_from_the_oldest()
    {
        using var ring = new OutputRing(Smallest);
        var (reader, buffer) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes]);
        Write(ring, 100);
        var mine = ring.End;
        Write(ring, 100);
        await Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
                Write(ring, 1000);
        });
        await Assert.That(reader.At(mine, buffer, out _)).IsEqualTo(ReadStatus.Gone);
        await Assert.That(reader.At(ring.Oldest, buffer, out var record)).IsEqualTo(ReadStatus.Read);
        await Assert.That(IsWhole(record, ring.Oldest, buffer)).IsTrue();
        await Assert.That(Records.Forward(ring).Count + ring.Evicted).IsEqualTo(202);
    }

    [Test]
    public async Task Rings_that_share_the_pool_never_see_each_others_text()
    {
        var rings = Enumerable.Range(0, 4).Select(_ => new OutputRing(Smallest)).ToArray();
        using var over = new CancellationTokenSource();
        var readers = rings.Select(ring => Reader(ring, Backward, over.Token)).ToArray();
        var writers = rings.Select(ring => Task.Run(() =>
        {
            for (var i = 0; i < 4000; i++)
            {
                Write(ring, i % 2000);
                if (i % 50 == 49)
                    ring.Clear(); // its segments are another ring's at once
            }
        })).ToArray();
        await Task.WhenAll(writers);
        await over.CancelAsync();
        foreach (var reader in readers)
            await Assert.That(await reader).IsGreaterThanOrEqualTo(0);
        foreach (var ring in rings)
            ring.Dispose();
    }

    /// <summary>How many records were read; less than zero when one was not whole.</summary>
    private static Task<long> Reader(OutputRing ring, Func<OutputRing, byte[], long> pass, CancellationToken over) =>
        Task.Factory.StartNew(() =>
        {
            var (buffer, seen) = (new byte[OutputRing.MaxRecordBytes], 0L);
            while (!over.IsCancellationRequested)
            {
                var read = pass(ring, buffer);
                if (read < 0)
                    return read;
                seen += read;
            }
            return seen;
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static long Backward(OutputRing ring, byte[] buffer)
    {
        var (reader, count) = (new OutputReader(ring), 0L);
        for (var at = ring.End; reader.Before(at, buffer, out var record) is ReadStatus.Read; at = record.Position)
        {
            if (record.Next != at || !IsWhole(record, record.Position, buffer))
                return -1;
            count++;
        }
        return count;
    }

    private static long Forward(OutputRing ring, byte[] buffer) => Forward(ring, buffer, pause: 0);

    private static long Slow(OutputRing ring, byte[] buffer) => Forward(ring, buffer, pause: 20_000);

    private static long Forward(OutputRing ring, byte[] buffer, int pause)
    {
        var (reader, count) = (new OutputReader(ring), 0L);
        for (var at = ring.Oldest; reader.At(at, buffer, out var record) is ReadStatus.Read; at = record.Next)
        {
            if (!IsWhole(record, at, buffer))
                return -1;
            count++;
            Thread.SpinWait(pause);
        }
        return count;
    }

    private static void Write(OutputRing ring, int size)
    {
        Span<byte> text = stackalloc byte[size];
        Fill(text, ring.End);
        ring.Append(KindAt(ring.End), text);
    }

    private static void Fill(Span<byte> text, long position)
    {
        text.Fill((byte)(position >> 2));
        if (text.Length >= 8)
            BinaryPrimitives.WriteInt64LittleEndian(text, position);
    }

    private static bool IsWhole(OutputRecord record, long position, byte[] text)
    {
        Span<byte> expected = stackalloc byte[record.Length];
        Fill(expected, position);
        return record.Position == position && record.Kind == KindAt(position) && text.AsSpan(0, record.Length).SequenceEqual(expected);
    }

    private static OutputKind KindAt(long position) => (OutputKind)(byte)((position >> 2) % 8);
}
