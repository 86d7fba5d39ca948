using Q.Screen;
using Q.TestKit;

namespace Q.Tests.App;

/// <summary>Nothing is allowed of which a row was never on the screen.</summary>
internal sealed class CardTests
{
    private static readonly string s_long = string.Join('\n', Enumerable.Range(1, 18).Select(static number => $"rm -rf part-{number}-end"));

    [Test]
    public async Task It_allows_nothing_before_its_last_row_was_shown_and_y_turns_the_pages()
    {
        await using var q = new AppFixture(40, 10);
        var engine = await Asked(q, s_long);
        q.Type("y");
        await q.Shows("part-9-end");
        q.Terminal.Paste("yes");
        await q.Shows("part-13-end");
        await q.Shows("y next page");
        q.Type("\u0018y");
        await q.Shows("part-18-end");
        await q.Shows("y allow");
        await Assert.That(Answers(engine)).IsEqualTo(0);
        q.Type("y");
        await q.Told(engine, "answer 1 Allow");
    }

    [Test]
    public async Task Who_jumps_over_rows_comes_back_to_them_and_a_no_needs_no_reading()
    {
        await using var q = new AppFixture(40, 10);
        var engine = await Asked(q, s_long);
        var areTyped = false;
        q.OnLoop(() => SpinWait.SpinUntil(() => Volatile.Read(ref areTyped), Poll.Limit));
        q.Type("\e[6~\e[6~\e[6~\e[6~\e[6~"); // no frame comes between them
        Volatile.Write(ref areTyped, true);
        await q.Shows("part-18-end");
        await q.Shows("y next page");
        q.Type("y");
        await q.Shows("part-6-end");
        await Assert.That(q.Terminal.Picture).Contains("y next page");
        q.Type("n");
        await q.Told(engine, "answer 1 Deny");
        await Assert.That(Answers(engine)).IsEqualTo(1);
    }

    [Test]
    public async Task What_was_read_counts_when_the_rows_are_laid_out_anew()
    {
        await using var q = new AppFixture(60, 10);
        var engine = await Asked(q, string.Join('\n', s_long.Split('\n').Select(static line => $"{line} and a tail that needs a second row")));
        q.Type("y");
        await q.Shows("part-6-end");
        q.Terminal.Resize(40, 10);
        await q.Shows("\n  needs a second row");
        await Assert.That(q.Terminal.Picture).Contains("y next page");
        q.Type("y");
        await q.Shows("part-12-end");
        q.Terminal.Resize(100, 24);
        await q.Shows("y allow");
        await q.Shows("part-18-end");
        q.Terminal.Resize(39, 10);
        await q.Shows("q needs 40x8 cells");
        q.Type("y");
        await q.Heard();
        q.Terminal.Resize(100, 24);
        await q.Shows("y allow");
        await Assert.That(Answers(engine)).IsEqualTo(0);
    }

