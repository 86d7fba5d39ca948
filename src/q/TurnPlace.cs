using Q.Output;

namespace Q;

/// <summary>Where a turn stands in a session's ring. Pure.</summary>
internal static class TurnPlace
{
    /// <summary>
    /// The position of the prompt after which <paramref name="later"/> more came; -1 when it is further back than the ring
    /// holds. Counted from the end, since the beginning may have been evicted.
    /// </summary>
    public static long Of(OutputRing ring, int later)
    {
        var reader = new OutputReader(ring);
        for (var at = ring.End; reader.Before(at, out var record) is ReadStatus.Read; at = record.Position)
        {
            if (record is { Kind: OutputKind.Prompt, Begins: true } && later-- == 0)
                return record.Position;
        }
        return -1;
    }
}
