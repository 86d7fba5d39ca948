namespace Q.Turns;

/// <summary>One part of a message.</summary>
internal abstract record Content
{
    private const int Overhead = 80;

    /// <summary>What it takes in memory, about.</summary>
    public long Bytes => Overhead + 2L * Characters;

    protected abstract int Characters { get; }
}

internal sealed record TextContent(string Text) : Content
{
    protected override int Characters => Text.Length;
}

/// <summary>The model asks for a tool. <paramref name="InputJson"/> is the arguments object as the model wrote it.</summary>
internal sealed record ToolUseContent(string UseId, string Tool, string InputJson) : Content
{
    protected override int Characters => InputJson.Length;
}

/// <summary>What the tool answered; stands in the user message after the one that asked.</summary>
internal sealed record ToolResultContent(string UseId, string Text, bool IsError) : Content
{
    protected override int Characters => Text.Length;
}
