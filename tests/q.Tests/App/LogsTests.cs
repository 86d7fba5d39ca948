using Q.Commands;
using Q.Core;
using Q.TestKit;

namespace Q.Tests.App;

/// <summary><c>/logs</c>: a session's part of the log, followed while it is open.</summary>
internal sealed class LogsTests
{
    private static readonly SessionId s_id = SessionId.New();

    [Test]
    public async Task New_lines_come_by_themselves_and_escape_closes_it()
    {
        using var home = new TempHome();
        var file = Path.Combine(home.Folder, "q.log");
        await using var q = new AppFixture(rows: 12, logFile: file);
        q.Type("/logs\r");
        await q.Shows("log of dev-1: nothing yet");
        await q.Shows("Arrows and PgUp scroll, Esc closes.");

        var id = q.Sessions.Focused.Id;
        Write(file, $"12:00 INF session {id}: turn 1 began\n12:00 INF session {s_id}: closed\n12:01 INF session {id}: half a li");
        await q.Shows("12:00 INF turn 1 began");
        await q.ShowsNot("half a li");
        await q.ShowsNot("INF closed");
        Write(file, "ne\n");
        await q.Shows("12:01 INF half a line");
        await q.Shows("log of dev-1, 2 lines");

        Write(file, string.Concat(Enumerable.Range(1, 40).Select(n => $"12:02 INF session {id}: line {n}.\n")));
        await q.Shows("line 40.");
        q.Type("\u001b[A\u001b[5~");
        await q.ShowsNot("line 40.");
        Write(file, $"12:03 INF session {id}: the last\n");
        await q.Shows("43 lines");
        await q.ShowsNot("the last");
        q.Type("\u001b[F");
        await q.Shows("the last");

        q.Type("\u001b");
        await q.Shows("[Current: dev-1] q>");
        await q.ShowsNot("the last");
    }

    [Test]
    public async Task Where_it_cannot_be_read_any_more_it_says_so_once()
    {
        using var home = new TempHome();
        var file = Path.Combine(home.Folder, "q.log");
        await using var q = new AppFixture(columns: 120, logFile: file);
        q.Type("/logs\r");
        await q.Shows("nothing yet");
        Directory.CreateDirectory(file);
        await q.Shows("cannot be read");
        q.Time.Advance(TimeSpan.FromSeconds(5));
        await q.Screen("it is said once", picture => picture.Split("cannot be read").Length == 2);
        q.Type("\u001b");
        await q.ShowsNot("cannot be read");
    }

    [Test]
    public async Task What_is_typed_closes_it_and_stands_in_the_line()
    {
        using var home = new TempHome();
        await using var q = new AppFixture(logFile: Path.Combine(home.Folder, "q.log"));
        q.Type("/logs\r");
        await q.Shows("Arrows and PgUp scroll, Esc closes.");
        q.Type("q");
        q.Type("uitting time?");
        await q.Shows("[Current: dev-1] q> quitting time?");
        await q.ShowsNot("log of dev-1");
    }

    [Test]
    public async Task A_log_that_is_full_goes_on_in_the_next_file()
    {
        using var home = new TempHome();
        var file = Path.Combine(home.Folder, "q.log");
        var log = new LogTail(file, s_id);
        await Assert.That(Lines(log)).IsEqualTo("");
        Write(file, $"session {s_id}: one\nsession {s_id}: two\n");
        await Assert.That(Lines(log)).IsEqualTo("one two");
        await Assert.That(Lines(log)).IsEqualTo("");
        File.Move(file, file + ".1");
        await Assert.That(Lines(log)).IsEqualTo("");
        Write(file, $"session {s_id}: three\n");
        await Assert.That(Lines(log)).IsEqualTo("three");
    }

    [Test]
    public async Task Of_a_long_log_only_the_end_is_looked_through()
    {
        using var home = new TempHome();
        var file = Path.Combine(home.Folder, "q.log");
        Write(file, $"session {s_id}: first\n{string.Concat(Enumerable.Repeat(new string('x', 999) + "\n", 1100))}session {s_id}: last\n");
        await Assert.That(Lines(new LogTail(file, s_id))).IsEqualTo("last");
    }

    private static void Write(string file, string text) => File.AppendAllText(file, text);

    private static string Lines(LogTail log) => log.Next().TryGet(out var lines) ? string.Join(' ', lines) : "a problem";
}
