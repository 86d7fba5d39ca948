using Q.Core;

namespace Q.Telemetry;

/// <summary>One operation that somebody may ask about later.</summary>
/// <param name="Operation"><c>write</c>, <c>command</c>, <c>permission</c>.</param>
/// <param name="Name">What the session was called then.</param>
/// <param name="What">The path, the command, what was asked.</param>
/// <param name="Outcome">In a few words: <c>written</c>, <c>exit 0</c>, <c>denied</c>.</param>
/// <param name="Content">What the hash is of: the file as it was written, the whole command, all that was shown.</param>
internal sealed record AuditEntry(
    string Operation, SessionId Session, string Name, string Tool, string What, string Outcome, ReadOnlyMemory<byte> Content);
