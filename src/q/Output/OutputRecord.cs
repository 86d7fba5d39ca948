namespace Q.Output;

/// <summary>What a reader learns of one record. Its text is the first <paramref name="Length"/> bytes of the reader's buffer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Begins">
/// It begins a block. False for the further pieces of one text (an answer, a tool's output, anything too long for one
/// record): they follow without a border, cut anywhere between characters.
/// </param>
/// <param name="Position">Where it lies: absolute, and never used again for another.</param>
/// <param name="Next">The position after it, where the next record lies or will lie.</param>
/// <param name="Length">Bytes of UTF-8.</param>
internal readonly record struct OutputRecord(OutputKind Kind, bool Begins, long Position, long Next, int Length);

internal enum ReadStatus : byte
{
    /// <summary>The record and its text are whole.</summary>
    Read,

    /// <summary>There is none on that side: the oldest, or the newest, was reached.</summary>
    None,

    /// <summary>What was asked for has been evicted; go on from <see cref="OutputRing.Oldest"/>.</summary>
    Gone,
}
