using Q.Core;
using Q.Store.Exports;
using Q.Store.Search;
using Q.Turns;

namespace Q.Store;

/// <summary>
/// The store of a q that keeps nothing: <c>persist_sessions</c> is off, or there is no folder to keep things in. Ends with the
/// process. Any thread may call; <c>_gate</c> guards the tables.
/// </summary>
internal sealed class MemoryStore : ISessionArchive
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, StoredSession> _sessions = [];
    private readonly Dictionary<SessionId, List<Message>> _messages = [];

    public IReadOnlyList<StoredSession> Restore() => [];

    public IReadOnlyList<StoredSession> Historical(int most)
    {
        lock (_gate)
        {
            return [.. _sessions.Values.Where(session => session.Status is SessionStatus.Completed)
                .OrderByDescending(session => session.LastActive).Take(most)
                .Select(session => session with { Messages = _messages.GetValueOrDefault(session.Id)?.Count ?? 0 })];
        }
    }

    public IReadOnlyList<Message> Messages(SessionId id)
    {
        lock (_gate)
            return _messages.TryGetValue(id, out var messages) ? [.. messages] : [];
    }

    public Outcome<StoredSession> Find(string target)
    {
        lock (_gate)
            return SessionLookup.Find([.. _sessions.Values], target);
    }

    public Outcome<IReadOnlyList<SearchHit>> Search(string text, int most)
    {
        if (SearchWords.Of(text) is not { } words)
            return Outcome<IReadOnlyList<SearchHit>>.No(SearchWords.NothingToLookFor);
        var hits = new List<SearchHit>();
        lock (_gate)
        {
            foreach (var session in _sessions.Values)
            {
                var all = _messages.GetValueOrDefault(session.Id) ?? [];
                for (var i = 0; i < all.Count; i++)
                {
                    foreach (var said in all[i].Parts.OfType<TextContent>().Where(part => words.AreIn(part.Text)))
                    {
                        hits.Add(new(session.Id, session.Name, session.Status, session.Folder, all[i].Role, all[i].At, i + 1,
                            words.SnippetOf(said.Text) ?? words.Cut(said.Text, 0)));
                    }
                }
            }
        }
        return Outcome<IReadOnlyList<SearchHit>>.Ok([.. hits.OrderByDescending(hit => hit.At).Take(most)]);
    }

    public IReadOnlySet<SessionId> Saying(string text)
    {
        if (SearchWords.Of(text) is not { } words)
            return new HashSet<SessionId>();
        lock (_gate)
        {
            return _messages.Where(one => one.Value.Any(said => said.Parts.Any(part => part is TextContent of && words.AreIn(of.Text))))
                .Select(one => one.Key).ToHashSet();
        }
    }

    public int PromptsAfter(SessionId id, long seq)
    {
        lock (_gate)
        {
            return (_messages.GetValueOrDefault(id) ?? []).Skip((int)seq)
                .Count(message => message.Role is Role.User && message.Parts.Any(part => part is TextContent));
        }
    }

    public void CleanUp(DateTimeOffset before)
    {
        // nothing here is that old
    }

    /// <summary>That nothing is kept was said at the start.</summary>
    public IReadOnlyList<ExportedSession> Unsaved() => [];

    public bool NameTaken(string name, SessionId except)
    {
        lock (_gate)
        {
            return _sessions.Values.Any(session =>
                session.Id != except && session.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        }
    }

    public void Save(StoredSession session, Action<StoreResult>? done = null)
    {
        lock (_gate)
            _sessions[session.Id] = session;
        done?.Invoke(default);
    }

    public void Append(SessionId id, IReadOnlyList<Message> messages, Action<StoreResult>? done = null)
    {
        lock (_gate)
        {
            if (!_messages.TryGetValue(id, out var all))
                _messages[id] = all = [];
            all.AddRange(messages);
        }
        done?.Invoke(default);
    }

    public void Clear(SessionId id, Action<StoreResult>? done = null)
    {
        lock (_gate)
            _messages.Remove(id);
        done?.Invoke(default);
    }

    public void Release(SessionId id)
    {
        // no other process sees these sessions
    }

    public bool Flush(TimeSpan limit) => true;
}
