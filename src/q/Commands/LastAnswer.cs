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

    public static bool IsShell(string language) => language is "sh" or "bash" or "zsh" or "fish" or "shell" or "console";

    /// <summary>The command that was run last; null where there is none, or its row had no room for all of it.</summary>
    public static string? CommandIn(OutputRing ring)
    {
        const string Runs = "execute_bash ";
        var (reader, buffer) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes]);
        for (var at = ring.End; reader.Before(at, buffer, out var record) is ReadStatus.Read; at = record.Position)
        {
            if (record is not { Kind: OutputKind.ToolStart, Begins: true } || Encoding.UTF8.GetString(buffer, 0, record.Length) is not { } title
                || !title.StartsWith(Runs, StringComparison.Ordinal))
                continue;
            return title.EndsWith('…') ? null : title[Runs.Length..].TrimEnd('\n');
        }
        return null;
    }

    /// <summary>The last block of code that a fence surrounds, without the fences; null where there is none.</summary>
    /// <param name="isWanted">Asked with its language; all are wanted where it is left out.</param>
    public static string? CodeIn(string answer, Func<string, bool>? isWanted = null)
    {
        string? last = null;
        StringBuilder? open = null;
        var (fence, language) = ("", "");
        foreach (var line in answer.Split('\n'))
        {
            var text = line.Trim();
            var length = text.AsSpan().IndexOfAnyExcept(text.StartsWith('~') ? '~' : '`');
            length = length < 0 ? text.Length : length;
            if (open is not null && text.StartsWith(fence, StringComparison.Ordinal) && length == text.Length)
                (last, open) = (isWanted?.Invoke(language) == false ? last : open.ToString(), null);
            else if (open is not null)
                open.Append(line.TrimEnd('\r')).Append('\n');
            else if (length >= 3 && !text[length..].Contains('`'))
                (open, fence, language) = (new(), text[..length], text[length..].Trim());
        }
        return open is { Length: > 0 } && isWanted?.Invoke(language) != false ? open.ToString() : last;
    }
}
