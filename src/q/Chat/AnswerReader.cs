using System.Collections.Immutable;
using Q.Core;
using Q.Turns;

namespace Q.Chat;

/// <summary>Collects one answer of a model while it streams, so that what has come can be kept at any moment. One owner.</summary>
internal sealed class AnswerReader
{
    /// <summary>From here on an answer stays UTF-8, and is held once.</summary>
    internal const int LongText = 1024 * 1024;

    private readonly TextGather _text = new();
    private readonly List<ToolUseContent> _uses = [];

    public IReadOnlyList<ToolUseContent> Uses => _uses;

    /// <summary>Bytes of its text so far.</summary>
    public long Length => _text.Length;

    public bool IsEmpty => _text.Length == 0 && _uses.Count == 0;

    public void Add(ReadOnlySpan<byte> utf8) => _text.Append(utf8);

    public void Add(ToolUseContent use) => _uses.Add(use);

    public void ForgetUses() => _uses.Clear();

    /// <summary>Called once: the text of a long answer goes over to the message.</summary>
    public Message ToMessage(DateTimeOffset at, MessageMarks marks)
    {
        var parts = ImmutableArray.CreateBuilder<Content>(_uses.Count + 1);
        if (_text.Length > 0)
            parts.Add(_text.Length < LongText ? new TextContent(_text.ToString()) : new TextContent(_text.Take()));
        parts.AddRange(_uses);
        return new(Role.Assistant, parts.ToImmutable(), at, marks);
    }
}