    [Test]
    public async Task A_key_that_came_before_the_card_was_drawn_allows_nothing()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("rm -rf build");
        var areTyped = false;
        q.OnLoop(() => SpinWait.SpinUntil(() => Volatile.Read(ref areTyped), Poll.Limit));
        q.Type("\u0018yy");
        Volatile.Write(ref areTyped, true);
        await q.Shows("y allow");
        await Assert.That(Answers(engine)).IsEqualTo(0);
        q.Type("y");
        await q.Told(engine, "answer 1 Allow");
    }

    [Test]
    public async Task What_led_to_the_question_of_another_session_stands_above_its_card()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Say("The old build is in the way.");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("y Enter once");
        q.Type("/new\r");
        await q.Shows("Ask something");
        q.Type("\u0018y");
        await q.Shows("The old build is in the way.\n\n[");
        await q.Shows("y allow");
        await Assert.That(q.Terminal.Picture).DoesNotContain("? rm -rf build");
        q.Terminal.Resize(80, 9);
        await q.ShowsNot("The old build");
        await q.Shows("y allow");
    }

    [Test]
    [Arguments(40, 10, false), Arguments(80, 10, true)]
    public async Task A_question_in_focus_that_has_no_room_there_is_answered_on_its_card(int columns, int rows, bool isInline)
    {
        await using var q = new AppFixture(columns, rows, (terminal, look) => isInline ? new InlineScreen(terminal, look) : new Renderer(terminal, look));
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Ask(1, s_long);
        await q.Shows("y Enter");
        q.Type("y\r");
        await q.Shows("y next page");
        await q.Shows("part-1-end");
        q.Type("y");
        await q.Shows("part-9-end");
        q.Type("y");
        await q.Shows("part-13-end");
        q.Type("y");
        await q.Shows("part-18-end");
        await Assert.That(q.Terminal.Picture).Contains("y allow");
        q.Type("\e");
        await q.Shows("y Enter");
        await Assert.That(Answers(engine)).IsEqualTo(0);
        q.Type("t\r");
        await q.Told(engine, "answer 1 Trust");
    }

    [Test]
    public async Task A_question_that_came_while_another_part_was_read_is_answered_on_its_card()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Say(string.Concat(Enumerable.Range(1, 60).Select(static number => $"line-{number}-end\n\n")));
        await q.Shows("line-60-end");
        q.Type("\e[5~");
        await q.Shows("scrolled");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("y Enter");
        q.Type("y\r");
        await q.Shows("y allow");
        await q.Shows("rm -rf build");
        await Assert.That(Answers(engine)).IsEqualTo(0);
        q.Type("y");
        await q.Told(engine, "answer 1 Allow");
    }

    [Test]
    [Arguments(80, 24), Arguments(40, 10)]
    public async Task Of_several_questions_each_says_which_it_is_and_those_answered_are_marked(int columns, int rows)
    {
        await using var q = new AppFixture(columns, rows);
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Ask(1, "rm a", "1 of 3");
        await q.Shows("1 of 3 · y Enter");
        q.Type("y\r");
        await q.Told(engine, "answer 1 Allow");
        await engine.Ask(2, "rm b", "2 of 3");
        await q.Shows("? rm a\n✓ allowed\n? rm b");
        await q.Shows("2 of 3 · y Enter");
        q.Type("\u0018y");
        await q.Shows("2 of 3 · in /");
        q.Type("y");
        await q.Told(engine, "answer 2 Allow");
        await engine.Ask(3, "rm c", "3 of 3");
        await q.Shows("? rm b\n✓ allowed\n? rm c");
        q.Type("y\r");
        await q.Told(engine, "answer 3 Allow");
        await engine.Emit(new Turns.ToolStarted(engine.Turn, "1", "execute_bash", "execute_bash rm a"));
        await q.Shows("? rm b\n✓ allowed\n? rm c\n✓ allowed\n▸ execute_bash rm a");
        await q.ShowsNot("? rm a");
    }

    /// <summary>A card is open on a question of a session in the background.</summary>
    [Test]
    public async Task Where_a_question_has_no_room_in_the_chat_the_row_below_says_that_a_yes_shows_it()
    {
        await using var q = new AppFixture(40, 10);
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Ask(1, s_long);
        await q.Shows("y Enter shows all");
        q.Type("y\r");
        await q.Shows("y next page");
        q.Type("\e");
        await q.Shows("y Enter shows all");
        q.Terminal.Resize(80, 40);
        await q.Shows("y Enter once");
        q.Type("y\r");
        await q.Told(engine, "answer 1 Allow");
    }

    private static async Task<Sessions.FakeEngine> Asked(AppFixture q, string command)
    {
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        q.Type("\u0018c");
        await engine.Ask(1, command);
        await q.Shows("waiting");
        q.Type("\u0018y");
        await q.Shows("y next page");
        return engine;
    }

    private static int Answers(Sessions.FakeEngine engine) => engine.Told.Count(static told => told.StartsWith("answer", StringComparison.Ordinal));
}
