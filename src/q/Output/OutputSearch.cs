using System.Text;

namespace Q.Output;

/// <summary>A place in a ring where a text stands: so many bytes into the text of a record.</summary>
internal readonly record struct OutputMatch(long Record, int Into, OutputKind Kind)
{
    public long At => Record + OutputRing.WordBytes + Into;
}

/// <summary>Looks for a text in all that a session has said, letters of either case, also across records. Pure but for the reading.</summary>
internal static class OutputSearch
{
    /// <summary>The nearest match before a position of the ring (older), or after it; null when there is none.</summary>
    public static OutputMatch? Find(OutputRing ring, string text, long from, bool older)
    {
        if (text.Length == 0)
            return null;
        var (reader, buffer) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes]);
        OutputMatch? nearest = null;
        var (below, goesOn) = ("", false); // the beginning of the record behind, where that goes on with this one
        for (var end = ring.End; reader.Before(end, buffer, out var record) is ReadStatus.Read; end = record.Position)
        {
            if (!older && record.Next <= from)
                break;
            var own = Encoding.UTF8.GetString(buffer, 0, record.Length);
            if (!older || record.Position < from)
            {
                var found = In(goesOn ? own + below : own, own.Length, text, record, from, older);
                if (found is not null && older)
                    return found;
                nearest = found ?? nearest;
            }
            below = own.Length >= text.Length ? own[..(text.Length - 1)] : goesOn ? Head(own + below, text.Length - 1) : own;
            goesOn = !record.Begins;
        }
        return nearest;
    }

    /// <summary>The last match that begins in the record's own text and before a place, or the first one after it.</summary>
    private static OutputMatch? In(string all, int own, string text, OutputRecord record, long from, bool older)
    {
        OutputMatch? found = null;
        for (var at = Next(0); at >= 0 && at < own; at = Next(at + 1))
        {
            var match = new OutputMatch(record.Position, Encoding.UTF8.GetByteCount(all.AsSpan(0, at)), record.Kind);
            if (older && match.At >= from)
                break;
            if (!older && match.At <= from)
                continue;
            found = match;
            if (!older)
                break;
        }
        return found;

        int Next(int at) => at >= all.Length ? -1 : all.IndexOf(text, at, StringComparison.OrdinalIgnoreCase);
    }

    private static string Head(string text, int most) => text.Length <= most ? text : text[..most];
}
