using System.Text;
using Microsoft.Extensions.Time.Testing;
using Q.Processes;
using Q.TestKit;

namespace Q.Tests.Processes;

public sealed class ChildProcessTests
{
    private static readonly string s_shell = Shell();

    [Test]
    public async Task Both_streams_and_the_exit_code_come_back()
    {
        var (exit, output, error) = await Run("echo out; echo err >&2; exit 3");
        await Assert.That(output).IsEqualTo("out\n");
        await Assert.That(error).IsEqualTo("err\n");
        await Assert.That(exit).IsEqualTo(new ChildExit(3, 0, WasCancelled: false));
        await Assert.That(exit.Status).IsEqualTo("3");
    }

    [Test]
    public async Task A_child_that_a_signal_ended_says_which()
    {
        var (exit, _, _) = await Run("kill -9 $$");
        await Assert.That(exit.Status).IsEqualTo("signal 9 (SIGKILL)");
        await Assert.That(exit.Succeeded).IsFalse();
    }

    [Test]
    public async Task It_has_no_input_a_session_of_its_own_its_folder_and_its_variables()
    {
        using var home = new TempHome();
        var start = new ChildStart(s_shell, ["-c", "read x || echo none; pwd -P; echo $Q_MARK; cut -d' ' -f6 /proc/self/stat; echo $$"],
            home.Folder, new Dictionary<string, string> { ["Q_MARK"] = "größe" });
        var (_, output, _) = await Run(start, CancellationToken.None);
        var lines = output.Split('\n');
        await Assert.That(string.Join(" ", lines[..3])).IsEqualTo($"none {home.Folder} größe");
        await Assert.That(lines[3]).IsEqualTo(lines[4]); // its session is its own pid
    }

    [Test]
    public async Task A_broken_pipe_ends_a_child_as_it_would_in_a_shell()
    {
        var (_, output, _) = await Run("yes | head -n 1; echo ${PIPESTATUS[0]}");
        await Assert.That(output).IsEqualTo("y\n141\n");
    }

