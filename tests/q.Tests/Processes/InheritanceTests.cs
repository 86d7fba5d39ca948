using System.Runtime.InteropServices;
using System.Text;
using Q.Processes;
using Q.TestKit;

namespace Q.Tests.Processes;

/// <summary>What passes between q and the programs it starts: nothing but the three streams, and nothing stays behind.</summary>
[NotInParallel]
public sealed partial class InheritanceTests
{
    [Test]
    public async Task A_child_has_no_descriptor_of_ours_not_even_one_that_q_was_started_with()
    {
        var inherited = Duplicate(0); // open across exec, as a shell would hand it to q
        try
        {
            await Assert.That(SpawnLibc.KeepInheritedToOurselves()).IsEqualTo(Directory.Exists("/proc/self/fd"));
            var output = await Run($"for n in 0 1 2 3 4 5 6 7 8 9 {inherited}; do [ -e /proc/self/fd/$n ] && echo $n; done");
            await Assert.That(output).IsEqualTo("0\n1\n2\n");
        }
        finally
        {
            _ = SpawnLibc.close(inherited);
        }
    }

    [Test]
    public async Task A_child_has_every_signal_as_the_system_gives_it()
    {
        if (!File.Exists("/proc/self/status"))
            return;
        var output = await Run("grep -E 'Sig(Blk|Ign)' /proc/self/status");
        const string signals32And33 = "0000000180000000"; // the C library's own, which it never hands on
        await Assert.That(output.Replace(signals32And33, new string('0', 16), StringComparison.Ordinal))
            .IsEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
    }

    [Test]
    public async Task No_pipe_and_no_zombie_is_left_however_a_child_ends()
    {
        await Run("echo warm");
        var before = Pipes();
        for (var i = 0; i < 15; i++)
        {
            await Run("echo a; echo b >&2");
            await Run("kill -9 $$");
            await Run("exec >&- 2>&-; exit 4");
            _ = ChildProcess.Start(new("/no/such/program", [], "/"));
            await Cancelled();
            await Failing();
        }
        await Poll.Until("the pipes to be closed", () => Pipes() <= before);
        await Poll.Until("every child to be reaped", () => Zombies() == 0);
    }

    [Test]
    [Arguments(0, 0, "0")]
    [Arguments(7 << 8, 0, "7")]
    [Arguments(15, 15, "signal 15 (SIGTERM)")]
    [Arguments(0x80 | 11, 11, "signal 11 (SIGSEGV)")]
    [Arguments(6, 6, "signal 6 (SIGABRT)")]
    [Arguments(13, 13, "signal 13 (SIGPIPE)")]
    [Arguments(2, 2, "signal 2 (SIGINT)")]
    [Arguments(1, 1, "signal 1 (SIGHUP)")]
    [Arguments(3, 3, "signal 3 (SIGQUIT)")]
    [Arguments(4, 4, "signal 4 (SIGILL)")]
    [Arguments(5, 5, "signal 5 (SIGTRAP)")]
    [Arguments(8, 8, "signal 8 (SIGFPE)")]
    [Arguments(14, 14, "signal 14 (SIGALRM)")]
    [Arguments(64, 64, "signal 64")]
    public async Task How_a_child_ended_is_read_off_the_systems_number(int status, int signal, string text)
    {
        var exit = ChildExit.OfWaitStatus(status, wasCancelled: false);
        await Assert.That((exit.Signal, exit.Status, exit.Succeeded)).IsEqualTo((signal, text, status == 0));
    }

    private static async Task<string> Run(string command)
    {
        var output = new StringBuilder();
        if (!ChildProcess.Start(new("/bin/sh", ["-c", command], "/")).TryGet(out var child))
            throw new InvalidOperationException();
        await child.Finish((_, bytes) =>
        {
            output.Append(Encoding.UTF8.GetString(bytes.Span));
            return default;
        }, CancellationToken.None);
        return output.ToString();
    }

    private static async Task Cancelled()
    {
        using var cancel = new CancellationTokenSource();
        ChildProcess.Start(new("/bin/sh", ["-c", "echo go; sleep 600"], "/")).TryGet(out var child);
        var exit = await child!.Finish(async (_, _) => await cancel.CancelAsync(), cancel.Token);
        await Assert.That(exit.WasCancelled).IsTrue();
    }

    private static async Task Failing()
    {
        ChildProcess.Start(new("/bin/sh", ["-c", "echo go; sleep 600"], "/")).TryGet(out var child);
        await Assert.That(async () => await child!.Finish((_, _) => throw new InvalidOperationException(), CancellationToken.None))
            .Throws<InvalidOperationException>();
    }

    private static int Pipes() => Directory.Exists("/proc/self/fd")
        ? Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(path => LinkOf(path).StartsWith("pipe:", StringComparison.Ordinal))
        : 0;

    private static string LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget ?? "";
        }
        catch (IOException)
        {
            return ""; // closed while we looked
        }
    }

    private static int Zombies()
    {
        var (own, count) = (Environment.ProcessId, 0);
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                var stat = File.ReadAllText($"{folder}/stat");
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 3);
                count += fields[0] == "Z" && int.Parse(fields[1]) == own ? 1 : 0;
            }
            catch (IOException)
            {
                // it ended while we looked
            }
        }
        return count;
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
