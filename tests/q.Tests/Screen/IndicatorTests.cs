using Q.Config;
using Q.Core;
using Q.Screen;
using Q.Sessions;

namespace Q.Tests.Screen;

/// <summary>Which of the other sessions stand in the corner, in which order, and what is said of them.</summary>
internal sealed class IndicatorTests
{
    private static readonly SessionView[] s_all =
    [
        Scene.Session(2, "idle"),
        Scene.Session(3, "works").Working(),
        Scene.Session(4, "answered-late").Answered(1),
        Scene.Session(5, "asks-late").Asking("execute_bash ls", "ls", minutes: 2),
        Scene.Session(6, "answered-first").Answered(30),
        Scene.Session(7, "asks-first").Asking("execute_bash ls", "ls", minutes: 200),
    ];

    [Test]
    public async Task Those_that_ask_come_first_then_unseen_answers_the_longest_wait_first_then_work_then_the_rest() =>
        await Assert.That(Names(Model() with { Others = new() { Most = 9 } }))
            .IsEqualTo("asks-first asks-late answered-first answered-late works idle");

    [Test]
    public async Task A_failed_one_that_was_looked_at_stands_before_work_and_a_paused_one_before_those_that_rest()
    {
        var others = new[]
        {
            s_all[0], Scene.Session(3, "paused") with { Status = SessionStatus.Paused }, s_all[1] with { Slot = 4 },
            Scene.Session(5, "failed") with { Status = SessionStatus.Failed }, Scene.Session(6, "answered").Answered(1),
        };
        await Assert.That(Names(Scene.Model(Scene.Session(1, "dev"), others))).IsEqualTo("answered failed works paused idle");
    }

    [Test]
    [Arguments("Waiting", "asks-first asks-late answered-first answered-late")]
    [Arguments("Working", "works")]
    [Arguments("All", "asks-first asks-late answered-first answered-late works +1")]
    public async Task The_setting_narrows_it(string show, string names) =>
        await Assert.That(Names(Model() with { Others = new() { Show = Enum.Parse<IndicatorShow>(show) } })).IsEqualTo(names);

    [Test]
    public async Task None_are_named_when_none_may_be() => await Assert.That(Names(Model() with { Others = new() { Most = 0 } })).IsEqualTo("");

    [Test]
    public async Task A_session_of_another_process_is_not_among_them() =>
        await Assert.That(Names(Scene.Model(Scene.Session(1, "dev"), s_all[0] with { OwnerPid = 12 }))).IsEqualTo("");

    [Test]
    public async Task What_they_need_a_person_for_is_yellow_and_work_is_dim()
    {
        var terminal = Scene.Draw(Model(), 80, 24);
        await Assert.That(terminal.Read(screen => screen.Styles)).Contains("Yellow Bold \"[asks-first]");
        await Assert.That(terminal.Read(screen => screen.Styles)).Contains("Yellow \"[answered-first]");
        await Assert.That(terminal.Read(screen => screen.Styles)).Contains("Dim \"3 [works]");
    }

    [Test]
    [Arguments(0, "<1m")]
    [Arguments(5, "5m")]
    [Arguments(59, "59m")]
    [Arguments(60, "1h")]
    [Arguments(23 * 60 + 59, "23h")]
    [Arguments(3 * 24 * 60, "3d")]
    public async Task A_wait_has_a_coarse_age(int minutes, string age) =>
        await Assert.That(Scene.Draw(Scene.Model(Scene.Session(1, "dev"), Scene.Session(2, "x").Answered(minutes)), 80, 24).Picture)
            .StartsWith(new string(' ', 80 - 19 - age.Length) + $"2 [x]  ⏎ waiting · {age}");

    [Test]
    [Arguments(SessionStatus.Paused, "⏸ paused")]
    [Arguments(SessionStatus.Failed, "✗ failed")]
    [Arguments(SessionStatus.Completed, "✓ completed")]
    public async Task Every_state_is_a_symbol_and_a_word(SessionStatus status, string words) =>
        await Assert.That(Scene.Draw(Scene.Model(Scene.Session(1, "dev"), Scene.Session(2, "x") with { Status = status }), 80, 24).Picture).Contains(words);

