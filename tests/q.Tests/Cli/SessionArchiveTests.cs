using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Q.Config;
using Q.Core;
using Q.Store;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Cli;

/// <summary><c>q sessions show, export, import, close, delete</c>, through the real store.</summary>
internal sealed class SessionArchiveTests
{
    private const string Hostile = "<script>alert('x')</script> & \x1b]0;stolen\a\x1b[31mred\x1b[0m \u202Ereversed\u202C";

    [Test]
    public async Task An_export_of_everything_comes_back_whole_in_an_empty_home()
    {
        using var from = new CliFixture();
        using var to = new CliFixture();
        Fill(from);
        var file = Path.Combine(from.Home.Folder, "sessions.json");

        await Assert.That(from.Run("sessions", "--export-all", "--output", file)).IsEqualTo(0);
        await Assert.That(to.Run("sessions", "import", file)).IsEqualTo(0);

        await Assert.That(to.Out).Contains("api-refactor: 4 messages\n").And.EndsWith("3 sessions were imported.\n");
        await Assert.That(File.GetUnixFileMode(file)).IsEqualTo(QPaths.FileMode);
        await Assert.That(Everything(to)).IsEqualTo(Everything(from));
        await Assert.That(Everything(to)).Contains("\"half typed\"").And.Contains("\"then this\"").And.Contains("\"interrupted\"")
            .And.Contains("\"/home/ada/tree\"").And.Contains("\"pinned\": true");
    }

    [Test]
    public async Task What_is_here_already_is_left_alone_and_what_differs_comes_in_as_a_copy()
    {
        using var shell = new CliFixture();
        var first = Fill(shell);
        var file = Path.Combine(shell.Home.Folder, "sessions.json");
        shell.Run("sessions", "--export-all", "--output", file);

        await Assert.That(shell.Run("sessions", "import", file)).IsEqualTo(0);
        await Assert.That(shell.Out).Contains("api-refactor is here already.").And.EndsWith("0 sessions were imported.\n");

        With(shell, store => store.Append(first.Id, [Message.OfUser("more", first.CreatedAt)]));
        await Assert.That(shell.Run("sessions", "import", file)).IsEqualTo(0);
        await Assert.That(shell.Out).Contains("api-refactor is here already.").And.EndsWith("0 sessions were imported.\n");

        With(shell, store =>
        {
            store.Clear(first.Id);
            store.Append(first.Id, [Message.OfUser("something else", first.CreatedAt)]);
        });
        await Assert.That(shell.Run("sessions", "import", file)).IsEqualTo(0);
        await Assert.That(shell.Out).Contains("api-refactor, called api-refactor-2 here, a copy of another one: 4 messages");
        await Assert.That(shell.Run("sessions", "import", file)).IsEqualTo(0);
        await Assert.That(shell.Out).Contains("api-refactor-2 is here already.").And.EndsWith("0 sessions were imported.\n");
        await Assert.That(Names(shell)).IsEquivalentTo(
            ["api-refactor", "api-refactor-2", "old-plan", "s3-debug"], StringComparer.Ordinal);
    }

    [Test]
    [Arguments("{", "it is not whole JSON (line 1)")]
    [Arguments("[]", "neither an export of q's")]
    [Arguments("""{"format":"q-sessions","version":9,"sessions":[]}""", "newer q (format 9")]
    [Arguments("""{"format":"q-sessions","version":1}""", "it has no \"version\" and \"sessions\"")]
    [Arguments("""{"format":"q-sessions","version":1,"sessions":[{"name":"a","id":"x"}]}""", "session 1 (a) has no id that is one")]
    [Arguments("""{"format":"q-sessions","version":1,"sessions":[{"name":"a","id":"6f1b0a52-74a5-4d3c-9c80-0d5a43f7a001"}]}""",
        "session 1 (a) is not as q writes it")]
    public async Task A_file_that_is_no_export_is_refused_whole(string content, string problem)
    {
        using var shell = new CliFixture();
        var file = Path.Combine(shell.Home.Folder, "x.json");
        await File.WriteAllTextAsync(file, content);

        await Assert.That(shell.Run("sessions", "import", file)).IsEqualTo(1);

        await Assert.That(shell.Error).Contains(problem).And.Contains("Nothing was changed.");
        await Assert.That(File.Exists(shell.Home.Paths.Database)).IsFalse();
    }

