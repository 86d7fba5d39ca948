using Q.Core;
using Q.Turns;

namespace Q.Chat;

/// <summary>
/// The conversation as it is sent. The store owns it: it is read when a turn begins, and a long one is forgotten when the turn
/// is over. Owned by the engine's running turn.
/// </summary>
internal sealed class Context(HistoryReader history)
{
    /// <summary>A conversation of this size is kept from turn to turn; reading it again costs a millisecond from here on.</summary>
    public const long MostKept = 256 * 1024;

    private List<Message>? _messages;

    /// <summary>The newest message; null when there is none, or nothing is loaded.</summary>
    public Message? Last => _messages is [.., var last] ? last : null;

    public bool IsLoaded => _messages is not null;

    /// <summary>What it takes in memory, about; 0 when it is not loaded.</summary>
    public long Bytes { get; private set; }

    /// <summary>A turn begins, with a prompt or once more with what there is.</summary>
    public Outcome Begin(Message? prompt)
    {
        if (prompt is not null && _messages is not null)
        {
            Add(prompt);
            return Outcome.Ok;
        }
        var read = history();
        if (!read.TryGet(out var messages))
            return Outcome.No(read.Problem!);
        _messages = [.. messages];
        Bytes = messages.Sum(message => message.Bytes);
        return Outcome.Ok;
    }

    /// <summary>A message of the turn. One that comes while nothing is loaded is read with the others.</summary>
    public void Add(Message message)
    {
        if (_messages is null)
            return;
        _messages.Add(message);
        Bytes += message.Bytes;
    }

    /// <summary>A turn is over. Returns how much was let go.</summary>
    public long End() => Bytes > MostKept ? Forget() : 0;

    /// <summary>The next turn reads it again. Returns how much was let go.</summary>
    public long Forget()
    {
        var bytes = Bytes;
        (_messages, Bytes) = (null, 0);
        return bytes;
    }

    /// <summary>
    /// What the next request holds. A part of an answer that was cut is left out where the same step is answered again: at the
    /// end, and before another answer. Where the person went on writing it stays, as they may speak of it.
    /// </summary>
    public IReadOnlyList<Message> ForRequest()
    {
        List<Message> all = _messages ?? [];
        var sent = new List<Message>(all.Count);
        for (var at = 0; at < all.Count; at++)
        {
            var isAnsweredAgain = at + 1 == all.Count || all[at + 1].Role is Role.Assistant;
            if (!(isAnsweredAgain && IsCut(all[at])))
                sent.Add(all[at]);
        }
        return sent;
    }

    private static bool IsCut(Message message) =>
        message.Role is Role.Assistant && message.IsCut && !message.Parts.Any(part => part is ToolUseContent);
}
