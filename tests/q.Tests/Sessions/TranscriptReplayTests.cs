using System.Text;
using Q.Output;
using Q.Sessions;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>A stored conversation is shown again as it was shown when it happened.</summary>
internal sealed class TranscriptReplayTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Each_tool_call_stands_beside_its_own_result()
    {
        await Assert.That(Shown(
            Message.OfUser("look", s_now),
            new(Role.Assistant,
            [
                new TextContent("Two things."), new ToolUseContent("a", "execute_bash", """{"command":"ls"}"""),
                new ToolUseContent("b", "fs_read", """{"operations":[{"mode":"Line","path":"x.cs"},{"mode":"Line","path":"y.cs"}]}"""),
            ], s_now),
            new(Role.User,
            [
                new ToolResultContent("a", """{"exit_status":"2","stdout":"one\ntwo","stderr":"no such file\n"}""", IsError: true),
                new ToolResultContent("b", "text of x", IsError: false),
            ], s_now),
            new(Role.Assistant, [new TextContent("Done.")], s_now))).IsEqualTo(
            "Prompt look|Text Two things.|ToolStart execute_bash ls|ToolOutput one\ntwo\nno such file\n|ToolEnd exit 2 · not done"
            + "|ToolStart fs_read x.cs and 1 more|ToolOutput text of x|Text Done.");
    }

    [Test]
    public async Task A_call_that_was_cut_says_so()
    {
        await Assert.That(Shown(
            new(Role.Assistant, [new ToolUseContent("a", "execute_bash", """{"command":"make"}""")], s_now, MessageMarks.Interrupted),
            Message.OfUser("again", s_now))).IsEqualTo("ToolStart execute_bash make|ToolEnd interrupted · not done|Notice Interrupted here.|Prompt again");
    }

    [Test]
    [Arguments("""{"exit_status":"0","stdout":"","stderr":""}""", "ToolEnd exit 0")]
    [Arguments("""{"exit_status":"signal 9 (KILL)","stdout":"x","stderr":""}""", "ToolOutput x\n|ToolEnd signal 9 (KILL)")]
    [Arguments("""{"exit_status" no json""", """ToolOutput {"exit_status" no json""")]
    [Arguments("""{"exit_status":7}""", """ToolOutput {"exit_status":7}""")]
    public async Task What_a_command_said_is_shown_and_not_the_object_that_holds_it(string stored, string shown) =>
        await Assert.That(Shown(new Message(Role.User, [new ToolResultContent("a", stored, IsError: false)], s_now))).IsEqualTo(shown);

    [Test]
    [Arguments(ToolResultContent.Denied, "ToolEnd denied")]
    [Arguments(ToolResultContent.Denied + "\nuse tabs", "ToolOutput use tabs|ToolEnd denied")]
    [Arguments(ToolResultContent.NotRun, "ToolEnd not run")]
    [Arguments("Nobody is there to be asked.", "ToolOutput Nobody is there to be asked.|ToolEnd not done")]
    public async Task A_denied_call_says_so_and_not_what_the_model_was_told(string stored, string shown) =>
        await Assert.That(Shown(new Message(Role.User, [new ToolResultContent("a", stored, IsError: true)], s_now))).IsEqualTo(shown);

    /// <summary>What the model is told is the same; a person reads who it was.</summary>
    [Test]
    [Arguments("", MessageMarks.None, "ToolEnd cancelled · not done")]
    [Arguments("", MessageMarks.Interrupted, "ToolEnd interrupted · not done")]
    [Arguments("""\n{"exit_status":"signal 15 (SIGTERM)","stdout":"so far","stderr":""}""", MessageMarks.Interrupted,
        "ToolOutput so far\n|ToolEnd signal 15 (SIGTERM) · interrupted · not done")]
    public async Task A_call_that_was_stopped_says_by_whom(string said, MessageMarks marks, string shown)
    {
        var stored = ToolResultContent.Cancelled + said.Replace("\\n", "\n", StringComparison.Ordinal);
        await Assert.That(Shown(new Message(Role.User, [new ToolResultContent("a", stored, IsError: true)], s_now, marks))).IsEqualTo(shown);
    }

    private static string Shown(params Message[] messages)
    {
        var ring = new OutputRing(1 << 16);
        new SessionTranscript(ring).Replay(messages);
        var records = new List<string>();
        ring.ReadAll((kind, begins, utf8) => records.Add($"{kind} {Encoding.UTF8.GetString(utf8)}"));
        return string.Join('|', records);
    }
}
