using System.Text;
using System.Text.Json;
using Q.Processes;
using Q.TestKit;
using Q.Tools;

namespace Q.Tests.Tools;

public sealed class ExecuteBashTests
{
    [Test]
    public async Task The_result_is_exit_status_stdout_and_stderr_as_json()
    {
        using var tools = new ToolFixture();
        var good = await Run(tools, "echo größe; echo '<err>' >&2");
        await Assert.That(good.Text).IsEqualTo("""{"exit_status":"0","stdout":"größe\n","stderr":"<err>\n"}""");
        await Assert.That((good.IsError, good.Summary)).IsEqualTo((false, "exit 0"));
        var bad = await Run(tools, "exit 3");
        await Assert.That(bad.Text).IsEqualTo("""{"exit_status":"3","stdout":"","stderr":""}""");
        await Assert.That((bad.IsError, bad.Summary)).IsEqualTo((true, "exit 3"));
        await Assert.That((await Run(tools, "kill -9 $$")).Text).StartsWith("""{"exit_status":"signal 9 (SIGKILL)",""");
    }

    [Test]
    public async Task It_runs_in_the_sessions_folder_without_input_and_without_a_terminal()
    {
        using var tools = new ToolFixture();
        var result = await Run(tools, "pwd -P; read x || echo no input; (: </dev/tty) 2>/dev/null || echo no terminal; tty");
        await Assert.That(Field(result, "stdout")).IsEqualTo($"{tools.Folder}\nno input\nno terminal\nnot a tty\n");
    }

    [Test]
    public async Task Output_comes_while_it_runs()
    {
        using var tools = new ToolFixture();
        var seen = new TaskCompletionSource();
        var call = tools.Call("execute_bash", """{"command":"echo first; while [ ! -e go ]; do sleep 0.05; done; echo second"}""");
        var text = new StringBuilder();
        var running = call.Run(utf8 =>
        {
            text.Append(Encoding.UTF8.GetString(utf8.Span));
            seen.TrySetResult();
            return default;
        }, CancellationToken.None);
        await seen.Task.WaitAsync(Poll.Limit);
        await Assert.That((text.ToString(), running.IsCompleted)).IsEqualTo(("first\n", false));
        tools.Write("go", "");
        await running.WaitAsync(Poll.Limit);
        await Assert.That(text.ToString()).IsEqualTo("first\nsecond\n");
    }

    [Test]
    public async Task Cancelling_ends_it_with_its_children_and_keeps_what_it_said()
    {
        using var tools = new ToolFixture();
        using var cancel = new CancellationTokenSource();
        const string command = "trap '' TERM; (trap '' TERM; sleep 600) & echo $$ $!; sleep 600 & echo $!; wait; wait";
        var call = tools.Call("execute_bash", $$"""{"command":{{ToolFixture.Text(command)}}}""");
        var text = new StringBuilder();
        var result = await call.Run(async utf8 =>
        {
            text.Append(Encoding.UTF8.GetString(utf8.Span));
            if (text.ToString().Count(c => c == '\n') == 2)
                await cancel.CancelAsync();
        }, cancel.Token).WaitAsync(Poll.Limit);
        await Assert.That((result.IsError, result.Summary)).IsEqualTo((true, "cancelled"));
        await Assert.That(result.Text).StartsWith($"{ToolResult.CancelledText}\n{{\"exit_status\":\"signal 9 (SIGKILL)\",\"stdout\":\"");
        foreach (var pid in text.ToString().Split(' ', '\n').Where(part => part.Length > 0))
            await Poll.Until($"{pid} to be gone", () => SpawnLibc.kill(int.Parse(pid), 0) != 0 || Outside.HasEnded(pid));
    }

    [Test]
    public async Task The_end_of_long_output_is_kept_and_marked()
    {
        using var tools = new ToolFixture();
        var lines = Field(await Run(tools, "seq 1 3000"), "stdout");
        await Assert.That(lines).IsEqualTo(string.Concat(Enumerable.Range(1977, 1024).Select(i => $"{i}\n")) + " ... truncated");
        var bytes = Field(await Run(tools, "head -c 500000 /dev/zero | tr '\\0' x >&2"), "stderr");
        await Assert.That(bytes).IsEqualTo(new string('x', ExecuteBash.MostBytes) + " ... truncated");
    }