    [Test]
    [Arguments(WaitReason.Question, "question")]
    [Arguments(WaitReason.Budget, "budget")]
    [Arguments(WaitReason.Interrupted, "interrupted")]
    public async Task The_reason_is_said(WaitReason why, string word) =>
        await Assert.That(Scene.Draw(Scene.Model(Scene.Session(1, "dev"), Scene.Session(2, "x") with { Why = why }), 80, 24).Picture)
            .Contains($"⏎ waiting {word}");

    [Test]
    public async Task What_another_q_runs_is_not_counted_among_those_that_wait_here() =>
        await Assert.That(Scene.Draw(Scene.Model(
            Scene.Session(1, "dev"), Scene.Session(2, "x").Answered(), Scene.Session(3, "far").Answered() with { OwnerPid = 7 }), 80, 24).Picture)
            .Contains("3 sessions · 1 waiting");

    [Test]
    public async Task Who_waits_is_said_where_there_is_no_room_for_the_rest()
    {
        var model = Scene.Model(Scene.Session(1, "dev"), Scene.Session(2, "api").Answered()) with { Text = "some words", Cursor = 10 };
        await Assert.That(Scene.Draw(model, 40, 10).Picture.Split('\n')[^1]).IsEqualTo("[dev] q> some words            1 waiting");
    }

    [Test]
    [Arguments(40, 8)]
    [Arguments(40, 10)]
    [Arguments(80, 24)]
    public async Task The_chat_keeps_at_least_four_rows_and_none_of_them_is_covered(int columns, int rows)
    {
        var ring = Scene.Ring((Q.Output.OutputKind.Text, string.Concat(Enumerable.Range(0, 99).Select(i => new string('x', columns) + "\n"))));
        var model = Scene.Model(Scene.Session(1, "dev", ring).Asking("execute_bash ls", "ls"), s_all) with { Text = new string('a', 400), Cursor = 400 };
        var lines = Scene.Draw(model, columns, rows).Picture.Split('\n');
        await Assert.That(lines.Count(line => line == new string('x', columns))).IsGreaterThanOrEqualTo(4);
    }

    [Test]
    [Arguments("top-right", 0, false)]
    [Arguments("top-left", 0, true)]
    [Arguments("bottom-right", 21, false)]
    [Arguments("bottom-left", 21, true)]
    public async Task It_has_a_row_of_its_own_where_it_is_wanted(string position, int row, bool isLeft)
    {
        var ring = Scene.Ring((Q.Output.OutputKind.Text, string.Concat(Enumerable.Range(0, 99).Select(_ => new string('x', 80) + "\n"))));
        var model = Scene.Model(Scene.Session(1, "dev", ring), Scene.Session(2, "x").Answered(5)) with
        {
            Others = SessionsShown.Of(new Settings { IndicatorPosition = position }),
        };
        var lines = Scene.Draw(model, 80, 24).Picture.Split('\n');
        await Assert.That(lines[row]).IsEqualTo("2 [x]  ⏎ waiting · 5m".PadLeft(isLeft ? 0 : 80));
        await Assert.That(lines.Count(line => line == new string('x', 80))).IsEqualTo(21);
    }

    [Test]
    [Arguments(80, "Waiting: asks-first, asks-late, answered-first, answered-late")]
    [Arguments(40, "Waiting: asks-first, asks-late, +2 more")]
    public async Task As_text_it_is_one_line_of_those_that_wait(int columns, string line)
    {
        var lines = Scene.Draw(Model() with { Others = new() { IsText = true, IsLeft = true } }, columns, 24).Picture.Split('\n');
        await Assert.That(lines[0]).IsEqualTo(line);
        await Assert.That(string.Join('\n', lines[1..])).DoesNotContain("answered");
    }

    [Test]
    public async Task As_text_it_takes_no_row_while_nobody_waits() =>
        await Assert.That(Scene.Draw(Scene.Model(Scene.Session(1, "dev"), s_all[..2]) with { Others = new() { IsText = true } }, 80, 24).Picture).DoesNotContain("Waiting");

    private static ScreenModel Model() => Scene.Model(Scene.Session(1, "dev"), s_all);

    private static string Names(ScreenModel model)
    {
        var lines = Scene.Draw(model, 120, 40).Picture.Split('\n').Where(line => line.Contains('[') || line.Contains(" more"));
        return string.Join(' ', lines.Where(line => !line.Contains("q>")).Select(line =>
            line.Contains('[') ? line[(line.IndexOf('[') + 1)..line.IndexOf(']')] : line.Trim().Replace(" more", "")));
    }
}
