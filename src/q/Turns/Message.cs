using System.Collections.Immutable;

namespace Q.Turns;

internal enum Role : byte
{
    User,
    Assistant,
}

/// <summary>What a message went through. Stored with it, and shown.</summary>
[Flags]
internal enum MessageMarks : byte
{
    None = 0,

    /// <summary>Cut by a crash or the end of the process.</summary>
    Interrupted = 1,

    /// <summary>Cut by the person.</summary>
    Cancelled = 2,

    /// <summary>A part of it could not be read from the store.</summary>
    Damaged = 4,
}

/// <summary>One entry of a conversation, as it is sent and stored. Immutable; anyone may hold it.</summary>
internal sealed record Message(Role Role, ImmutableArray<Content> Parts, DateTimeOffset At, MessageMarks Marks = MessageMarks.None)
{
    /// <summary>It ends before its end.</summary>
    public bool IsCut => (Marks & (MessageMarks.Interrupted | MessageMarks.Cancelled)) != MessageMarks.None;

    /// <summary>It is a whole answer: nothing is to be done after it.</summary>
    public bool IsAnswer => Role is Role.Assistant && !IsCut && !Parts.Any(part => part is ToolUseContent);

    /// <summary>What it takes in memory, about: UTF-16 and a little for each part.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 96L;
            foreach (var part in Parts)
                bytes += part.Bytes;
            return bytes;
        }
    }

    public static Message OfUser(string text, DateTimeOffset at) => new(Role.User, [new TextContent(text)], at);
}
