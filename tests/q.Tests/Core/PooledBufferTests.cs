using CsCheck;
using Q.Core;
using Q.TestKit;

namespace Q.Tests.Core;

public sealed class PooledBufferTests
{
    private enum What
    {
        Append,
        AppendOne,
        Span,
        Memory,
        Consume,
        Clear,
    }

    [Test]
    public void It_behaves_as_a_list_of_bytes()
    {
        Gen.Select(Gen.Int[0, 5], Gen.Byte.Array[0, 300]).Array[0, 60].Sample(script =>
        {
            using var buffer = new PooledBuffer(16);
            var model = new List<byte>();
            foreach (var (what, bytes) in script)
            {
                Do((What)what, buffer, bytes);
                Do((What)what, model, bytes);
                if (!buffer.Written.SequenceEqual(model.ToArray()) || buffer.Length != model.Count)
                    return false;
            }
            return buffer.WrittenMemory.Span.SequenceEqual(buffer.Written);
        }, iter: 500);
    }

    [Test]
    public async Task Asking_for_nothing_gives_at_least_one_byte()
    {
        using var buffer = new PooledBuffer(16);
        buffer.Append(new byte[16]);
        await Assert.That(buffer.GetSpan().Length).IsGreaterThan(0);
        await Assert.That(buffer.GetMemory().Length).IsGreaterThan(0);
    }

    [Test]
    public async Task Once_it_has_its_size_it_allocates_nothing()
    {
        using var buffer = new PooledBuffer(16);
        var text = new byte[10_000];
        buffer.Append(text);
        await Assert.That(Allocated.By(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                buffer.Clear();
                buffer.Append(text);
            }
        })).IsEqualTo(0);
    }

    [Test]
    public async Task Disposing_twice_gives_the_array_back_once()
    {
        var buffer = new PooledBuffer(1 << 18);
        buffer.Append(1);
        buffer.Dispose();
        buffer.Dispose();
        using PooledBuffer one = new(1 << 18), other = new(1 << 18);
        one.Append(1);
        other.Append(2);
        await Assert.That(one.Written[0]).IsEqualTo((byte)1);
        await Assert.That(buffer.Length).IsEqualTo(0);
    }

    private static void Do(What what, PooledBuffer buffer, byte[] bytes)
    {
        switch (what)
        {
            case What.Append: buffer.Append(bytes); break;
            case What.AppendOne: buffer.Append((byte)bytes.Length); break;
            case What.Span:
                bytes.CopyTo(buffer.GetSpan(bytes.Length));
                buffer.Advance(bytes.Length);
                break;
            case What.Memory:
                bytes.CopyTo(buffer.GetMemory(bytes.Length));
                buffer.Advance(bytes.Length);
                break;
            case What.Consume: buffer.Consume(Math.Min(bytes.Length, buffer.Length)); break;
            case What.Clear: buffer.Clear(); break;
        }
    }

    private static void Do(What what, List<byte> model, byte[] bytes)
    {
        switch (what)
        {
            case What.AppendOne: model.Add((byte)bytes.Length); break;
            case What.Append or What.Span or What.Memory: model.AddRange(bytes); break;
            case What.Consume: model.RemoveRange(0, Math.Min(bytes.Length, model.Count)); break;
            case What.Clear: model.Clear(); break;
        }
    }
}
