using Q.Core;
using Q.Turns;

namespace Q.Store;

/// <summary>Reading a conversation so that one that cannot be read is never taken for an empty one.</summary>
internal static class Conversations
{
    extension(ISessionStore store)
    {
        /// <summary>
        /// The conversation, oldest first; a sentence when nothing can be read of one that has messages. That some are missing is
        /// no failure: the rest is shown, and <see cref="Lack"/> is told.
        /// </summary>
        /// <param name="id">Whose.</param>
        /// <param name="count">How many messages it has, as its row says.</param>
        public Outcome<IReadOnlyList<Message>> Whole(SessionId id, int count)
        {
            var read = store.Messages(id);
            return read.Count > 0 || count == 0
                ? Outcome<IReadOnlyList<Message>>.Ok(read)
                : Outcome<IReadOnlyList<Message>>.No($"{NotRead(0, count)}. Nothing of it was changed. See that its file is there and readable, then /recover.");
        }
    }

    /// <summary>Says how many messages could not be read, or not whole; null when all could.</summary>
    public static string? Lack(int count, IReadOnlyList<Message> read)
    {
        var missing = Math.Max(0, count - read.Count);
        foreach (var message in read)
            missing += (message.Marks & MessageMarks.Damaged) != MessageMarks.None ? 1 : 0;
        return missing == 0
            ? null
            : $"{missing} of {Math.Max(count, read.Count)} messages of this conversation cannot be read whole. The rest is here; nothing that is "
                + "stored was changed.";
    }

    public static string NotRead(int read, int count) => $"The conversation could not be read from the database ({read} of {count} messages)";
}
