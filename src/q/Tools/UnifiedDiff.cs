using System.Text;
using DiffPlex;

namespace Q.Tools;

/// <summary>The difference of two texts as a unified diff with three lines of context. Pure. Every changed line is in it.</summary>
internal static class UnifiedDiff
{
    private const int Around = 3;

    /// <summary>Above this many changed lines the search for the smallest difference would take too long to wait for.</summary>
    private const int MostCompared = 6000;

    private const string NoNewline = "\\ No newline at end of file\n";

    /// <summary>Empty when the texts, UTF-8, are the same. <paramref name="was"/> is null for a file that does not exist yet.</summary>
    public static string Of(string path, byte[]? was, byte[] now)
    {
        var before = Text(was);
        var after = Text(now);
        if (before.SequenceEqual(after))
            return "";
        var (head, tail) = Same(before, after);
        var above = before[..head].Count((byte)'\n');
        var (old, made) = (Lines(Encoding.UTF8.GetString(before[head..^tail])), Lines(Encoding.UTF8.GetString(after[head..^tail])));
        var text = new StringBuilder();
        text.Append("--- ").Append(was is null ? "/dev/null" : path).Append('\n').Append("+++ ").Append(path).Append('\n');
        var blocks = Blocks(old, made);
        for (var first = 0; first < blocks.Count;)
        {
            var last = first;
            while (last + 1 < blocks.Count && blocks[last + 1].OldStart - blocks[last].OldEnd <= 2 * Around)
                last++;
            Hunk(text, old, made, blocks.GetRange(first, last - first + 1), above);
            first = last + 1;
        }
        return text.ToString();
    }

    /// <summary>How many bytes are not in lines that are the same: what a difference is made of.</summary>
    public static int Changed(byte[]? was, byte[] now)
    {
        var (head, tail) = Same(Text(was), Text(now));
        return Text(was).Length + now.Length - 2 * (head + tail);
    }

    /// <summary>Bytes of the byte order mark.</summary>
    public static int MarkOf(ReadOnlySpan<byte> utf8) => utf8.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8[MarkOf(utf8)..];

    /// <summary>
    /// How much of both is the same at the beginning and at the end, whole lines, but for the lines around: what is far from every
    /// change is never taken apart, which for a small edit of a large file takes many times its size.
    /// </summary>
    private static (int Head, int Tail) Same(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var most = Math.Min(before.Length, after.Length);
        var head = before.CommonPrefixLength(after);
        for (var lines = 0; lines <= Around && head >= 0; lines++)
            head = head == 0 ? -1 : before[..head].LastIndexOf((byte)'\n');
        head++; // behind the line feed, or the beginning
        var tail = 0;
        while (tail < most - head && before[^(tail + 1)] == after[^(tail + 1)])
            tail++;
        for (var lines = 0; lines <= Around && tail > 0; lines++)
            tail -= before[^tail..].IndexOf((byte)'\n') is var feed and >= 0 ? feed + 1 : tail;
        return (head, tail);
    }

    /// <param name="above">How many lines stand before the first one.</param>
    private static void Hunk(StringBuilder text, string[] old, string[] made, List<Change> changes, int above)
    {
        var (first, last) = (changes[0], changes[^1]);
        var before = Math.Min(Around, first.OldStart);
        var after = Math.Min(Around, old.Length - last.OldEnd);
        var (oldFrom, oldCount) = (first.OldStart - before, last.OldEnd + after - first.OldStart + before);
        var (newFrom, newCount) = (first.NewStart - before, last.NewEnd + after - first.NewStart + before);
        text.Append("@@ -").Append(Range(above + oldFrom, oldCount)).Append(" +").Append(Range(above + newFrom, newCount)).Append(" @@\n");
        var at = oldFrom;
        foreach (var change in changes)
        {
            Write(text, ' ', old, at, change.OldStart);
            Write(text, '-', old, change.OldStart, change.OldEnd);
            Write(text, '+', made, change.NewStart, change.NewEnd);
            at = change.OldEnd;
        }
        Write(text, ' ', old, at, last.OldEnd + after);
    }

    private static string Range(int from, int count) => count == 1 ? $"{from + 1}" : $"{(count == 0 ? from : from + 1)},{count}";

    private static void Write(StringBuilder text, char sign, string[] lines, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            text.Append(sign).Append(PlainText.Visible(lines[at]));
            if (!lines[at].EndsWith('\n'))
                text.Append('\n').Append(NoNewline);
        }
    }

    private static List<Change> Blocks(string[] old, string[] made)
    {
        var (head, tail) = (0, 0);
        while (head < old.Length && head < made.Length && old[head] == made[head])
            head++;
        while (tail < old.Length - head && tail < made.Length - head && old[^(tail + 1)] == made[^(tail + 1)])
            tail++;
        var (oldMiddle, newMiddle) = (old[head..^tail], made[head..^tail]);
        if (oldMiddle.Length == 0 || newMiddle.Length == 0 || oldMiddle.Length + newMiddle.Length > MostCompared)
            return [new(head, old.Length - tail, head, made.Length - tail)];
        var difference = Differ.Instance.CreateDiffs(
            string.Concat(oldMiddle), string.Concat(newMiddle), ignoreWhiteSpace: false, ignoreCase: false, LineChunks.Instance);
        return [.. difference.DiffBlocks.Select(block => new Change(
            head + block.DeleteStartA, head + block.DeleteStartA + block.DeleteCountA,
            head + block.InsertStartB, head + block.InsertStartB + block.InsertCountB))];
    }

    /// <summary>Lines with what ends them: only a line feed does, so that a change of \r\n to \n is a change.</summary>
    private static string[] Lines(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var feed = text.IndexOf('\n', at);
            var end = feed < 0 ? text.Length : feed + 1;
            lines.Add(text[at..end]);
            at = end;
        }
        return [.. lines];
    }

    /// <summary>Lines of the old text that were replaced by lines of the new one.</summary>
    private readonly record struct Change(int OldStart, int OldEnd, int NewStart, int NewEnd);

    private sealed class LineChunks : IChunker
    {
        public static readonly LineChunks Instance = new();

        public IReadOnlyList<string> Chunk(string text) => Lines(text);
    }
}
