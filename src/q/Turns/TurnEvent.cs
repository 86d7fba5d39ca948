namespace Q.Turns;

/// <summary>What an engine reports of a turn, in order. Memory in an event is valid until <see cref="ITurnSink.Send"/> completes.</summary>
internal abstract record TurnEvent(int Turn);

/// <summary>Text of the model, UTF-8, cut anywhere between characters.</summary>
internal sealed record TurnText(int Turn, ReadOnlyMemory<byte> Utf8) : TurnEvent(Turn);

/// <summary>A tool starts. <paramref name="Title"/> is one line for people, e.g. <c>fs_read src/a.cs:1-20</c>.</summary>
internal sealed record ToolStarted(int Turn, string UseId, string Tool, string Title) : TurnEvent(Turn);

/// <summary>A tool waits before it can start. <paramref name="Why"/> is e.g. <c>held by api-refactor</c>, since <paramref name="Since"/>.</summary>
internal sealed record ToolWaits(int Turn, string Title, string Why, DateTimeOffset Since) : TurnEvent(Turn);

/// <summary>Output of the running tool, UTF-8, as raw as it came (control bytes included).</summary>
internal sealed record ToolOutput(int Turn, ReadOnlyMemory<byte> Utf8) : TurnEvent(Turn);

/// <summary>The tool is done. <paramref name="Summary"/> is short, e.g. <c>exit 0</c>, <c>12 lines</c>, <c>denied</c>.</summary>
internal sealed record ToolEnded(int Turn, string UseId, bool Succeeded, TimeSpan Took, string Summary) : TurnEvent(Turn);

/// <summary>A person must answer before the turn goes on.</summary>
internal sealed record TurnAsked(int Turn, Question Question) : TurnEvent(Turn);

/// <summary>A whole message to append to the conversation (assistant's, or tool results).</summary>
internal sealed record MessageReady(int Turn, Message Message) : TurnEvent(Turn);

/// <summary>One sentence about the turn, e.g. that a retry is under way and when.</summary>
internal sealed record TurnNotice(int Turn, string Text) : TurnEvent(Turn);

/// <summary>What the turn does now, in a few words, e.g. <c>queued 2nd</c>; null when that is over.</summary>
internal sealed record TurnActivity(int Turn, string? Text) : TurnEvent(Turn);

/// <summary>The session holds so many bytes more than it may: what is on the screen's far side goes first.</summary>
internal sealed record MemoryShort(int Turn, long Bytes) : TurnEvent(Turn);

internal enum TurnOutcome : byte
{
    Complete,
    Cancelled,
    Failed,
}

/// <summary>The last event of a turn. <paramref name="Problem"/> is a plain sentence when it failed.</summary>
internal sealed record TurnEnded(int Turn, TurnOutcome Outcome, string? Problem, Usage Usage) : TurnEvent(Turn);
