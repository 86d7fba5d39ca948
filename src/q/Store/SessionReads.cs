using Microsoft.Data.Sqlite;
using Q.Core;
using Q.Turns;

namespace Q.Store;

/// <summary>Reads sessions and messages. Whoever owns the connection calls it from one thread at a time.</summary>
internal static class SessionReads
{
    private const string Columns = """
        c.conversation_id, c.slot, c.session_name, c.named_by_hand, c.session_type, c.session_status, c.folder, c.created_at,
        c.last_active, c.last_active_ms, c.unseen, c.messages, c.draft, c.queued, c.focused_at, c.pinned,
        c.session_group, c.model, c.worktree, c.asks, c.problem
        """;

    /// <summary>
    /// Every session that is not Completed, by slot, then in order of creation; of each q one is in focus, though rows that others
    /// left say it of theirs. On the way to the first frame, so it reads the columns in place: through a data reader a thousand
    /// sessions take five times as long.
    /// </summary>
    public static List<StoredSession> Live(SqliteConnection connection, LeaseJudge judge)
    {
        var leases = Leases(connection);
        var sessions = new List<StoredSession>();
        using var rows = new RawRows(connection, $"""
            SELECT {Columns} FROM conversations c
            WHERE c.session_status IN ('Active', 'WaitingForInput', 'Processing', 'Paused', 'Failed') ORDER BY c.id
            """);
        while (rows.Next())
        {
            if (Session(rows) is not { } session)
                continue;
            sessions.Add(leases.TryGetValue(session.Id, out var lease)
                ? session with { OwnerPid = judge.HeldBy(lease) }
                : session);
        }
        var ended = sessions.Exists(static one => one.HasTurn) ? Ended(connection) : [];
        var looked = new Dictionary<int, long>(); // by which q, when at last
        foreach (var one in sessions)
            looked[one.OwnerPid] = Math.Max(one.FocusedAt, looked.GetValueOrDefault(one.OwnerPid));
        return [.. sessions.Select(one => ended.Contains(one.Id) && one.OwnerPid == 0 ? AtRest(one, looked.Values.Max()) : one)
            .Select(one => one.Active && one.FocusedAt < looked[one.OwnerPid] ? one with { Active = false } : one)
            .OrderBy(static one => one.Slot == 0 ? int.MaxValue : one.Slot)];
    }

    /// <summary>
    /// Sessions whose row says that a turn runs, and whose answer is there as a whole. The answer is stored before it is
    /// shown as finished, the row a moment later: a q that was killed between has no session to interrupt.
    /// </summary>
    private static HashSet<SessionId> Ended(SqliteConnection connection)
    {
        using var rows = new RawRows(connection, """
            SELECT c.conversation_id FROM conversations c
            JOIN messages m ON m.conversation_id = c.conversation_id AND m.seq = c.messages
            WHERE c.session_status = 'Processing' OR c.asks <> '' GROUP BY c.conversation_id
            HAVING min(m.role = 'assistant' AND m.kind <> 'tool_use' AND m.marks = 0) = 1
            """);
        var ended = new HashSet<SessionId>();
        while (rows.Next())
        {
            if (Guid.TryParse(rows.Bytes(0), out var id))
                ended.Add(new(id));
        }
        return ended;
    }

    /// <summary>Whoever looked at it last saw the answer come; all others have it before them.</summary>
    private static StoredSession AtRest(StoredSession session, long looked) =>
        session with { Status = SessionStatus.WaitingForInput, Asks = WaitReason.None, Unseen = session.FocusedAt < looked };

    private static Dictionary<SessionId, Lease> Leases(SqliteConnection connection)
    {
        var leases = new Dictionary<SessionId, Lease>();
        using var rows = new RawRows(connection, "SELECT conversation_id, pid, started, host, renewed FROM leases");
        while (rows.Next())
        {
            if (Guid.TryParse(rows.Bytes(0), out var id))
                leases[new(id)] = new(new((int)rows.Number(1), rows.Text(2), rows.Text(3)), Time(rows.Number(4)));
        }
        return leases;
    }

    /// <summary>Null for a row whose id is none: somebody else wrote it, and nothing of ours can name it.</summary>
    private static StoredSession? Session(RawRows row)
    {
        if (!Guid.TryParse(row.Bytes(0), out var id))
            return null;
        var status = row.Text(5);
        return new()
        {
            Id = new(id),
            Slot = (int)row.Number(1),
            Name = row.Text(2),
            NamedByHand = row.Number(3) != 0,
            Type = SessionRows.Type(row.Text(4)),
            Status = SessionRows.Status(status),
            Active = status is SessionRows.Active,
            Folder = row.Text(6),
            CreatedAt = Time(row.Number(7)),
            LastActive = Time(row.Number(8) * 1000 + row.Number(9)),
            Unseen = row.Number(10) != 0,
            Messages = (int)row.Number(11),
            Draft = row.Text(12),
            Queued = row.Text(13) is { Length: > 0 } json ? SessionRows.Queued(json) : [],
            FocusedAt = row.Number(14),
            Pinned = row.Number(15) != 0,
            Group = row.Text(16),
            Model = row.Text(17),
            Worktree = row.Text(18),
            Asks = SessionRows.Asks(row.Text(19)),
            Problem = row.Text(20),
        };
    }

    /// <summary>Completed sessions, newest first.</summary>
    public static List<StoredSession> Historical(SqliteConnection connection, int most)
    {
        using var rows = new RawRows(connection, $"""
            SELECT {Columns} FROM conversations c WHERE c.session_status = 'Completed'
            ORDER BY c.last_active DESC, c.last_active_ms DESC, c.id DESC LIMIT {most}
            """);
        var sessions = new List<StoredSession>();
        while (rows.Next())
        {
            if (Session(rows) is { } session)
                sessions.Add(session);
        }
        return sessions;
    }

    /// <summary>Live ones by slot, then those that are closed, newest first.</summary>
    public static List<StoredSession> All(SqliteConnection connection, LeaseJudge judge) =>
        [.. Live(connection, judge), .. Historical(connection, int.MaxValue)];

    public static List<Message> Messages(SqliteConnection connection, SessionId id)
    {
        using var statement = new Statement(connection, """
            SELECT seq, role, kind, text, use_id, tool, is_error, marks, created_at FROM messages
            WHERE conversation_id = $0 ORDER BY seq, part
            """, parameters: 1);
        using var reader = statement.Read(id.ToString());
        return MessageRows.Read(reader);
    }

    public static bool NameTaken(SqliteConnection connection, string name, SessionId except)
    {
        using var statement = new Statement(connection, """
            SELECT 1 FROM conversations WHERE session_name = $0 COLLATE NOCASE AND conversation_id <> $1 LIMIT 1
            """, parameters: 2);
        using var reader = statement.Read(name, except.ToString());
        return reader.Read();
    }

    /// <summary>What is out of range is the nearest that is not.</summary>
    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(
        Math.Clamp(milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
}
