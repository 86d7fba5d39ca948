using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Q.Processes;
using Q.TestKit;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Chat;

/// <summary>What becomes of a session, its neighbours and the machine when a tool misbehaves: real processes, all of them.</summary>
public sealed class ToolFaultTests
{
    [Test]
    [Arguments("kill -SEGV $$", "signal 11 (SIGSEGV)")]
    [Arguments("echo so far; kill -9 $$", "signal 9 (SIGKILL)")]
    [Arguments("no-such-program-anywhere", "127")]
    [Arguments("false", "1")]
    public async Task A_command_that_crashes_or_fails_is_a_result_and_the_turn_goes_on(string command, string status)
    {
        await using var folder = new SharedFolder();
        var api = folder.Session("api");
        var ended = await api.Does(Bash(command));
        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(api.Results[^1]).StartsWith("! ");
        await Assert.That(Field(api.Results[^1][2..], "exit_status")).IsEqualTo(status);
    }

    [Test]
    public async Task A_command_that_hangs_in_the_background_is_ended_at_the_limit_and_what_it_said_is_kept()
    {
        await using var folder = new SharedFolder();
        folder.Shared = folder.Shared with { BackgroundLimit = TimeSpan.FromMinutes(10), IsWatched = static _ => false };
        var (api, web) = (folder.Session("api"), folder.Session("web"));
        api.Begins(Bash("trap '' TERM; echo $$; echo Compiling 12 of 40; sleep 600 & wait; wait"));
        var pid = (await UntilOutput(api, "Compiling")).Split('\n').First(line => line.StartsWith("output ", StringComparison.Ordinal))[7..];
        for (var minute = 0; minute < 9; minute++)
            folder.Time.Advance(TimeSpan.FromMinutes(1));
        await Assert.That((await web.Does(Bash("echo hello"))).Outcome).IsEqualTo(TurnOutcome.Complete); // the others are not disturbed
        await Assert.That(SpawnLibc.kill(int.Parse(pid), 0)).IsEqualTo(0);
        folder.Time.Advance(TimeSpan.FromMinutes(1));
        var ended = await api.Sink.Next<TurnEnded>();
        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Complete); // the model may go another way
        await Assert.That(api.Results[^1]).StartsWith(
            "! q ended it: it ran for 10 min in a session that nobody looked at, the limit (tools.background_timeout_minutes). Run it in smaller parts, ");
        await Assert.That(api.Results[^1]).Contains("Compiling 12 of 40").And.DoesNotContain(ToolResult.CancelledText);
        await Assert.That(api.Sink.Story()).Contains("end ended after 10 min in the background");
        await Poll.Until("it to be gone", () => SpawnLibc.kill(int.Parse(pid), 0) != 0);
    }

    [Test]
    public async Task A_command_that_somebody_watches_may_take_as_long_as_it_likes()
    {
        var time = new FakeTimeProvider();
        var watched = true;
        using var clock = new ToolClock(time, TimeSpan.FromMinutes(10), () => watched, CancellationToken.None);
        Advance(60);
        await Assert.That(clock.IsOver).IsFalse();
        watched = false; // the ten minutes begin where nobody looks any more
        Advance(10);
        await Assert.That(clock.IsOver).IsFalse();
        watched = true;
        Advance(1);
        watched = false;
        Advance(10);
        await Assert.That(clock.IsOver).IsFalse();
        Advance(1);
        await Assert.That((clock.IsOver, clock.Token.IsCancellationRequested)).IsEqualTo((true, true));

        void Advance(int minutes)
        {
            for (var i = 0; i < minutes; i++)
                time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Test]
    public async Task Without_a_limit_there_is_no_clock()
    {
        var time = new FakeTimeProvider();
        using var clock = new ToolClock(time, TimeSpan.Zero, static () => false, CancellationToken.None);
        time.Advance(TimeSpan.FromDays(7));
        await Assert.That(clock.IsOver).IsFalse();
    }

    [Test]
    public async Task Closing_a_session_ends_its_command_and_all_its_children_though_they_ignore_the_request()
    {
        await using var folder = new SharedFolder();
        var api = folder.Session("api");
        api.Begins(Bash("trap '' TERM; (trap '' TERM HUP; echo $BASHPID; sleep 600) & wait; wait"));
        var pid = (await UntilOutput(api, "output"))["output ".Length..].Split('\n')[^1].Replace("output ", "", StringComparison.Ordinal);
        var closing = api.Engine.DisposeAsync().AsTask();
        var ended = await api.Sink.Next<TurnEnded>();
        await closing.WaitAsync(Poll.Limit);
        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Cancelled);
        await Poll.Until("the child to be gone", () => Outside.HasEnded($"{pid}"));
    }

    [Test]
    public async Task A_program_left_in_the_background_that_keeps_the_pipe_does_not_hold_the_turn()
    {
        await using var folder = new SharedFolder();
        var api = folder.Session("api");
        var ended = await api.Does(Bash("sleep 600 & echo $!"));
        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Complete);
        var pid = int.Parse(Field(api.Results[^1], "stdout"));
        await Assert.That(SpawnLibc.kill(pid, 0)).IsEqualTo(0); // it runs on, as it was asked to
        await Assert.That(SpawnLibc.kill(pid, SpawnLibc.SigKill)).IsEqualTo(0);
    }

    [Test]
    public async Task Binary_output_reaches_the_model_as_text()
    {
        await using var folder = new SharedFolder();
        var api = folder.Session("api");
        await api.Does(Bash("head -c 20000 /dev/urandom; echo; echo end"));
        await Assert.That(Field(api.Results[^1], "stdout")).EndsWith("end\n");
    }

    [Test]
    public async Task Without_a_shell_the_turn_goes_on_with_a_sentence()
    {
        await using var folder = new SharedFolder(
            tools: new ToolTable([new FsRead(), new ExecuteBash(static () => ShellFinder.Find("/nowhere", usual: []))]));
        var api = folder.Session("api");
        var ended = await api.Does(Bash("ls"));
        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(api.Results[^1]).StartsWith("! There is neither bash nor sh on this system");
    }

    [Test]
    public async Task A_tool_with_a_bug_of_ours_fails_its_call_and_nothing_else()
    {
        await using var folder = new SharedFolder(tools: new ToolTable([new FakeTool("act", Permission.Ask)]));
        var (api, web) = (folder.Session("api"), folder.Session("web"));
        var ended = await api.Does(("act", """{"do":"explode"}"""));
        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(api.Results[^1]).StartsWith("! act failed inside q (InvalidOperationException");
        await Assert.That((await web.Does(("act", """{"do":"ok"}"""))).Outcome).IsEqualTo(TurnOutcome.Complete);
    }

    private static (string, string) Bash(string command) => ("execute_bash", $$"""{"command":"{{JsonEncodedText.Encode(command)}}"}""");

    private static async Task<string> UntilOutput(SharedFolder.Member session, string text)
    {
        await Poll.Until("output", () => session.Sink.Story().Split('\n').Any(line => line.StartsWith("output", StringComparison.Ordinal))
            && session.Sink.Story().Contains(text, StringComparison.Ordinal));
        return session.Sink.Story()[session.Sink.Story().IndexOf("output", StringComparison.Ordinal)..];
    }

    private static string Field(string result, string name)
    {
        using var json = JsonDocument.Parse(result);
        return json.RootElement.GetProperty(name).GetString()!;
    }
}
