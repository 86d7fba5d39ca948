using Q.Store;
using Q.Store.Exports;

namespace Q;

/// <summary>The last thing before the end when the store is away: what is not stored is named, and kept in another place.</summary>
internal static class Unsaved
{
    /// <summary>A sentence for the person; null when everything is stored.</summary>
    public static string? Keep(ISessionArchive store, DateTimeOffset now)
    {
        var unsaved = store.Unsaved();
        if (unsaved.Count == 0)
            return null;
        var names = UnsavedWork.Told(unsaved);
        var file = ExportFile.Free(Path.GetTempPath(), $"q-unsaved-{now:yyyyMMdd-HHmmss}", ExportFormat.Json);
        return ExportFile.Write(file, to => ExportJson.Write(to, unsaved, now)).Problem is { } problem
            ? $"Not stored: {names}. It could not be kept elsewhere either: {problem}"
            : $"Not stored: {names}. It is in {file}: `q sessions import {file}` takes it when the database can be written again.";
    }
}
