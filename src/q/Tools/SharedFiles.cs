using System.IO.Hashing;
using Q.Core;
using Q.Telemetry;

namespace Q.Tools;

/// <summary>The last write of a file by a session of this process.</summary>
internal sealed record LastWrite(SessionId Session, UInt128 Hash, DateTimeOffset At);

/// <summary>
/// Which sessions reached which files of the workspace they share: that two did is logged, once for each pair and file, and who
/// wrote a file last can be said. Any thread; its lock guards the tables and is never held while anything waits. Bounded.
/// </summary>
internal sealed class SharedFiles(TimeProvider time)
{
    internal const int MostFiles = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<SessionId>> _reached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LastWrite> _written = new(StringComparer.Ordinal);

    /// <summary>How many times a session reached a file that another had reached.</summary>
    public int Crossings { get; private set; }

    public void Reached(SessionId session, string realPath)
    {
        SessionId? other;
        lock (_lock)
        {
            if (_reached.Count >= MostFiles)
                _reached.Clear(); // at worst a pair is logged again
            if (!_reached.TryGetValue(realPath, out var sessions))
                _reached[realPath] = sessions = [];
            if (sessions.Contains(session))
                return;
            other = sessions.Count > 0 ? sessions[^1] : null;
            sessions.Add(session);
            Crossings += other is null ? 0 : 1;
        }
        if (other is { } before)
            Log.To.Session(session.Value, $"shared workspace: reached {realPath}, as {before.Value} had");
    }

    public void Wrote(SessionId session, string realPath, byte[] bytes)
    {
        var write = new LastWrite(session, XxHash128.HashToUInt128(bytes), time.GetUtcNow());
        lock (_lock)
        {
            if (_written.Count >= MostFiles)
                _written.Clear();
            _written[realPath] = write;
        }
        Reached(session, realPath);
    }

    /// <summary>The session whose write these bytes are; null when they came from elsewhere.</summary>
    public LastWrite? WriterOf(string realPath, byte[]? bytes)
    {
        LastWrite? last;
        lock (_lock)
            last = _written.GetValueOrDefault(realPath);
        return last is not null && bytes is not null && XxHash128.HashToUInt128(bytes) == last.Hash ? last : null;
    }
}