    [Test]
    [Arguments("type", "Debugging", "\"Debugging\" is no type"), Arguments("status", "Sleeping", "\"Sleeping\" is no status")]
    public async Task A_word_that_is_none_of_ours_is_refused_with_its_place(string name, string word, string problem)
    {
        using var from = new CliFixture();
        using var to = new CliFixture();
        Fill(from);
        from.Run("sessions", "--export-all");
        var file = Path.Combine(to.Home.Folder, "x.json");
        await File.WriteAllTextAsync(file, Regex.Replace(from.Out, $"\"{name}\": \"[A-Za-z]+\"", $"\"{name}\": \"{word}\""));

        await Assert.That(to.Run("sessions", "import", file)).IsEqualTo(1);

        await Assert.That(to.Error).Contains("session 1 (").And.Contains(problem).And.Contains("Nothing was changed.");
    }

    [Test]
    public async Task What_comes_in_has_slots_that_are_free_and_is_not_in_focus_beside_what_is_here()
    {
        using var from = new CliFixture();
        using var to = new CliFixture();
        Fill(from);
        var file = Path.Combine(from.Home.Folder, "sessions.json");
        from.Run("sessions", "--export-all", "--output", file);
        With(to, store => store.Save(Session(1, "mine", SessionStatus.WaitingForInput, to.Time.GetUtcNow()) with { Active = true, FocusedAt = 5 }));

        await Assert.That(to.Run("sessions", "import", file)).IsEqualTo(0);

        IReadOnlyList<StoredSession> all = [];
        With(to, store => all = store.Look()!);
        await Assert.That(all.Select(one => one.Slot).Distinct().Count()).IsEqualTo(all.Count);
        await Assert.That(all.Single(one => one.Active).Name).IsEqualTo("mine");
        await Assert.That(all.Single(one => one.Name == "mine").Slot).IsEqualTo(1);
    }

    [Test]
    public async Task On_a_disk_that_is_full_what_is_stored_is_listed_and_exported()
    {
        using var shell = new CliFixture();
        Fill(shell);
        using (var connection = Database.OpenFile(shell.Home.Paths.Database))
            Database.Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        var index = shell.Home.Paths.Database + "-shm";
        File.Delete(shell.Home.Paths.Database + "-wal");
        File.Delete(index);
        File.CreateSymbolicLink(index, "nowhere"); // as on a full disk the file cannot be made

        await Assert.That(shell.Run("sessions", "list")).IsEqualTo(0);
        await Assert.That(shell.Out).Contains("api-refactor");
        await Assert.That(shell.Run("sessions", "export", "api-refactor")).IsEqualTo(0);
        await Assert.That(shell.Run("sessions", "close", "api-refactor")).IsEqualTo(1);
    }

