using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Q.Config;
using Q.Core;
using Q.Store.Exports;
using Q.Store.Migrations;
using Q.Store.Search;
using Q.Telemetry;
using Q.Turns;

namespace Q.Store;

internal enum StoreNoticeKind : byte
{
    /// <summary>A damaged database was set aside and a new one begun.</summary>
    Damaged,

    /// <summary>An older database was brought to this schema.</summary>
    Migrated,

    /// <summary>Writing fails and is tried again.</summary>
    Degraded,

    /// <summary>Something stored cannot be shown; writing is another matter.</summary>
    Unreadable,

    /// <summary>Writing works again.</summary>
    Recovered,

    /// <summary>Another q was quicker to take a session.</summary>
    LeaseLost,
}

/// <summary>Something the person should hear of the store. <paramref name="Session"/> and <paramref name="Pid"/> for a lost lease.</summary>
internal sealed record StoreNotice(StoreNoticeKind Kind, string Text, SessionId Session = default, int Pid = 0);

/// <summary>
/// Sessions in SQLite. Reads use one connection behind <c>_gate</c>, from any thread, and see what is written; writes go to the
/// <see cref="WriteQueue"/>, whose thread also creates a database that is missing, so that neither is on the way to the prompt.
/// </summary>
internal sealed class SessionStore : ISessionArchive, IDisposable
{
    private readonly Database _database;
    private readonly LeaseJudge _judge;
    private readonly Action<StoreNotice> _notice;
    private readonly WriteQueue _queue;
    private readonly ITimer _renewal;
    private readonly Lock _gate = new();
    private SqliteConnection? _reader;
    private readonly ConcurrentDictionary<SessionId, StoredSession> _rows = new();
    private bool _disposed;
    private bool _isUnreadable; // and that was said
    private bool _renews; // the writer's own

