using System.Text;
using CsCheck;
using Q.Output;
using Q.TestKit;

namespace Q.Tests.Output;

public sealed class OutputRingTests
{
    private const int Smallest = 64 * 1024;

    private static readonly OutputKind[] s_kinds = Enum.GetValues<OutputKind>();

    [Test]
    public async Task What_is_appended_is_read_back_from_either_side()
    {
        using var ring = new OutputRing(Smallest);
        var first = ring.Append(OutputKind.Prompt, "héllo"u8);
        var second = ring.Append(OutputKind.Text, "a"u8);
        var third = ring.Continue(OutputKind.Text, ""u8);
        Kept[] expected =
        [
            new(OutputKind.Prompt, true, first, second, Latin1("héllo")),
            new(OutputKind.Text, true, second, third, "a"),
            new(OutputKind.Text, false, third, ring.End, ""),
        ];
        await Same(Records.Forward(ring), expected);
        await Same(Records.Backward(ring), expected.Reverse());
    }

    [Test]
    public async Task Every_kind_comes_back_as_it_went_in()
    {
        using var ring = new OutputRing(Smallest);
        foreach (var kind in s_kinds)
            ring.Append(kind, "x"u8);
        await Assert.That(Records.Forward(ring).Select(one => one.Kind)).IsEquivalentTo(s_kinds, EqualityComparer<OutputKind>.Default);
    }

    [Test]
    public async Task An_empty_ring_has_nothing_on_either_side_and_holds_no_memory()
    {
        using var ring = new OutputRing(10 * 1024 * 1024);
        var buffer = new byte[OutputRing.MaxRecordBytes];
        await Assert.That(new OutputReader(ring).Before(ring.End, buffer, out _)).IsEqualTo(ReadStatus.None);
        await Assert.That(new OutputReader(ring).At(ring.Oldest, buffer, out _)).IsEqualTo(ReadStatus.None);
        await Assert.That(ring.Held).IsEqualTo(0);
    }

    [Test]
    public void It_behaves_as_a_list_that_is_cut_at_the_front()
    {
        var operations = Gen.Select(Gen.Int[0, 99], Gen.OneOf(Gen.Int[0, 80], Gen.Int[0, 9000]), Gen.Int[0, s_kinds.Length - 1]).Array[0, 120];
        operations.Sample(script =>
        {
            using var ring = new OutputRing(Smallest);
            var model = new RingModel(Smallest);
            foreach (var (what, size, number) in script)
            {
                var (text, kind) = (Ascii(size, ring.End), s_kinds[number]);
                if (what == 0)
                {
                    ring.Clear();
                    model.Clear();
                }
                else if (what < 50)
                {
                    ring.Append(kind, text);
                    model.Add(kind, begins: true, text);
                }
                else
                {
                    ring.Continue(kind, text);
                    model.Add(kind, begins: false, text);
                }
                if ((ring.End, ring.Oldest, ring.Evicted) != (model.End, model.Oldest, model.Evicted))
                    return false;
            }
            return Records.Forward(ring).SequenceEqual(model.All) && Records.Backward(ring).SequenceEqual(model.All.Reverse());
        }, iter: 300);
    }

    [Test]
    public void Any_text_is_split_between_characters_and_whole_again_when_joined()
    {
        string[] pieces = ["a", "é", "€", "😀", "\n", "漢字", "👩‍👩‍👧"];
        Gen.Int[0, pieces.Length - 1].Array[0, 6000].Sample(parts =>
        {
            var text = string.Concat(parts.Select(part => pieces[part]));
            using var ring = new OutputRing(Smallest * 4);
            ring.Append(OutputKind.Text, Encoding.UTF8.GetBytes(text));
            var records = Records.Forward(ring);
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            var joined = string.Concat(records.Select(one => strict.GetString(Encoding.Latin1.GetBytes(one.Text))));
            return joined == text && records[0].Begins && records.Skip(1).All(one => !one.Begins);
        }, iter: 50);
    }

    [Test]
    public async Task Bytes_that_are_no_text_are_cut_as_well_and_nothing_is_lost()
    {
        using var ring = new OutputRing(Smallest);
        var garbage = new byte[3 * OutputRing.MaxRecordBytes];
        Array.Fill(garbage, (byte)0x80);
        ring.Append(OutputKind.ToolOutput, garbage);
        await Assert.That(Records.Forward(ring).Sum(one => one.Text.Length)).IsEqualTo(garbage.Length);
    }

