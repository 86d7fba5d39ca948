using System.Text;
using Q.Output;

namespace Q.Tests.Output;

/// <summary>One record as a test compares it.</summary>
internal sealed record Kept(OutputKind Kind, bool Begins, long Position, long Next, string Text);

/// <summary>Reads a ring's records as values.</summary>
internal static class Records
{
    /// <summary>Oldest first.</summary>
    public static List<Kept> Forward(OutputRing ring)
    {
        var (reader, buffer, all) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes], new List<Kept>());
        for (var at = ring.Oldest; reader.At(at, buffer, out var record) is ReadStatus.Read; at = record.Next)
            all.Add(Of(record, buffer));
        return all;
    }

    /// <summary>Newest first.</summary>
    public static List<Kept> Backward(OutputRing ring)
    {
        var (reader, buffer, all) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes], new List<Kept>());
        for (var at = ring.End; reader.Before(at, buffer, out var record) is ReadStatus.Read; at = record.Position)
            all.Add(Of(record, buffer));
        return all;
    }

    public static Kept Of(OutputRecord record, ReadOnlySpan<byte> text) =>
        new(record.Kind, record.Begins, record.Position, record.Next, Encoding.Latin1.GetString(text[..record.Length]));
}
