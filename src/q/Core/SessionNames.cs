using System.Collections.Concurrent;

namespace Q.Core;

/// <summary>What the sessions are called, for sentences made on any thread. Written by the directory of sessions.</summary>
internal sealed class SessionNames
{
    private readonly ConcurrentDictionary<SessionId, string> _names = new();

    public string Of(SessionId session) => _names.GetValueOrDefault(session) ?? "another session";

    public void Set(SessionId session, string name)
    {
        if (!ReferenceEquals(_names.GetValueOrDefault(session), name))
            _names[session] = name;
    }
}