    [Test]
    public async Task A_file_that_is_missing_is_a_sentence()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("sessions", "import", "/nowhere/x.json")).IsEqualTo(1);
        await Assert.That(shell.Error).StartsWith("q: /nowhere/x.json cannot be imported: ");
    }

    [Test]
    public async Task A_session_is_shown_by_name_and_by_the_beginning_of_its_name_or_id()
    {
        using var shell = new CliFixture();
        var first = Fill(shell);
        foreach (var target in (string[])["api-refactor", "API", first.Id.ToString(), first.Id.ToString()[..6]])
        {
            await Assert.That(shell.Run("sessions", "show", target)).IsEqualTo(0);
            await Assert.That(shell.Out).StartsWith($"id           {first.Id}\nstate        Active\n");
        }
        Golden.Check(shell.Out.Replace(first.Id.ToString(), "ID", StringComparison.Ordinal), "sessions-show.golden.txt");
    }

    [Test]
    public async Task A_name_that_nobody_or_more_than_one_has_is_a_sentence()
    {
        using var shell = new CliFixture();
        Fill(shell);
        With(shell, store => store.Save(Session(4, "s3-deploy", SessionStatus.Paused, shell.Time.GetUtcNow())));

        await Assert.That(shell.Run("sessions", "show", "s3")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("'s3' may be s3-debug (").And.Contains("type more of the name, or the id");
        await Assert.That(shell.Run("sessions", "show", "api-refcator")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("No session is named 'api-refcator'; did you mean api-refactor?");
    }

    [Test]
    [Arguments("md"), Arguments("html"), Arguments("cast")]
    public async Task An_export_for_people_is_whole_and_has_no_control_bytes(string format)
    {
        using var shell = new CliFixture();
        var first = Fill(shell);

        await Assert.That(shell.Run("sessions", "export", "api-refactor", "--format", format)).IsEqualTo(0);

        Golden.Check(shell.Out.Replace(first.Id.ToString(), "ID", StringComparison.Ordinal), $"export.golden.{format}");
        await Assert.That(shell.Out.Any(c => char.IsControl(c) && c is not '\n' and not '\t')).IsFalse();
        await Assert.That(shell.Out).DoesNotContain("\u202E").And.DoesNotContain("stolen");
        if (format == "html")
            await Assert.That(shell.Out).DoesNotContain("<script").And.Contains("&lt;script&gt;").And.Contains("default-src 'none'");
    }

    [Test]
    public async Task A_cast_is_a_header_and_events_in_order_of_time_whose_only_sequences_are_ours()
    {
        using var shell = new CliFixture();
        Fill(shell);
        shell.Run("sessions", "export", "api-refactor", "-f", "cast");

        var lines = shell.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var header = JsonDocument.Parse(lines[0]);
        await Assert.That(header.RootElement.GetProperty("version").GetInt32()).IsEqualTo(2);
        var last = 0.0;
        foreach (var line in lines[1..])
        {
            using var parsed = JsonDocument.Parse(line);
            var at = parsed.RootElement[0].GetDouble();
            await Assert.That(at).IsGreaterThanOrEqualTo(last);
            last = at;
            var text = parsed.RootElement[2].GetString()!;
            foreach (var ours in (string[])["\x1b[1m", "\x1b[2m", "\x1b[0m"])
                text = text.Replace(ours, "", StringComparison.Ordinal);
            await Assert.That(text.Any(c => char.IsControl(c) && c is not '\n' and not '\r' and not '\t')).IsFalse();
        }
        await Assert.That(last).IsEqualTo(90);
    }

    [Test]
    public async Task A_search_shows_where_and_when_with_marks_and_exits_1_without_a_match()
    {
        using var shell = new CliFixture();
        var first = Fill(shell);

        await Assert.That(shell.Run("sessions", "search", "two", "fil")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo(
            $"api-refactor ({first.Id.ToString()[..8]}) 2026-11-24 12:01 UTC, q:\n  «Two» «files».\n");
        await Assert.That(shell.Run("sessions", "search", "--json", "two")).IsEqualTo(0);
        using var json = JsonDocument.Parse(shell.Out);
        await Assert.That(json.RootElement[0].GetProperty("message").GetInt32()).IsEqualTo(4);
        await Assert.That(json.RootElement[0].GetProperty("matches")[0][1].GetInt32()).IsEqualTo(3);
        await Assert.That(shell.Run("sessions", "search", "--", "--nobody")).IsEqualTo(1);
        await Assert.That(shell.Error).IsEqualTo("These words were said in no session.\n");
        await Assert.That(shell.Run("sessions", "search", "...")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("There is nothing to look for");
    }

    [Test]
    public async Task A_file_that_exists_is_not_written_over()
    {
        using var shell = new CliFixture();
        Fill(shell);
        var file = Path.Combine(shell.Home.Folder, "mine.md");
        await File.WriteAllTextAsync(file, "mine");

        await Assert.That(shell.Run("sessions", "export", "api", "--output", file)).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("exists already, and nothing was written");
        await Assert.That(await File.ReadAllTextAsync(file)).IsEqualTo("mine");

        await Assert.That(shell.Run("sessions", "export", "api", "--output", Path.Combine(shell.Home.Folder, "none", "x.md"))).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("could not be written");
    }

    [Test]
    public async Task Closing_keeps_the_history_and_closing_twice_is_said()
    {
        using var shell = new CliFixture();
        Fill(shell);

        await Assert.That(shell.Run("sessions", "close", "api")).IsEqualTo(0);
        await Assert.That(shell.Run("sessions", "close", "api-refactor")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("api-refactor is closed already.");
        shell.Run("sessions", "show", "api-refactor");
        await Assert.That(shell.Out).Contains("state        Completed").And.Contains("4 messages");
    }

    [Test]
    public async Task Deleting_says_what_would_go_and_does_it_with_yes()
    {
        using var shell = new CliFixture();
        Fill(shell);

        await Assert.That(shell.Run("sessions", "delete", "api")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("has 4 messages, which could not be brought back").And.Contains("delete api-refactor --yes");
        await Assert.That(Names(shell)).Contains("api-refactor");

        await Assert.That(shell.Run("sessions", "delete", "api", "--yes")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("api-refactor with 4 messages is deleted.\n");
        await Assert.That(Names(shell)).IsEquivalentTo(["old-plan", "s3-debug"], StringComparer.Ordinal);
        using var left = Database.OpenFile(shell.Home.Paths.Database);
        await Assert.That(Database.Scalar(left, "SELECT count(*) FROM messages")).IsEqualTo(0);
    }

    [Test]
    public async Task Deleting_removes_the_sessions_own_files_and_closing_keeps_them()
    {
        using var shell = new CliFixture();
        var files = Own(shell, "api", "notes", "deep/plan.md");

        await Assert.That(shell.Run("sessions", "close", "api")).IsEqualTo(0);
        await Assert.That(files.Count()).IsEqualTo(2);
        await Assert.That(shell.Run("sessions", "delete", "api")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("has 0 messages and 2 files of its own, which could not be brought back");
        await Assert.That(files.Count()).IsEqualTo(2);
        await Assert.That(shell.Run("sessions", "delete", "api", "--yes")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("api with 0 messages and 2 files of its own is deleted.\n");
        await Assert.That(Directory.Exists(Path.Combine(shell.Home.Folder, "work", ".amazonq"))).IsFalse();

        Own(shell, "one", "notes");
        await Assert.That(shell.Run("sessions", "delete", "one", "--yes")).IsEqualTo(0);
        await Assert.That(shell.Out).Contains("one with 0 messages and 1 file of its own is deleted.");
    }

    [Test]
    public async Task Closing_removes_the_sessions_own_files_where_that_is_chosen()
    {
        using var shell = new CliFixture();
        shell.Environment["Q_SESSIONS_CLEAR_SESSION_DATA_ON_CLOSE"] = "true";
        var files = Own(shell, "api", "notes");
        await Assert.That(shell.Run("sessions", "close", "api")).IsEqualTo(0);
        await Assert.That((files.Count(), Directory.Exists(files.Path))).IsEqualTo((0, false));

        var linked = Own(shell, "web", "notes");
        var elsewhere = Path.Combine(shell.Home.Folder, "elsewhere");
        Directory.Move(linked.Path, elsewhere);
        File.CreateSymbolicLink(linked.Path, elsewhere);
        await Assert.That(shell.Run("sessions", "close", "web")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("web is closed. The session's files were not removed: ");
        await Assert.That(File.Exists(Path.Combine(elsewhere, "notes"))).IsTrue();
    }

    [Test]
    public async Task Deleting_follows_no_link_out_of_the_sessions_folder()
    {
        using var shell = new CliFixture();
        var files = Own(shell, "api", "notes");
        var elsewhere = Path.Combine(shell.Home.Folder, "elsewhere");
        Directory.Move(files.Path, elsewhere);
        File.CreateSymbolicLink(files.Path, elsewhere);

        await Assert.That(shell.Run("sessions", "delete", "api", "--yes")).IsEqualTo(1);

        await Assert.That(shell.Error).Contains("api with 0 messages is deleted. The session's files were not removed: ").And.Contains("is a symbolic link");
        await Assert.That(File.Exists(Path.Combine(elsewhere, "notes"))).IsTrue();
        await Assert.That(Names(shell)).IsEmpty();
    }

    [Test]
    [Arguments("close"), Arguments("delete")]
    public async Task What_another_q_has_open_is_neither_closed_nor_deleted(string verb)
    {
        using var shell = new CliFixture();
        Fill(shell);
        var other = new LeaseJudge(new(1, ProcessIdentity.StartOf(1) ?? "", ProcessIdentity.Own().Host), ProcessIdentity.StartOf, shell.Time);
        if (!SessionStore.Open(shell.Home.Paths, shell.Time, static _ => { }, other).TryGet(out var running))
            throw new InvalidOperationException();
        using (running)
        {
            running.Restore();
            await Assert.That(running.Flush(Poll.Limit)).IsTrue();

            await Assert.That(shell.Run(verb == "delete" ? ["sessions", verb, "api", "--yes"] : ["sessions", verb, "api"])).IsEqualTo(1);
            await Assert.That(shell.Error).Contains("It is open in another q (pid 1), which does not answer. Close it there first.");
        }
        await Assert.That(Names(shell)).Contains("api-refactor");
    }

    [Test]
    public async Task A_word_behind_sessions_that_is_no_verb_gets_the_nearest()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("sessions", "lst")).IsEqualTo(2);
        await Assert.That(shell.Error).Contains("sessions has no verb lst. Did you mean: q sessions list");
        await Assert.That(shell.Run("sessions")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("There is no session. `q` opens one.\n");
        await Assert.That(shell.Run("sessions", "--export-all")).IsEqualTo(0);
        using var json = JsonDocument.Parse(shell.Out);
        await Assert.That(json.RootElement.GetProperty("sessions").GetArrayLength()).IsEqualTo(0);
    }

    /// <summary>All that is stored, but for when it was asked for.</summary>
    private static string Everything(CliFixture shell)
    {
        shell.Run("sessions", "--export-all");
        return shell.Out;
    }

    private static IEnumerable<string> Names(CliFixture shell)
    {
        shell.Run("sessions", "list", "--all", "--json");
        using var json = JsonDocument.Parse(shell.Out);
        return [.. json.RootElement.EnumerateArray().Select(one => one.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static StoredSession Fill(CliFixture shell)
    {
        var now = shell.Time.GetUtcNow();
        var first = Session(1, "api-refactor", SessionStatus.WaitingForInput, now) with
        {
            Active = true,
            NamedByHand = true,
            Draft = "half typed",
            Queued = ["then this", "and that"],
            FocusedAt = 7,
            Pinned = true,
            Group = "api",
            Model = "ollama/qwen3-coder",
            Worktree = "/home/ada/tree",
        };
        ImmutableArray<Content> asks = [new TextContent("I look."), new ToolUseContent("u1", "execute_bash", """{"command":"ls -la"}"""), new ToolUseContent("u2", "execute_bash", """{"command":"\ud83d"}""")];
        With(shell, store =>
        {
            store.Save(first);
            store.Append(first.Id,
            [
                Message.OfUser(Hostile, now),
                new(Role.Assistant, asks, now.AddSeconds(2)),
                new(Role.User, [new ToolResultContent("u1", "a.txt\n```\nb.txt\x1b[2J", IsError: true)], now.AddSeconds(3.25)),
                new(Role.Assistant, [new TextContent("Two files.\n")], now.AddSeconds(90), MessageMarks.Cancelled | MessageMarks.Interrupted),
            ]);
            store.Save(Session(2, "s3-debug", SessionStatus.Processing, now.AddMinutes(-5)) with { Type = SessionType.Debug, Unseen = true });
            store.Save(Session(0, "old-plan", SessionStatus.Completed, now.AddDays(-9).AddMilliseconds(7)) with { Type = SessionType.Planning });
        });
        return first;
    }

    /// <summary>A session in a folder of its own, with these files of its own.</summary>
    private static SessionFolder Own(CliFixture shell, string name, params string[] files)
    {
        var session = Session(1, name, SessionStatus.WaitingForInput, shell.Time.GetUtcNow()) with { NamedByHand = true, Folder = Path.Combine(shell.Home.Folder, "work") };
        With(shell, store => store.Save(session));
        var folder = new SessionFolder(session.Id, session.Folder);
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, file))!);
            File.WriteAllText(Path.Combine(folder.Path, file), "x");
        }
        return folder;
    }

    private static void With(CliFixture shell, Action<SessionStore> act)
    {
        if (!SessionStore.Open(shell.Home.Paths, shell.Time, static _ => { }).TryGet(out var store))
            throw new InvalidOperationException();
        act(store);
        store.Dispose();
    }

    private static StoredSession Session(int slot, string name, SessionStatus status, DateTimeOffset at) => new()
    {
        Id = SessionId.New(),
        Slot = slot,
        Name = name,
        Status = status,
        Folder = "/work",
        CreatedAt = at,
        LastActive = at,
    };
}
