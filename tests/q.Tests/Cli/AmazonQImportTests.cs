using System.Text.Json;
using System.Text.Json.Nodes;
using Q.Store;
using Q.TestKit;

namespace Q.Tests.Cli;

/// <summary>
/// <c>q sessions import</c> of what the Amazon Q CLI keeps. The conversations were written by hand as its format is described:
/// with tools, as pairs without times as older versions wrote them, and after a compaction with a question nobody answered.
/// </summary>
internal sealed class AmazonQImportTests
{
    private static readonly DateTime s_written = new(2025, 10, 1, 6, 0, 0, DateTimeKind.Utc);

    [Test]
    public async Task All_conversations_of_its_database_come_in_closed_named_and_whole_and_it_is_not_touched()
    {
        using var shell = new CliFixture();
        var file = Database(shell, ("/home/ada/api", Saved("tools")), ("/Users/ada/web", Saved("pairs")), ("/home/ada/docs", Saved("compacted")));
        var before = Everything(file);

        await Assert.That(shell.Run("sessions", "import", "--amazon-q", file)).IsEqualTo(0);

        await Assert.That(shell.Out).IsEqualTo("""
            plan-migration, from /Users/ada/web: 4 messages
            fix-login-auth, from /home/ada/api: 4 messages
            review-page-handbook, from /home/ada/docs: 4 messages
            3 sessions were imported.

            """);
        await Assert.That(Everything(file)).IsEqualTo(before);
        shell.Run("sessions", "--export-all");
        Golden.Check(shell.Out, "amazonq-import.golden.json");
    }

    [Test]
    public async Task Beside_a_database_with_a_write_ahead_log_nothing_is_left_and_what_stands_in_the_log_is_read()
    {
        using var shell = new CliFixture();
        var file = Database(shell, ("/home/ada/api", Saved("tools")));
        using (var writer = Q.Store.Database.OpenFile(file))
            Q.Store.Database.Run(writer, "PRAGMA journal_mode = WAL");
        var before = Everything(file);
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", file)).IsEqualTo(0);
        await Assert.That(shell.Out).EndsWith("1 session was imported.\n");
        await Assert.That(Everything(file)).IsEqualTo(before);

        using var open = Q.Store.Database.OpenFile(file);
        using var insert = new Statement(open, "INSERT INTO conversations VALUES ($0, $1)", 2);
        insert.Run("/Users/ada/web", Saved("pairs"));
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", file)).IsEqualTo(0);
        await Assert.That(shell.Out).Contains("plan-migration, from /Users/ada/web").And.EndsWith("1 session was imported.\n");
    }

    [Test]
    public async Task Of_a_Kiro_CLI_all_conversations_of_a_folder_come_in_and_what_it_keeps_twice_once()
    {
        using var shell = new CliFixture();
        var file = Database(shell, ("/home/ada/api", Saved("tools")), ("/home/ada/docs", Saved("compacted")));
        Sql(file, """
            CREATE TABLE conversations_v2 (key TEXT NOT NULL, conversation_id TEXT NOT NULL, value TEXT NOT NULL,
                created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, PRIMARY KEY (key, conversation_id))
            """);
        foreach (var value in (string[])[WithOneMore(Saved("tools")), Saved("pairs")])
        {
            using var saved = JsonDocument.Parse(value);
            var id = saved.RootElement.GetProperty("conversation_id").GetString()!;
            Sql(file, "INSERT INTO conversations_v2 VALUES ($0, $1, $2, 1780462801000, 1780462802000)", "/home/ada/api", id, value);
        }
        Directory.CreateDirectory(Path.Combine(shell.Home.Folder, ".local/share/kiro-cli"));
        File.Move(file, Path.Combine(shell.Home.Folder, ".local/share/kiro-cli/data.sqlite3"));

        await Assert.That(shell.Run("sessions", "import", "--amazon-q")).IsEqualTo(0);

        var lines = shell.Out.Split('\n');
        await Assert.That(lines).Contains("fix-login-auth, from /home/ada/api: 6 messages"); // the newer one
        await Assert.That(lines).Contains("plan-migration, from /home/ada/api: 4 messages");
        await Assert.That(lines).Contains("review-page-handbook, from /home/ada/docs: 4 messages");
        await Assert.That(shell.Out).EndsWith("3 sessions were imported.\n");
        shell.Run("sessions", "show", "plan-migration", "--json");
        await Assert.That(shell.Out).Contains("\"created_at\": \"2026-06-03T"); // what bears no time was said when its row began
    }

