using System.Text;
using System.Text.Json;
using Q.Core;
using Q.Sessions;
using Q.Store;
using Q.Store.Exports;

namespace Q.Cli;

/// <summary>Brings sessions into this home. All of a file or none of it; nothing that is here already is changed.</summary>
internal static class SessionImports
{
    /// <summary>More than any home has had; bounds what is read at once.</summary>
    private const long MostBytes = 1L << 30;

    private const int NameMost = 64;

    public static int FromFile(VerbCall call, string file)
    {
        var opened = SessionArchive.Of(call.Host);
        if (!opened.TryGet(out var archive))
            return call.Fail(opened.Problem!);
        var read = Read(file);
        if (!read.TryGet(out var sessions))
            return call.Fail($"{file} cannot be imported: {read.Problem}. Nothing was changed.");
        return Bring(call, archive, sessions);
    }

    private static Outcome<IReadOnlyList<ExportedSession>> Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MostBytes)
                return Outcome<IReadOnlyList<ExportedSession>>.No($"it is larger than {MostBytes >> 30} GB");
            using var json = JsonDocument.Parse(stream, new() { MaxDepth = 16 });
            return ImportJson.IsOurs(json.RootElement)
                ? ImportJson.Read(json.RootElement)
                : Outcome<IReadOnlyList<ExportedSession>>.No("it is JSON, but no export of q's (\"format\": \"q-sessions\" is missing)");
        }
        catch (JsonException e)
        {
            return Outcome<IReadOnlyList<ExportedSession>>.No($"it is not whole JSON (line {e.LineNumber + 1})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<IReadOnlyList<ExportedSession>>.No(e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Writes what is new, and says for each session what became of it.</summary>
    private static int Bring(VerbCall call, SessionArchive archive, IReadOnlyList<ExportedSession> sessions)
    {
        var listed = archive.List(all: true);
        if (!listed.TryGet(out var here))
            return call.Fail(listed.Problem!);
        var (writes, said) = (new List<Write>(), new StringBuilder());
        var taken = here.Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var ids = here.Select(one => one.Id).ToHashSet();
        foreach (var one in sessions)
        {
            var session = one.Session;
            if (ids.Contains(session.Id))
            {
                if (IsSame(archive, one))
                {
                    said.Append($"{session.Name} is here already.\n");
                    continue;
                }
                session = session with { Id = SessionId.New() };
            }
            session = session with { Name = NameOf(session, taken) };
            taken.Add(session.Name);
            ids.Add(session.Id);
            writes.Add(new SaveWrite(session));
            writes.Add(new AppendWrite(session.Id, one.Messages));
            said.Append($"{one.Session.Name}{(session.Name == one.Session.Name ? "" : $", called {session.Name} here")}"
                + $"{(session.Id == one.Session.Id ? "" : ", a copy of another one")}: {SessionPages.Messages(one.Messages.Count)}\n");
        }
        if (writes.Count > 0 && archive.Write(writes).Problem is { } problem)
            return call.Fail(problem);
        var count = writes.Count / 2;
        call.Host.Out(said.Append(count == 1 ? "1 session was imported." : $"{count} sessions were imported.").Append('\n').ToString());
        return 0;
    }

    /// <summary>As text, since that is how messages are compared without an eye on what they are made of.</summary>
    private static bool IsSame(SessionArchive archive, ExportedSession other)
    {
        if (!archive.Load(other.Session.Id.ToString()).TryGet(out var here) || here.Messages.Count != other.Messages.Count)
            return false;
        return ExportJson.Of(here with { Session = other.Session }, default) == ExportJson.Of(other, default);
    }

    /// <summary>A name as q makes them, and one that no other session has.</summary>
    private static string NameOf(StoredSession session, HashSet<string> taken)
    {
        var wanted = NameMaker.Fold(session.Name, NameMost).TryGet(out var folded) ? folded : "";
        return NameMaker.Unique(wanted, session.Type, NameMost, taken.Contains);
    }
}
