using Q.Core;
using Q.Sessions;
using Q.Store;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>What of a conversation is kept until the store has it.</summary>
public sealed class SessionMessagesTests
{
    private readonly SessionId _id = SessionId.New();

    [Test]
    public async Task What_is_not_stored_yet_is_read_with_what_is()
    {
        var store = new SlowStore();
        var messages = new SessionMessages(_id, store);
        messages.Keep(Said("one"), row: null, _ => { });
        messages.Keep(Said("two"));
        messages.Keep(Said("three"));
        store.WriteNext();
        store.WriteNext();

        await Assert.That(Texts(messages)).IsEqualTo("one two three");
        await Assert.That(messages.Unstored).IsEqualTo(2); // only the first had somebody who listens
    }

    [Test]
    public async Task When_all_is_on_the_disk_nothing_is_kept()
    {
        var store = new SlowStore();
        var messages = new SessionMessages(_id, store);
        var settled = false;
        messages.Keep(Said("one"));
        messages.Settle(() => settled = true);
        messages.Keep(Said("two"));
        store.WriteNext();
        store.WriteNext();

        await Assert.That(settled).IsTrue();
        await Assert.That(messages.Unstored).IsEqualTo(1);
        await Assert.That(Texts(messages)).IsEqualTo("one two");
    }

    [Test]
    public async Task A_prompt_that_is_refused_is_no_part_of_the_conversation()
    {
        var store = new SlowStore();
        var messages = new SessionMessages(_id, store);
        messages.Keep(Said("one"));
        messages.Keep(Said("two"), row: null, _ => { });
        store.WriteNext();
        store.RefuseNext("The disk is gone.");

        await Assert.That(Texts(messages)).IsEqualTo("one");
        await Assert.That(messages.Count).IsEqualTo(1);
    }

    [Test]
    public async Task After_clear_nothing_old_is_read_though_the_store_still_has_it()
    {
        var store = new SlowStore();
        var messages = new SessionMessages(_id, store);
        messages.Keep(Said("old"), row: null, _ => { });
        store.WriteNext();
        messages.Clear();
        messages.Keep(Said("new"), row: null, _ => { });

        await Assert.That(Texts(messages)).IsEqualTo("new");
        store.WriteNext();
        store.WriteNext();
        await Assert.That(Texts(messages)).IsEqualTo("new");
        await Assert.That(messages.Count).IsEqualTo(1);
    }

    [Test]
    public async Task A_store_that_lost_messages_is_told_and_nothing_is_sent_without_them()
    {
        var store = new SlowStore();
        var messages = new SessionMessages(_id, store);
        messages.Keep(Said("one"), row: null, _ => { });
        store.WriteNext();
        store.Written.Clear();

        await Assert.That(messages.Read().Problem).StartsWith("The conversation could not be read from the database (0 of 1 messages)");
    }

    [Test]
    public async Task What_cannot_be_read_at_first_counts_and_is_whole_again_when_it_can()
    {
        var store = new SlowStore();
        var messages = new SessionMessages(_id, store, known: 2);
        await Assert.That(messages.Open().Problem).StartsWith("The conversation could not be read from the database (0 of 2 messages). Nothing of it was changed.");
        await Assert.That(messages.Count).IsEqualTo(2);
        messages.Keep(Said("three"), row: null, _ => { });
        await Assert.That(messages.Read().Problem).StartsWith("The conversation could not be read from the database (0 of 3 messages)");

        store.Written.AddRange([Said("one"), Said("two")]);
        await Assert.That(Texts(messages)).IsEqualTo("one two three");
        store.WriteNext();
        await Assert.That(Texts(messages)).IsEqualTo("one two three");
        messages.Clear();
        store.WriteNext();
        await Assert.That(messages.Open().TryGet(out var none) ? none.Count : -1).IsEqualTo(0);
    }

    private static Message Said(string text) => Message.OfUser(text, DateTimeOffset.UnixEpoch);

    private static string Texts(SessionMessages messages) => messages.Read().TryGet(out var read)
        ? string.Join(' ', read.Select(message => ((TextContent)message.Parts[0]).Text))
        : "";

    /// <summary>A store whose writer writes when the test says so.</summary>
    private sealed class SlowStore : ISessionStore
    {
        private readonly Queue<(Action Write, Action<StoreResult>? Done)> _waiting = new();

        public List<Message> Written { get; } = [];

        public void WriteNext()
        {
            var (write, done) = _waiting.Dequeue();
            write();
            done?.Invoke(default);
        }

        public void RefuseNext(string why) => _waiting.Dequeue().Done?.Invoke(new(why));

        public IReadOnlyList<StoredSession> Restore() => [];

        public IReadOnlyList<StoredSession> Historical(int most) => [];

        public IReadOnlyList<Message> Messages(SessionId id) => [.. Written];

        public bool NameTaken(string name, SessionId except) => false;

        public void Save(StoredSession session, Action<StoreResult>? done = null) => done?.Invoke(default);

        public void Append(SessionId id, IReadOnlyList<Message> messages, Action<StoreResult>? done = null) =>
            _waiting.Enqueue((() => Written.AddRange(messages), done));

        public void Clear(SessionId id, Action<StoreResult>? done = null) => _waiting.Enqueue((Written.Clear, done));

        public void Release(SessionId id)
        {
            // nothing is held
        }

        public bool Flush(TimeSpan limit) => true;
    }
}
