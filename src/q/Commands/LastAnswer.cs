using System.Text;
using Q.Core;
using Q.Output;
using Q.Terminal;

namespace Q.Commands;

/// <summary>What the model wrote last, as it wrote it, and the code in it. Pure but for the reading.</summary>
internal static class LastAnswer
{
    private const int Most = 4 << 20;

    /// <summary>
    /// All text since the last prompt, without what its screen does not show: control characters but line feed and tab,
    /// escape sequences, what is hidden. Null where there is none.
    /// </summary>
    public static string? In(OutputRing ring)
    {
        var (reader, buffer) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes]);
        var pieces = new List<byte[]>();
        var (bytes, isParted, isTold, isTool) = (0, false, false, false);
        for (var at = ring.End; bytes < Most && reader.Before(at, buffer, out var record) is ReadStatus.Read; at = record.Position)
        {
            if (record.Kind is OutputKind.Prompt && pieces.Count > 0)
                break;
            isTold |= record.Kind is OutputKind.Notice or OutputKind.Error;
            isTool |= record.Kind is not (OutputKind.Text or OutputKind.Prompt or OutputKind.Notice or OutputKind.Error);
            if (record.Kind is not OutputKind.Text)
                continue;
            if (isParted && (isTool || !isTold)) // what q said stands between two parts of one text
                pieces.Add("\n\n"u8.ToArray());
            pieces.Add(buffer[..record.Length]);
            (isParted, isTold, isTool) = (record.Begins, false, false);
            bytes += record.Length;
        }
        pieces.Reverse();
        var text = Shown([.. pieces.SelectMany(static piece => piece)]).Trim('\n');
        return text.Length > 0 ? text : null;
    }

    /// <summary>A text of a model as screens show it: carriage returns end lines, and what cannot be seen is gone.</summary>
    private static string Shown(byte[] utf8)
    {
        LineEnds.Replace(utf8);
        using var clean = new MemoryStream();
        var text = new OutputText(clean);
        for (var at = 0; at < utf8.Length; at += OutputRing.MaxRecordBytes)
        {
            var length = Math.Min(OutputRing.MaxRecordBytes, utf8.Length - at);
            text.Take(OutputKind.Text, begins: at == 0, utf8.AsSpan(at, length));
        }
        var shown = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(clean.GetBuffer(), 0, (int)clean.Length).EnumerateRunes())
        {
            // A joiner or a selector may belong to an emoji.
            if (rune.Value is '\n' or '\t' or 0x200D or 0xFE0E or 0xFE0F || !CellWidth.IsHidden(rune))
                shown.Append(rune);
        }
        return shown.ToString();
    }

    public static bool IsShell(string language) => language is "sh" or "bash" or "zsh" or "fish" or "shell" or "console";

    /// <summary>The command that was run last; null where there is none, or its row had no room for all of it.</summary>
    public static string? CommandIn(OutputRing ring)
    {
        const string Runs = ToolNames.Run + " ";
        var (reader, buffer) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes]);
        for (var at = ring.End; reader.Before(at, buffer, out var record) is ReadStatus.Read; at = record.Position)
        {
            if (record is not { Kind: OutputKind.ToolStart, Begins: true })
                continue;
            var title = Shown(buffer[..record.Length]);
            if (!title.StartsWith(Runs, StringComparison.Ordinal))
                continue;
            return title.EndsWith('…') ? null : title[Runs.Length..].TrimEnd('\n');
        }
        return null;
    }

    /// <summary>
    /// The last block of code that a fence surrounds, without the fences, the signs of a quote and the indentation that
    /// the fence has; null where there is none.
    /// </summary>
    /// <param name="isWanted">Asked with its language; all are wanted where it is left out.</param>
    public static string? CodeIn(string answer, Func<string, bool>? isWanted = null)
    {
        string? last = null;
        StringBuilder? open = null;
        var (fence, language, indent, quotes) = ("", "", 0, 0);
        foreach (var one in answer.Split('\n'))
        {
            var line = Unquoted(one.TrimEnd('\r'), open is null ? int.MaxValue : quotes, out var taken);
            line = open is null ? Unlisted(line) : line;
            var text = line.Trim();
            var length = text.AsSpan().IndexOfAnyExcept(text.StartsWith('~') ? '~' : '`');
            length = length < 0 ? text.Length : length;
            var closes = taken < quotes || (text.StartsWith(fence, StringComparison.Ordinal) && length == text.Length);
            if (open is not null && closes)
                (last, open) = (isWanted?.Invoke(language) == false ? last : open.ToString(), null);
            else if (open is not null)
                open.Append(Indented(line, indent)).Append('\n');
            else if (length >= 3 && !text[length..].Contains('`'))
            {
                (open, fence, language) = (new(), text[..length], text[length..].Trim());
                (indent, quotes) = (line.Length - line.TrimStart().Length, taken);
            }
        }
        return open is { Length: > 0 } && isWanted?.Invoke(language) != false ? open.ToString() : last;
    }

    /// <summary>A line without the signs of the quotes it stands in, at most so many.</summary>
    private static string Unquoted(string line, int most, out int taken)
    {
        taken = 0;
        while (taken < most && line.AsSpan().TrimStart() is ['>', ..] rest)
        {
            line = (rest is ['>', ' ', ..] ? rest[2..] : rest[1..]).ToString();
            taken++;
        }
        return line;
    }

    /// <summary>A line with blanks in place of the signs of the list items that begin in it.</summary>
    private static string Unlisted(string line)
    {
        for (var at = 0; ;)
        {
            while (at < line.Length && line[at] is ' ' or '\t')
                at++;
            var end = at;
            while (end < line.Length && char.IsAsciiDigit(line[end]))
                end++;
            var isItem = end + 1 < line.Length && line[end + 1] is ' ' or '\t' && (end > at ? line[end] is '.' or ')' : line[end] is '-' or '*' or '+');
            if (!isItem)
                return new string(' ', at) + line[at..];
            at = end + 2;
        }
    }

    /// <summary>A line without so many blanks, or as many as it begins with.</summary>
    private static string Indented(string line, int most)
    {
        var blanks = 0;
        while (blanks < Math.Min(most, line.Length) && line[blanks] is ' ' or '\t')
            blanks++;
        return line[blanks..];
    }
}
