using System.Text;
using Q.Output;

namespace Q.Commands;

/// <summary>What the model wrote last, as it wrote it, and the code in it. Pure but for the reading.</summary>
internal static class LastAnswer
{
    private const int Most = 4 << 20;

    /// <summary>All text since the last prompt; null where there is none.</summary>
    public static string? In(OutputRing ring)
    {
        var (reader, buffer) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes]);
        var pieces = new List<byte[]>();
        var bytes = 0;
        for (var at = ring.End; bytes < Most && reader.Before(at, buffer, out var record) is ReadStatus.Read; at = record.Position)
        {
            if (record.Kind is OutputKind.Prompt && pieces.Count > 0)
                break;
            if (record.Kind is not OutputKind.Text)
                continue;
            pieces.Add(buffer[..record.Length]);
            if (record.Begins)
                pieces.Add("\n\n"u8.ToArray());
            bytes += record.Length;
        }
        pieces.Reverse();
        var text = Encoding.UTF8.GetString([.. pieces.SelectMany(static piece => piece)]).Trim('\n');
        return text.Length > 0 ? text : null;
    }

    /// <summary>The last block of code that a fence surrounds, without the fences; null where there is none.</summary>
    public static string? CodeIn(string answer)
    {
        string? last = null;
        StringBuilder? open = null;
        var fence = "";
        foreach (var line in answer.Split('\n'))
        {
            var text = line.Trim();
            var length = text.AsSpan().IndexOfAnyExcept(text.StartsWith('~') ? '~' : '`');
            length = length < 0 ? text.Length : length;
            if (open is not null && text.StartsWith(fence, StringComparison.Ordinal) && length == text.Length)
                (last, open) = (open.ToString(), null);
            else if (open is not null)
                open.Append(line.TrimEnd('\r')).Append('\n');
            else if (length >= 3 && !text[length..].Contains('`'))
                (open, fence) = (new(), text[..length]);
        }
        return open is { Length: > 0 } ? open.ToString() : last;
    }
}
