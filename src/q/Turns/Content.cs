namespace Q.Turns;

/// <summary>One part of a message.</summary>
internal abstract record Content
{
    private const int Overhead = 80;

    /// <summary>What it takes in memory, about.</summary>
    public long Bytes => Overhead + Size;

    protected abstract long Size { get; }
}

/// <summary>What was said. A very long text stays the UTF-8 it came as, half of what a string takes, until somebody wants a string.</summary>
internal sealed record TextContent : Content
{
    private readonly string? _text;

    public TextContent(string text) => _text = text;

    public TextContent(byte[] utf8) => Utf8 = utf8;

    /// <summary>Null for a text that is a string. Not to be changed.</summary>
    public byte[]? Utf8 { get; }

    public string Text => _text ?? System.Text.Encoding.UTF8.GetString(Utf8!);

    protected override long Size => Utf8?.Length ?? 2L * _text!.Length;
}

/// <summary>The model asks for a tool. <paramref name="InputJson"/> is the arguments object as the model wrote it.</summary>
internal sealed record ToolUseContent(string UseId, string Tool, string InputJson) : Content
{
    protected override long Size => 2L * InputJson.Length;
}

/// <summary>What the tool answered; stands in the user message after the one that asked.</summary>
internal sealed record ToolResultContent(string UseId, string Text, bool IsError) : Content
{
    protected override long Size => 2L * Text.Length;
}
