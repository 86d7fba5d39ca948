using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Tools;

/// <summary>
/// Where a call runs and for whom. One for each step of a turn: <paramref name="Planned"/> holds what calls of the same step,
/// which run before it, will have written, so that a preview shows what will really change.
/// </summary>
internal sealed record ToolContext(Workspace Workspace, Dictionary<string, byte[]> Planned)
{
    public ToolContext(Workspace workspace)
        : this(workspace, new Dictionary<string, byte[]>(StringComparer.Ordinal))
    {
    }

    /// <summary>What the session has read and written.</summary>
    public FileMemory Known { get; init; } = new();

    public ToolShared Shared { get; init; } = ToolShared.Of(TimeProvider.System);
}

/// <summary>Whether a call may run without a person.</summary>
internal enum Permission : byte
{
    Allowed,
    Ask,

    /// <summary>Even where the tool is trusted in this session: it reaches what belongs to another session.</summary>
    AskAlways,
}

/// <summary>Takes the tool's output while it runs; completes when it was handled, so that one chunk is in flight.</summary>
internal delegate ValueTask ToolOutputSink(ReadOnlyMemory<byte> utf8);

/// <summary>How a call ended. <paramref name="Text"/> goes to the model, <paramref name="Summary"/> (short) to the person.</summary>
internal sealed record ToolResult(string Text, bool IsError, string Summary)
{
    public const string CancelledText = ToolResultContent.Cancelled;

    public static ToolResult Failed(string text, string summary = "failed") => new(text, IsError: true, summary);

    /// <summary>It was ended because nobody looked at its session for so long; what it said until then is kept.</summary>
    public static ToolResult TookTooLong(ToolResult ended, TimeSpan limit)
    {
        var kept = ended.Text.StartsWith(CancelledText, StringComparison.Ordinal) ? ended.Text[CancelledText.Length..].TrimStart('\n') : ended.Text;
        return Failed(
            $"q ended it: it ran for {limit.TotalMinutes:0.#} min in a session that nobody looked at, the limit (tools.background_timeout_minutes). "
            + "Run it in smaller parts, or start it in the background with its output in a file and look at that later, or ask the person "
            + $"to raise the limit.{(kept.Length > 0 ? $" What it said until then:\n{kept}" : "")}",
            $"ended after {limit.TotalMinutes:0.#} min in the background");
    }

    public static ToolResult Cancelled() => Failed(CancelledText, "cancelled");
}

/// <summary>Something that was done to the machine. <paramref name="Content"/> is what the audit log's hash is of.</summary>
internal sealed record ToolDeed(string Operation, string What, ReadOnlyMemory<byte> Content);

/// <summary>One checked call of a tool, ready to be shown, allowed and run.</summary>
internal abstract class ToolCall
{
    /// <summary>One line for people, e.g. <c>execute_bash ls -la</c>.</summary>
    public abstract string Title { get; }

    /// <summary>All that a person must see to allow it: the whole command, the whole diff.</summary>
    public abstract string Preview { get; }

    public abstract Permission Need { get; }

    /// <summary>What the audit log says of it; null for what only reads.</summary>
    public virtual ToolDeed? Deed => null;

    /// <summary>Bytes of memory it keeps at this moment: the file it is about to write, what a command has said.</summary>
    public virtual long Held => 0;

    /// <summary>Runs it. Cancelling kills what it started. Never throws for what the world does; that is a result with an error.</summary>
    public abstract Task<ToolResult> Run(ToolOutputSink output, CancellationToken cancel);
}

/// <summary>Something a model can do to this machine. Stateless; safe to call from many sessions at once.</summary>
internal interface ITool
{
    ToolSpec Spec { get; }

    /// <summary>Checks the arguments. A problem is a sentence for the model.</summary>
    Outcome<ToolCall> Prepare(JsonElement input, ToolContext context);

    /// <summary>The real paths of the files it will write, as far as the arguments say; they are leased before it is prepared.</summary>
    IReadOnlyList<string> Writes(JsonElement input, Workspace workspace) => [];
}
