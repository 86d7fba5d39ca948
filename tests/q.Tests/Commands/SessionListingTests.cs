using System.Text;
using Q.Commands;
using Q.Core;
using Q.Sessions;
using Q.TestKit;

namespace Q.Tests.Commands;

internal sealed class SessionListingTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Every_state_has_its_word_and_says_why_and_how_long()
    {
        var focused = View(1, "api-refactor", SessionStatus.WaitingForInput, 20) with { Messages = 14 };
        SessionView[] views =
        [
            focused,
            View(2, "s3-debug", SessionStatus.WaitingForInput, 180) with { Why = WaitReason.Permission, Unseen = true, Type = SessionType.Debug },
            View(3, "lambda-deploy", SessionStatus.Processing, 42) with { Activity = "execute_bash make test" },
            View(4, "docs", SessionStatus.Processing, 5) with { Type = SessionType.Planning },
            View(5, "paused-one", SessionStatus.Paused, 7200),
            View(6, "broken", SessionStatus.Failed, 60) with { Unseen = true, Problem = "no route" },
            View(7, "question", SessionStatus.WaitingForInput, 1) with { Why = WaitReason.Question, Type = SessionType.CodeReview },
            View(8, "budget", SessionStatus.WaitingForInput, 3 * 86400) with { Why = WaitReason.Budget },
            View(9, "answered", SessionStatus.WaitingForInput, 59) with { Unseen = true, Messages = 2 },
            View(10, "cut-by-a-crash", SessionStatus.WaitingForInput, 100) with { Interrupted = true, Why = WaitReason.Interrupted, Unseen = true },
            View(15, "stopped", SessionStatus.WaitingForInput, 100) with { Interrupted = true },
            View(16, "theirs", SessionStatus.WaitingForInput, 100) with { OwnerPid = 4711, Why = WaitReason.Permission },
            View(11, "elsewhere", SessionStatus.WaitingForInput, 100) with { OwnerPid = 4194303 },
            View(13, "far", SessionStatus.Processing, 240) with
            {
                Activity = "execute_bash make test",
                Progress = new ToolProgress(s_now.AddSeconds(-240)) { Percent = 45, LastLine = "[18/40] cc ring.c" },
            },
            View(14, "held", SessionStatus.Processing, 90) with
            {
                Activity = "fs_write a.cs",
                Progress = new ToolProgress(s_now.AddSeconds(-40)) { Waits = "held by far" },
            },
            View(12, "a-name-that-is-longer-than-twenty", SessionStatus.Completed, 100) with { Messages = 1234 },
        ];
        var text = new StringBuilder();
        SessionListing.Write(text, "Active Sessions:", [.. views.Select(view => SessionListing.Of(view, view == focused, s_now))]);
        Golden.Check(text.ToString(), "listing.golden.txt");
        await Assert.That(text.ToString().Split('\n').Where(line => line.Length > SessionListing.Columns)).IsEmpty();
    }

    [Test]
    public async Task A_wide_screen_and_a_pipe_cut_nothing_and_40_columns_wrap_why_it_waits()
    {
        var view = View(1, "a-name-that-is-longer-than-twenty", SessionStatus.WaitingForInput, 180) with
        {
            Why = WaitReason.Permission,
            OwnerPid = 4194303,
            Queued = ["a", "b"],
            Pinned = true,
            Group = "backend",
            Model = "qwen3-coder-30b",
            Messages = 1,
        };
        const string why = "permission, 2 queued, pinned, group backend, qwen3-coder-30b, open in pid 4194303";
        foreach (var columns in (int[])[160, SessionListing.Endless])
            await Assert.That(Listed(view, columns)).Contains(why).And.Contains(view.Name).And.DoesNotContain("…");
        await Assert.That(Listed(view, 80)).Contains("permission, 2 queue…");
        var narrow = Listed(view, 40);
        await Assert.That(string.Join(' ', narrow.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries))).Contains($"dev, 1 message, 3m ago: {why}");
        await Assert.That(narrow.Split('\n').Where(static line => line.Length > 38)).IsEmpty();
    }

    [Test]
    public async Task What_is_at_work_says_that_also_with_an_older_answer_nobody_has_seen()
    {
        var view = View(1, "api", SessionStatus.Processing, 5) with { Activity = "execute_bash make", Unseen = true };
        await Assert.That(SessionWords.Why(view, s_now)).IsEqualTo("execute_bash make 5s");
    }

    [Test]
    [Arguments(240, 45, "[ 45%] cc ring.c", "45%, 4m, 4m left · cc ring.c · execute_bash make")]
    [Arguments(20, 45, "45%", "45%, 25s left · execute_bash make")]
    [Arguments(20, -1, "Uploading", "20s · Uploading · execute_bash make")]
    [Arguments(20, -1, "", "execute_bash make 20s")]
    public async Task What_is_at_work_says_how_far_it_is_and_its_newest_line_as_in_the_corner(int seconds, int percent, string line, string why)
    {
        var view = View(1, "api", SessionStatus.Processing, 900) with
        {
            Activity = "execute_bash make",
            Progress = new ToolProgress(s_now.AddSeconds(-seconds)) { Percent = percent, LastLine = line },
        };
        await Assert.That(SessionWords.Why(view, s_now)).IsEqualTo(why);
        await Assert.That(Listed(view, 80)).Contains(why[..18]);
    }

    [Test]
    public async Task What_has_no_room_behind_its_progress_stands_on_a_second_row_and_what_rests_has_one()
    {
        var view = View(1, "a-name-of-twenty-let", SessionStatus.Processing, 240) with
        {
            Activity = "execute_bash make -C src all test",
            Progress = new ToolProgress(s_now.AddSeconds(-240)) { Percent = 45, LastLine = "[ 45%] cc file6.c" },
        };
        await Assert.That(Listed(view, 80)).EndsWith(" 45%, 4m, 4m left\n    cc file6.c · execute_bash make -C src all test\n");
        await Assert.That(Listed(view, 120)).EndsWith(" 45%, 4m, 4m left · cc file6.c\n    execute_bash make -C src all test\n");
        await Assert.That(Listed(view, 160)).EndsWith(" 45%, 4m, 4m left · cc file6.c · execute_bash make -C src all test\n");
        await Assert.That(Listed(view with { Progress = null }, 80)).EndsWith("\n    execute_bash make -C src all test 4m\n");
        var cut = Listed(view with { Activity = new('x', 100) }, 80).TrimEnd();
        await Assert.That(cut).EndsWith("xxx…");
        await Assert.That(cut.Split('\n').Max(static line => line.Length)).IsEqualTo(SessionListing.Columns);
        var rests = view with { Status = SessionStatus.WaitingForInput, Unseen = true, Pinned = true, Group = "backend", Model = "qwen" };
        await Assert.That(Listed(rests, 80).TrimEnd().Split('\n').Length).IsEqualTo(3);
    }

    [Test]
    [Arguments(-5.0, "0s")]
    [Arguments(0.4, "0s")]
    [Arguments(59.9, "59s")]
    [Arguments(60.0, "1m")]
    [Arguments(3600.0, "1h")]
    [Arguments(47 * 3600.0, "47h")]
    [Arguments(48 * 3600.0, "2d")]
    public async Task A_span_has_one_unit(double seconds, string span) =>
        await Assert.That(SessionWords.Span(TimeSpan.FromSeconds(seconds))).IsEqualTo(span);

    private static string Listed(SessionView view, int columns)
    {
        var text = new StringBuilder();
        SessionListing.Write(text, "Active Sessions:", [SessionListing.Of(view, inFocus: false, s_now)], columns);
        return text.ToString();
    }

    private static SessionView View(int slot, string name, SessionStatus status, int seconds) => new()
    {
        Id = SessionId.New(),
        Slot = slot,
        Name = name,
        Folder = "/work",
        Status = status,
        Why = status is SessionStatus.WaitingForInput ? WaitReason.Prompt : WaitReason.None,
        Since = s_now.AddSeconds(-seconds),
        LastActive = s_now.AddSeconds(-seconds),
    };
}