    private SessionStore(
        Database database, SqliteConnection? reader, LeaseJudge judge, TimeProvider time, Action<StoreNotice> notice, bool isAway = false)
    {
        (_database, _reader, _judge, _notice, _isUnreadable) = (database, reader, judge, notice, isAway);
        Writes = new(database, judge, time, Renew, LeaseLost) { Mend = Mend, Refound = Refound, LetGo = LetGo };
        _queue = new(Writes, database.Path, Trouble, isAway);
        _renewal = time.CreateTimer(
            _ => _queue.Post(new RenewLeasesWrite()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>For a test that reads pragmas.</summary>
    public SessionWrites Writes { get; }

    /// <summary>
    /// Opens the store of a home. A missing database is created by the first write; an older one is migrated here; one that is
    /// newer or another program's is refused. <paramref name="notice"/> is called from any thread and must only post.
    /// </summary>
    public static Outcome<SessionStore> Open(QPaths paths, TimeProvider time, Action<StoreNotice> notice) =>
        Open(paths, time, notice, new(ProcessIdentity.Own(), ProcessIdentity.StartOf, time));

    internal static Outcome<SessionStore> Open(QPaths paths, TimeProvider time, Action<StoreNotice> tell, LeaseJudge judge)
    {
        void Notice(StoreNotice said)
        {
            Log.To.Noticed("store", said.Text);
            tell(said);
        }
        var database = new Database(paths.Database, time, done => Notice(new(StoreNoticeKind.Migrated, done)));
        SqliteConnection? reader = null;
        try
        {
            if (database.Exists)
            {
                reader = database.Open();
                if (Migrator.Bring(database, reader, time).Problem is { } problem)
                {
                    reader.Dispose();
                    return Outcome<SessionStore>.No(problem);
                }
            }
            return Outcome<SessionStore>.Ok(new(database, reader, judge, time, Notice));
        }
        catch (SqliteException e) when (Database.IsDamage(e))
        {
            reader?.Dispose();
            return Recover(database, Notice).Problem is { } lost
                ? Outcome<SessionStore>.No(lost)
                : Outcome<SessionStore>.Ok(new(database, null, judge, time, Notice));
        }
        catch (Exception e) when (Database.Passes(e))
        {
            reader?.Dispose();
            var isShown = !Database.IsHeld(e) && Kept(database, SchemaOf, out var version) && version == Schema.Version;
            Notice(new(StoreNoticeKind.Degraded,
                $"{database.Path} cannot be {(isShown ? "written" : "read")}: {Database.Why(e)}. "
                + $"What was stored is {(isShown ? "" : "not ")}shown, and what you type waits until it can be written."));
            return Outcome<SessionStore>.Ok(new(database, null, judge, time, Notice, isAway: true));
        }
        catch (SqliteException e)
        {
            reader?.Dispose();
            return Outcome<SessionStore>.No(
                $"{database.Path} cannot be opened: {Database.Why(e)}. See who may read it, or set Q_HOME to another folder.");
        }
    }

    /// <summary>The rows of the table <c>settings</c>, read before the first frame.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings() => Read<IReadOnlyList<KeyValuePair<string, string>>>(SettingsStore.Rows, []);

    public IReadOnlyList<StoredSession> Restore()
    {
        var sessions = Live();
        foreach (var session in sessions)
            _rows.TryAdd(session.Id, session);
        SessionId[] free = [.. sessions.Where(session => session.OwnerPid == 0).Select(session => session.Id)];
        if (free.Length > 0)
            _queue.Post(new TakeLeasesWrite(free));
        return sessions;
    }

    public IReadOnlyList<StoredSession>? Look() =>
        Read<IReadOnlyList<StoredSession>?>(connection => SessionReads.Live(connection, _judge), null);

    public IReadOnlyList<StoredSession> Historical(int most) =>
        Read<IReadOnlyList<StoredSession>>(connection => SessionReads.Historical(connection, most), []);

    public IReadOnlyList<Message> Messages(SessionId id) =>
        Read<IReadOnlyList<Message>>(connection => SessionReads.Messages(connection, id), []);

    public Outcome<StoredSession> Find(string target) => SessionLookup.Find(
        Read(connection => SessionReads.All(connection, _judge), []), target);

    public Outcome<IReadOnlyList<SearchHit>> Search(string text, int most) => SearchWords.Of(text) is { } words
        ? Outcome<IReadOnlyList<SearchHit>>.Ok(Read<IReadOnlyList<SearchHit>>(
            connection => SessionSearch.Find(connection, words, most), []))
        : Outcome<IReadOnlyList<SearchHit>>.No(SearchWords.NothingToLookFor);

    public IReadOnlySet<SessionId> Saying(string text) =>
        Read(connection => SessionSearch.Saying(connection, SearchWords.Of(text)), otherwise: []);

    public int PromptsAfter(SessionId id, long seq) =>
        Read(connection => SessionSearch.PromptsAfter(connection, id, seq), otherwise: 0);

    public bool NameTaken(string name, SessionId except) =>
        Read(connection => SessionReads.NameTaken(connection, name, except), otherwise: false);

    public void Save(StoredSession session, Action<StoreResult>? done = null)
    {
        _rows[session.Id] = session;
        _queue.Post(new SaveWrite(session) { Done = done });
    }

    public void Append(SessionId id, IReadOnlyList<Message> messages, Action<StoreResult>? done = null) =>
        _queue.Post(new AppendWrite(id, messages) { Done = done });

    public void Begin(StoredSession session, Message prompt, Action<StoreResult> done)
    {
        _rows[session.Id] = session;
        _queue.Post(new AppendWrite(session.Id, [prompt]) { Row = session, Done = done });
    }

    public void Clear(SessionId id, Action<StoreResult>? done = null) => _queue.Post(new ClearWrite(id) { Done = done });

    public void CleanUp(DateTimeOffset before) => _queue.Post(new CleanUpWrite(before));

    public IReadOnlyList<ExportedSession> Unsaved() => UnsavedWork.Of(_queue.Unwritten(), _rows);

    public void Release(SessionId id) => _queue.Post(new ReleaseWrite(id));

    public bool Flush(TimeSpan limit) => _queue.Flush(limit);

    /// <summary>Writes what waits and gives all leases back.</summary>
    public void Dispose()
    {
        _renewal.Dispose();
        lock (_gate)
        {
            _disposed = true;
            if (_reader is { } reader)
                _database.Close(reader);
            _reader = null;
        }
        _queue.Dispose();
    }

    /// <summary>The first real read: here damage shows that the header did not, before anything was written.</summary>
    private IReadOnlyList<StoredSession> Live()
    {
        lock (_gate)
        {
            try
            {
                if (_reader is not null)
                    return SessionReads.Live(_reader, _judge);
            }
            catch (SqliteException e) when (Database.IsDamage(e))
            {
                _reader!.Dispose();
                _reader = null;
                if (Recover(_database, _notice).Problem is { } problem)
                    _notice(new(StoreNoticeKind.Damaged, problem));
            }
            catch (SqliteException e) when (Database.Passes(e))
            {
                // a full disk, or one that only reads: below it is read as it stands, or said why not
            }
        }
        return Read<IReadOnlyList<StoredSession>>(connection => SessionReads.Live(connection, _judge), []);
    }

    /// <summary>Reads, or gives <paramref name="otherwise"/> where there is nothing to read or it cannot be read.</summary>
    private T Read<T>(Func<SqliteConnection, T> read, T otherwise)
    {
        lock (_gate)
        {
            try
            {
                if (_disposed || (_reader is null && !_database.Exists))
                    return otherwise;
                var result = read(_reader ??= _database.Open());
                _isUnreadable = false;
                return result;
            }
            catch (SqliteException e) when (Database.IsDamage(e))
            {
                _queue.Post(new CheckWrite()); // the writer mends it, and says so
                return otherwise;
            }
            catch (SqliteException e)
            {
                if (!Database.IsHeld(e) && Kept(_database, read, out var kept))
                    return kept;
                if (!_isUnreadable)
                {
                    _notice(new(StoreNoticeKind.Unreadable, $"{_database.Path} could not be read: {Database.Why(e)}. "
                        + "What was stored is not shown; it is tried again when it is needed next."));
                }
                _isUnreadable = true;
                return otherwise;
            }
        }
    }

    private static long SchemaOf(SqliteConnection connection) => Database.Scalar(connection, "PRAGMA user_version");

    /// <summary>What can be read where nothing can be written.</summary>
    private static bool Kept<T>(Database database, Func<SqliteConnection, T> read, [MaybeNullWhen(false)] out T kept)
    {
        kept = default;
        try
        {
            using var connection = database.OpenAsItStands();
            if (connection is null)
                return false;
            kept = read(connection);
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>On the writer's thread. The first timer of a process starts a thread: that is not on the way to the prompt.</summary>
    private void Renew()
    {
        if (!_renews)
            _renews = _renewal.Change(LeaseJudge.RenewEvery, LeaseJudge.RenewEvery);
    }

    private void LeaseLost(SessionId id, int pid) => _notice(new(StoreNoticeKind.LeaseLost, $"open in pid {pid}", id, pid));

    private void Trouble(string? sentence) => _notice(sentence is null
        ? new(StoreNoticeKind.Recovered, "Everything that waited is stored now.")
        : new(StoreNoticeKind.Degraded, sentence));

    /// <summary>On the writer's thread. The next reading opens the file again.</summary>
    private void LetGo()
    {
        lock (_gate)
        {
            _reader?.Dispose();
            _reader = null;
        }
    }

    /// <summary>On the writer's thread. Readers wait meanwhile, and open the new database.</summary>
    private bool Mend()
    {
        lock (_gate)
        {
            LetGo();
            var mended = Recover(_database, _notice);
            if (mended.Problem is { } problem)
                _notice(new(StoreNoticeKind.Damaged, problem));
            return mended.Succeeded;
        }
    }

    /// <summary>
    /// On the writer's thread: the file is gone, but a connection has it open still, and all that was in it. Or it was gone, and
    /// another q has written it again: then that one is opened.
    /// </summary>
    private void Refound(SqliteConnection? writer)
    {
        lock (_gate)
        {
            if ((writer ?? _reader) is not { } open)
                return; // there never was one
            var isGone = !_database.Exists;
            if (isGone)
                _database.Restore(open);
            LetGo();
            if (isGone)
                _notice(new(StoreNoticeKind.Damaged, $"{_database.Path} was removed while q ran. It was written again; nothing of it is lost."));
        }
    }

    private static Outcome Recover(Database database, Action<StoreNotice> notice)
    {
        try
        {
            if (database.Recover() is { } recovery)
                notice(new(StoreNoticeKind.Damaged, $"The database was damaged. It was set aside as {recovery.Aside}; {recovery.Saved.Told}"));
            return Outcome.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            return Outcome.No($"{database.Path} is damaged and could not be set aside: {Database.Why(e)}. "
                + "Move it away by hand, or set Q_HOME to another folder.");
        }
    }
}
