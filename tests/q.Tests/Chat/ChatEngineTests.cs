using Q.Core;
using Q.Model;
using Q.TestKit;
using Q.Tools;
using Q.Turns;
using static Q.Tests.Chat.ChatFixture;

namespace Q.Tests.Chat;

public sealed class ChatEngineTests
{
    [Test]
    public async Task A_text_comes_in_pieces_and_is_kept_whole()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Says("Hel"), Says("lo."), Ends()));
        var ended = await chat.Ask("hi");
        await Assert.That(chat.Sink.Story()).IsEqualTo("text Hel\ntext lo.\nkept model: Hello.\nended Complete");
        await Assert.That(ended).IsEqualTo(new TurnEnded(1, TurnOutcome.Complete, null, new Usage(3, 2)));
        await Assert.That(chat.LastRequest).IsEqualTo("user: hi");
    }

    [Test]
    public async Task The_model_is_told_folder_date_and_tools()
    {
        await using var chat = new ChatFixture(new FakeModel());
        await chat.Ask("hi");
        var request = chat.Model.Requests.Single();
        await Assert.That(request.System).Contains("Date: 2026-11-24");
        await Assert.That(request.System).Contains("Working folder: /");
        await Assert.That(string.Join(' ', request.Tools.Select(tool => tool.Name))).IsEqualTo("free act other");
        await Assert.That(chat.Engine.Describe()).IsEqualTo("fake/one");
    }

    [Test]
    public async Task A_tool_runs_and_its_result_goes_back_to_the_model()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Says("Looking. "), Uses("1", "free"), Ends(StopReason.ToolUse)));
        var ended = await chat.Ask("look");
        await Assert.That(chat.Sink.Story()).IsEqualTo(
            """
            text Looking. 
            kept model: Looking.  | use 1 free
            start free ok
            output working
            end done
            kept user: result 1 ok done
            text done
            kept model: done
            ended Complete
            """);
        await Assert.That(chat.LastRequest).IsEqualTo("user: look\nmodel: Looking.  | use 1 free\nuser: result 1 ok done");
        await Assert.That(ended.Usage).IsEqualTo(new Usage(6, 4));
    }

    [Test]
    public async Task All_tools_of_an_answer_are_reviewed_before_the_first_runs_and_then_run_in_order()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(
            Uses("1", "free"), Uses("2", "act"), Uses("3", "gone"), Uses("4", "other", "fail"), Ends(StopReason.ToolUse)));
        chat.Sink.Decide = _ => new(AnswerKind.Allow);
        await chat.Ask("go");
        await Assert.That(chat.Sink.Story()).IsEqualTo(
            """
            kept model: use 1 free | use 2 act | use 3 gone | use 4 other
            asked act ok
            asked other fail
            start free ok
            output working
            end done
            start act ok
            output working
            end done
            start gone {"do":"ok"}
            output No tool with "gone" is found. The tools are: free, act, other.
            end not valid
            start other fail
            output working
            end failed
            kept user: result 1 ok done | result 2 ok done | error 3 No tool with "gone" is found. The tools are: free, act, other. | error 4 did not work
            text done
            kept model: done
            ended Complete
            """);
    }

    [Test]
    public async Task A_question_shows_the_whole_and_where_it_would_run()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Uses("1", "act"), Ends(StopReason.ToolUse)));
        chat.Start("go");
        var question = (await chat.Sink.Next<TurnAsked>()).Question;
        await Assert.That((question.Kind, question.Tool, question.Title, question.Body))
            .IsEqualTo((QuestionKind.Permission, "act", "act ok", "all of ok\n"));
        await Assert.That(question.Count).IsEqualTo("");
        await Assert.That(Directory.Exists(question.Folder)).IsTrue();
        chat.Engine.Answer(question.Number, new(AnswerKind.Allow));
        await Assert.That((await chat.Sink.Next<TurnEnded>()).Outcome).IsEqualTo(TurnOutcome.Complete);
    }

    [Test]
    [Arguments(false, "act 1 of 3, other 2 of 3, act 3 of 3")]
    [Arguments(true, "act 1 of 3, other 2 of 2")]
    public async Task A_question_says_which_it_is_of_those_of_its_answer(bool trusts, string asked)
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Uses("1", "free"), Uses("2", "act"), Uses("3", "gone"),
            Uses("4", "other"), Uses("5", "act"), Uses("6", "act", "bad"), Ends(StopReason.ToolUse)));
        var questions = new List<string>();
        chat.Sink.Decide = question =>
        {
            questions.Add($"{question.Tool} {question.Count}");
            return new(trusts ? AnswerKind.Trust : AnswerKind.Allow);
        };
        await chat.Ask("go");
        await Assert.That(string.Join(", ", questions)).IsEqualTo(asked);
    }

    [Test]
    public async Task A_denial_abandons_every_tool_of_the_answer_and_its_text_is_the_persons_message()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(
            Uses("1", "free"), Uses("2", "act"), Uses("3", "other"), Ends(StopReason.ToolUse)));
        var asked = 0;
        chat.Sink.Decide = _ => ++asked == 1 ? new(AnswerKind.Allow) : new(AnswerKind.Deny, "use tabs");
        await chat.Ask("go");
        await Assert.That(chat.LastRequest.Split('\n')[^1]).IsEqualTo(
            "user: error 1 Not run: another tool request of the same answer was denied."
            + " | error 2 Not run: another tool request of the same answer was denied."
            + " | error 3 I deny this tool request. Ask a follow up question clarifying the expected action | use tabs");
        await Assert.That(chat.Sink.Story()).DoesNotContain("output");
        await Assert.That(chat.Sink.Story()).Contains("end denied");
    }

    [Test]
    public async Task A_plain_no_says_nothing_in_the_persons_name()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Uses("1", "act"), Ends(StopReason.ToolUse)));
        chat.Sink.Decide = _ => new(AnswerKind.Deny, " ");
        await chat.Ask("go");
        await Assert.That(chat.LastRequest.Split('\n')[^1])
            .IsEqualTo("user: error 1 I deny this tool request. Ask a follow up question clarifying the expected action");
    }

    [Test]
    public async Task Trust_holds_for_this_tool_and_for_the_rest_of_the_session()
    {
        var model = new FakeModel().Answers(Uses("1", "act"), Uses("2", "act"), Ends(StopReason.ToolUse)).Answers(Says("a"), Ends())
            .Answers(Uses("3", "act"), Uses("4", "other"), Ends(StopReason.ToolUse));
        await using var chat = new ChatFixture(model);
        var asked = new List<string>();
        chat.Sink.Decide = question =>
        {
            asked.Add(question.Tool);
            return new(AnswerKind.Trust);
        };
        await chat.Ask("go");
        await chat.Ask("again");
        await Assert.That(string.Join(' ', asked)).IsEqualTo("act other");
    }

    [Test]
    public async Task An_answer_to_another_question_does_nothing()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Uses("1", "act"), Uses("2", "other"), Ends(StopReason.ToolUse)));
        chat.Start("go");
        var first = (await chat.Sink.Next<TurnAsked>()).Question.Number;
        chat.Engine.Answer(first + 1, new(AnswerKind.Allow));
        chat.Engine.Answer(first - 1, new(AnswerKind.Allow));
        chat.Engine.Answer(first, new(AnswerKind.Allow));
        var second = (await chat.Sink.Next<TurnAsked>()).Question.Number;
        await Assert.That(second).IsGreaterThan(first);
        chat.Engine.Answer(first, new(AnswerKind.Allow)); // late: it must not allow what is asked now
        chat.Engine.Answer(second, new(AnswerKind.Deny));
        await chat.Sink.Next<TurnEnded>();
        await Assert.That(chat.Sink.Story()).Contains("end denied");
        await Assert.That(chat.Sink.Story()).DoesNotContain("output");
        chat.Engine.Answer(second, new(AnswerKind.Allow)); // nothing is asked any more
    }

    [Test]
    public async Task Unattended_what_needs_approval_is_an_error_that_names_the_flags()
    {
        var model = new FakeModel().Answers(Uses("1", "free"), Uses("2", "act", "rm"), Ends(StopReason.ToolUse));
        await using var chat = new ChatFixture(model, new TrustChoice([], All: false, IsUnattended: true));
        var ended = await chat.Ask("go");
        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Failed);
        await Assert.That(ended.Problem).IsEqualTo("act rm: act needs approval, and with --no-interactive nobody can give it. "
            + "Allow it with --trust-tools=act, or every tool with --trust-all-tools.");
        await Assert.That(Conversation.Problem(chat.Sink.Kept)).IsNull();
        await Assert.That(chat.Sink.Story()).DoesNotContain("output"); // the allowed one did not run either
    }

    [Test]
    public async Task Unattended_what_is_trusted_by_flag_runs()
    {
        var model = new FakeModel().Answers(Uses("1", "act"), Ends(StopReason.ToolUse));
        await using var chat = new ChatFixture(model, new TrustChoice(["act"], All: false, IsUnattended: true));
        await Assert.That((await chat.Ask("go")).Outcome).IsEqualTo(TurnOutcome.Complete);
    }

    [Test]
    public async Task A_tool_that_explodes_is_a_failed_call_and_not_the_end_of_the_session()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Uses("1", "free", "explode"), Uses("2", "free"), Ends(StopReason.ToolUse)));
        var ended = await chat.Ask("go");
        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(chat.LastRequest.Split('\n')[^1])
            .IsEqualTo("user: error 1 free failed inside q (InvalidOperationException: a bug). | result 2 ok done");
    }

    [Test]
    [Arguments(StopReason.MaxTokens, "The answer reached the model's limit and ends here. Ask it to go on.")]
    [Arguments(StopReason.Refused, "The model refused to answer this. Put it in other words.")]
    internal async Task How_an_answer_ended_is_told(StopReason reason, string sentence)
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Says("So"), Ends(reason)));
        await Assert.That((await chat.Ask("go")).Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(chat.Sink.Story()).IsEqualTo($"text So\nkept model: So\nnotice {sentence}\nended Complete");
    }

    [Test]
    public async Task A_refusal_without_a_word_is_no_failure_and_an_empty_answer_is_one()
    {
        await using var chat = new ChatFixture(new FakeModel().Answers(Ends(StopReason.Refused)).Answers(Ends()));
        await Assert.That((await chat.Ask("go")).Outcome).IsEqualTo(TurnOutcome.Complete);
        var empty = await chat.Ask("go on");
        await Assert.That((empty.Outcome, empty.Problem)).IsEqualTo((TurnOutcome.Failed, "fake sent an empty answer. /retry asks again."));
        await Assert.That((await chat.Retry()).Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(chat.LastRequest).IsEqualTo("user: go\nuser: go on");
    }

    [Test]
    public async Task A_tool_call_that_was_cut_by_the_limit_is_told_to_the_model()
    {
        var model = new FakeModel().Answers(new Step.Uses("1", "free", "{\"do\":\"o"), Ends(StopReason.MaxTokens));
        await using var chat = new ChatFixture(model);
        await chat.Ask("go");
        await Assert.That(chat.LastRequest).Contains("error 1 Failed to validate tool parameters: the arguments are not JSON");
    }

    [Test]
    public async Task A_model_that_never_stops_asking_for_tools_is_stopped()
    {
        var count = 0;
        await using var chat = new ChatFixture(new FakeModel { Otherwise = _ => [Uses($"{++count}", "free"), Ends(StopReason.ToolUse)] });
        var ended = await chat.Ask("go");
        await Assert.That(count).IsEqualTo(200);
        await Assert.That((ended.Outcome, ended.Problem)).IsEqualTo(
            (TurnOutcome.Failed, "The model asked for tools 200 times in one turn, so it was stopped here. /retry lets it go on."));
        await Assert.That(Conversation.Problem(chat.Sink.Kept)).IsNull();
    }

    [Test]
    public async Task Without_a_model_the_turn_says_what_is_missing_and_with_nothing_to_answer_it_ends_at_once()
    {
        await using var none = new ChatFixture(new FakeModel(), client: _ => Outcome<IModelClient>.No("No model. Set --model."));
        await Assert.That((await none.Ask("hi")).Problem).IsEqualTo("No model. Set --model.");
        await Assert.That(none.Engine.Describe()).IsEqualTo("no model");
        await using var empty = new ChatFixture(new FakeModel());
        await Assert.That((await empty.Retry()).Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(empty.Sink.Story()).Contains("notice There is nothing to answer yet. Type a prompt.");
        Message[] old = [Message.OfUser("old", default), new(Role.Assistant, [new TextContent("answer")], default)];
        await using var answered = new ChatFixture(new FakeModel(), history: old);
        await Assert.That((await answered.Retry()).Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(answered.Sink.Story()).Contains("notice There is nothing to answer. Type a prompt.");
    }

    [Test]
    public async Task History_is_sent_and_clearing_forgets_it()
    {
        var before = new[] { Message.OfUser("old", default), new Message(Role.Assistant, [new TextContent("answer")], default) };
        await using var chat = new ChatFixture(new FakeModel(), history: before);
        await chat.Ask("new");
        await Assert.That(chat.LastRequest).IsEqualTo("user: old\nmodel: answer\nuser: new");
        chat.Clear();
        await chat.Ask("fresh");
        await Assert.That(chat.LastRequest).IsEqualTo("user: fresh");
    }

    [Test]
    public async Task Calls_wait_for_the_gate_and_tools_do_not_hold_it()
    {
        var (gate, release) = (new CallGate(1), new TaskCompletionSource());
        await using var first = new ChatFixture(new FakeModel().Answers(Says("a"), new Step.Waits(release), Uses("1", "act"), Ends(StopReason.ToolUse)), gate: gate);
        await using var second = new ChatFixture(new FakeModel(), gate: gate);
        first.Start("one");
        await first.Sink.Next<TurnText>();
        second.Start("two");
        await Poll.Until("the second to wait", () => gate.Waiting == 1);
        await Assert.That(second.Model.Requests.IsEmpty).IsTrue();
        release.SetResult();
        var question = await first.Sink.Next<TurnAsked>(); // its tool waits for a person, its call is over
        await Assert.That((await second.Sink.Next<TurnEnded>()).Outcome).IsEqualTo(TurnOutcome.Complete);
        first.Engine.Answer(question.Question.Number, new(AnswerKind.Allow));
        await Assert.That((await first.Sink.Next<TurnEnded>()).Outcome).IsEqualTo(TurnOutcome.Complete);
    }

    [Test]
    public async Task The_real_tools_run_in_a_turn()
    {
        var tools = ToolTable.BuiltIn("/usr/bin:/bin");
        var model = new FakeModel().Answers(
            new Step.Uses("1", "fs_write", """{"command":"create","path":"a.txt","file_text":"hello"}"""),
            new Step.Uses("2", "fs_write", """{"command":"append","path":"a.txt","new_str":"world"}"""),
            new Step.Uses("3", "execute_bash", """{"command":"cat a.txt"}"""), Ends(StopReason.ToolUse));
        await using var chat = new ChatFixture(model, tools: tools);
        var bodies = new List<string>();
        chat.Sink.Decide = question =>
        {
            bodies.Add(question.Body);
            return new(AnswerKind.Allow);
        };
        await chat.Ask("go");
        await Assert.That(bodies[1]).IsEqualTo("--- a.txt\n+++ a.txt\n@@ -1 +1,2 @@\n hello\n+world\n"); // as the first will have left it
        await Assert.That(chat.LastRequest).Contains("""result 3 {"exit_status":"0","stdout":"hello\nworld\n","stderr":""}""");
    }

    [Test]
    public async Task What_is_not_run_as_another_call_was_denied_says_what_it_was()
    {
        const string command = """{"command":"make\ntest"}""";
        await using var chat = new ChatFixture(new FakeModel().Answers(
            Uses("1", "act"), Uses("2", "other", "more"), new Step.Uses("3", "gone", command), Uses("4", "gone"), Ends(StopReason.ToolUse)));
        chat.Sink.Decide = static _ => new(AnswerKind.Deny);
        await chat.Ask("go");
        await Assert.That(chat.Sink.Story()).Contains("start act ok\nend denied").And.Contains("start other more\nend not run")
            .And.Contains("start gone make test\noutput No tool with").And.Contains("start gone {\"do\":\"ok\"}\noutput No tool with");
    }
}
