using System.IO.Enumeration;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Q.Core;

namespace Q.Tools;

/// <summary>
/// Finds lines that contain a text, ignoring case, in a file or in the files of a folder: a JSON list of
/// <c>{path, line_number, context}</c>, the path only for a folder. Folders whose name begins with a dot, binary and very
/// large files are passed over in a folder. A last entry <c>{note}</c> says when there were too many files to look at.
/// </summary>
internal static class TextSearch
{
    private const int MostFiles = 50_000;
    private const long MostFileSize = 16 * 1024 * 1024;

    public static Outcome<ReadText> Search(
        ReadOperation operation, Workspace workspace, int mostBytes, CancellationToken cancel, int mostFiles = MostFiles)
    {
        using var memory = new MemoryStream();
        var found = new Found(operation, memory, mostBytes);
        try
        {
            if (Directory.Exists(operation.Path))
            {
                var files = Files(operation.Path, workspace.Session, cancel).Take(mostFiles + 1).Order(StringComparer.Ordinal).ToList();
                foreach (var path in files.Take(mostFiles))
                {
                    cancel.ThrowIfCancellationRequested();
                    if (found.IsFull)
                        break;
                    if (Lines(path) is { } lines)
                        found.Add(lines, () => workspace.Short(path));
                }
                if (files.Count > mostFiles)
                    found.Note($"Only {mostFiles} of the files were searched. Search in a smaller folder for the rest.");
            }
            else
            {
                if (LineReader.Open(operation.Path, operation.Shown) is var opened && opened.Problem is { } problem)
                    return Outcome<ReadText>.No(problem);
                (opened.TryGet(out var file) ? file : null)?.Dispose();
                if (Lines(operation.Path) is not { } lines)
                    return Outcome<ReadText>.No($"{operation.Shown} is not text, or larger than {MostFileSize} bytes.");
                found.Add(lines, nameOf: null);
            }
            return found.Finish(memory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<ReadText>.No($"{operation.Shown} cannot be searched: {e.Message}");
        }
    }

    private static FileSystemEnumerable<string> Files(string folder, SessionId own, CancellationToken cancel) =>
        new FileSystemEnumerable<string>(folder, static (ref entry) => entry.ToFullPath(),
            new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
        {
            ShouldIncludePredicate = (ref entry) =>
            {
                cancel.ThrowIfCancellationRequested();
                return !entry.IsDirectory;
            },
            ShouldRecursePredicate = (ref entry) => !entry.FileName.StartsWith('.') && entry.FileName is not "node_modules"
                && !SessionFolder.IsOfAnother(entry.ToFullPath(), own),
        };

    /// <summary>Null for what is no text.</summary>
    private static string[]? Lines(string path)
    {
        try
        {
            if (FileStatus.Of(path) is not { Kind: FileKind.File, Size: <= MostFileSize })
                return null;
            var bytes = File.ReadAllBytes(path);
            return bytes.AsSpan(0, Math.Min(bytes.Length, 8192)).Contains((byte)0)
                ? null
                : Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed class Found(ReadOperation operation, MemoryStream memory, int mostBytes)
    {
        private readonly Utf8JsonWriter _to = Begin(memory);
        private int _matches;

        public bool IsFull { get; private set; }

        public void Add(string[] lines, Func<string>? nameOf)
        {
            for (var at = 0; at < lines.Length && !IsFull; at++)
            {
                if (!lines[at].Contains(operation.Pattern, StringComparison.OrdinalIgnoreCase))
                    continue;
                _to.WriteStartObject();
                if (nameOf is not null)
                    _to.WriteString("path", nameOf());
                _to.WriteNumber("line_number", at + 1);
                _to.WriteString("context", Context(lines, at));
                _to.WriteEndObject();
                _matches++;
                _to.Flush();
                IsFull = memory.Length > mostBytes;
            }
        }

        public void Note(string sentence)
        {
            _to.WriteStartObject();
            _to.WriteString("note", sentence);
            _to.WriteEndObject();
        }

        public Outcome<ReadText> Finish(MemoryStream from)
        {
            _to.WriteEndArray();
            _to.Dispose();
            return IsFull
                ? Outcome<ReadText>.No($"\"{operation.Pattern}\" is found so often in {operation.Shown} that the answer is over {mostBytes} bytes "
                    + $"after {_matches} matches. Search for something rarer, in a smaller folder, or with fewer context_lines.")
                : Outcome<ReadText>.Ok(new(Encoding.UTF8.GetString(from.GetBuffer(), 0, (int)from.Length), _matches == 1 ? "1 match" : $"{_matches} matches"));
        }

        private string Context(string[] lines, int match)
        {
            var context = new StringBuilder();
            for (var at = Math.Max(0, match - operation.ContextLines); at <= Math.Min(lines.Length - 1, match + operation.ContextLines); at++)
            {
                if (at == lines.Length - 1 && lines[at].Length == 0)
                    break; // nothing stands after the last line feed
                context.Append(context.Length == 0 ? "" : "\n").Append(at == match ? "→ " : "  ").Append(lines[at].TrimEnd('\r'));
            }
            return context.ToString();
        }

        private static Utf8JsonWriter Begin(MemoryStream memory)
        {
            // This JSON goes into a message, never into a page.
            var to = new Utf8JsonWriter(memory, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            to.WriteStartArray();
            return to;
        }
    }
}
