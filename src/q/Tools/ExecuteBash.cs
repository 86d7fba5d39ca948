using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Q.Core;
using Q.Processes;
using Q.Turns;

namespace Q.Tools;

/// <summary>Runs a command in bash, or sh where there is no bash. Asks always.</summary>
/// <param name="findShell">Finds the shell; asked once, at the first command.</param>
internal sealed class ExecuteBash(Func<Outcome<string>> findShell) : ITool
{
    public const string Name = ToolNames.Run;

    /// <summary>Of each stream, and its last lines.</summary>
    internal const int MostBytes = 133_333;
    internal const int MostLines = 1024;

    private readonly Lazy<Outcome<string>> _shell = new(findShell);

    public ToolSpec Spec { get; } = new(Name,
        "Runs a command in bash, in the session's folder, and returns exit_status, stdout and stderr. There is no terminal and no input: "
        + "give flags that avoid questions. Of long output the end is kept (1024 lines, 133333 bytes a stream). "
        + "A process that shall run on in the background must have its output redirected to a file. "
        + "Files for this session alone go to \"$Q_SESSION_DIR\".",
        """
        {"type":"object","properties":{"command":{"type":"string","description":"The command to run"},"summary":{"type":"string","description":"Why, in a few words"}},"required":["command"]}
        """);

    public Outcome<ToolCall> Prepare(JsonElement input, ToolContext context)
    {
        var arguments = new Arguments(input);
        var command = arguments.Required("command");
        var summary = arguments.Optional("summary");
        if (arguments.Problem is null && string.IsNullOrWhiteSpace(command))
            arguments.Refuse("\"command\" is empty");
        if (command.Contains('\0'))
            arguments.Refuse("\"command\" has a NUL in it");
        return arguments.Problem is { } problem
            ? Outcome<ToolCall>.No(problem)
            : Outcome<ToolCall>.Ok(new Call(_shell, command, summary, context));
    }

    private sealed class Call(Lazy<Outcome<string>> shell, string command, string? summary, ToolContext context)
            : ToolCall
    {
        private readonly Workspace _workspace = context.Workspace;
        private long _held;

        public override string Title => PlainText.Title($"{Name} {command}");

        public override string Preview =>
            PlainText.Visible(string.IsNullOrWhiteSpace(summary) ? $"{command}\n" : $"{command}\n\nPurpose: {summary}\n");

        public override Permission Need =>
            SessionFolder.IsOfAnother(command, _workspace.Session) ? Permission.AskAlways : Permission.Ask;

        public override ToolDeed Deed => new("command", command, Encoding.UTF8.GetBytes(command));

        public override long Held => Volatile.Read(ref _held);

        public override async Task<ToolResult> Run(ToolOutputSink output, CancellationToken cancel)
        {
            if (!shell.Value.TryGet(out var program))
                return ToolResult.Failed(shell.Value.Problem!, "no shell");
            if (command.Contains("Q_SESSION_DIR", StringComparison.Ordinal) && _workspace.MakeSessionFolder().Problem is { } noFolder)
                return ToolResult.Failed(noFolder);
            var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["Q_SESSION_DIR"] = _workspace.SessionFolder };
            var started = ChildProcess.Start(new(program, ["-c", command], _workspace.Folder, variables));
            if (!started.TryGet(out var child))
                return ToolResult.Failed(started.Problem!, "not started");
            using TailBuffer kept = new(MostBytes, MostLines), complained = new(MostBytes, MostLines);
            var note = context.Shared.Left?.Note(new(_workspace.Session, child.Pid, PlainText.Title(command), command));
            ChildExit exit;
            try
            {
                exit = await child.Finish(
                    async (stream, bytes) =>
                    {
                        (stream is ChildStream.Output ? kept : complained).Append(bytes.Span);
                        Volatile.Write(ref _held, kept.Length + complained.Length);
                        await output(bytes);
                    },
                    cancel);
            }
            finally
            {
                Leftovers.Forget(note);
            }
            var json = Json(exit.Status, kept.Text(), complained.Text());
            return exit.WasCancelled
                ? ToolResult.Failed($"{ToolResult.CancelledText}\n{json}", "cancelled")
                : new(json, !exit.Succeeded, exit.Signal == 0 ? $"exit {exit.Code}" : exit.Status);
        }

        private static string Json(string status, string output, string error)
        {
            using var memory = new MemoryStream();
            // This JSON goes into a message, never into a page: < and ü may stand as they are.
            using (var to = new Utf8JsonWriter(memory, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                to.WriteStartObject();
                to.WriteString("exit_status", status);
                to.WriteString("stdout", PlainText.WithoutHidden(output));
                to.WriteString("stderr", PlainText.WithoutHidden(error));
                to.WriteEndObject();
            }
            return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
        }
    }
}
