using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Q.Core;
using Q.Turns;

namespace Q.Tools;

/// <summary>Writes and edits text files. Asks, with the whole difference shown, but for the session's own folder.</summary>
internal sealed class FsWrite : ITool
{
    public const string Name = ToolNames.Write;

    /// <summary>Old and new lines that an edit may change: the difference is held several times while it is made and shown.</summary>
    internal const int MostChanged = 2 * 1024 * 1024;

    public ToolSpec Spec { get; } = new(Name,
        "Writes a text file. create: makes or overwrites it with file_text, and the folders it needs. str_replace: replaces old_str, which must "
        + "stand in the file exactly once, by new_str. insert: puts new_str after line insert_line (0: at the top). append: adds new_str at the "
        + "end. Paths are relative to the session's folder, or absolute, ~/…, or @session/… for files of this session alone.",
        """
        {"type":"object","properties":{"command":{"type":"string","enum":["create","str_replace","insert","append"]},"path":{"type":"string"},"file_text":{"type":"string","description":"create: the whole text"},"old_str":{"type":"string","description":"str_replace: what is replaced"},"new_str":{"type":"string","description":"str_replace, insert, append: the new text"},"insert_line":{"type":"integer","description":"insert: after which line"},"summary":{"type":"string","description":"Why, in a few words"}},"required":["command","path"]}
        """);

    public Outcome<ToolCall> Prepare(JsonElement input, ToolContext context)
    {
        var arguments = new Arguments(input);
        var (command, shown, summary) = (arguments.Required("command"), arguments.Required("path"), arguments.Optional("summary"));
        var edit = Read(command, arguments);
        if (arguments.Problem is { } problem)
            return Outcome<ToolCall>.No(problem);
        var resolved = context.Workspace.Resolve(shown);
        if (!resolved.TryGet(out var path))
            return Outcome<ToolCall>.No(resolved.Problem!);
        var isPlanned = context.Planned.TryGetValue(path, out var planned);
        var current = isPlanned ? Outcome<byte[]?>.Ok(planned) : FileContent.Read(path, shown);
        if (!current.TryGet(out var bytes))
            return Outcome<ToolCall>.No(current.Problem!);
        if (!isPlanned && Stale(context, edit, shown, path, bytes) is { } conflict)
            return Outcome<ToolCall>.Ok(new Refused(
                PlainText.Title($"{Name} {command} {shown}"), conflict, ToSee(path, context.Workspace),
                new("write", path, Encoding.UTF8.GetBytes(edit.Text))));
        var before = TextOf(bytes);
        if (before is null && bytes is not null && edit.Command is not EditCommand.Create)
            return Outcome<ToolCall>.No($"{shown} is not UTF-8 text, so it can only be replaced as a whole, with the command create");
        var applied = edit.Apply(before, shown);
        if (!applied.TryGet(out var made))
            return Outcome<ToolCall>.No(applied.Problem!);
        if (made.Length > FileContent.MostBytes)
            return Outcome<ToolCall>.No($"{shown} would be {made.Length} bytes; at most {FileContent.MostBytes} can be written");
        var changed = UnifiedDiff.Changed(before, made);
        var isWhole = edit.Command is EditCommand.Create && changed > MostChanged; // what goes is counted, what comes is shown
        if ((isWhole ? made.Length : changed) > MostChanged)
            return Outcome<ToolCall>.No($"{shown}: {changed} bytes would change at once; at most {MostChanged} can be shown to be allowed. Change it in parts");
        context.Planned[path] = made;
        var diff = Difference(PlainText.Line(context.Workspace.Short(path)), bytes, before, made, isWhole);
        return Outcome<ToolCall>.Ok(new Call(command, shown, path, bytes, made, diff, summary, context));
    }

    public IReadOnlyList<string> Writes(JsonElement input, Workspace workspace) =>
        new Arguments(input).Optional("path") is { } path && workspace.Resolve(path).TryGet(out var real) ? [real] : [];

    /// <summary>The same, where it is text; null where there is none.</summary>
    internal static byte[]? TextOf(byte[]? bytes) => bytes is not null && Utf8.IsValid(bytes) ? bytes : null;

    /// <summary>Both changes, when the file is not what this session knows, or another session wrote it and this one never read it.</summary>
    private static string? Stale(ToolContext context, FileEdit edit, string shown, string path, byte[]? now)
    {
        var knew = context.Known.Of(path);
        var writer = context.Shared.Files.WriterOf(path, now);
        if (knew is null ? writer is null || writer.Session == context.Workspace.Session : knew.Is(now))
            return null;
        var before = knew is { Exists: true } ? TextOf(knew.Bytes ?? now) : null;
        return FileConflict.Describe(shown, knew, now, edit.Apply(before, shown).TryGet(out var wanted) ? wanted : null, writer, context.Shared);
    }

