using System.Collections.Immutable;
using System.Text;
using Q.Core;
using Q.Turns;

namespace Q.Chat;

/// <summary>Collects one answer of a model while it streams, so that what has come can be kept at any moment. One owner.</summary>
internal sealed class AnswerReader
{
    private readonly TextGather _text = new();
    private readonly List<ToolUseContent> _uses = [];
    private LongText? _long; // in place of _text, from a megabyte on

    public IReadOnlyList<ToolUseContent> Uses => _uses;

    /// <summary>Bytes of its text so far.</summary>
    public long Length => _long?.Length ?? _text.Length;

    public bool IsEmpty => Length == 0 && _uses.Count == 0;

    public void Add(ReadOnlySpan<byte> utf8)
    {
        if (_long is null && _text.Length + utf8.Length >= LongText.Least)
            _long = new LongText().Append(Encoding.UTF8.GetBytes(_text.ToString()));
        if (_long is null)
            _text.Append(utf8);
        else
            _long.Append(utf8);
    }

    public void Add(ToolUseContent use) => _uses.Add(use);

    public void ForgetUses() => _uses.Clear();

    /// <summary>Called once: the text of a long answer goes over to the message.</summary>
    public Message ToMessage(DateTimeOffset at, MessageMarks marks)
    {
        var parts = ImmutableArray.CreateBuilder<Content>(_uses.Count + 1);
        if (Length > 0)
            parts.Add(_long is null ? new TextContent(_text.ToString()) : new TextContent(_long));
        parts.AddRange(_uses);
        return new(Role.Assistant, parts.ToImmutable(), at, marks);
    }
}
