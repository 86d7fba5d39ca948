using Microsoft.Data.Sqlite;
using Q.Commands;
using Q.Core;
using Q.Store;
using Q.Store.Exports;
using Q.Store.Migrations;
using Q.Store.Search;

namespace Q.Cli;

/// <summary>
/// The sessions in the database, for one verb: each call opens it and is done when it returns. Keeps no lease: a q that runs
/// keeps what it has, and what it has open is not written to.
/// </summary>
internal sealed class SessionArchive(CliHost host, Database database)
{
    private readonly LeaseJudge _judge = new(ProcessIdentity.Own(), ProcessIdentity.StartOf, host.Time);

    public static Outcome<SessionArchive> Of(CliHost host)
    {
        var home = CliHome.Find(host);
        return home.TryGet(out var found)
            ? Outcome<SessionArchive>.Ok(new(host, new(found.Paths.Database, host.Time, host.Tell)))
            : Outcome<SessionArchive>.No(home.Problem!);
    }

    /// <summary>Open ones by slot, then, if wanted, closed ones, newest first.</summary>
    public Outcome<IReadOnlyList<StoredSession>> List(bool all) => Read<IReadOnlyList<StoredSession>>([], connection =>
        Outcome<IReadOnlyList<StoredSession>>.Ok(all
            ? SessionReads.All(connection, _judge) : SessionReads.Live(connection, _judge)));

    /// <summary>Of those the ones that have the words in what is listed of them, or in what was said in them.</summary>
    public Outcome<IReadOnlyList<StoredSession>> List(bool all, string search)
    {
        var listed = List(all);
        if (!listed.TryGet(out var sessions))
            return listed;
        var said = Read<HashSet<SessionId>>([], connection => Outcome<HashSet<SessionId>>.Ok(SessionSearch.Saying(connection, SearchWords.Of(search))));
        return said.TryGet(out var saying)
            ? Outcome<IReadOnlyList<StoredSession>>.Ok(
                [.. sessions.Where(one => saying.Contains(one.Id) || SessionListing.Has(SessionListing.View(one), search))])
            : Outcome<IReadOnlyList<StoredSession>>.No(said.Problem!);
    }

    /// <summary>One session, by name or id or a beginning of either.</summary>
    public Outcome<StoredSession> Find(string target)
    {
        var listed = List(all: true);
        return listed.TryGet(out var all) ? SessionLookup.Find(all, target) : Outcome<StoredSession>.No(listed.Problem!);
    }

    public Outcome<ExportedSession> Load(string target)
    {
        var found = Find(target);
        return found.TryGet(out var session)
            ? Read<ExportedSession>(new(session, []), connection => Outcome<ExportedSession>.Ok(
                new(session, SessionReads.Messages(connection, session.Id))))
            : Outcome<ExportedSession>.No(found.Problem!);
    }

    /// <summary>Every session in order of creation, as it stands at one moment, handed over one by one.</summary>
    public Outcome<T> Export<T>(Func<IEnumerable<ExportedSession>, Outcome<T>> take)
    {
        var exported = Read(default(Outcome<T>?), connection =>
        {
            Database.Run(connection, "BEGIN");
            var all = SessionReads.All(connection, _judge).OrderBy(one => one.CreatedAt);
            return Outcome<Outcome<T>?>.Ok(take(all.Select(one => new ExportedSession(one, SessionReads.Messages(connection, one.Id)))));
        });
        return exported.TryGet(out var taken) ? taken ?? take([]) : Outcome<T>.No(exported.Problem!);
    }

    public Outcome Write(IEnumerable<Write> writes) => StoreTransaction.Run(database, _judge, host.Time, writes);

    /// <summary>Reads, or gives <paramref name="nothing"/> where there is no database yet.</summary>
    public Outcome<T> Read<T>(T nothing, Func<SqliteConnection, Outcome<T>> read)
    {
        if (!database.Exists)
            return Outcome<T>.Ok(nothing);
        try
        {
            try
            {
                return From(database.Open(), read);
            }
            catch (SqliteException e) when (Database.Passes(e) && !Database.IsHeld(e))
            {
                if (database.OpenAsItStands() is not { } kept)
                    throw;
                return From(kept, read); // a full disk, or one that only reads
            }
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return Outcome<T>.No($"{database.Path} cannot be read: {Database.Why(e)}. `q doctor` says more.");
        }
    }

    private Outcome<T> From<T>(SqliteConnection connection, Func<SqliteConnection, Outcome<T>> read)
    {
        try
        {
            return Migrator.Bring(database, connection, host.Time).Problem is { } problem
                ? Outcome<T>.No(problem)
                : read(connection);
        }
        finally
        {
            database.Close(connection);
        }
    }
}
