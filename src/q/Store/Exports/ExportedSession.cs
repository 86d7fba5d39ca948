using Q.Turns;

namespace Q.Store.Exports;

/// <summary>A session with its whole conversation, as it leaves q and comes back.</summary>
internal sealed record ExportedSession(StoredSession Session, IReadOnlyList<Message> Messages)
{
    /// <summary>What the store has of it was emptied by a person, though the store does not know yet.</summary>
    public bool IsCleared { get; init; }
}

/// <summary>What an export is written as.</summary>
internal enum ExportFormat : byte
{
    /// <summary>Markdown, for people.</summary>
    Md,

    /// <summary>Everything, for q itself.</summary>
    Json,

    /// <summary>One page that needs nothing else.</summary>
    Html,

    /// <summary>asciicast v2, for players of terminal recordings.</summary>
    Cast,
}