    [Test]
    [NotInParallel]
    public async Task A_flood_is_passed_on_whole_and_held_in_bounds()
    {
        using var tools = new ToolFixture();
        var (passed, due, most) = (0L, 0L, 0L);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var call = tools.Call("execute_bash", """{"command":"head -c 100000000 /dev/zero"}""");
        var result = await call.Run(utf8 =>
        {
            passed += utf8.Length;
            if (passed >= due) // what nobody collected yet is not held
                (due, most) = (passed + 10_000_000, Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before));
            return default;
        }, CancellationToken.None);
        await Assert.That(passed).IsEqualTo(100_000_000);
        await Assert.That(most).IsLessThan(60_000_000);
        await Assert.That(Field(result, "stdout").Length).IsEqualTo(ExecuteBash.MostBytes + " ... truncated".Length);
    }

    [Test]
    public async Task Bytes_that_are_no_text_make_valid_json()
    {
        using var tools = new ToolFixture();
        var result = await Run(tools, "printf '\\377\\376\\000\\001ok'");
        await Assert.That(Field(result, "stdout")).IsEqualTo("\uFFFD\uFFFD\0\u0001ok");
    }

    [Test]
    public async Task Hidden_characters_in_output_do_not_reach_the_model()
    {
        using var tools = new ToolFixture();
        await Assert.That(Field(await Run(tools, "printf 'a\\342\\200\\213b'"), "stdout")).IsEqualTo("ab");
    }

    [Test]
    public async Task Without_bash_it_is_sh()
    {
        using var tools = new ToolFixture();
        var bin = tools.Write("bin/sh", "");
        File.Delete(bin);
        File.CreateSymbolicLink(bin, "/bin/sh");
        var bash = new ExecuteBash(() => ShellFinder.Find(Path.GetDirectoryName(bin), usual: []));
        var result = await Run(bash, tools, "echo $0");
        await Assert.That(Field(result, "stdout")).IsEqualTo(bin + "\n");
    }

    [Test]
    public async Task Without_any_shell_the_model_is_told_what_it_can_do()
    {
        using var tools = new ToolFixture();
        var bash = new ExecuteBash(() => ShellFinder.Find(tools.Folder, usual: []));
        var result = await Run(bash, tools, "echo");
        await Assert.That((result.IsError, result.Summary)).IsEqualTo((true, "no shell"));
        await Assert.That(result.Text).StartsWith("There is neither bash nor sh on this system");
        await Assert.That(result.Text).Contains("Use fs_read and fs_write instead");
    }

    [Test]
    public async Task A_folder_that_is_gone_is_a_sentence()
    {
        using var tools = new ToolFixture();
        Directory.Delete(tools.Folder);
        var result = await Run(tools, "echo");
        await Assert.That((result.IsError, result.Summary)).IsEqualTo((true, "not started"));
        await Assert.That(result.Text).Contains($"The folder {tools.Folder} does not exist");
        Directory.CreateDirectory(tools.Folder);
    }

    [Test]
    public async Task The_sessions_folder_is_made_for_a_command_that_names_it()
    {
        using var tools = new ToolFixture();
        await Run(tools, "echo hello");
        await Assert.That(Directory.Exists(tools.Workspace.SessionFolder)).IsFalse();
        await Run(tools, "echo hello > \"$Q_SESSION_DIR/a\"");
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(tools.Workspace.SessionFolder, "a"))).IsEqualTo("hello\n");
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(tools.Workspace.SessionFolder, ".gitignore"))).IsEqualTo("*\n");
    }

    [Test]
    public async Task It_always_asks_and_shows_the_whole_command()
    {
        using var tools = new ToolFixture();
        var command = $"echo {new string('x', 5000)}\nrm \u001b[8m-rf\u001b[0m /";
        var call = tools.Call("execute_bash", $$"""{"command":{{ToolFixture.Text(command)}},"summary":"to see"}""");
        await Assert.That(call.Need).IsEqualTo(Permission.Ask);
        await Assert.That(call.Preview).IsEqualTo($"echo {new string('x', 5000)}\nrm ␛[8m-rf␛[0m /\n\nPurpose: to see\n");
        await Assert.That(call.Title.Length).IsEqualTo(160);
        await Assert.That(call.Title).EndsWith("…");
        await Assert.That(tools.Call("execute_bash", """{"command":"ls"}""").Need).IsEqualTo(Permission.Ask);
    }

    [Test]
    [Arguments("""{}""", "the argument \"command\" (a string) is missing")]
    [Arguments("""{"command":" \n"}""", "\"command\" is empty")]
    [Arguments("""{"command":"a\u0000b"}""", "\"command\" has a NUL in it")]
    [Arguments("""{"command":["ls"]}""", "\"command\" must be a string")]
    public async Task Wrong_arguments_are_sentences_for_the_model(string json, string problem)
    {
        using var tools = new ToolFixture();
        await Assert.That(tools.Prepare("execute_bash", json).Problem).IsEqualTo($"Failed to validate tool parameters: {problem}.");
    }

    private static Task<ToolResult> Run(ToolFixture tools, string command) =>
        tools.Run("execute_bash", $$"""{"command":{{ToolFixture.Text(command)}}}""");

    private static Task<ToolResult> Run(ExecuteBash tool, ToolFixture tools, string command)
    {
        using var json = JsonDocument.Parse($$"""{"command":{{ToolFixture.Text(command)}}}""");
        return tool.Prepare(json.RootElement, new(tools.Workspace)).TryGet(out var call)
            ? tools.Run(call)
            : throw new InvalidOperationException();
    }

    private static string Field(ToolResult result, string name)
    {
        using var json = JsonDocument.Parse(result.Text);
        return json.RootElement.GetProperty(name).GetString()!;
    }
}