    [Test]
    public async Task A_position_that_was_evicted_is_gone_on_either_side()
    {
        using var ring = new OutputRing(Smallest);
        var buffer = new byte[OutputRing.MaxRecordBytes];
        var first = ring.Append(OutputKind.Text, "first"u8);
        var second = ring.Append(OutputKind.Text, "second"u8);
        while (ring.Evicted == 0)
            ring.Append(OutputKind.Text, new byte[4000]);
        await Assert.That(new OutputReader(ring).At(first, buffer, out _)).IsEqualTo(ReadStatus.Gone);
        await Assert.That(new OutputReader(ring).Before(first, buffer, out _)).IsEqualTo(ReadStatus.Gone);
        while (ring.Evicted < 2)
            ring.Append(OutputKind.Text, new byte[4000]);
        await Assert.That(new OutputReader(ring).Before(second, buffer, out _)).IsEqualTo(ReadStatus.Gone);
        await Assert.That(new OutputReader(ring).Before(ring.Oldest, buffer, out _)).IsEqualTo(ReadStatus.None);
    }

    [Test]
    public async Task Clearing_gives_the_memory_back_and_positions_go_on()
    {
        using var ring = new OutputRing(Smallest);
        var buffer = new byte[OutputRing.MaxRecordBytes];
        for (var i = 0; i < 100; i++)
            ring.Append(OutputKind.Text, new byte[1000]);
        var (end, somewhere) = (ring.End, Records.Forward(ring)[3].Position);
        ring.Clear();
        await Assert.That((ring.Held, ring.End, ring.Oldest, ring.Evicted)).IsEqualTo((0, end, end, 0L));
        await Assert.That(new OutputReader(ring).At(somewhere, buffer, out _)).IsEqualTo(ReadStatus.Gone);
        await Assert.That(ring.Append(OutputKind.Notice, "new"u8)).IsEqualTo(end);
        await Assert.That(Records.Backward(ring).Single().Text).IsEqualTo("new");
    }

    [Test]
    [Arguments(0, Smallest)]
    [Arguments(100_000, 96 * 1024)]
    [Arguments(10 * 1024 * 1024, 10 * 1024 * 1024)]
    public async Task Memory_grows_with_what_is_said_up_to_the_bound_and_no_further(int asked, int bound)
    {
        using var ring = new OutputRing(asked);
        var (text, most) = (new byte[OutputRing.MaxRecordBytes], 0);
        ring.Append(OutputKind.Text, "a"u8);
        await Assert.That(ring.Held).IsEqualTo(32 * 1024);
        for (var written = 0L; written < 2L * bound; written += text.Length)
        {
            ring.Append(OutputKind.Text, text);
            most = Math.Max(most, ring.Held);
        }
        await Assert.That(most).IsEqualTo(bound);
        await Assert.That(ring.End - ring.Oldest).IsLessThanOrEqualTo(bound);
        await Assert.That(ring.End - ring.Oldest).IsGreaterThan(bound - 2 * OutputRing.MaxRecordBytes);
    }

    [Test]
    public async Task Appending_and_reading_allocate_nothing()
    {
        using var ring = new OutputRing(Smallest);
        var (text, buffer) = (new byte[64], new byte[OutputRing.MaxRecordBytes]);
        for (var i = 0; i < 2 * Smallest / text.Length; i++)
            ring.Append(OutputKind.Text, text); // every segment is there and both paths have run
        _ = ReadSome(ring, buffer);
        var read = 0;
        await Assert.That(Allocated.By(() =>
        {
            for (var i = 0; i < 5000; i++)
                ring.Append(OutputKind.Text, text);
            read = ReadSome(ring, buffer);
        })).IsEqualTo(0);
        await Assert.That(read).IsEqualTo(50);
    }

    private static int ReadSome(OutputRing ring, byte[] buffer)
    {
        var (reader, count) = (new OutputReader(ring), 0);
        for (var at = ring.End; count < 50 && reader.Before(at, buffer, out var record) is ReadStatus.Read; at = record.Position)
            count++;
        return count;
    }

    private static byte[] Ascii(int size, long seed)
    {
        var text = new byte[size];
        for (var i = 0; i < size; i++)
            text[i] = (byte)(' ' + (seed + i) % 90);
        return text;
    }

    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static async Task Same(IEnumerable<Kept> found, IEnumerable<Kept> expected) =>
        await Assert.That(found.SequenceEqual(expected)).IsTrue();
}
