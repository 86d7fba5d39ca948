using Q.Core;
using Q.Processes;
using Q.Telemetry;

namespace Q.Tools;

/// <summary>What the tools of all sessions share. Made once, by the program; any thread.</summary>
internal sealed record ToolShared(FileLocks Locks, SharedFiles Files, TimeProvider Time)
{
    /// <summary>A session's name for people; asked from any thread.</summary>
    public Func<SessionId, string> NameOf { get; init; } = static _ => "another session";

    /// <summary>Whether a person looks at the session now; asked from any thread.</summary>
    public Func<SessionId, bool> IsWatched { get; init; } = static _ => true;

    /// <summary>How long a tool may run while nobody looks at its session; zero for as long as it likes.</summary>
    public TimeSpan BackgroundLimit { get; init; }

    /// <summary>Where what tools do is written down; null where nothing can be kept.</summary>
    public AuditLog? Audit { get; init; }

    /// <summary>Where commands are noted while they run; null where nothing can be kept.</summary>
    public Leftovers? Left { get; init; }

    public static ToolShared Of(TimeProvider time) => new(new(time, FileLocks.DefaultTerm), new(time), time);
}
