using Q.Core;
using Q.Store;
using Q.Turns;

namespace Q.Sessions;

/// <summary>
/// The conversation of one session. The store owns it; here stand only how many messages there are, and those that are not on
/// the disk yet, so that nothing is forgotten that cannot be read again. The session's mailbox adds, the store's writer takes
/// away, the engine's turn reads: <c>_gate</c> guards the list, and is not held while the store is read.
/// </summary>
/// <param name="id">Whose they are.</param>
/// <param name="store">Who has them.</param>
/// <param name="known">How many there are, as the session's row says.</param>
internal sealed class SessionMessages(SessionId id, ISessionStore store, int known = 0)
{
    private readonly Lock _gate = new();
    private readonly List<Message> _unstored = [];
    private int _known = known;
    private int _count;
    private bool _isClearing;

    public int Count => Volatile.Read(ref _count);

    /// <summary>How many there were once and cannot be read; the others are the conversation.</summary>
    public int Lost { get; private set; }

    /// <summary>How many are not on the disk yet.</summary>
    public int Unstored
    {
        get { lock (_gate) return _unstored.Count; }
    }

    /// <summary>
    /// Reads what there is, for the transcript; the caller shows it and lets it go. What cannot be read counts all the same, so that
    /// no turn begins without it.
    /// </summary>
    public Outcome<IReadOnlyList<Message>> Open()
    {
        if (_count > 0)
            return Read();
        var read = store.Whole(id, _known);
        _count = read.TryGet(out var messages) ? messages.Count : _known;
        Lost = Math.Max(0, _known - _count);
        return read;
    }

    /// <summary>Begins with a copy of another conversation, which is stored as this one's.</summary>
    public void Begin(IReadOnlyList<Message> copied)
    {
        var upTo = 0;
        foreach (var message in copied)
            upTo = Add(message);
        store.Append(id, copied, result =>
        {
            if (result.Succeeded)
                AreStored(upTo);
        });
    }

    /// <summary>A message to be stored, in order; <see cref="Settle"/> says when it is.</summary>
    public void Keep(Message message)
    {
        Add(message);
        store.Append(id, [message]);
    }

    /// <summary>
    /// A message that must be stored before the turn begins, with the session's row where that changes with it. One that is refused
    /// is not part of the conversation.
    /// </summary>
    public void Keep(Message message, StoredSession? row, Action<StoreResult> done)
    {
        var upTo = Add(message);
        if (row is null)
            store.Append(id, [message], Stored);
        else
            store.Begin(row, message, Stored);

        void Stored(StoreResult result)
        {
            if (result.Succeeded)
                AreStored(upTo);
            else
                TakeBack(message);
            done(result);
        }
    }

    /// <summary>Calls when everything so far is on the disk, or when that has failed.</summary>
    public void Settle(Action done)
    {
        var upTo = Count;
        store.Append(id, [], result =>
        {
            if (result.Succeeded)
                AreStored(upTo);
            done();
        });
    }

    public void Clear()
    {
        lock (_gate)
        {
            _unstored.Clear();
            (_count, _known, Lost, _isClearing) = (0, 0, 0, true);
        }
        store.Clear(id, result =>
        {
            lock (_gate)
                _isClearing = !result.Succeeded; // what was not cleared is not read either
        });
    }

    /// <summary>The conversation as it stands, oldest first. Any thread; reads the store.</summary>
    public Outcome<IReadOnlyList<Message>> Read()
    {
        int count;
        Message[] last;
        lock (_gate)
        {
            (count, last) = (_count, [.. _unstored]);
            if (_isClearing)
                return Outcome<IReadOnlyList<Message>>.Ok(last);
        }
        var stored = store.Messages(id); // may hold some of the last ones by now
        var missing = count - stored.Count;
        if (missing <= 0)
            return Outcome<IReadOnlyList<Message>>.Ok(stored);
        return missing <= last.Length
            ? Outcome<IReadOnlyList<Message>>.Ok([.. stored, .. last[^missing..]])
            : Outcome<IReadOnlyList<Message>>.No(
                $"{Conversations.NotRead(stored.Count, count)}, so nothing was sent. See that its file is there and readable, then /retry; "
                + "/recover goes on with what is there.");
    }

    private int Add(Message message)
    {
        lock (_gate)
        {
            _unstored.Add(message);
            return ++_count;
        }
    }

    private void AreStored(int upTo)
    {
        lock (_gate)
        {
            var left = Math.Min(_unstored.Count, Math.Max(0, _count - upTo));
            if (!_isClearing)
                _unstored.RemoveRange(0, _unstored.Count - left);
        }
    }

    private void TakeBack(Message message)
    {
        lock (_gate)
        {
            if (_unstored is not [.., var last] || !ReferenceEquals(last, message))
                return; // the turn went on without the store: it was answered, and stays
            _unstored.RemoveAt(_unstored.Count - 1);
            _count--;
        }
    }
}
