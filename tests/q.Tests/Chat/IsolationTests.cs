using System.Text.Json;
using Q.Telemetry;
using Q.TestKit;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Chat;

public sealed class IsolationTests
{
    [Test]
    public async Task Each_session_has_its_own_files_and_reaches_them_without_being_asked()
    {
        await using var folder = new SharedFolder(TrustChoice.AskAlways);
        var (api, web) = (folder.Session("api"), folder.Session("web"));
        foreach (var session in (SharedFolder.Member[])[api, web])
        {
            await session.Does(
                ("fs_write", $$"""{"command":"create","path":"@session/notes","file_text":"of {{session.Name}}"}"""),
                ("fs_read", """{"operations":[{"mode":"Line","path":"@session/notes"}]}"""));
            await Assert.That(session.Results[^1]).IsEqualTo($"of {session.Name}");
        }
        await Assert.That(folder.Read($".amazonq/sessions/{api.Id}/notes")).IsEqualTo("of api\n");
        await Assert.That(folder.Read($".amazonq/sessions/{api.Id}/.gitignore")).IsEqualTo("*\n");
        await Assert.That(folder.Shared.Files.Crossings).IsEqualTo(0);
    }

    [Test]
    [Arguments("fs_read", """{"operations":[{"mode":"Line","path":"THERE/notes"}]}""")]
    [Arguments("fs_read", """{"operations":[{"mode":"Line","path":"a.txt"},{"mode":"Directory","path":"THERE"}]}""")]
    [Arguments("fs_read", """{"operations":[{"mode":"Search","pattern":"secret","path":"THERE"}]}""")]
    [Arguments("fs_write", """{"command":"create","path":"THERE/notes","file_text":"mine now"}""")]
    [Arguments("execute_bash", """{"command":"cat THERE/notes"}""")]
    public async Task The_files_of_another_session_need_permission_even_where_the_tool_is_trusted(string tool, string json)
    {
        await using var folder = new SharedFolder(new TrustChoice(["fs_read", "fs_write", "execute_bash"], All: false, IsUnattended: false));
        folder.Write("a.txt", "a\n");
        var (api, web) = (folder.Session("api"), folder.Session("web", AnswerKind.Deny));
        await api.Does(("fs_write", """{"command":"create","path":"@session/notes","file_text":"secret"}"""));
        await web.Does((tool, json.Replace("THERE", $".amazonq/sessions/{api.Id}", StringComparison.Ordinal)));
        await Assert.That(web.Sink.Story()).Contains("asked ");
        await Assert.That(web.Results[^1]).StartsWith("! I deny this tool request");
        await Assert.That(folder.Read($".amazonq/sessions/{api.Id}/notes")).IsEqualTo("secret\n");
    }

    [Test]
    public async Task Listing_and_searching_the_workspace_pass_over_the_files_of_other_sessions()
    {
        await using var folder = new SharedFolder(TrustChoice.AskAlways);
        var (api, web) = (folder.Session("api"), folder.Session("web"));
        await api.Does(("fs_write", """{"command":"create","path":"@session/notes","file_text":"secret"}"""));
        await web.Does(
            ("fs_write", """{"command":"create","path":"@session/own","file_text":"secret"}"""),
            ("fs_read", """{"operations":[{"mode":"Directory","path":".","depth":5}]}"""),
            ("fs_read", """{"operations":[{"mode":"Search","pattern":"secret","path":".amazonq/sessions"}]}"""));
        await Assert.That(web.Results[^2]).Contains("/own\n").And.DoesNotContain("/notes\n");
        await Assert.That(web.Results[^1]).Contains($"{web.Id}/own").And.DoesNotContain($"{api.Id}");
    }

    [Test]
    public async Task Trust_given_in_one_session_holds_in_that_one_only()
    {
        await using var folder = new SharedFolder(TrustChoice.AskAlways);
        var (api, web) = (folder.Session("api", AnswerKind.Trust), folder.Session("web", AnswerKind.Deny));
        await api.Does(("execute_bash", """{"command":"echo 1"}"""), ("execute_bash", """{"command":"echo 2"}"""));
        await Assert.That(api.Sink.Lines.Count(line => line.StartsWith("asked", StringComparison.Ordinal))).IsEqualTo(1);
        await web.Does(("execute_bash", """{"command":"echo 3"}"""));
        await Assert.That(web.Results[^1]).StartsWith("! I deny");
    }

    [Test]
    public async Task What_tools_did_and_who_allowed_it_stands_in_the_audit_log()
    {
        await using var folder = new SharedFolder(TrustChoice.AskAlways);
        var log = new AuditLog(folder.Home.Paths, folder.Time, static _ => { });
        folder.Shared = folder.Shared with { Audit = log };
        folder.Write("a.txt", "a\n");
        var (api, web) = (folder.Session("api", AnswerKind.Trust), folder.Session("web", AnswerKind.Deny));
        await api.Does(
            ("fs_read", """{"operations":[{"mode":"Line","path":"a.txt"}]}"""),
            ("fs_write", """{"command":"append","path":"a.txt","new_str":"b"}"""),
            ("fs_write", """{"command":"append","path":"a.txt","new_str":"c"}"""),
            ("execute_bash", """{"command":"exit 3"}"""));
        await web.Does(("execute_bash", """{"command":"rm -rf /"}"""));
        await log.Finish(Poll.Limit);
        await Assert.That(string.Join('\n', Lines(folder))).IsEqualTo($"""
            permission api fs_write append a.txt: allowed always in this session
            write api {folder.At("a.txt")}: written
            permission api fs_write append a.txt: trusted
            write api {folder.At("a.txt")}: written
            permission api execute_bash exit 3: allowed always in this session
            command api exit 3: exit 3
            permission web execute_bash rm -rf /: denied
            """);
    }

    [Test]
    public async Task A_write_that_was_refused_as_a_conflict_stands_in_the_audit_log_too()
    {
        await using var folder = new SharedFolder();
        var log = new AuditLog(folder.Home.Paths, folder.Time, static _ => { });
        folder.Shared = folder.Shared with { Audit = log };
        folder.Write("a.txt", "a\n");
        var (api, web) = (folder.Session("api"), folder.Session("web"));
        await api.Does(("fs_read", """{"operations":[{"mode":"Line","path":"a.txt"}]}"""));
        await web.Does(("fs_write", """{"command":"append","path":"a.txt","new_str":"b"}"""));
        await api.Does(("fs_write", """{"command":"append","path":"a.txt","new_str":"c"}"""));
        await log.Finish(Poll.Limit);
        var writes = Lines(folder).Where(line => line.StartsWith("write", StringComparison.Ordinal));
        await Assert.That(string.Join('\n', writes)).IsEqualTo($"write web {folder.At("a.txt")}: written\nwrite api {folder.At("a.txt")}: conflict");
    }

    private static List<string> Lines(SharedFolder folder)
    {
        var lines = new List<string>();
        foreach (var line in File.ReadLines(folder.Home.Paths.Audit))
        {
            using var json = JsonDocument.Parse(line);
            string Field(string name) => json.RootElement.GetProperty(name).GetString()!;
            lines.Add($"{Field("op")} {Field("name")} {Field("what")}: {Field("outcome")}");
        }
        return lines;
    }
}
