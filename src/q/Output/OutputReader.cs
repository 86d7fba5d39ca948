using System.Runtime.CompilerServices;

namespace Q.Output;

/// <summary>
/// Walks a ring's records in either direction, on any thread, while the writer goes on. It copies first and then asks what
/// the writer has retired meanwhile, so that what it returns is always whole. Holds nothing; make as many as you like.
/// <code>
/// Span&lt;byte&gt; text = stackalloc byte[OutputRing.MaxRecordBytes];
/// for (var at = ring.End; reader.Before(at, text, out var record) is ReadStatus.Read; at = record.Position)
///     use(record, text[..record.Length]);
/// </code>
/// </summary>
internal readonly struct OutputReader(OutputRing ring)
{
    /// <summary>The record that ends at <paramref name="position"/>, without its text: the newest, for <see cref="OutputRing.End"/>.</summary>
    /// <param name="position">The position of a record, or the end.</param>
    /// <param name="record">What was read.</param>
    public ReadStatus Before(long position, out OutputRecord record)
    {
        record = default;
        var oldest = ring.Oldest;
        if (position <= oldest)
            return position == oldest ? ReadStatus.None : ReadStatus.Gone;
        if (!TryWord(position - OutputRing.WordBytes, out var word))
            return ReadStatus.Gone;
        record = RecordOf(word, position - OutputRing.SizeOf(word));
        return record.Position >= oldest ? ReadStatus.Read : ReadStatus.Gone;
    }

    /// <summary>The same with its text.</summary>
    /// <param name="position">The position of a record, or the end.</param>
    /// <param name="buffer">Takes the text: at least <see cref="OutputRing.MaxRecordBytes"/> long.</param>
    /// <param name="record">What was read.</param>
    public ReadStatus Before(long position, Span<byte> buffer, out OutputRecord record)
    {
        var status = Before(position, out record);
        return status is ReadStatus.Read ? Text(record, buffer) : status;
    }

    /// <summary>The record that begins at <paramref name="position"/>; the following one is at its <c>Next</c>.</summary>
    public ReadStatus At(long position, Span<byte> buffer, out OutputRecord record)
    {
        record = default;
        if (position >= ring.End)
            return ReadStatus.None;
        if (position < ring.Oldest || !TryWord(position, out var word))
            return ReadStatus.Gone;
        record = RecordOf(word, position);
        return Text(record, buffer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static OutputRecord RecordOf(uint word, long position) => new(
        OutputRing.KindOf(word), OutputRing.BeginsOf(word), position, position + OutputRing.SizeOf(word), OutputRing.LengthOf(word));

    /// <summary>The word is only believed if the place where it lay has not been retired since.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryWord(long position, out uint word)
    {
        var copied = ring.TryWord(position, out word);
        Volatile.ReadBarrier();
        return copied && position >= ring.Oldest;
    }

    private ReadStatus Text(in OutputRecord record, Span<byte> buffer)
    {
        var copied = ring.Copy(record.Position + OutputRing.WordBytes, buffer[..record.Length]);
        Volatile.ReadBarrier();
        return copied && record.Position >= ring.Oldest ? ReadStatus.Read : ReadStatus.Gone;
    }
}
