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
    /// <summary>The record that ends at <paramref name="position"/>: the newest, for <see cref="OutputRing.End"/>.</summary>
    /// <param name="position">The position of a record, or the end.</param>
    /// <param name="buffer">Takes the text: at least <see cref="OutputRing.MaxRecordBytes"/> long.</param>
    /// <param name="record">What was read.</param>
    public ReadStatus Before(long position, Span<byte> buffer, out OutputRecord record)
    {
        record = default;
        var oldest = ring.Oldest;
        if (position <= oldest)
            return position == oldest ? ReadStatus.None : ReadStatus.Gone;
        return TryWord(position - OutputRing.WordBytes, out var word)
            ? Text(word, position - OutputRing.SizeOf(word), buffer, out record)
            : ReadStatus.Gone;
    }

    /// <summary>The record that begins at <paramref name="position"/>; the following one is at its <c>Next</c>.</summary>
    public ReadStatus At(long position, Span<byte> buffer, out OutputRecord record)
    {
        record = default;
        if (position >= ring.End)
            return ReadStatus.None;
        return position >= ring.Oldest && TryWord(position, out var word)
            ? Text(word, position, buffer, out record)
            : ReadStatus.Gone;
    }

    /// <summary>The word is only believed if the place where it lay has not been retired since.</summary>
    private bool TryWord(long position, out uint word)
    {
        var copied = ring.TryWord(position, out word);
        Volatile.ReadBarrier();
        return copied && position >= ring.Oldest;
    }

    private ReadStatus Text(uint word, long position, Span<byte> buffer, out OutputRecord record)
    {
        var length = OutputRing.LengthOf(word);
        var copied = ring.Copy(position + OutputRing.WordBytes, buffer[..length]);
        Volatile.ReadBarrier();
        record = new(OutputRing.KindOf(word), OutputRing.BeginsOf(word), position, position + OutputRing.SizeOf(word), length);
        return copied && position >= ring.Oldest ? ReadStatus.Read : ReadStatus.Gone;
    }
}
