using Q.Core;
using Q.Screen;
using Q.TestKit;
using Q.Tests.Sessions;

namespace Q.Tests.App;

/// <summary>When q asks before it leaves, and when it only waits for the disk.</summary>
internal sealed class LeavingTests
{
    /// <summary>From then on an answer counts at once.</summary>
    private static readonly TimeSpan s_seen = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Leaving_with_turns_at_work_asks_once()
    {
        await using var q = new AppFixture();
        q.Type("long work\r");
        await q.Engine("long work");
        q.Type("\u0004");
        await q.Shows("1 session at work: leave? (y/n)");
        q.Type("n");
        await q.ShowsNot("leave?");
        q.Type("\u0004");
        await q.Shows("leave?");
        q.Time.Advance(s_seen);
        q.Type("y");
        await Assert.That(await q.Ended).IsEqualTo(0);
    }

    [Test]
    public async Task Who_types_on_at_a_question_of_q_says_no_and_loses_no_letter()
    {
        await using var q = new AppFixture();
        q.Type("/clear\r");
        await q.Shows("(y/n)");
        q.Type("/send work hello");
        await q.Shows("q> /send work hello");
        await q.ShowsNot("(y/n)");
    }

    [Test]
    [Arguments("you should stay"), Arguments("now go on"), Arguments("yn"), Arguments("You")]
    public async Task A_prompt_typed_without_a_look_at_the_question_is_no_answer(string prompt)
    {
        await using var q = new AppFixture();
        q.Type("long work\r");
        await q.Engine("long work");
        q.Type($"/quit\r{prompt}");
        await q.Shows($"q> {prompt}");
        q.Type($"\u0015/quit\r{prompt[0]}");
        await q.Heard();
        q.Type(prompt[1..]);
        await q.Shows($"q> {prompt}");
        await q.ShowsNot("leave?");
        await Assert.That(q.Ended.IsCompleted).IsFalse();
    }

    [Test]
    public async Task A_letter_right_behind_the_question_answers_when_it_stays_alone()
    {
        await using var q = new AppFixture();
        q.Type("long work\r");
        await q.Engine("long work");
        q.Type("/quit\ry\u007f"); // taken back
        await q.Heard();
        q.Time.Advance(s_seen);
        await q.Shows("leave? (y/n)");
        await Assert.That(q.Ended.IsCompleted).IsFalse();
        q.Type("n");
        await q.ShowsNot("leave?");
        q.Type("/quit\ry");
        await q.Screen("nothing, as q has left", _ => q.Ended.IsCompleted);
        await Assert.That(await q.Ended).IsEqualTo(0);
    }

    [Test]
    [Arguments("y\r"), Arguments("yy")]
    public async Task Enter_behind_the_letter_and_the_letter_again_answer_at_once(string answer)
    {
        await using var q = new AppFixture();
        q.Type("long work\r");
        await q.Engine("long work");
        q.Type($"/quit\r{answer}");
        await Assert.That(await q.Ended).IsEqualTo(0);
    }

    [Test]
    public async Task Leaving_with_a_question_open_asks_too()
    {
        await using var q = new AppFixture();
        q.Type("build it\r");
        var engine = await q.Engine("build it");
        await engine.Ask(1, "make");
        await q.Shows("make");
        q.Type("\u001b"); // the card is put aside
        q.Type("/quit\r");
        await q.Shows("1 session at work: leave? (y/n)");
        q.Time.Advance(s_seen);
        q.Type("y");
        await Assert.That(await q.Ended).IsEqualTo(0);
    }

    /// <summary>An answer that is whole but not yet on the disk is no work: q waits for the disk, unless it is told so twice.</summary>
    [Test]
    [Arguments(false), Arguments(true)]
    public async Task Leaving_right_behind_an_answer_asks_nothing(bool isTwice)
    {
        var store = new StuckStore { Refusal = "" };
        await using var q = new AppFixture(store: store);
        q.Type("short work\r");
        var engine = await q.Engine("short work");
        store.Refusal = null; // from now on nothing comes to the disk
        await engine.Finish("It is done.");
        await q.Shows("It is done.");
        await Poll.Until("the turn is over", () => engine.Says.Settles);
        q.Type("/quit\rstill here");
        await q.Shows("q> still here");
        await Assert.That(q.Terminal.Picture).DoesNotContain("leave?");
        if (isTwice)
            q.Type("\u0015/quit\r");
        else
            q.OnLoop(() => q.Sessions.StoreIsAway(isAway: true)); // which nobody waits for
        await Assert.That(await q.Ended).IsEqualTo(0);
    }

    [Test]
    public async Task The_end_of_piped_input_waits_for_no_session_of_another_q()
    {
        var store = new StuckStore
        {
            Rows = [new() { Id = SessionId.New(), Slot = 1, Name = "theirs", Folder = "/srv/web", Status = SessionStatus.Processing, OwnerPid = 4711 }],
        };
        await using var q = new AppFixture(
            store: store, isPlain: true, screen: static (terminal, look) => new PlainScreen(terminal, look, inputIsTerminal: false));
        q.Terminal.EndInput();
        await Assert.That(await q.Ended).IsEqualTo(0);
    }
}
