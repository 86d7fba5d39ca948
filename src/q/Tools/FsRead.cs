using System.Text;
using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Tools;

internal enum ReadMode : byte
{
    Line,
    Directory,
    Search,
    Image,
}

/// <summary>One checked operation of a read. <paramref name="Path"/> is real and absolute.</summary>
internal sealed record ReadOperation(
    ReadMode Mode, string Path, string Shown, int StartLine, int EndLine, string Pattern, int ContextLines, int Depth)
{
    /// <summary>Its real place in brackets; nothing where that is what was written.</summary>
    public string Place => PlaceOf(Path, Shown);

    public static string PlaceOf(string path, string shown) => path == shown ? "" : $" ({path})";
}

/// <summary>Reads lines of files, lists folders, searches text. Free in the session's folder and below, asks outside.</summary>
internal sealed class FsRead : ITool
{
    public const string Name = ToolNames.Read;

    /// <summary>Of one call's whole answer.</summary>
    internal const int MostBytes = 400_000;

    private const int MostOperations = 64;
    private const int MostDepth = 32;
    private const int MostContext = 1000;

    public ToolSpec Spec { get; } = new(Name,
        "Reads files and folders; several operations in one call. Line: the lines start_line to end_line (negative counts from the end). "
        + "Directory: a listing, depth levels deep. Search: lines that contain pattern, ignoring case, in a file or in all files of a folder, "
        + "with context_lines around. Paths are relative to the session's folder, or absolute, ~/…, or @session/… for this session's own files.",
        """
        {"type":"object","properties":{"operations":{"type":"array","minItems":1,"items":{"type":"object","properties":{"mode":{"type":"string","enum":["Line","Directory","Search","Image"]},"path":{"type":"string","description":"File or folder"},"image_paths":{"type":"array","items":{"type":"string"},"description":"Image only"},"start_line":{"type":"integer","default":1},"end_line":{"type":"integer","default":-1},"pattern":{"type":"string","description":"Search only"},"context_lines":{"type":"integer","default":2},"depth":{"type":"integer","default":0}},"required":["mode"]}},"summary":{"type":"string","description":"Why, in a few words"}},"required":["operations"]}
        """);

    public Outcome<ToolCall> Prepare(JsonElement input, ToolContext context)
    {
        var arguments = new Arguments(input);
        var summary = arguments.Optional("summary");
        var operations = new List<ReadOperation>();
        foreach (var entry in arguments.Objects("operations", MostOperations))
        {
            var read = Read(entry, $"operation {operations.Count + 1}: ", context.Workspace);
            if (!read.TryGet(out var operation))
                return Outcome<ToolCall>.No(read.Problem!);
            operations.Add(operation);
        }
        return arguments.Problem is { } problem
            ? Outcome<ToolCall>.No(problem)
            : Outcome<ToolCall>.Ok(new Call(operations, summary, context));
    }

    private static Outcome<ReadOperation> Read(JsonElement entry, string where, Workspace workspace)
    {
        var arguments = new Arguments(entry, where);
        var modeName = arguments.Required("mode");
        ReadMode? mode = modeName.ToUpperInvariant() switch
        {
            "LINE" => ReadMode.Line,
            "DIRECTORY" => ReadMode.Directory,
            "SEARCH" => ReadMode.Search,
            "IMAGE" => ReadMode.Image,
            _ => null,
        };
        if (mode is null)
            arguments.Refuse($"the mode \"{PlainText.Title(modeName)}\" is none of Line, Directory, Search, Image");
        var shown = mode is ReadMode.Image ? arguments.Optional("path") ?? "." : arguments.Required("path");
        var pattern = mode is ReadMode.Search ? arguments.Required("pattern") : "";
        var (start, end) = (arguments.Number("start_line") ?? 1, arguments.Number("end_line") ?? -1);
        var around = Math.Clamp(arguments.Number("context_lines") ?? 2, 0, MostContext);
        var depth = Math.Clamp(arguments.Number("depth") ?? 0, 0, MostDepth);
        if (mode is ReadMode.Search && pattern.Length == 0)
            arguments.Refuse("\"pattern\" is empty");
        if (arguments.Problem is { } problem)
            return Outcome<ReadOperation>.No(problem);
        return workspace.Resolve(shown) is var resolved && resolved.TryGet(out var path)
            ? Outcome<ReadOperation>.Ok(new(mode!.Value, path, shown, start, end, pattern, around, depth))
            : Outcome<ReadOperation>.No(where + resolved.Problem);
    }

    private sealed class Call(List<ReadOperation> operations, string? summary, ToolContext context) : ToolCall
    {
        private Workspace Workspace => context.Workspace;

