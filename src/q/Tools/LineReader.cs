using System.Text;
using Q.Core;

namespace Q.Tools;

/// <summary>Reads a range of a text file's lines with bounded memory, however large the file or one of its lines is.</summary>
internal static class LineReader
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>Files that do not tell their length (below /proc) are read up to here, so that an endless one ends.</summary>
    private const long MostUnsized = 16 * 1024 * 1024;

    public static Outcome<ReadText> Read(ReadOperation operation, int mostBytes, CancellationToken cancel)
    {
        try
        {
            return Open(operation.Path, operation.Shown) is var opened && opened.TryGet(out var file)
                ? Lines(file, operation, mostBytes, cancel)
                : Outcome<ReadText>.No(opened.Problem!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<ReadText>.No($"{operation.Shown} cannot be read: {e.Message}");
        }
    }

    /// <summary>Opens a regular file; anything else (a folder, a pipe, a device without end) is a sentence.</summary>
    public static Outcome<FileStream> Open(string path, string shown)
    {
        return FileStatus.Of(path).Kind switch
        {
            FileKind.File => Outcome<FileStream>.Ok(new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1)),
            FileKind.Folder => Outcome<FileStream>.No($"{shown} is a folder. Read it with the mode Directory."),
            FileKind.Missing => Outcome<FileStream>.No($"{shown} does not exist{ReadOperation.PlaceOf(path, shown)}."),
            FileKind.Link or FileKind.Other => Outcome<FileStream>.No($"{shown} is not a regular file."),
        };
    }

    private static Outcome<ReadText> Lines(FileStream file, ReadOperation operation, int mostBytes, CancellationToken cancel)
    {
        using (file)
        {
            var count = Count(file, cancel);
            if (count == 0)
                return Outcome<ReadText>.Ok(new("", "empty"));
            var (start, end) = (FromEnd(operation.StartLine, count), FromEnd(operation.EndLine, count));
            if (start > count)
                return Outcome<ReadText>.No($"start_line {operation.StartLine} is past the end: {operation.Shown} has {count} lines.");
            end = Math.Min(Math.Max(end, start), count);
            file.Position = 0;
            using var kept = new PooledBuffer();
            var size = Copy(file, start, end, mostBytes, kept, cancel);
            if (size > mostBytes)
            {
                return Outcome<ReadText>.No(
                    $"Lines {start} to {end} of {operation.Shown} are {size} bytes, and at most {mostBytes} can be read at once. Ask for fewer lines.");
            }
            var text = kept.Written;
            if (text.Contains((byte)0))
                return Outcome<ReadText>.No(NotText(operation.Shown, text));
            text = start == 1 && text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
            return Outcome<ReadText>.Ok(new(Encoding.UTF8.GetString(text.EndsWith("\n"u8) ? text[..^1] : text), Lines(end - start + 1)));
        }
    }

    private static string NotText(string shown, ReadOnlySpan<byte> start) =>
        start.StartsWith(Encoding.Unicode.Preamble) || start.StartsWith(Encoding.BigEndianUnicode.Preamble)
            ? $"{shown} is UTF-16, which cannot be read here. Convert a copy with iconv -f UTF-16 -t UTF-8."
            : $"{shown} is not text.";

    private static string Lines(long count) => count == 1 ? "1 line" : $"{count} lines";

    private static long FromEnd(int line, long count) => line < 0 ? Math.Max(1, count + 1 + line) : Math.Max(1, line);

    private static long Count(FileStream file, CancellationToken cancel)
    {
        var (lines, last) = (0L, (byte)'\n');
        foreach (var chunk in new Chunks(file, cancel))
        {
            lines += chunk.Count((byte)'\n');
            last = chunk[^1];
        }
        return last == '\n' ? lines : lines + 1;
    }

    /// <summary>Keeps at most one byte too many; returns how large the range is.</summary>
    private static long Copy(FileStream file, long start, long end, int most, PooledBuffer kept, CancellationToken cancel)
    {
        var (line, size) = (1L, 0L);
        foreach (var whole in new Chunks(file, cancel))
        {
            var chunk = whole;
            while (chunk.Length > 0 && line <= end)
            {
                var feed = chunk.IndexOf((byte)'\n');
                var length = feed < 0 ? chunk.Length : feed + 1;
                if (line >= start)
                {
                    kept.Append(chunk[..(int)Math.Clamp(most + 1L - size, 0, length)]);
                    size += length;
                }
                line += feed < 0 ? 0 : 1;
                chunk = chunk[length..];
            }
            if (line > end)
                break;
        }
        return size;
    }

    /// <summary>A file in pieces, up to its bound.</summary>
    private ref struct Chunks(FileStream file, CancellationToken cancel)
    {
        private readonly byte[] _buffer = new byte[ChunkSize];
        private long _left = file.Length > 0 ? file.Length : MostUnsized;
        private int _count;

        public readonly Chunks GetEnumerator() => this;

        public readonly ReadOnlySpan<byte> Current => _buffer.AsSpan(0, _count);

        public bool MoveNext()
        {
            cancel.ThrowIfCancellationRequested();
            _count = file.Read(_buffer, 0, (int)Math.Min(ChunkSize, _left));
            _left -= _count;
            return _count > 0;
        }
    }
}
