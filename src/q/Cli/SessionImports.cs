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

    public static int FromFile(VerbCall call, string file) => From(call, file, Read(file));

    /// <summary>From what an Amazon Q CLI or a Kiro CLI keeps, where they keep it or where the person says.</summary>
    public static int FromAmazonQ(VerbCall call, string? file)
    {
        string[] folders = [.. AmazonQFolders(call.Host.Environment)];
        string[] usual = [.. In("amazon-q"), .. In("kiro-cli")];
        string[] kiro = [.. KiroFolders(call.Host.Environment)];
        string?[] found = file is not null ? [file] : [kiro.FirstOrDefault(Directory.Exists), usual.FirstOrDefault(File.Exists)];
        var all = new List<ExportedSession>();
        foreach (var there in found.OfType<string>())
        {
            var read = Directory.Exists(there) ? KiroSessions.Read(there)
                : File.Exists(there) ? AmazonQDatabase.Read(there)
                : Outcome<IReadOnlyList<ExportedSession>>.No("there is no such file");
            if (!read.TryGet(out var some))
                return From(call, there, read);
            all.AddRange(some.Where(one => !all.Exists(other => other.Session.Id == one.Session.Id)));
        }
        return Array.Exists(found, static one => one is not null) ? From(call, "", Outcome<IReadOnlyList<ExportedSession>>.Ok(all))
            : call.Fail($"There is nothing of the Amazon Q CLI: looked for {string.Join(", ", usual.Concat(kiro))}. "
                + "If it is elsewhere: q sessions import --amazon-q FILE");

        IEnumerable<string> In(string program) => folders.Select(folder => Path.Combine(folder, program, "data.sqlite3"));
    }

    /// <summary>Where the Kiro CLI keeps its newer sessions, a file or two for each.</summary>
    private static IEnumerable<string> KiroFolders(Func<string, string?> environment)
    {
        if (environment("KIRO_HOME") is { Length: > 0 } own)
            yield return Path.Combine(own, "sessions", "cli");
        else if (environment("HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".kiro", "sessions", "cli");
    }

    /// <summary>Where Linux and macOS keep the data of programs.</summary>
    private static IEnumerable<string> AmazonQFolders(Func<string, string?> environment)
    {
        if (environment("XDG_DATA_HOME") is { Length: > 0 } data)
            yield return data;
        if (environment("HOME") is { Length: > 0 } home)
        {
            yield return Path.Combine(home, ".local", "share");
            yield return Path.Combine(home, "Library", "Application Support");
        }
    }

    private static int From(VerbCall call, string file, Outcome<IReadOnlyList<ExportedSession>> read)
    {
        var opened = CliHome.Find(call.Host);
        if (!opened.TryGet(out var home))
            return call.Fail(opened.Problem!);
        if (!read.TryGet(out var sessions))
            return call.Fail($"{file} cannot be imported: {read.Problem}. Nothing was changed.");
        return Bring(call, home, sessions);
    }

    private static Outcome<IReadOnlyList<ExportedSession>> Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MostBytes)
                return Outcome<IReadOnlyList<ExportedSession>>.No($"it is larger than {MostBytes >> 30} GB");
            using var json = JsonDocument.Parse(stream, new() { MaxDepth = ImportJson.MostDepth });
            if (ImportJson.IsOurs(json.RootElement))
                return ImportJson.Read(json.RootElement);
            if (!AmazonQJson.IsOne(json.RootElement))
            {
                return Outcome<IReadOnlyList<ExportedSession>>.No("it is JSON, but neither an export of q's (\"format\": \"q-sessions\" is missing) "
                    + "nor what /save of the Amazon Q CLI writes (\"conversation_id\" and \"history\")");
            }
            var saved = AmazonQJson.Read(json.RootElement, folder: null, new(File.GetLastWriteTimeUtc(file)));
            return saved.TryGet(out var one)
                ? Outcome<IReadOnlyList<ExportedSession>>.Ok([one.Session.Folder.Length > 0 ? one : InFolderOf(file, one)])
                : Outcome<IReadOnlyList<ExportedSession>>.No($"it is not as Amazon Q writes it: {saved.Problem}");
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

    private static ExportedSession InFolderOf(string file, ExportedSession one) =>
        one with { Session = one.Session with { Folder = Path.GetDirectoryName(Path.GetFullPath(file))! } };

    /// <summary>Writes what is new, and says for each session what became of it.</summary>
    private static int Bring(VerbCall call, CliHome home, IReadOnlyList<ExportedSession> sessions)
    {
        var archive = new SessionArchive(call.Host, new(home.Paths.Database, call.Host.Time));
        var listed = archive.List(all: true);
        if (!listed.TryGet(out var here))
            return call.Fail(listed.Problem!);
        var (writes, said) = (new List<Write>(), new StringBuilder());
        var names = here.ToDictionary(one => one.Id, one => one.Name);
        var incoming = new IncomingSessions(home.Resolve().Settings, call.Host.Time.GetUtcNow(), sessions, here);
        foreach (var one in sessions)
        {
            var session = one.Session;
            if (session.Name.Length == 0 && one.Messages.Count == 0)
            {
                said.Append($"The conversation of {ExportText.Shown(session.Folder)} is empty and was left out.\n");
                continue;
            }
            if (names.ContainsKey(session.Id))
            {
                var copy = IncomingSessions.CopyId(one);
                if ((IsHere(session.Id) ? session.Id : IsHere(copy) ? copy : default(SessionId?)) is { } same)
                {
                    said.Append($"{names[same]} is here already.\n");
                    continue;
                }
                session = session with { Id = copy };
            }
            session = incoming.Placed(incoming.Named(session, one.Messages));
            names.Add(session.Id, session.Name);
            writes.Add(new SaveWrite(session));
            writes.Add(new AppendWrite(session.Id, one.Messages));
            said.Append(Became(one, session));

            bool IsHere(SessionId id) => names.ContainsKey(id)
                && archive.Load(id.ToString()).TryGet(out var kept) && IncomingSessions.BeginsAs(kept, one);
        }
        if (writes.Count > 0 && archive.Write(writes).Problem is { } problem)
            return call.Fail(problem);
        var count = writes.Count / 2;
        call.Host.Out(said.Append(count == 1 ? "1 session was imported." : $"{count} sessions were imported.").Append('\n').ToString());
        return 0;
    }

    private static string Became(ExportedSession from, StoredSession session)
    {
        var name = from.Session.Name.Length == 0 ? $"{session.Name}, from {ExportText.Shown(session.Folder)}"
            : session.Name == from.Session.Name ? session.Name : $"{from.Session.Name}, called {session.Name} here";
        return $"{name}{(session.Id == from.Session.Id ? "" : ", a copy of another one")}: {SessionPages.Messages(from.Messages.Count)}\n";
    }
}
