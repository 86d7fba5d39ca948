using Q.Core;
using Q.Telemetry;

namespace Q.Sessions;

/// <summary>Removes the files of a closed session, where the person wants that, once nothing of it runs any more.</summary>
internal static class FilesAtEnd
{
    /// <summary>Returns at once.</summary>
    public static void Clear(Session session, SessionEntry entry)
    {
        var folder = new SessionFolder(entry.Id, entry.Folder);
        _ = session.Closed.ContinueWith(
            _ =>
            {
                if (folder.Clear().Problem is { } problem)
                    Log.To.SessionTrouble(entry.Id.Value, problem);
            },
            TaskScheduler.Default);
    }
}