    [Test]
    public async Task A_file_of_its_save_command_is_the_same_conversation()
    {
        using var shell = new CliFixture();
        foreach (var name in (string[])["tools", "pairs", "compacted"])
            await Assert.That(shell.Run("sessions", "import", Write(shell, $"{name}.json", Saved(name)))).IsEqualTo(0);
        var database = Database(shell, ("/home/ada/api", Compact("tools")), ("/Users/ada/web", Compact("pairs")), ("/home/ada/docs", Compact("compacted")));

        await Assert.That(shell.Run("sessions", "import", "--amazon-q", database)).IsEqualTo(0);

        await Assert.That(shell.Out).EndsWith("0 sessions were imported.\n");
        await Assert.That(Folders(shell)).IsEquivalentTo(["/Users/ada/web", "/home/ada/api", "/home/ada/docs"], StringComparer.Ordinal);
    }

    [Test]
    public async Task What_was_imported_is_not_imported_twice_and_what_went_on_elsewhere_is_a_copy_once()
    {
        using var shell = new CliFixture();
        var file = Database(shell, ("/home/ada/api", Saved("tools")));
        shell.Run("sessions", "import", "--amazon-q", file);

        await Assert.That(shell.Run("sessions", "import", "--amazon-q", file)).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("fix-login-auth is here already.\n0 sessions were imported.\n");

        var longer = Database(shell, ("/home/ada/api", WithOneMore(Saved("tools"))));
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", longer)).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo(
            "fix-login-auth-2, from /home/ada/api, a copy of another one: 6 messages\n1 session was imported.\n");
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", longer)).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("fix-login-auth-2 is here already.\n0 sessions were imported.\n");
    }

    [Test]
    [Arguments(".local/share", "HOME")]
    [Arguments("Library/Application Support", "HOME")]
    [Arguments("data", "XDG_DATA_HOME")]
    public async Task Without_a_path_it_is_found_where_Linux_and_macOS_keep_it(string folder, string variable)
    {
        using var shell = new CliFixture();
        var data = Path.Combine(shell.Home.Folder, folder);
        if (variable != "HOME")
            shell.Environment[variable] = data;
        Directory.CreateDirectory(Path.Combine(data, "amazon-q"));
        File.Move(Database(shell, ("/home/ada/api", Saved("tools"))), Path.Combine(data, "amazon-q", "data.sqlite3"));

        await Assert.That(shell.Run("sessions", "import", "--amazon-q")).IsEqualTo(0);
        await Assert.That(shell.Out).EndsWith("1 session was imported.\n");
    }

    [Test]
    public async Task Where_there_is_none_it_says_where_it_looked()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("sessions", "import", "--amazon-q")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("/.local/share/amazon-q/data.sqlite3, ").And.Contains("/Library/Application Support/kiro-cli/data.sqlite3, ").And.Contains("/.kiro/sessions/cli. ")
            .And.EndsWith("q sessions import --amazon-q FILE\n");
        shell.Environment.Remove("HOME");
        shell.Environment["XDG_DATA_HOME"] = "/nowhere";
        await Assert.That(shell.Run("sessions", "import", "--amazon-q")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("looked for /nowhere/amazon-q/data.sqlite3, /nowhere/kiro-cli/data.sqlite3. If");
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", "/nowhere/data.sqlite3")).IsEqualTo(1);
        await Assert.That(shell.Error).IsEqualTo("q: /nowhere/data.sqlite3 cannot be imported: there is no such file. Nothing was changed.\n");
        await Assert.That(shell.Run("sessions", "import")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("What shall be imported? q sessions import FILE, or q sessions import --amazon-q.");
    }

    [Test]
    [Arguments("conversation_id", "\"x\"", "conversation_id is \"x\", but a UUID is expected")]
    [Arguments("conversation_id", "7", "conversation_id is 7, but a text is expected")]
    [Arguments("history", "{}", "history is {}, but a list is expected")]
    [Arguments("history.0", "[1]", "history[0] is [1], but a question and its answer are expected")]
    [Arguments("history.0", "\"hello\"", "history[0] is \"hello\", but an object is expected")]
    [Arguments("history.0.user.content", "{\"Song\":{}}", "history[0].user.content is {\"Song\":{}}, but Prompt, ToolUseResults or CancelledToolUses is expected")]
    [Arguments("history.0.user.content.Prompt", "{\"text\":1}", "history[0].user.content.Prompt is {\"text\":1}, but \"prompt\" is missing in it")]
    [Arguments("history.0.user.timestamp", "\"yesterday\"", "history[0].user.timestamp is \"yesterday\", but a time is expected")]
    [Arguments("history.0.request_metadata.stream_end_timestamp_ms", "-1", "history[0].request_metadata.stream_end_timestamp_ms is -1, but a time is expected")]
    [Arguments("history.0.assistant", "{}", "history[0].assistant is {}, but Response or ToolUse is expected")]
    [Arguments("history.0.assistant", "{\"Shout\":{}}", "history[0].assistant is {\"Shout\":{}}, but Response or ToolUse is expected")]
    [Arguments("history.0.assistant.ToolUse.tool_uses.1.id", "null", "history[0].assistant.ToolUse.tool_uses[1] is {\"id\":null,\"name\":\"execute_bash\",\"orig_n…, but \"id\" is missing in it")]
    [Arguments("history.1.user.content.ToolUseResults.tool_use_results.1.status", "\"Maybe\"",
        "history[1].user.content.ToolUseResults.tool_use_results[1].status is \"Maybe\", but Success or Error is expected")]
    [Arguments("history.1.user.content.ToolUseResults.tool_use_results.0.content.0", "{\"Sound\":1}",
        "history[1].user.content.ToolUseResults.tool_use_results[0].content[0] is {\"Sound\":1}, but Text or Json is expected")]
    public async Task What_is_not_as_described_is_refused_whole_with_its_place_and_value(string place, string value, string problem)
    {
        using var shell = new CliFixture();
        var spoilt = Replaced(Compact("tools"), place, value);
        var file = Write(shell, "saved.json", spoilt);
        var database = Database(shell, ("/a", Saved("pairs")), ("/home/ada/api", spoilt));

        await Assert.That(shell.Run("sessions", "import", file)).IsEqualTo(1);
        await Assert.That(shell.Error).IsEqualTo($"q: {file} cannot be imported: it is not as Amazon Q writes it: {problem}. Nothing was changed.\n");
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", database)).IsEqualTo(1);
        await Assert.That(shell.Error).IsEqualTo(
            $"q: {database} cannot be imported: the conversation of /home/ada/api is not as Amazon Q writes it: {problem}. Nothing was changed.\n");
        await Assert.That(File.Exists(shell.Home.Paths.Database)).IsFalse();
    }

    [Test]
    public async Task A_file_that_is_no_database_of_its_is_refused()
    {
        using var shell = new CliFixture();
        var text = Write(shell, "text.sqlite3", new string('x', 2000));
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", text)).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("it is no SQLite database. Nothing was changed.");

        var other = Database(shell);
        Sql(other, "DROP TABLE conversations");
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", other)).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("it has no table conversations with key and value, so it is no database of the Amazon Q CLI.");

        var cut = Database(shell, ("/home/ada/api", "{\"conversation_id\":"));
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", cut)).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("the conversation of /home/ada/api is not as Amazon Q writes it: it is not whole JSON (line 1, byte 20)");

        await Assert.That(shell.Run("sessions", "import", "--amazon-q", shell.Home.Folder)).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("0 sessions were imported.\n");
    }

    [Test]
    public async Task A_conversation_without_a_message_is_left_out_and_without_a_folder_is_in_that_of_its_file()
    {
        using var shell = new CliFixture();
        var empty = """{"conversation_id":"4d9f0f64-3a0e-4d2c-8b53-4a4d6a0c1b44","history":[]}""";
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", Database(shell, ("/empty", empty)))).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("The conversation of /empty is empty and was left out.\n0 sessions were imported.\n");

        var bare = """
            {"conversation_id":"5d9f0f64-3a0e-4d2c-8b53-4a4d6a0c1b55","history":[[{"content":{"Prompt":{"prompt":"why?"}},"images":[1,2]},{"Response":{"content":""}}]]}
            """;
        await Assert.That(shell.Run("sessions", "import", Write(shell, "bare.json", bare))).IsEqualTo(0);
        await Assert.That(Folders(shell)).IsEquivalentTo([shell.Home.Folder], StringComparer.Ordinal);
        shell.Run("sessions", "--export-all");
        await Assert.That(shell.Out).Contains("[2 images, which were not imported]");
    }

    [Test]
    public async Task Names_that_are_not_wanted_are_by_type_and_number()
    {
        using var shell = new CliFixture();
        shell.Environment["Q_SESSIONS_AUTO_GENERATE_NAMES"] = "false";
        await Assert.That(shell.Run("sessions", "import", Write(shell, "saved.json", Saved("pairs")))).IsEqualTo(0);
        await Assert.That(shell.Out).StartsWith("plan-1, from /Users/ada/web: 4 messages\n");
    }

    private static string Saved(string name)
    {
        using var stream = typeof(AmazonQImportTests).Assembly.GetManifestResourceStream($"amazonq.{name}.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>On one line, as the database has it.</summary>
    private static string Compact(string name) => JsonNode.Parse(Saved(name))!.ToJsonString();

    private static string Replaced(string json, string place, string value)
    {
        var root = JsonNode.Parse(json)!;
        var at = root;
        var steps = place.Split('.');
        foreach (var step in steps[..^1])
            at = int.TryParse(step, out var index) ? at[index]! : at[step]!;
        if (int.TryParse(steps[^1], out var last))
            at[last] = JsonNode.Parse(value);
        else
            at[steps[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }

    private static string WithOneMore(string json)
    {
        var root = JsonNode.Parse(json)!;
        root["history"]!.AsArray().Add(JsonNode.Parse("""
            {"user":{"content":{"Prompt":{"prompt":"thank you"}}},"assistant":{"Response":{"content":"Gladly."}}}
            """));
        return root.ToJsonString();
    }

    private static string Write(CliFixture shell, string name, string content)
    {
        var file = Path.Combine(shell.Home.Folder, name);
        File.WriteAllText(file, content);
        File.SetLastWriteTimeUtc(file, s_written);
        return file;
    }

    /// <summary>A new file with the table as its migration 007 makes it.</summary>
    private static string Database(CliFixture shell, params (string Key, string Value)[] rows)
    {
        var file = Path.Combine(shell.Home.Folder, $"{Guid.NewGuid():N}.sqlite3");
        File.WriteAllBytes(file, []);
        Sql(file, "CREATE TABLE conversations (key TEXT PRIMARY KEY, value TEXT)");
        foreach (var (key, value) in rows)
            Sql(file, "INSERT INTO conversations VALUES ($0, $1)", key, value);
        File.SetLastWriteTimeUtc(file, s_written);
        return file;
    }

    private static void Sql(string file, string sql, params string[] values)
    {
        using var connection = Q.Store.Database.OpenFile(file);
        using var statement = new Statement(connection, sql, values.Length);
        statement.Run([.. values]);
    }

    /// <summary>The file, when it was written, and what lies beside it.</summary>
    private static string Everything(string file) =>
        $"{Convert.ToHexString(File.ReadAllBytes(file))} {File.GetLastWriteTimeUtc(file):O} {string.Join(' ', Directory.GetFiles(Path.GetDirectoryName(file)!))}";

    private static List<string> Folders(CliFixture shell)
    {
        shell.Run("sessions", "list", "--all", "--json");
        using var json = JsonDocument.Parse(shell.Out);
        return [.. json.RootElement.EnumerateArray().Select(one => one.GetProperty("folder").GetString()!).Order(StringComparer.Ordinal)];
    }
}
