using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Q.Core;
using Q.Telemetry;
using Q.TestKit;

namespace Q.Tests.Telemetry;

internal sealed class AuditLogTests
{
    private static readonly SessionId s_session = SessionId.New();

    private readonly List<string> _told = [];

    [Test]
    public async Task An_operation_is_a_line_of_json_in_a_file_that_only_its_owner_can_read()
    {
        using var home = new TempHome();
        var log = new AuditLog(home.Paths, new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero)), _told.Add);
        await Assert.That(Directory.Exists(home.Paths.Home)).IsFalse(); // nothing is opened before the first entry
        await log.Write(new("command", s_session, "api-refactor", "execute_bash", "make größe \u001b[2J", "exit 0", "make"u8.ToArray()));
        await log.Finish(Poll.Limit);

        var text = await File.ReadAllTextAsync(home.Paths.Audit);
        await Assert.That(text).IsEqualTo($$"""
            {"at":"2026-11-25T12:00:00Z","pid":{{Environment.ProcessId}},"op":"command","session":"{{s_session}}","name":"api-refactor","tool":"execute_bash","what":"make gr\u00F6\u00DFe \u001B[2J","outcome":"exit 0","sha256":"{{Convert.ToHexStringLower(SHA256.HashData("make"u8))}}"}

            """);
        await Assert.That((int)File.GetUnixFileMode(home.Paths.Audit)).IsEqualTo(0b110_000_000);
    }

    [Test]
    public async Task It_is_appended_to_and_never_begun_anew()
    {
        using var home = new TempHome();
        for (var run = 0; run < 3; run++)
        {
            var log = new AuditLog(home.Paths, TimeProvider.System, _told.Add);
            await log.Write(Entry($"{run}"));
            await log.Finish(Poll.Limit);
        }
        await Assert.That(string.Join(' ', Whats(home.Paths.Audit))).IsEqualTo("0 1 2");
    }

    [Test]
    public async Task Two_q_and_many_sessions_write_whole_lines_and_lose_none_through_a_short_queue()
    {
        using var home = new TempHome();
        AuditLog[] logs = [.. Enumerable.Range(0, 2).Select(_ => new AuditLog(home.Paths, TimeProvider.System, _told.Add, new() { Queue = 4 }))];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await logs[writer % 2].Write(Entry($"{writer}-{i}"));
        })));
        foreach (var log in logs)
            await log.Finish(Poll.Limit);
        var whats = Whats(home.Paths.Audit);
        await Assert.That((whats.Count, whats.Distinct(StringComparer.Ordinal).Count())).IsEqualTo((800, 800));
        for (var writer = 0; writer < 8; writer++)
        {
            var own = whats.Where(what => what.StartsWith($"{writer}-", StringComparison.Ordinal)).Select(what => what[2..]);
            await Assert.That(string.Join(' ', own)).IsEqualTo(string.Join(' ', Enumerable.Range(0, 100)));
        }
        await Assert.That(_told).IsEmpty();
    }

    [Test]
    public async Task What_cannot_be_written_is_told_once_and_written_when_it_can_be()
    {
        using var home = new TempHome();
        Directory.CreateDirectory(home.Paths.Home);
        await File.WriteAllTextAsync(home.Paths.Logs, "in the way of the folder");
        var log = new AuditLog(home.Paths, TimeProvider.System, Tell);
        await log.Write(Entry("one"));
        await Poll.Until("the sentence", () => Told.Length == 1);
        await log.Write(Entry("two"));
        File.Delete(home.Paths.Logs);
        await log.Write(Entry("three"));
        await log.Finish(Poll.Limit);
        await Assert.That(string.Join(' ', Whats(home.Paths.Audit))).IsEqualTo("one two three");
        await Assert.That(Told.Length).IsEqualTo(1);
        await Assert.That(Told[0]).StartsWith($"The audit log {home.Paths.Audit} cannot be written: ")
            .And.EndsWith("Tools go on; what they do is kept for it and written when it can be.");
    }

    [Test]
    public async Task What_waits_for_a_disk_is_bounded_and_what_was_dropped_is_counted_in_the_log()
    {
        using var home = new TempHome();
        Directory.CreateDirectory(home.Paths.Home);
        await File.WriteAllTextAsync(home.Paths.Logs, "in the way of the folder");
        var log = new AuditLog(home.Paths, TimeProvider.System, Tell, new() { Unwritten = 1000 });
        for (var i = 0; i < 20; i++)
            await log.Write(Entry($"{i}"));
        await Poll.Until("the sentence", () => Told.Length == 1);
        File.Delete(home.Paths.Logs);
        await Poll.Until("the file", () =>
        {
            log.Write(Entry("again")).AsTask().GetAwaiter().GetResult();
            return File.Exists(home.Paths.Audit);
        });
        await log.Write(Entry("after"));
        await log.Finish(Poll.Limit);
        var lines = await File.ReadAllLinesAsync(home.Paths.Audit);
        var lost = lines.Where(line => line.Contains("\"op\":\"lost\"", StringComparison.Ordinal)).Sum(line => Number(line, "count"));
        await Assert.That(lost).IsGreaterThan(0);
        await Assert.That(lines.Count(line => line.Contains("\"op\":\"write\"", StringComparison.Ordinal))).IsGreaterThan(2);
        await Assert.That(lines[^1]).Contains("\"what\":\"after\"");
    }

    [Test]
    public async Task A_full_log_becomes_dot_1_and_the_new_one_says_so()
    {
        using var home = new TempHome();
        var log = new AuditLog(home.Paths, TimeProvider.System, _told.Add, new(File: 1000, Keep: 2));
        for (var i = 0; i < 12; i++)
        {
            await log.Write(Entry($"{i:00}"));
            await Poll.Until("it to be written", () => (Directory.Exists(home.Paths.Logs) ? Directory.GetFiles(home.Paths.Logs) : [])
                .Any(file => Outside.Text(file).Contains($"\"what\":\"{i:00}\"", StringComparison.Ordinal)));
        }
        await log.Finish(Poll.Limit);
        string[] files = [.. Directory.GetFiles(home.Paths.Logs).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        await Assert.That(string.Join(' ', files)).IsEqualTo("audit.log audit.log.1 audit.log.2");
        await Assert.That((await File.ReadAllLinesAsync(home.Paths.Audit))[0])
            .IsEqualTo("""{"op":"rolled","what":"What came before is in audit.log.1; the newest 2 are kept."}""");
        await Assert.That((int)File.GetUnixFileMode(home.Paths.Audit)).IsEqualTo(0b110_000_000);
    }

    private string[] Told
    {
        get { lock (_told) return [.. _told]; }
    }

    private void Tell(string sentence)
    {
        lock (_told)
            _told.Add(sentence);
    }

    private static AuditEntry Entry(string what) => new("write", s_session, "api", "fs_write", what, "written", Encoding.UTF8.GetBytes(what));

    private static List<string> Whats(string file)
    {
        var whats = new List<string>();
        foreach (var line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            whats.Add(json.RootElement.GetProperty("what").GetString()!);
        }
        return whats;
    }

    private static long Number(string line, string name)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty(name).GetInt64();
    }
}