        public override string Title => PlainText.Title(operations.Count == 1
            ? $"{Name} {Describe(operations[0])}"
            : $"{Name} {Describe(operations[0])} and {operations.Count - 1} more");

        public override string Preview
        {
            get
            {
                var shown = new StringBuilder();
                foreach (var operation in operations)
                    shown.Append(PlainText.Line($"{Verb(operation.Mode)}: {Describe(operation)}{operation.Place}")).Append('\n');
                if (!string.IsNullOrWhiteSpace(summary))
                    shown.Append("\nPurpose: ").Append(summary).Append('\n');
                return PlainText.Visible(shown.ToString());
            }
        }

        public override Permission Need =>
            operations.Exists(operation => SessionFolder.IsOfAnother(operation.Path, Workspace.Session)) ? Permission.AskAlways
            : operations.TrueForAll(operation => operation.Mode is ReadMode.Image || Workspace.IsInFolder(operation.Path)) ? Permission.Allowed
            : Permission.Ask;

        public override Task<ToolResult> Run(ToolOutputSink output, CancellationToken cancel)
        {
            try
            {
                return Task.FromResult(operations.Count == 1 ? One(operations[0], cancel) : Many(cancel));
            }
            catch (OperationCanceledException)
            {
                return Task.FromResult(ToolResult.Cancelled());
            }
        }

        private ToolResult One(ReadOperation operation, CancellationToken cancel) =>
            Do(operation, MostBytes, cancel) is var read && read.TryGet(out var found)
                ? new(PlainText.WithoutHidden(found.Text), IsError: false, found.Summary)
                : ToolResult.Failed(read.Problem!);

        private ToolResult Many(CancellationToken cancel)
        {
            var (all, good) = (new StringBuilder(), 0);
            for (var i = 0; i < operations.Count; i++)
            {
                var left = Math.Max(0, MostBytes - Encoding.UTF8.GetByteCount(all.ToString()));
                var read = Do(operations[i], left, cancel);
                good += read.Succeeded ? 1 : 0;
                all.Append(i == 0 ? "" : "\n\n").Append("=== Operation ").Append(i + 1)
                    .Append(read.Succeeded ? " Result (Text) ===\n" : " Error ===\n")
                    .Append(read.TryGet(out var found) ? found.Text : read.Problem);
            }
            all.Append("\n\n=== Summary ===\n").Append(good).Append(" of ").Append(operations.Count).Append(" operations succeeded");
            return new(PlainText.WithoutHidden(all.ToString()), good == 0, $"{good} of {operations.Count} operations");
        }

        private Outcome<ReadText> Do(ReadOperation operation, int mostBytes, CancellationToken cancel)
        {
            // What was allowed is the place, not the name: a link may have been put there since.
            if (operation.Mode is not ReadMode.Image && (!RealPath.Of(operation.Path).TryGet(out var now) || now != operation.Path))
                return Outcome<ReadText>.No($"{operation.Shown} changed while permission was asked. Read it again.");
            if (operation.Mode is ReadMode.Line)
                TakeNotice(operation);
            return operation.Mode switch
            {
                ReadMode.Line => LineReader.Read(operation, mostBytes, cancel),
                ReadMode.Directory => FolderLister.List(operation, Workspace.Session, mostBytes, cancel),
                ReadMode.Search => TextSearch.Search(operation, Workspace, mostBytes, cancel),
                ReadMode.Image => Outcome<ReadText>.No("Images cannot be sent to this model. Ask the person to describe the image."),
            };
        }

        /// <summary>Before it is read: what changes in between is then taken for a change, not overlooked.</summary>
        private void TakeNotice(ReadOperation operation)
        {
            if (Workspace.IsInFolder(operation.Path))
                context.Shared.Files.Reached(Workspace.Session, operation.Path);
            if (FileContent.Read(operation.Path, operation.Shown).TryGet(out var bytes))
                context.Known.Saw(operation.Path, bytes);
        }

        private static string Describe(ReadOperation operation) => operation.Mode switch
        {
            ReadMode.Line when operation is { StartLine: 1, EndLine: -1 } => operation.Shown,
            ReadMode.Line => $"{operation.Shown}:{operation.StartLine}-{operation.EndLine}",
            ReadMode.Directory => operation.Shown,
            ReadMode.Search => $"{operation.Shown} for \"{operation.Pattern}\"",
            ReadMode.Image => operation.Shown,
        };

        private static string Verb(ReadMode mode) => mode switch
        {
            ReadMode.Line => "Reading file",
            ReadMode.Directory => "Reading directory",
            ReadMode.Search => "Searching",
            ReadMode.Image => "Reading images",
        };
    }
}

/// <summary>What an operation read: the text for the model, and in a few words for the person.</summary>
internal sealed record ReadText(string Text, string Summary);
