using System.Text;
using CsCheck;
using Q.Core;
using Q.Sessions;

namespace Q.Tests.Sessions;

public sealed class ToolWatchTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Test]
    [Arguments("Compiling\nLinking 45%\n", "Linking 45%", 45)]
    [Arguments("\r 10%\r 20%\r 30%", "", 30)]
    [Arguments("[12/40] cc main.c\n", "[12/40] cc main.c", -1)]
    [Arguments("50%\nstep 5 of 20\n", "step 5 of 20", 50)]
    [Arguments("step 5 of 20\n", "step 5 of 20", -1)]
    [Arguments("tests/a.py ....  [ 45%]\nwarning: slow\n", "warning: slow", 45)]
    [Arguments("\u001b[2K\u001b[1G\u001b[32m 99.9 %\u001b[0m of it\n", "99.9 % of it", 99)]
    [Arguments("a\n\n  \n", "a", -1)]
    [Arguments("300% more\n", "300% more", -1)]
    [Arguments("90%\none\ntwo\nthree\n", "three", -1)]
    [Arguments("\u202eevil\u200b \u0007line\n", "evil line", -1)]
    [Arguments("Linking\n50%\n", "", 50)]
    [Arguments("a\n 12.5 %", "", 12)]
    [Arguments("100%\n", "", -1)]
    [Arguments("50%\ndone: 100%\n", "done: 100%", -1)]
    [Arguments("100%\n5%\n", "", 5)]
    [Arguments("", "", -1)]
    public async Task The_newest_line_and_a_percentage_are_read_from_the_end(string output, string last, int percent)
    {
        var watch = new ToolWatch();
        watch.Begin("execute_bash make", s_start);
        watch.Hear(Encoding.UTF8.GetBytes(output));
        await Assert.That(watch.Progress(s_start)).IsEqualTo(new ToolProgress(s_start) { LastLine = last, Percent = percent, At = percent < 0 ? null : s_start });
    }

    [Test]
    public void However_the_output_is_cut_the_progress_is_that_of_its_end() =>
        Gen.Select(Gen.String[Gen.Char[" 5%\n\ra€\u001b[m"], 0, 900], Gen.Int[1, 700]).Sample((text, size) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var (whole, pieces) = (new ToolWatch(), new ToolWatch());
            whole.Begin("x", s_start);
            pieces.Begin("x", s_start);
            whole.Hear(bytes);
            for (var at = 0; at < bytes.Length; at += size)
                pieces.Hear(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            return whole.Progress(s_start) == pieces.Progress(s_start) && whole.Progress(s_start)!.LastLine.Length <= 120;
        });

    [Test]
    public async Task The_estimate_counts_down_until_the_next_percentage_and_goes_when_that_does_not_come()
    {
        var watch = new ToolWatch();
        watch.Begin("execute_bash make", s_start);
        watch.Hear("25%\n"u8);
        await Assert.That(Left(6, cameAt: 6)).IsEqualTo(18);
        await Assert.That(Left(20, cameAt: 6)).IsEqualTo(4);
        await Assert.That(Left(24, cameAt: 6)).IsNull();
        watch.Hear("still here\n"u8);
        await Assert.That(Left(90, cameAt: 90)).IsNull();
        watch.Hear("50%\n"u8);
        await Assert.That(Left(100, cameAt: 100)).IsEqualTo(100);

        double? Left(int seconds, int cameAt) =>
            watch.Progress(s_start.AddSeconds(cameAt))!.Left(s_start.AddSeconds(seconds))?.TotalSeconds;
    }

    [Test]
    public async Task Between_tools_there_is_no_progress_and_a_new_one_begins_anew()
    {
        var watch = new ToolWatch();
        await Assert.That((watch.Title, watch.Progress(s_start))).IsEqualTo((null, null));
        watch.Begin("one", s_start);
        watch.Hear("50%\n"u8);
        watch.End();
        await Assert.That((watch.Title, watch.Progress(s_start))).IsEqualTo((null, null));
        watch.Begin("two", s_start);
        await Assert.That(watch.Progress(s_start)).IsEqualTo(new ToolProgress(s_start));
    }

    [Test]
    [Arguments(-1, 30, "")]
    [Arguments(-1, 60, "1m")]
    [Arguments(-1, 7300, "2h")]
    [Arguments(0, 30, "0%")]
    [Arguments(45, 3, "45%")]
    [Arguments(50, 30, "50%, 30s left")]
    [Arguments(99, 50, "99%, 1s left")]
    [Arguments(25, 240, "25%, 4m, 12m left")]
    public async Task How_far_it_is_in_words(int percent, int seconds, string words)
    {
        var progress = new ToolProgress(s_start) { Percent = percent, LastLine = "x" };
        await Assert.That(progress.Words(s_start.AddSeconds(seconds))).IsEqualTo(words);
    }

    [Test]
    [Arguments(0, "held by api-refactor, 0 s")]
    [Arguments(40, "held by api-refactor, 40 s")]
    [Arguments(119, "held by api-refactor, 119 s")]
    [Arguments(120, "held by api-refactor, 2m")]
    public async Task Who_holds_the_file_and_for_how_long(int seconds, string words)
    {
        var waits = new ToolProgress(s_start) { Waits = "held by api-refactor" };
        await Assert.That(waits.Words(s_start.AddSeconds(seconds))).IsEqualTo(words);
    }
}
