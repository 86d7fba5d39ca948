using Q.Core;
using Q.Screen;
using Q.Sessions;
using Q.TestKit;

namespace Q.Tests.App;

/// <summary>What counts as an answer to a question, and that nothing does that was typed before the question could be read.</summary>
internal sealed class AnswerTests
{
    private static AppFixture Lines() =>
        new(columns: 1000, isPlain: true, screen: static (terminal, look) => new PlainScreen(terminal, look, inputIsTerminal: true));

    [Test]
    public async Task A_paste_that_only_begins_with_y_allows_nothing()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("rm -rf build");
        q.Type("\u0018y");
        await q.Shows("y allow");
        q.Terminal.Paste("yarn test");
        q.Terminal.Paste(" Yes\n");
        await q.Told(engine, "answer 1 Allow");
        await q.ShowsNot("y allow");
        await Assert.That(engine.Told.Count(told => told.StartsWith("answer", StringComparison.Ordinal))).IsEqualTo(1);
        await Assert.That(q.Terminal.Picture).DoesNotContain("arn test");
    }

    [Test]
    public async Task A_paste_that_only_begins_with_y_is_no_yes_to_q_itself()
    {
        await using var q = new AppFixture();
        q.Type("long work\r");
        await q.Engine("long work");
        q.Type("\u0004");
        await q.Shows("leave? (y/n)");
        q.Terminal.Paste("yarn test");
        q.Terminal.Paste("no");
        await q.ShowsNot("leave?");
        await Assert.That(q.Ended.IsCompleted).IsFalse();
    }

    [Test]
    public async Task Among_plain_lines_a_sentence_is_no_answer_and_closes_the_card()
    {
        await using var q = Lines();
        q.Line("clean up");
        var engine = await q.Engine("clean up");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("answer y (once)");
        q.Line("/allow");
        await q.Shows("anything else leaves it open");
        q.Line("you should not");
        q.Line("not like this");
        await q.Told(engine, "answer 1 Deny not like this");
        await Assert.That(engine.Told).DoesNotContain("answer 1 Allow");
    }

    [Test]
    public async Task An_answer_that_was_typed_before_its_question_was_shown_allows_nothing()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await q.Shows("processing");
        var isTyped = false;
        q.OnLoop(() => SpinWait.SpinUntil(
            () =>
            {
                q.Sessions.Refresh();
                return q.Sessions.Focused.Asks && Volatile.Read(ref isTyped);
            },
            Poll.Limit));
        await engine.Ask(1, "rm -rf build");
        q.Type("y\r");
        Volatile.Write(ref isTyped, true);
        await q.Shows("You were typing: nothing was answered, your text is kept.");
        await Assert.That(engine.Told).DoesNotContain("answer 1 Allow");
        await q.ShowsNot("q> y");

        q.Type("n\r");
        await q.Told(engine, "answer 1 Deny");
        await q.Shows("q> y");
    }

    [Test]
    public async Task Who_is_typing_when_a_question_comes_answers_nothing_and_keeps_the_line()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        q.Type("wh");
        await q.Shows("q> wh");
        q.Type("\b");
        q.Type("h");
        await engine.Ask(1, "rm -rf build");
        // Less than a second goes by, whatever the machine has to do.
        await Poll.Until("the question", () =>
        {
            q.Time.Advance(TimeSpan.FromMilliseconds(1));
            return q.Terminal.Picture.Contains("rm -rf build", StringComparison.Ordinal);
        });
        q.Type("y\r");
        await q.Shows("You were typing: nothing was answered, your text is kept.");
        await Assert.That(engine.Told.Any(told => told.StartsWith("answer", StringComparison.Ordinal))).IsFalse();

        q.Type("y\r");
        await q.Told(engine, "answer 1 Allow");
        await q.Shows("q> why");
    }

    [Test]
    [Arguments("yy")]
    [Arguments("yes")]
    public async Task A_yes_that_was_typed_twice_or_whole_is_one_and_a_slip_of_two_letters_is_asked_again(string yes)
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("rm -rf build");
        q.Type("yn\r");
        await q.Shows("n denies; a sentence is a no with why.");
        await q.ShowsNot("q> yn");
        await Assert.That(engine.Told.Any(told => told.StartsWith("answer", StringComparison.Ordinal))).IsFalse();
        q.Type(yes + "\r");
        await q.Told(engine, "answer 1 Allow");
    }

    [Test]
    public async Task A_half_typed_answer_does_not_cost_the_line_that_was_set_aside()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        q.Type("then test it");
        await q.Shows("q> then test it");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("rm -rf build");
        await q.ShowsNot("then test it");
        q.Type("use git");
        await q.Shows("q> use git");
        q.Type("\u0018y");
        await q.Shows("y allow");
        q.Type("y");
        await q.Told(engine, "answer 1 Allow");
        await q.Shows("q> then test it");
        q.Type("\u0015\u0019\u001by");
        await q.Shows("q> use git");
    }

    [Test]
    public async Task The_rename_key_keeps_what_was_typed_for_Ctrl_Y()
    {
        await using var q = new AppFixture();
        q.Type("half a prompt");
        await q.Shows("q> half a prompt");
        q.Type("\u0018r");
        await q.Shows("q> /rename");
        q.Type("api\r");
        await q.Shows("[Current: api] q>");
        q.Type("\u0019");
        await q.Shows("q> half a prompt");
    }

    [Test]
    public async Task What_an_editor_wrote_goes_to_the_session_that_it_was_opened_in()
    {
        var open = new TaskCompletionSource<Outcome>();
        await using var q = new AppFixture(editor: async (path, _, cancel) =>
        {
            var ended = await open.Task;
            await File.WriteAllTextAsync(path, "from the editor", cancel);
            return ended;
        });
        q.Type("half of one");
        await q.Shows("q> half of one");
        q.Type("\x18\x05");
        await Poll.Until("the terminal given away", () => !q.Terminal.IsEntered);
        q.OnLoop(() => q.Sessions.Create(new(), Focus.Move));
        open.SetResult(Outcome.Ok);
        await q.Shows("What you wrote stands in the line of dev-1.");
        await Assert.That(q.Terminal.Picture).DoesNotContain("from the editor");
        q.Type("\u00181");
        await q.Shows("q> from the editor");
    }

    [Test]
    public async Task Among_plain_lines_each_line_narrows_the_list_anew_and_one_that_finds_nothing_closes_it()
    {
        await using var q = Lines();
        q.Line("/rename alpha");
        await q.Shows("[alpha] q>");
        q.Line("/new beta");
        await q.Shows("[beta] q>");
        q.Line("/switch");
        await q.Shows("A number takes that one");
        q.Line("nothing like this");
        await q.Shows("No session is found with 'nothing like this'.");
        q.Line("/switch");
        q.Line("");
        q.Line("/switch");
        q.Line("alp");
        await q.Shows("Now in alpha.");
    }

    [Test]
    public async Task Among_plain_lines_a_search_that_finds_nothing_closes()
    {
        await using var q = Lines();
        q.Line("/search nothing like this");
        await q.Shows("These words were said in no session.");
        q.Line("");
        q.Line("/search");
        q.Line("nor this");
        q.Line("/rename alpha");
        await q.Shows("[alpha] q>");
    }

    [Test]
    public async Task The_next_question_is_answered_at_once_though_a_half_typed_line_has_come_back()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await q.Shows("processing");
        q.Type("fix the bu");
        await q.Shows("q> fix the bu");
        q.Time.Advance(TimeSpan.FromSeconds(2));
        await engine.Ask(1, "rm -rf build");
        await q.Shows("rm -rf build");
        await q.ShowsNot("q> fix the bu");
        q.Type("y\r");
        await q.Told(engine, "answer 1 Allow");
        await q.Shows("q> fix the bu");
        await engine.Ask(2, "rm -rf out");
        await q.Shows("rm -rf out");
        await q.ShowsNot("q> fix the bu");
        q.Type("y\r");
        await q.Told(engine, "answer 2 Allow");
        await q.Shows("q> fix the bu");
    }
}
