using Q.Core;
using Q.Store.Exports;
using Q.Store.Search;

namespace Q.Store;

/// <summary>A store that is also looked through: all sessions of the home, open and closed. Safe from any thread.</summary>
internal interface ISessionArchive : ISessionStore
{
    /// <summary>Any session by name or id, or a beginning of either that only one has.</summary>
    Outcome<StoredSession> Find(string target);

    /// <summary>Messages in which all words of the text stand, newest first.</summary>
    Outcome<IReadOnlyList<SearchHit>> Search(string text, int most);

    /// <summary>In which sessions all words of the text stand in one message.</summary>
    IReadOnlySet<SessionId> Saying(string text);

    /// <summary>How many prompts of the session came after one of its messages.</summary>
    int PromptsAfter(SessionId id, long seq);

    /// <summary>Deletes sessions that are closed, seen, not pinned, without a half-typed line, open in no q, and not
    /// used since; the log names them. Nothing, where an older database was upgraded since.</summary>
    void CleanUp(DateTimeOffset before);

    /// <summary>Sessions with what of them is not on the disk; empty when all is.</summary>
    IReadOnlyList<ExportedSession> Unsaved();
}