    private static FileEdit Read(string command, Arguments arguments)
    {
        EditCommand? kind = command switch
        {
            "create" => EditCommand.Create,
            "str_replace" => EditCommand.StrReplace,
            "insert" => EditCommand.Insert,
            "append" => EditCommand.Append,
            _ => null,
        };
        if (kind is null)
            arguments.Refuse($"the command \"{PlainText.Title(command)}\" is none of create, str_replace, insert, append");
        var text = kind is EditCommand.Create
            ? arguments.Optional("file_text") ?? arguments.Optional("new_str") // some models know only the one name
            : arguments.Required("new_str");
        if (text is null)
            arguments.Refuse("create needs \"file_text\"");
        var old = kind is EditCommand.StrReplace ? arguments.Required("old_str") : "";
        if (kind is EditCommand.StrReplace && old.Length == 0)
            arguments.Refuse("\"old_str\" is empty");
        var line = arguments.Number("insert_line");
        if (kind is EditCommand.Insert && line is not >= 0)
            arguments.Refuse("insert needs \"insert_line\", 0 or more");
        return new(kind ?? EditCommand.Create, text ?? "", old, line ?? 0);
    }

    private static string Difference(string path, byte[]? bytes, byte[]? before, byte[] after, bool isWhole)
    {
        if (bytes is not null && (before is null || isWhole))
        {
            var what = before is null ? "that are not text" : "of text, too many to be shown,";
            return $"{path}: {bytes.Length} bytes {what} are replaced by\n" + UnifiedDiff.Of(path, was: null, after);
        }
        var diff = UnifiedDiff.Of(path, before, after);
        return diff.Length > 0 ? diff : $"{path}: {(bytes is null ? "a new, empty file" : "nothing changes")}\n";
    }

    private sealed class Call(
        string command, string shown, string path, byte[]? before, byte[] after, string diff, string? summary, ToolContext context) : ToolCall
    {
        private Workspace Workspace => context.Workspace;

        public override string Title => PlainText.Title($"{Name} {command} {shown}");

        public override string Preview => (Workspace.IsInFolder(path) ? "" : $"File: {PlainText.Line(path)}\n")
            + diff + (string.IsNullOrWhiteSpace(summary) ? "" : $"\nPurpose: {PlainText.Visible(summary)}\n");

        public override Permission Need => Workspace.IsInSessionFolder(path) ? Permission.Allowed
            : SessionFolder.IsOfAnother(path, Workspace.Session) ? Permission.AskAlways : Permission.Ask;

        public override ToolDeed Deed => new("write", path, after);

        public override long Held => (before?.Length ?? 0) + after.Length + 2L * diff.Length;

        public override Task<ToolResult> Run(ToolOutputSink output, CancellationToken cancel)
        {
            if (cancel.IsCancellationRequested)
                return Task.FromResult(ToolResult.Cancelled());
            if (!RealPath.Of(path).TryGet(out var now) || now != path)
                return Task.FromResult(ToolResult.Failed($"{shown} leads elsewhere since this edit was prepared, so it was not written. Read it again.", "conflict"));
            var current = FileContent.Read(path, shown);
            if (!current.TryGet(out var found))
                return Task.FromResult(ToolResult.Failed(current.Problem!));
            if ((found is null) != (before is null) || !found.AsSpan().SequenceEqual(before))
                return Conflict(found, output);
            if (FileContent.Write(path, shown, after).Problem is { } problem)
                return Task.FromResult(ToolResult.Failed(problem));
            context.Known.Saw(path, after);
            context.Shared.Files.Wrote(Workspace.Session, path, after);
            return Task.FromResult(new ToolResult("", IsError: false, before is null ? "created" : "written"));
        }

        private Task<ToolResult> Conflict(byte[]? found, ToolOutputSink output)
        {
            var knew = new FileMemory();
            knew.Saw(path, before);
            var writer = context.Shared.Files.WriterOf(path, found);
            return Refused.Say(
                FileConflict.Describe(shown, knew.Of(path), found, after, writer, context.Shared), output);
        }
    }

    /// <summary>A conflict shows what is in the file, so it needs what reading it needs.</summary>
    private static Permission ToSee(string path, Workspace workspace) =>
        SessionFolder.IsOfAnother(path, workspace.Session) ? Permission.AskAlways
        : workspace.IsInFolder(path) ? Permission.Allowed : Permission.Ask;

    /// <summary>Nothing is written: it says why, to the person as to the model.</summary>
    private sealed class Refused(string title, string conflict, Permission toSee, ToolDeed deed) : ToolCall
    {
        public override string Title => title;

        public override string Preview => conflict;

        public override Permission Need => toSee;

        public override ToolDeed Deed => deed;

        public override long Held => 2L * conflict.Length + deed.Content.Length;

        public override Task<ToolResult> Run(ToolOutputSink output, CancellationToken cancel) => Say(conflict, output);

        public static async Task<ToolResult> Say(string conflict, ToolOutputSink output)
        {
            var end = conflict.IndexOf("\n\n", StringComparison.Ordinal);
            var said = end < 0 ? conflict : $"{conflict[(end + 2)..].TrimEnd()}\n\n{conflict[..end]}\n";
            await output(Encoding.UTF8.GetBytes(said)); // the reason last: the lowest rows are shown below the call
            return ToolResult.Failed(conflict, "conflict");
        }
    }
}
