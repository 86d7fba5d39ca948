using Q.Core;
using Q.Store.Exports;
using Q.Turns;

namespace Q.Store;

/// <summary>What would be lost if q ended now: writes that wait, put together by session. Pure.</summary>
internal static class UnsavedWork
{
    /// <param name="waiting">Writes that are not on the disk, in order.</param>
    /// <param name="rows">Each session's newest row.</param>
    public static IReadOnlyList<ExportedSession> Of(
        IReadOnlyList<Write> waiting, IReadOnlyDictionary<SessionId, StoredSession> rows)
    {
        var messages = new Dictionary<SessionId, List<Message>>();
        var cleared = new HashSet<SessionId>();
        foreach (var write in waiting)
        {
            switch (write)
            {
                case SaveWrite(var session):
                    messages.TryAdd(session.Id, []);
                    break;
                case AppendWrite(var id, { Count: > 0 } said):
                    messages.TryAdd(id, []);
                    messages[id].AddRange(said);
                    break;
                case ClearWrite(var id):
                    messages[id] = [];
                    cleared.Add(id);
                    break;
            }
        }
        return [.. messages.Where(one => rows.ContainsKey(one.Key))
            .Select(one => new ExportedSession(rows[one.Key], one.Value) { IsCleared = cleared.Contains(one.Key) })];
    }

    /// <summary>Names and counts, for a sentence.</summary>
    public static string Told(IReadOnlyList<ExportedSession> unsaved) => string.Join(", ", unsaved.Select(one => one.Messages.Count switch
    {
        0 => $"{one.Session.Name} (its name and state)",
        1 => $"{one.Session.Name} (1 message)",
        var count => $"{one.Session.Name} ({count} messages)",
    }));
}
