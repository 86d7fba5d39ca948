using Q.Model;
using Q.TestKit;
using Q.Turns;
using static Q.Tests.Chat.ChatFixture;

namespace Q.Tests.Chat;

public sealed class CancelAndRetryTests
{
    [Test]
    public async Task Cancelled_while_it_streams_the_partial_answer_is_kept_and_marked()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Says("Half an "), new Step.Waits(new())));
        chat.Start("go");
        await chat.Sink.Next<TurnText>();
        chat.Engine.Cancel();
        await chat.Sink.Next<TurnEnded>();
        await Assert.That(chat.Sink.Story()).IsEqualTo("text Half an \nkept model Cancelled: Half an \nended Cancelled");
    }

    [Test]
    public async Task The_person_may_speak_of_a_cut_answer_and_a_retry_leaves_it_out()
    {
        var model = new FakeModel().Answers(Says("Half"), new Step.Waits(new())).Answers(Says("Whole"), Ends());
        await using var chat = new ChatFixture(model);
        chat.Start("go");
        await chat.Sink.Next<TurnText>();
        chat.Engine.Cancel();
        await chat.Sink.Next<TurnEnded>();
        await chat.Retry();
        await Assert.That(chat.LastRequest).IsEqualTo("user: go");
        await chat.Ask("and?");
        await Assert.That(chat.LastRequest).IsEqualTo("user: go\nmodel: Whole\nuser: and?");

        await using var other = new ChatFixture(new FakeModel().Answers(Says("Half"), new Step.Waits(new())));
        other.Start("go");
        await other.Sink.Next<TurnText>();
        other.Engine.Cancel();
        await other.Sink.Next<TurnEnded>();
        await other.Ask("why did you say half?");
        await Assert.That(other.LastRequest).IsEqualTo("user: go\nmodel Cancelled: Half\nuser: why did you say half?");
    }

    [Test]
    public async Task Cancelled_before_the_first_word_nothing_is_kept()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(new Step.Waits(new())));
        chat.Start("go");
        await Poll.Until("the request", () => chat.Model.Requests.Count == 1);
        chat.Engine.Cancel();
        await chat.Sink.Next<TurnEnded>();
        await Assert.That(chat.Sink.Story()).IsEqualTo("ended Cancelled");
    }

    [Test]
    public async Task Cancelled_while_a_question_is_open_every_tool_gets_a_result_that_says_so()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Uses("1", "free"), Uses("2", "act"), Uses("3", "act"), Ends(StopReason.ToolUse)));
        chat.Start("go");
        var question = await chat.Sink.Next<TurnAsked>();
        chat.Engine.Cancel();
        await Assert.That((await chat.Sink.Next<TurnEnded>()).Outcome).IsEqualTo(TurnOutcome.Cancelled);
        await Assert.That(chat.Sink.Story()).DoesNotContain("output");
        await Assert.That(chat.Sink.Kept.Select(Conversation.LineOf).Last()).IsEqualTo(
            "user: error 1 Tool use was cancelled by the user | error 2 Tool use was cancelled by the user | error 3 Tool use was cancelled by the user");
        chat.Engine.Answer(question.Question.Number, new(AnswerKind.Allow)); // too late, and nothing happens
        await chat.Ask("go on");
        await Assert.That(Conversation.Problem(chat.Sink.Kept)).IsNull();
    }

    [Test]
    public async Task Cancelled_while_a_tool_runs_what_was_done_stays_done()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(
            Uses("1", "free"), Uses("2", "free", "wait"), Uses("3", "free"), Ends(StopReason.ToolUse)));
        chat.Start("go");
        await chat.Sink.Next<ToolOutput>();
        await chat.Sink.Next<ToolOutput>();
        chat.Engine.Cancel();
        await chat.Sink.Next<TurnEnded>();
        await Assert.That(chat.Sink.Story()).IsEqualTo(
            """
            kept model: use 1 free | use 2 free | use 3 free
            start free ok
            output working
            end done
            start free wait
            output working
            end cancelled
            start free ok
            end cancelled
            kept user: result 1 ok done | error 2 Tool use was cancelled by the user | error 3 Tool use was cancelled by the user
            ended Cancelled
            """);
    }

    [Test]
    public async Task Cancelled_while_it_waits_for_the_gate_no_request_leaves()
    {
        var gate = new CallGate(1);
        using var taken = await gate.Enter(new(default, "fake"), _ => ValueTask.CompletedTask, CancellationToken.None);
        await using var chat = new ChatFixture(new FakeModel(), gate: gate);
        chat.Start("go");
        await Poll.Until("it to wait", () => gate.Waiting == 1);
        chat.Engine.Cancel();
        await Assert.That((await chat.Sink.Next<TurnEnded>()).Outcome).IsEqualTo(TurnOutcome.Cancelled);
        await Assert.That(chat.Model.Requests.IsEmpty).IsTrue();
        await Assert.That(gate.Waiting).IsEqualTo(0);
    }

    [Test]
    public async Task A_stream_that_breaks_keeps_the_part_marked_is_not_sent_again_and_offers_retry()
    {
        var model = new FakeModel().Answers(Says("Half"), Uses("1", "free"), new Step.Fails(ModelFault.Broken, "The connection broke."));
        await using var chat = new ChatFixture(model);
        await chat.Ask("go");
        await Assert.That(chat.Sink.Story()).IsEqualTo(
            "text Half\nkept model Interrupted: Half\nended Failed: The connection broke. /retry asks again.");
        await Assert.That(chat.Model.Requests.Count).IsEqualTo(1);
        await Assert.That((await chat.Retry()).Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(chat.LastRequest).IsEqualTo("user: go");
    }

    [Test]
    public async Task A_stream_that_ends_without_its_end_is_a_broken_one()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Says("Half")));
        await chat.Ask("go");
        await Assert.That(chat.Sink.Story()).IsEqualTo(
            "text Half\nkept model Interrupted: Half\nended Failed: The answer of fake broke off. /retry asks again.");
    }

    [Test]
    public async Task A_failure_that_time_mends_is_asked_again_after_a_wait_that_is_told()
    {
        var model = new FakeModel().Answers(new Step.Fails(ModelFault.Server, "It is overloaded.")).Answers(Says("Now."), Ends());
        await using var chat = new ChatFixture(model);
        chat.Start("go");
        var notice = await chat.Sink.Next<TurnNotice>();
        await Assert.That(notice.Text).IsEqualTo("It is overloaded. Attempt 2 of 3 in 1 s.");
        var ended = chat.Sink.Next<TurnEnded>();
        await Poll.Until("the second attempt", () =>
        {
            chat.Time.Advance(TimeSpan.FromSeconds(1));
            return ended.IsCompleted;
        });
        await Assert.That((await ended).Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(chat.Model.Requests.Count).IsEqualTo(2);
    }

    [Test]
    [Arguments(false, "retry 2 of 3 at 12:00:01")]
    [Arguments(true, "rate limit until 12:00:01")]
    public async Task While_it_waits_to_ask_again_that_is_what_the_session_does(bool isLimited, string doing)
    {
        var model = new FakeModel().Answers(new Step.Fails(isLimited ? ModelFault.RateLimited : ModelFault.Server)).Answers(new Step.Waits(new()));
        await using var chat = new ChatFixture(model);
        chat.Start("go");
        await Assert.That((await chat.Sink.Next<TurnActivity>()).Text).IsEqualTo(doing);
        await Poll.Until("the second attempt", () =>
        {
            chat.Time.Advance(TimeSpan.FromSeconds(1));
            return chat.Model.Requests.Count == 2;
        });
        await Assert.That((await chat.Sink.Next<TurnActivity>()).Text).IsNull();
    }

    [Test]
    public async Task Cancelled_while_it_waits_to_ask_again_it_ends_at_once()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(new Step.Fails(ModelFault.RateLimited)));
        chat.Start("go");
        await chat.Sink.Next<TurnNotice>();
        chat.Engine.Cancel();
        await Assert.That((await chat.Sink.Next<TurnEnded>()).Outcome).IsEqualTo(TurnOutcome.Cancelled);
    }

    [Test]
    public async Task A_bug_in_a_client_is_this_turns_failure_and_the_next_turn_works()
    {
        var model = new FakeModel().Answers(new Step.Throws(new InvalidOperationException("oops")));
        await using var chat = new ChatFixture(model);
        var ended = await chat.Ask("go");
        await Assert.That((ended.Outcome, ended.Problem)).IsEqualTo(
            (TurnOutcome.Failed, "Something in q failed (InvalidOperationException: oops). /retry tries again."));
        await Assert.That((await chat.Retry()).Outcome).IsEqualTo(TurnOutcome.Complete);
    }

    [Test]
    public async Task Cancel_without_a_turn_does_not_cancel_the_next_one()
    {
        await using var chat = new ChatFixture(new FakeModel());
        chat.Engine.Cancel();
        await Assert.That((await chat.Ask("go")).Outcome).IsEqualTo(TurnOutcome.Complete);
    }

    [Test]
    public async Task Disposing_ends_the_running_turn()
    {
        var chat = new ChatFixture(new FakeModel().Answers(Says("a"), new Step.Waits(new())));
        chat.Start("go");
        await chat.Sink.Next<TurnText>();
        await chat.DisposeAsync();
        await Assert.That(chat.Sink.Story()).EndsWith("ended Cancelled");
    }
}
