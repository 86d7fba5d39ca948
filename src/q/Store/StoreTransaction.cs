using Microsoft.Data.Sqlite;
using Q.Core;

namespace Q.Store;

/// <summary>Writes of a verb: all of them or none, on the disk when it returns. No session stays leased.</summary>
internal static class StoreTransaction
{
    public static Outcome Run(Database database, LeaseJudge judge, TimeProvider time, IEnumerable<Write> writes)
    {
        var target = new SessionWrites(database, judge, time, static () => { }, static (_, _) => { });
        try
        {
            target.Begin();
            foreach (var write in writes)
            {
                if (target.Apply(write) is not { } refused)
                    continue;
                target.Rollback();
                return Outcome.No(refused);
            }
            target.Commit();
            return Outcome.Ok;
        }
        catch (InvalidOperationException e) // a schema that is not ours: the message is a sentence
        {
            return Outcome.No(e.Message);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            target.Rollback(e);
            return Outcome.No($"{database.Path} could not be written: {Database.Why(e)}. Nothing was changed.");
        }
        finally
        {
            target.Close();
        }
    }
}
