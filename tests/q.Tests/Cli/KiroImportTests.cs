namespace Q.Tests.Cli;

/// <summary><c>q sessions import --amazon-q</c> of the files in which newer Kiro CLIs keep their sessions.</summary>
internal sealed class KiroImportTests
{
    private const string Id = "f2946a26-3735-4b08-8d05-c928010302d5";

    private const string Log = """
        {"version":"v1","kind":"Prompt","data":{"message_id":"m1","content":[{"kind":"text","data":"Fix the login bug."},{"kind":"image","data":{"format":"png"}}],"meta":{"timestamp":1770983426.420942}}}
        {"version":"v1","kind":"AssistantMessage","data":{"message_id":"m2","content":[{"kind":"thinking","data":{"text":"hmm"}},{"kind":"text","data":""},{"kind":"toolUse","data":{"toolUseId":"t1","name":"shell","input":{"command": "ls"}}}]}}
        {"version":"v1","kind":"ToolResults","data":{"message_id":"m3","content":[{"kind":"toolResult","data":{"toolUseId":"t1","content":[{"kind":"json","data":{"exit_status":"0"}},{"kind":"text","data":"a.cs"}],"status":"error"}}],"results":{}}}
        {"version":"v1","kind":"Compaction","data":{"summary":"short","messages_snapshot":[]}}

        {"version":"v1","kind":"AssistantMessage","data":{"message_id":"m4","content":[{"kind":"text","data":"It is fixed."}]}}
        {"version":"v1","kind":"AssistantMessage","data":{"message_id":"m5","content":[]}}
        {"version":"v1","kind":"Prompt","data":{"mess
        """;

    [Test]
    public async Task Its_sessions_come_in_closed_with_what_was_said_and_twice_they_are_one()
    {
        using var shell = new CliFixture();
        var folder = Path.Combine(shell.Home.Folder, ".kiro/sessions/cli");
        Put(folder, Id, About(Id), Log);
        Put(folder, "child", About("0c1b5544-3a0e-4d2c-8b53-4a4d6a0c1b44", parent: $"\"{Id}\""), Log);
        Put(folder, "alone", "{}", log: null);

        await Assert.That(shell.Run("sessions", "import", "--amazon-q")).IsEqualTo(0);

        await Assert.That(shell.Out).Contains(", from /w/api: 4 messages").And.EndsWith("1 session was imported.\n");
        await Assert.That(shell.Run("sessions", "show", Id[..8], "--json")).IsEqualTo(0);
        await Assert.That(shell.Out).Contains("\"at\": \"2026-02-13T11:50:26.420Z\"").And.Contains("[an image, which was not imported]")
            .And.Contains("\"text\": \"{\\\"command\\\":\\\"ls\\\"}\"").And.Contains("\"text\": \"{\\\"exit_status\\\":\\\"0\\\"}\\na.cs\"")
            .And.Contains("\"is_error\": true").And.Contains("It is fixed.").And.Contains("\"status\": \"Completed\"").And.DoesNotContain("hmm");
        shell.Environment["KIRO_HOME"] = Path.Combine(shell.Home.Folder, ".kiro");
        await Assert.That(shell.Run("sessions", "import", "--amazon-q")).IsEqualTo(0);
        await Assert.That(shell.Out).EndsWith("is here already.\n0 sessions were imported.\n");
    }

    [Test]
    [Arguments("{\"session_id\":\"x\"", Log, "ID.json is not as the Kiro CLI writes it: it is {\"session_id\":\"x\"}, but \"created_at\" is missing in it")]
    [Arguments("{\"created_at\":\"2026-06-07T14:14:27.290365Z\",\"session_id\":\"x\"", Log, "session_id is \"x\", but a UUID is expected")]
    [Arguments("{", Log, "ID.json is not whole JSON")]
    [Arguments("", "{\n{\"kind\":\"Prompt\"}\n", "line 1 of its conversation is not whole JSON")]
    [Arguments("", "{\"kind\":\"Prompt\",\"data\":{\"content\":[{\"kind\":\"text\",\"data\":1}]}}\n\n", "line 1.data.content[0].data is 1, but a text is expected")]
    public async Task What_is_not_as_it_writes_it_is_refused_with_its_place(string about, string log, string problem)
    {
        using var shell = new CliFixture();
        var folder = Path.Combine(shell.Home.Folder, "sessions");
        Put(folder, "ID", about.Length == 0 ? About(Id) : about.Length == 1 ? about : about + "}", log);
        await Assert.That(shell.Run("sessions", "import", "--amazon-q", folder)).IsEqualTo(1);
        await Assert.That(shell.Error).Contains(problem).And.EndsWith("Nothing was changed.\n");
    }

    private static string About(string id, string parent = "null") =>
        $$"""{"session_id":"{{id}}","cwd":"/w/api","created_at":"2026-02-13T11:50:00.5Z","updated_at":"2026-02-13T12:00:00Z","title":"Fix","parent_session_id":{{parent}}}""";

    private static void Put(string folder, string name, string about, string? log)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".json"), about);
        if (log is not null)
            File.WriteAllText(Path.Combine(folder, name + ".jsonl"), log);
    }
}
