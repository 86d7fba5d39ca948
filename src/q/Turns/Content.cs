using System.Text;
using Q.Core;

namespace Q.Turns;

/// <summary>One part of a message.</summary>
internal abstract record Content
{
    private const int Overhead = 80;

    /// <summary>What it takes in memory, about.</summary>
    public long Bytes => Overhead + Size;

    protected abstract long Size { get; }
}

/// <summary>What was said. A very long text is not in memory until somebody wants it as a string.</summary>
internal sealed record TextContent : Content
{
    private readonly string? _text;

    public TextContent(string text) => _text = text;

    public TextContent(LongText text) => Long = text;

    /// <summary>Null for a text that is a string. Not to be changed.</summary>
    public LongText? Long { get; }

    public string Text => _text ?? Long!.ToString();

    /// <summary>Piece by piece, for who need not have it whole.</summary>
    public IEnumerable<string> Pieces => Long?.Pieces().Select(Encoding.UTF8.GetString) ?? [_text!];

    /// <summary>A long text counts though it is on the disk: that is what bounds it.</summary>
    protected override long Size => Long?.Length ?? 2L * _text!.Length;
}

/// <summary>The model asks for a tool. <paramref name="InputJson"/> is the arguments object as the model wrote it.</summary>
internal sealed record ToolUseContent(string UseId, string Tool, string InputJson) : Content
{
    protected override long Size => 2L * InputJson.Length;
}

/// <summary>What the tool answered; stands in the user message after the one that asked.</summary>
internal sealed record ToolResultContent(string UseId, string Text, bool IsError) : Content
{
    /// <summary>To the model, of a call that was stopped; what it said until then may stand below.</summary>
    public const string Cancelled = "Tool use was cancelled by the user";

    /// <summary>To the model, of a call that a person denied.</summary>
    public const string Denied = "I deny this tool request. Ask a follow up question clarifying the expected action";

    /// <summary>To the model, of a call beside one that was denied.</summary>
    public const string NotRun = "Not run: another tool request of the same answer was denied.";

    protected override long Size => 2L * Text.Length;
}
