using Microsoft.Data.Sqlite;
using Q.Core;
using Q.Store.Migrations;
using Q.Telemetry;
using Q.Turns;

namespace Q.Store;

/// <summary>
/// Turns writes into rows. Owned by the writer's thread. A session that another live q has open is not written to: whoever
/// took its lease first keeps it, and the other hears so here, before anything of it is stored.
/// </summary>
/// <param name="taken">Called when a lease was taken, which is to be renewed from then on.</param>
/// <param name="lost">Called when a lease turns out to be another's, with its pid.</param>
internal sealed class SessionWrites(
    Database database, LeaseJudge judge, TimeProvider time, Action taken, Action<SessionId, int> lost)
    : IWriteTarget
{
    private static readonly TimeSpan s_filesTake = TimeSpan.FromSeconds(1);

    private const int ReadOnly = 8;

    private readonly Dictionary<SessionId, StoredSession> _known = [];
    private readonly List<SessionFolder> _left = [];
    private int _clearing;
    private SqliteConnection? _connection;
    private Statements? _sql;

    /// <summary>The connection exists only while it is needed, so a test can look at its pragmas here.</summary>
    public SqliteConnection? Connection => _connection;

    /// <summary>Mends a damaged database; false when it cannot be.</summary>
    public Func<bool> Mend { get; init; } = static () => false;

    /// <summary>The file is not there any more: writes it again from this connection, or from another one that has it open.</summary>
    public Action<SqliteConnection?> Refound { get; init; } = static _ => { };

    /// <summary>The disk only reads: what has the file open for reading lets go of it.</summary>
    public Action LetGo { get; init; } = static () => { };

    public void Begin()
    {
        if (!database.Exists || (_connection is { } open && OpenedFile.HasMoved(open)))
        {
            Refound(_connection);
            Drop();
        }
        if (_connection is null)
        {
            var connection = database.OpenWriter();
            if (Migrator.Bring(database, connection, time).Problem is { } problem)
            {
                connection.Dispose();
                throw new InvalidOperationException(problem);
            }
            (_connection, _sql) = (connection, new(connection));
        }
        _sql!.Begin.Run();
    }

    public string? Apply(Write write)
    {
        switch (write)
        {
            case SaveWrite(var session):
                return Save(session);
            case AppendWrite(var id, var messages) append:
                return (append.Row is { } row ? Save(row) : Refused(id)) ?? Append(id, messages);
            case ClearWrite(var id):
                return Refused(id) ?? Clear(id);
            case DeleteWrite(var id):
                return Refused(id) ?? Delete(id);
            case CleanUpWrite(var before):
                CleanUp(before);
                return null;
            case CheckWrite:
                if (!Database.IsSound(_connection!))
                    throw new SqliteException("The database is damaged.", Database.Corrupt);
                return null;
            case TakeLeasesWrite(var ids):
                foreach (var id in ids)
                {
                    if (Refused(id) is null)
                        Take(id);
                }
                return null;
            case RenewLeasesWrite:
                _sql!.Renew.Run(judge.Now.ToUnixTimeMilliseconds(), judge.Own.Pid, judge.Own.Started, judge.Own.Host);
                return null;
            case ReleaseWrite(var id):
                _sql!.Release.Run(id.ToString(), judge.Own.Pid, judge.Own.Started, judge.Own.Host);
                return null;
            default:
                return Fail.InvalidOperation<string>($"No rows for {write.GetType().Name}.");
        }
    }

    public void Commit()
    {
        _sql!.Commit.Run();
        if (_left.Count > 0)
            ClearFiles([.. _left]);
        _left.Clear();
    }

    public void Rollback(Exception? why = null)
    {
        _left.Clear();
        if (why is SqliteException { SqliteErrorCode: ReadOnly })
        {
            // What was opened on a disk that only reads stays that, also when the disk does not: itself and, by what
            // they share, each connection that is opened beside it.
            LetGo();
            Drop();
            return;
        }
        if (_connection is not { } connection)
            return;
        try
        {
            Database.Run(connection, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // There was no transaction, or the file is gone: begin with a new connection.
            Drop();
        }
    }

    public void Close()
    {
        SpinWait.SpinUntil(() => Volatile.Read(ref _clearing) == 0, s_filesTake);
        if (_connection is not { } connection)
            return;
        try
        {
            // What is given back here need not outlive a power cut: without a process behind them leases are stale anyway.
            Database.Run(connection, "PRAGMA synchronous = NORMAL");
            _sql!.ReleaseAll.Run(judge.Own.Pid, judge.Own.Started, judge.Own.Host);
        }
        catch (SqliteException)
        {
            // as above
        }
        _sql!.Dispose();
        database.Close(connection);
        (_connection, _sql) = (null, null);
    }

    private string? Save(StoredSession session)
    {
        if (Refused(session.Id) is { } refused)
            return refused;
        var id = session.Id.ToString();
        var at = session.LastActive.ToUnixTimeMilliseconds();
        _sql!.Save.Run(
            id, session.Folder, session.CreatedAt.ToUnixTimeMilliseconds(), session.Slot, session.NamedByHand ? 1 : 0,
            session.Unseen ? 1 : 0, session.Draft, SessionRows.Queued(session.Queued), session.Name,
            SessionRows.Type(session.Type), SessionRows.Status(session), Math.DivRem(at, 1000, out var rest), rest,
            session.FocusedAt, session.Pinned ? 1 : 0, session.Group, session.Model, session.Worktree,
            session.Asks.Word(), session.Problem);
        if (session.Status is not SessionStatus.Completed)
            Take(session.Id);
        _known[session.Id] = session;
        return null;
    }

    public bool Heal(Exception e)
    {
        if (e is not SqliteException sqlite || !Database.IsDamage(sqlite))
            return false;
        Drop();
        return Mend();
    }

    private string? Append(SessionId id, IReadOnlyList<Message> messages)
    {
        var key = id.ToString();
        var next = CountOf(key);
        if (next < 0 && _known.TryGetValue(id, out var row))
        {
            Save(row); // its row was lost with a damaged page
            next = 0;
        }
        if (next < 0)
            return "The session is not in the database, so its messages were not stored.";
        foreach (var message in messages)
        {
            next++;
            if (message.Parts.IsEmpty)
                AppendPart(key, next, 0, message, MessageRows.Empty);
            var at = 0;
            foreach (var part in message.Parts)
            {
                if (part is not TextContent { Long: { } text })
                {
                    AppendPart(key, next, at++, message, MessageRows.Of(part));
                    continue;
                }
                string? goesOn = null;
                foreach (var piece in text.Pieces(MessageRows.LongPiece))
                {
                    AppendPart(key, next, at++, message, new("text", "", goesOn, Utf8: piece));
                    goesOn = MessageRows.GoesOn;
                }
            }
        }
        _sql!.SetCount.Run(key, next);
        return null;
    }

    /// <summary>How many messages the session has, also where its row counts fewer; -1 when it has no row.</summary>
    private long CountOf(string key)
    {
        using var reader = _sql!.Count.Read(key);
        return reader.Read() ? reader.GetInt64(0) : -1;
    }

    private sealed record OldSession(string Id, string Name, string Folder);

    /// <summary>Whatever a process has open stays, also when it is this one.</summary>
    private void CleanUp(DateTimeOffset before)
    {
        if (WasUpgradedSince(before))
            return;
        var old = new List<OldSession>();
        using (var statement = new Statement(_connection!, """
            SELECT conversation_id, coalesce(session_name, ''), folder FROM conversations c
            WHERE session_status = 'Completed' AND last_active < $0 AND pinned = 0 AND unseen = 0 AND draft = ''
                AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.conversation_id = c.conversation_id)
            """, parameters: 1))
        {
            using var reader = statement.Read(before.ToUnixTimeSeconds());
            while (reader.Read())
                old.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }
        foreach (var (id, name, folder) in old)
        {
            _sql!.Delete.Run(id);
            Log.To.SessionRemoved(name, id, before.UtcDateTime);
            if (SessionId.TryParse(id, out var session))
                _left.Add(new(session, folder));
        }
    }

    /// <summary>
    /// The files of sessions that are gone for good, once they are. Not on the writer's thread: a folder may be far away, and what is
    /// typed meanwhile must not wait for it.
    /// </summary>
    private void ClearFiles(SessionFolder[] folders)
    {
        Interlocked.Increment(ref _clearing);
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                foreach (var folder in folders)
                {
                    if (folder.Clear().Problem is { } problem)
                        Log.To.SessionTrouble(folder.Session.Value, problem);
                }
                Interlocked.Decrement(ref _clearing);
            },
            null);
    }

    /// <summary>An upgrade gives what an older q left the whole time again: nothing of it is gone before a person has seen it here.</summary>
    private bool WasUpgradedSince(DateTimeOffset before)
    {
        using var statement = new Statement(_connection!, """
            SELECT 1 FROM migrations WHERE migration_time > $0
                AND (SELECT min(version) > 1 OR min(migration_time) < max(migration_time) FROM migrations)
            """, parameters: 1);
        using var reader = statement.Read(before.ToUnixTimeSeconds());
        return reader.Read();
    }

    private void AppendPart(string key, long seq, int part, Message message, PartRow row) => _sql!.Append.Run(
        key, seq, part, SessionRows.Role(message.Role), row.Kind, row.Utf8 ?? (object)row.Text, row.UseId, row.Tool, row.IsError ? 1 : 0,
        (int)message.Marks, message.At.ToUnixTimeMilliseconds());

    private string? Clear(SessionId id)
    {
        _sql!.Clear.Run(id.ToString());
        _sql.SetCount.Run(id.ToString(), 0);
        return null;
    }

    /// <summary>Messages and lease go with the row.</summary>
    private string? Delete(SessionId id)
    {
        _sql!.Delete.Run(id.ToString());
        return null;
    }

    /// <summary>A sentence when another live process has the session open.</summary>
    private string? Refused(SessionId id)
    {
        if (Holder(id) is not { } lease || judge.HeldBy(lease) is not (> 0 and var pid))
            return null;
        lost(id, pid);
        return $"This session is open in another q (pid {pid}). Close it there, or go on in a new session.";
    }

    private void Take(SessionId id)
    {
        if (Holder(id) is { } lease && lease.Owner == judge.Own)
            return;
        _sql!.Take.Run(
            id.ToString(), judge.Own.Pid, judge.Own.Started, judge.Own.Host, judge.Now.ToUnixTimeMilliseconds());
        taken();
    }

    private Lease? Holder(SessionId id)
    {
        using var reader = _sql!.Holder.Read(id.ToString());
        return reader.Read()
            ? new(new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3)))
            : null;
    }

    private void Drop()
    {
        _sql?.Dispose();
        _connection?.Dispose();
        (_connection, _sql) = (null, null);
    }

    private sealed class Statements(SqliteConnection on) : IDisposable
    {
        public Statement Begin { get; } = new(on, "BEGIN IMMEDIATE", 0);

        public Statement Commit { get; } = new(on, "COMMIT", 0);

        /// <summary>In its slot, or in the first free one where another q has given that meanwhile.</summary>
        public Statement Save { get; } = new(on, """
            INSERT INTO conversations (conversation_id, folder, created_at, slot, named_by_hand, unseen, draft, queued,
                session_name, session_type, session_status, last_active, last_active_ms, focused_at, pinned, session_group,
                model, worktree, asks, problem)
            VALUES ($0, $1, $2,
                CASE WHEN $3 = 0 OR NOT EXISTS (SELECT 1 FROM conversations WHERE slot = $3 AND conversation_id <> $0) THEN $3
                ELSE (SELECT min(free) FROM (SELECT 1 AS free UNION ALL SELECT slot + 1 FROM conversations WHERE conversation_id <> $0)
                    WHERE free NOT IN (SELECT slot FROM conversations WHERE conversation_id <> $0)) END,
                $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            ON CONFLICT (conversation_id) DO UPDATE SET folder = excluded.folder, slot = excluded.slot,
                named_by_hand = excluded.named_by_hand, unseen = excluded.unseen, draft = excluded.draft,
                queued = excluded.queued, session_name = excluded.session_name, session_type = excluded.session_type,
                session_status = excluded.session_status, last_active = excluded.last_active,
                last_active_ms = excluded.last_active_ms, focused_at = excluded.focused_at, pinned = excluded.pinned,
                session_group = excluded.session_group, model = excluded.model, worktree = excluded.worktree, asks = excluded.asks,
                problem = excluded.problem
            """, 20);

        public Statement Append { get; } = new(on, """
            INSERT INTO messages (conversation_id, seq, part, role, kind, text, use_id, tool, is_error, marks, created_at)
            VALUES ($0, $1, $2, $3, $4, CAST($5 AS TEXT), $6, $7, $8, $9, $10)
            """, 11);

        public Statement Count { get; } = new(on, """
            SELECT max(messages, coalesce((SELECT max(seq) FROM messages WHERE conversation_id = $0), 0))
            FROM conversations WHERE conversation_id = $0
            """, 1);

        public Statement SetCount { get; } = new(on, "UPDATE conversations SET messages = $1 WHERE conversation_id = $0", 2);

        public Statement Clear { get; } = new(on, "DELETE FROM messages WHERE conversation_id = $0", 1);

        public Statement Delete { get; } = new(on, "DELETE FROM conversations WHERE conversation_id = $0", 1);

        public Statement Holder { get; } = new(on, """
            SELECT pid, started, host, renewed FROM leases WHERE conversation_id = $0
            """, 1);

        public Statement Take { get; } = new(on, """
            INSERT OR REPLACE INTO leases (conversation_id, pid, started, host, renewed) VALUES ($0, $1, $2, $3, $4)
            """, 5);

        public Statement Renew { get; } = new(on, """
            UPDATE leases SET renewed = $0 WHERE pid = $1 AND started = $2 AND host = $3
            """, 4);

        public Statement Release { get; } = new(on, """
            DELETE FROM leases WHERE conversation_id = $0 AND pid = $1 AND started = $2 AND host = $3
            """, 4);

        public Statement ReleaseAll { get; } = new(on, "DELETE FROM leases WHERE pid = $0 AND started = $1 AND host = $2", 3);

        public void Dispose()
        {
            foreach (var statement in (Statement[])
                [Begin, Commit, Save, Append, Count, SetCount, Clear, Delete, Holder, Take, Renew, Release, ReleaseAll])
                statement.Dispose();
        }
    }
}
