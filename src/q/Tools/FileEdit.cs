using System.Text;
using Q.Core;

namespace Q.Tools;

internal enum EditCommand : byte
{
    Create,
    StrReplace,
    Insert,
    Append,
}

/// <summary>What a model wants done to a file. <paramref name="Text"/> is what is written; <paramref name="Old"/> what it replaces.</summary>
internal sealed record FileEdit(EditCommand Command, string Text, string Old, int Line)
{
    private const int MostQuoted = 200;

    /// <summary>
    /// The file's new bytes, made from its old ones without a copy in between: a file may have many megabytes.
    /// <paramref name="before"/> is UTF-8, null when there is none yet; its byte order mark stays. The problem is for the model. Pure.
    /// </summary>
    public Outcome<byte[]> Apply(byte[]? before, string shown)
    {
        if (before is null && Command is not EditCommand.Create)
            return Outcome<byte[]>.No($"{shown} does not exist. Make it with the command create.");
        var mark = UnifiedDiff.MarkOf(before);
        var carriageReturns = Command is not EditCommand.Create && HasOnlyCarriageReturns(before);
        var text = Utf8(Text, carriageReturns);
        var lineEnd = carriageReturns ? "\r\n"u8 : "\n"u8;
        return Command switch
        {
            EditCommand.Create => Outcome<byte[]>.Ok([.. before.AsSpan(0, mark), .. text, .. Missing(text, lineEnd)]),
            EditCommand.StrReplace => Replace(before, Utf8(Old, carriageReturns), text, shown),
            EditCommand.Insert => Outcome<byte[]>.Ok(Inserted(before, mark, text, lineEnd)),
            EditCommand.Append => Outcome<byte[]>.Ok(
                [.. before!, .. Missing(before.AsSpan(mark), lineEnd), .. text, .. Missing(text, lineEnd)]),
        };
    }

    private Outcome<byte[]> Replace(ReadOnlySpan<byte> before, ReadOnlySpan<byte> old, ReadOnlySpan<byte> text, string shown)
    {
        var at = before.IndexOf(old);
        if (at < 0)
        {
            var hint = before.IndexOf("\r\n"u8) >= 0 && Old.Contains('\n') && !Old.Contains('\r') ? " The file ends its lines with \\r\\n." : "";
            return Outcome<byte[]>.No($"no occurrences of \"{PlainText.CutAt(Old, MostQuoted)}\" were found in {shown}.{hint}");
        }
        var count = 1;
        for (var (from, next) = (at + 1, 0); (next = before[from..].IndexOf(old)) >= 0; from += next + 1)
            count++;
        return count > 1
            ? Outcome<byte[]>.No($"{count} occurrences of old_str were found in {shown} when only 1 is expected. Give more of the text around it.")
            : Outcome<byte[]>.Ok([.. before[..at], .. text, .. before[(at + old.Length)..]]);
    }

    /// <summary>After line N, whole lines; past the end is at the end.</summary>
    private byte[] Inserted(ReadOnlySpan<byte> before, int mark, ReadOnlySpan<byte> text, ReadOnlySpan<byte> lineEnd)
    {
        var at = mark;
        for (var line = 0; line < Line && at < before.Length; line++)
            at = before[at..].IndexOf((byte)'\n') is var feed and >= 0 ? at + feed + 1 : before.Length;
        return [.. before[..at], .. Missing(before[mark..at], lineEnd), .. text, .. Missing(text, lineEnd), .. before[at..]];
    }

    /// <summary>Every line ends with \r\n: models write \n, and an edit must not mix the two.</summary>
    private static bool HasOnlyCarriageReturns(ReadOnlySpan<byte> text) =>
        text.Count((byte)'\n') is > 0 and var lines && text.Count("\r\n"u8) == lines;

    private static byte[] Utf8(string text, bool carriageReturns) => Encoding.UTF8.GetBytes(carriageReturns
        ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal)
        : text);

    /// <summary>The end of the last line, where it has none.</summary>
    private static ReadOnlySpan<byte> Missing(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lineEnd) =>
        text.Length == 0 || text[^1] == '\n' ? [] : lineEnd;
}