    [Test]
    public async Task Ten_megabytes_arrive_whole_and_one_chunk_at_a_time()
    {
        var (bytes, inside, most) = (0L, 0, 0);
        var child = Start("head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2");
        var exit = await child.Finish(async (_, chunk) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            bytes += chunk.Length;
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        }, CancellationToken.None);
        await Assert.That(exit.Succeeded).IsTrue();
        await Assert.That(bytes).IsEqualTo(20_000_000);
        await Assert.That(most).IsEqualTo(1);
    }

    [Test]
    public async Task Cancelling_ends_the_grandchildren_too()
    {
        var pids = await CancelAfterPids("sleep 600 & echo $!; (sleep 600 & echo $!; wait) & echo $!; wait", lines: 3);
        foreach (var pid in pids)
            await Poll.Until($"{pid} to be gone", () => Outside.HasEnded($"{pid}"));
    }

    [Test]
    public async Task Cancelling_ends_jobs_with_groups_of_their_own_and_those_that_ignore_the_polite_signal()
    {
        var pids = await CancelAfterPids("set -m; trap '' TERM; sleep 600 & echo $!; sh -c 'trap \"\" TERM; echo $$; while :; do sleep 600; done' & wait", lines: 2);
        foreach (var pid in pids)
            await Poll.Until($"{pid} to be gone", () => Outside.HasEnded($"{pid}"));
    }

    [Test]
    public async Task What_runs_on_in_the_background_does_not_hold_the_call()
    {
        var (exit, output, _) = await Run("sleep 600 & echo $!");
        var pid = int.Parse(output);
        await Assert.That(exit.Succeeded).IsTrue();
        await Assert.That(Outside.HasEnded($"{pid}")).IsFalse();
        _ = SpawnLibc.kill(pid, SpawnLibc.SigKill);
    }

    [Test]
    public async Task A_background_writer_without_end_does_not_hold_the_call()
    {
        var (exit, output, _) = await Run("(while :; do echo y; done) & echo $!");
        await Assert.That(exit.Succeeded).IsTrue();
        var pid = int.Parse(output.Split('\n').First(line => line != "y"));
        _ = SpawnLibc.kill(pid, SpawnLibc.SigKill);
    }

    [Test]
    public async Task A_background_writer_that_writes_a_little_all_the_time_does_not_hold_the_call()
    {
        var (exit, output, _) = await Run("(while :; do echo y; sleep 0.02; done) & echo $!").WaitAsync(Poll.Limit);
        await Assert.That(exit.Succeeded).IsTrue();
        var pid = int.Parse(output.Split('\n').First(line => line != "y"));
        _ = SpawnLibc.kill(pid, SpawnLibc.SigKill);
    }

    [Test]
    public async Task What_a_filter_behind_the_shell_writes_a_moment_later_is_still_read()
    {
        var (_, output, _) = await Run(new(s_shell, ["-c", "echo one > >(sleep 0.03; cat)"], "/") { Time = new FakeTimeProvider() }, CancellationToken.None);
        await Assert.That(output).IsEqualTo("one\n");
    }

    [Test]
    public async Task A_sink_that_fails_ends_the_child()
    {
        var child = Start("echo go; sleep 600");
        await Assert.That(async () => await child.Finish((_, _) => throw new InvalidOperationException("full"), CancellationToken.None))
            .Throws<InvalidOperationException>();
        await Assert.That(Outside.HasEnded($"{child.Pid}")).IsTrue();
    }

    [Test]
    public async Task A_program_or_a_folder_that_is_not_there_is_a_sentence()
    {
        var program = ChildProcess.Start(new("/no/such/program", [], "/"));
        await Assert.That(program.Problem).IsEqualTo("/no/such/program could not be started: No such file or directory.");
        var folder = ChildProcess.Start(new(s_shell, [], "/no/such/folder"));
        await Assert.That(folder.Problem).Contains("/no/such/folder does not exist");
    }

    [Test]
    public async Task Many_children_at_once_all_end()
    {
        var runs = Enumerable.Range(0, 40).Select(i => Run($"echo {i}; exit {i}"));
        var all = await Task.WhenAll(runs);
        for (var i = 0; i < all.Length; i++)
        {
            await Assert.That(all[i].Exit.Code).IsEqualTo(i);
            await Assert.That(all[i].Output).IsEqualTo($"{i}\n");
        }
    }

    [Test]
    public async Task The_shell_is_bash_else_sh_else_a_sentence()
    {
        await Assert.That(ShellFinder.Find("/usr/bin:/bin").TryGet(out var shell)).IsTrue();
        await Assert.That(shell!).EndsWith("bash");
        using var home = new TempHome();
        await Assert.That(ShellFinder.Find(null).Succeeded).IsTrue();
        await Assert.That(ShellFinder.Find(home.Folder).Succeeded).IsTrue();
    }

    private static string Shell() => ShellFinder.Find(Environment.GetEnvironmentVariable("PATH")).TryGet(out var shell) ? shell : "/bin/sh";

    private static ChildProcess Start(string command) =>
        ChildProcess.Start(new(s_shell, ["-c", command], "/")).TryGet(out var child) ? child : throw new InvalidOperationException();

    private static Task<(ChildExit Exit, string Output, string Error)> Run(string command) =>
        Run(new(s_shell, ["-c", command], "/"), CancellationToken.None);

    private static async Task<(ChildExit Exit, string Output, string Error)> Run(ChildStart start, CancellationToken cancel)
    {
        var (output, error) = (new StringBuilder(), new StringBuilder());
        await Assert.That(ChildProcess.Start(start).TryGet(out var child)).IsTrue();
        var exit = await child!.Finish((stream, bytes) =>
        {
            (stream is ChildStream.Output ? output : error).Append(Encoding.UTF8.GetString(bytes.Span));
            return default;
        }, cancel);
        return (exit, output.ToString(), error.ToString());
    }

    private static async Task<List<int>> CancelAfterPids(string command, int lines)
    {
        using var cancel = new CancellationTokenSource();
        var output = new StringBuilder();
        var child = Start(command);
        var exit = await child.Finish((_, bytes) =>
        {
            output.Append(Encoding.UTF8.GetString(bytes.Span));
            if (output.ToString().Count(c => c == '\n') >= lines)
                cancel.Cancel();
            return default;
        }, cancel.Token);
        await Assert.That(exit.WasCancelled).IsTrue();
        await Assert.That(Outside.HasEnded($"{child.Pid}")).IsTrue();
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }
}
