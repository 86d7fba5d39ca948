using Q.Config;
using Q.Core;
using Q.Telemetry;
using Q.TestKit;

namespace Q.Tests.Telemetry;

internal sealed class LogTests
{
    [Test]
    public async Task The_log_is_its_owners_only_and_says_what_happened()
    {
        using var home = new TempHome();
        _ = Log.Open(home.Paths, level: null).TryGet(out var log);
        log!.Logger.Started("1.2.3", 42, 7);
        log.Dispose();

        await Assert.That(File.ReadAllText(home.Paths.Log)).Contains("q 1.2.3 started, pid 42, 7 sessions restored");
        await Assert.That(File.GetUnixFileMode(home.Paths.Log)).IsEqualTo(QPaths.FileMode);
        await Assert.That(File.GetUnixFileMode(home.Paths.Logs)).IsEqualTo(QPaths.FolderMode);
    }

    [Test]
    public async Task The_level_decides_what_is_written()
    {
        using var home = new TempHome();
        _ = Log.Open(home.Paths, "error").TryGet(out var log);
        log!.Logger.Ended(0);
        log.Logger.Crashed("c1", "X");
        log.Dispose();

        await Assert.That(File.ReadAllText(home.Paths.Log)).Contains("crash c1").And.DoesNotContain("ended");
        await Assert.That(Log.Open(home.Paths, "loud").Problem).Contains("trace, debug, info");
    }

    [Test]
    public async Task A_full_file_is_rolled_and_the_oldest_one_goes()
    {
        using var home = new TempHome();
        QPaths.MakeFolder(home.Paths.Logs);
        using (var file = new RollingFile(home.Paths.Log, most: 10, keep: 2))
        {
            for (var i = 0; i < 5; i++)
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes($"entry {i} is longer than ten\n"));
                file.Flush();
            }
            file.Write("short"u8);
        }

        await Assert.That(File.ReadAllText(home.Paths.Log)).IsEqualTo("short");
        await Assert.That(File.ReadAllText(home.Paths.Log + ".1")).StartsWith("entry 4");
        await Assert.That(File.ReadAllText(home.Paths.Log + ".2")).StartsWith("entry 3");
        await Assert.That(File.Exists(home.Paths.Log + ".3")).IsFalse();
    }

    [Test]
    public async Task Two_that_write_at_once_write_over_nothing_of_each_other_also_while_it_rolls()
    {
        using var home = new TempHome();
        QPaths.MakeFolder(home.Paths.Logs);
        const int Entries = 400;
        await Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Factory.StartNew(
            () =>
            {
                using var file = new RollingFile(home.Paths.Log, most: 8000, keep: 9);
                for (var entry = 0; entry < Entries; entry++)
                {
                    file.Write(System.Text.Encoding.ASCII.GetBytes($"writer {writer} entry {entry:000} "));
                    file.Write("whole\n"u8);
                    file.Flush();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        var lines = Directory.GetFiles(home.Paths.Logs).SelectMany(File.ReadLines).ToList();
        await Assert.That(Directory.GetFiles(home.Paths.Logs).Length).IsGreaterThan(1);
        await Assert.That(lines.Where(line => line.Length != "writer 0 entry 000 whole".Length)).IsEmpty();
        await Assert.That(lines.Distinct().Count()).IsEqualTo(2 * Entries);
    }

    [Test]
    public async Task What_cannot_be_written_now_waits_for_the_one_that_has_the_file()
    {
        using var home = new TempHome();
        QPaths.MakeFolder(home.Paths.Logs);
        using var file = new RollingFile(home.Paths.Log, most: 8000, keep: 9);
        using (SharedFile.Append(home.Paths.Log))
        {
            file.Write("waits\n"u8);
            file.Flush();
        }
        file.Write("then this\n"u8);
        file.Flush();
        await Assert.That(File.ReadAllText(home.Paths.Log)).IsEqualTo("waits\nthen this\n");
    }

    [Test]
    public async Task A_crash_report_has_an_id_the_stack_and_the_end_of_the_log()
    {
        using var home = new TempHome();
        _ = Log.Open(home.Paths, level: null).TryGet(out var log);
        log!.Logger.Ended(3);
        log.Dispose();
        Exception caught;
        try
        {
            throw new InvalidOperationException("boom");
        }
        catch (InvalidOperationException e)
        {
            caught = e;
        }

        var sentence = CrashReport.Write(home.Paths, caught, "1.2.3", TimeProvider.System);

        var file = Directory.GetFiles(home.Paths.Logs, "crash-*.txt").Single();
        await Assert.That(sentence).Contains(file).And.DoesNotContain("boom");
        await Assert.That(File.ReadAllText(file)).Contains("q 1.2.3").And.Contains("boom")
            .And.Contains(nameof(A_crash_report_has_an_id_the_stack_and_the_end_of_the_log)).And.Contains("q ended with 3");
        await Assert.That(File.GetUnixFileMode(file)).IsEqualTo(QPaths.FileMode);
    }
}
