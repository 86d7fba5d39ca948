using Q.Core;
using Q.Host;
using Q.Store;
using Q.Store.Exports;
using Q.Store.Search;

namespace Q.Cli;

/// <summary>What the verbs of <c>q sessions</c> do and print. Each returns the exit code.</summary>
internal static class SessionPages
{
    private const int MostFound = 100;

    public static int List(VerbCall call, bool all, bool json, string search = "") =>
        With(call, archive => search.Length == 0 ? archive.List(all) : archive.List(all, search), sessions =>
        {
            call.Host.Out(json ? StoredSessions.Json(sessions)
                : sessions.Count == 0 && search.Length > 0 ? $"No {(all ? "" : "open ")}session has that.\n"
                : StoredSessions.Text(sessions, call.Host.Time.GetUtcNow(), call.Host.Columns()));
            return 0;
        });

    public static int Show(VerbCall call, string target, bool json) => With(call, archive => archive.Load(target), loaded =>
    {
        using (var to = new OutWriter(call.Host.Out))
        {
            if (!json)
                to.Write($"{StoredSessions.About(loaded.Session)}\n");
            ExportFile.Write(to, loaded, json ? ExportFormat.Json : ExportFormat.Md, call.Host.Time.GetUtcNow());
        }
        TellLack(call, loaded);
        return 0;
    });

    public static int Export(VerbCall call, string target, ExportFormat format, string? output) =>
        With(call, archive => archive.Load(target), loaded =>
        {
            var now = call.Host.Time.GetUtcNow();
            TellLack(call, loaded);
            if (output is null)
            {
                using var to = new OutWriter(call.Host.Out);
                ExportFile.Write(to, loaded, format, now);
                return 0;
            }
            if (ExportFile.Write(output, loaded, format, now).Problem is { } problem)
                return call.Fail(problem);
            call.Host.Out($"{loaded.Session.Name}, {Messages(loaded.Messages.Count)}, is in {output}.\n");
            return 0;
        });

    public static int ExportAll(VerbCall call, string? output) => With(call, archive => archive.Export(all =>
    {
        var count = 0;
        var counted = all.Select(one =>
        {
            count++;
            return one;
        });
        var now = call.Host.Time.GetUtcNow();
        if (output is null)
        {
            using var to = new OutWriter(call.Host.Out);
            ExportJson.Write(to, counted, now);
            return Outcome<string>.Ok("");
        }
        return ExportFile.Write(output, to => ExportJson.Write(to, counted, now)).Problem is { } problem
            ? Outcome<string>.No(problem)
            : Outcome<string>.Ok($"{(count == 1 ? "1 session is" : $"{count} sessions are")} in {output}.\n");
    }), said =>
    {
        call.Host.Out(said);
        return 0;
    });

    /// <summary>What was left out because it cannot be read, beside what is written.</summary>
    private static void TellLack(VerbCall call, ExportedSession loaded)
    {
        if (Conversations.Lack(loaded.Session.Messages, loaded.Messages) is { } lack)
            call.Host.Tell($"{loaded.Session.Name}: {lack}");
    }

    /// <summary>As grep: 1 when nothing is found.</summary>
    public static int Search(VerbCall call, string text, bool json) => SearchWords.Of(text) is not { } words
        ? call.Fail(SearchWords.NothingToLookFor)
        : With(call, archive => archive.Read<IReadOnlyList<SearchHit>>([], connection =>
            Outcome<IReadOnlyList<SearchHit>>.Ok(SessionSearch.Find(connection, words, MostFound))), hits =>
        {
            if (json)
                call.Host.Out(FoundMessages.Json(hits));
            else if (hits.Count == 0)
                call.Host.Error("These words were said in no session.\n");
            else
                call.Host.Out(FoundMessages.Text(hits));
            return hits.Count == 0 ? 1 : 0;
        });

    public static int Close(VerbCall call, string target) => Change(call, target, (archive, session) =>
    {
        if (session.Status is SessionStatus.Completed)
            return Outcome<string>.No($"{session.Name} is closed already.");
        if (session.OwnerPid != 0)
            return CloseThere(call, session);
        var closed = session with { Status = SessionStatus.Completed, Slot = 0, Active = false, Asks = default, Unseen = false, Draft = "", Queued = [] };
        if (archive.Write([new SaveWrite(closed)]).Problem is { } problem)
            return Outcome<string>.No(problem);
        return ClearsAtClose(call) && new SessionFolder(session.Id, session.Folder).Clear().Problem is { } left
            ? Outcome<string>.No($"{session.Name} is closed. {left}")
            : Outcome<string>.Ok($"{session.Name} is closed; `q sessions show {session.Name}` shows what was said.\n");
    });

    private static bool ClearsAtClose(VerbCall call) =>
        CliHome.Find(call.Host).TryGet(out var home) && home.Resolve().Settings.ClearSessionDataOnClose;

    public static int Delete(VerbCall call, string target, bool yes) => Change(call, target, (archive, session) =>
    {
        var files = new SessionFolder(session.Id, session.Folder);
        var own = files.Count() switch
        {
            0 => "",
            1 => " and 1 file of its own",
            var many => $" and {many} files of its own",
        };
        if (!yes)
        {
            return Outcome<string>.No($"{session.Name} ({SessionLookup.ShortId(session.Id)}) has {Messages(session.Messages)}{own}, which could not be "
                + $"brought back. To delete it: q sessions delete {session.Name} --yes. To keep a copy: q sessions export {session.Name} --format json");
        }
        if (session.OwnerPid != 0 && CloseThere(call, session).Problem is { } open)
            return Outcome<string>.No(open);
        if (archive.Write([new DeleteWrite(session.Id)]).Problem is { } problem)
            return Outcome<string>.No(problem);
        var gone = $"{session.Name} with {Messages(session.Messages)}";
        return files.Clear().Problem is { } left
            ? Outcome<string>.No($"{gone} is deleted. {left}")
            : Outcome<string>.Ok($"{gone}{own} is deleted.\n");
    });

    public static string Messages(int count) => count == 1 ? "1 message" : $"{count} messages";

    /// <summary>A session that a q has open is that one's to close; its id is told, so that no other is meant.</summary>
    private static Outcome<string> CloseThere(VerbCall call, StoredSession session)
    {
        var found = CliHome.Find(call.Host);
        if (!found.TryGet(out var home))
            return Outcome<string>.No(found.Problem!);
        var closed = new ControlClient(home.Paths).Close(session.OwnerPid, $"{session.Id}");
        return closed.TryGet(out var said) ? Outcome<string>.Ok($"{said}\n") : closed;
    }

    private static int Change(VerbCall call, string target, Func<SessionArchive, StoredSession, Outcome<string>> change) =>
        With(call, archive =>
        {
            var found = archive.Find(target);
            if (!found.TryGet(out var session))
                return Outcome<string>.No(found.Problem!);
            return change(archive, session);
        }, said =>
        {
            call.Host.Out(said);
            return 0;
        });

    private static int With<T>(VerbCall call, Func<SessionArchive, Outcome<T>> ask, Func<T, int> answer)
    {
        var opened = SessionArchive.Of(call.Host);
        if (!opened.TryGet(out var archive))
            return call.Fail(opened.Problem!);
        var asked = ask(archive);
        return asked.TryGet(out var value) ? answer(value) : call.Fail(asked.Problem!);
    }
}
