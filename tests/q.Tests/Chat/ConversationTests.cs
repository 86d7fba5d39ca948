using CsCheck;
using Q.Model;
using Q.Turns;
using static Q.Tests.Chat.ChatFixture;

namespace Q.Tests.Chat;

/// <summary>Whatever the model, the tools and the person do, the conversation stays one that can be sent.</summary>
public sealed class ConversationTests
{
    private static readonly string[] s_tools = ["free", "act", "other", "gone"];
    private static readonly string[] s_acts = ["ok", "fail", "explode", "bad"];

    [Test]
    [NotInParallel]
    public async Task Every_tool_use_has_its_result_and_every_turn_one_end_over_random_scripts()
    {
        var step = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 3]);
        var turn = Gen.Select(step.Array[0, 6].Array[0, 4], Gen.Int[0, 9]);
        await turn.Array[1, 6].SampleAsync(async turns =>
        {
            await using var chat = new ChatFixture(new FakeModel());
            var number = 0;
            foreach (var (answers, decision) in turns)
            {
                foreach (var steps in answers)
                    chat.Model.Answers([.. steps.Select(one => StepOf(one.Item1, one.Item2, one.Item3, ++number)), Ends()]);
                var asked = 0;
                chat.Sink.Decide = _ => Decide(chat, decision, ++asked);
                var ended = number % 5 == 4 ? await chat.Retry() : await chat.Ask($"prompt {number}");
                Throw(Conversation.Problem(chat.Sink.Kept), chat);
                if (ended.Outcome is TurnOutcome.Failed && string.IsNullOrEmpty(ended.Problem))
                    Throw("a failure without a sentence", chat);
            }
            var ends = chat.Sink.Lines.Count(line => line.StartsWith("ended ", StringComparison.Ordinal));
            var starts = chat.Sink.Lines.Count(line => line.StartsWith("start ", StringComparison.Ordinal));
            var stops = chat.Sink.Lines.Count(line => line.StartsWith("end ", StringComparison.Ordinal));
            if (chat.Sink.WasMisused || ends != turns.Length || starts != stops)
                Throw($"{ends} ends for {turns.Length} turns, {starts} tools began, {stops} ended", chat);
            foreach (var request in chat.Model.Requests)
            {
                var problem = Conversation.Problem(MessageRules.Apply(request.Messages));
                Throw(problem, chat);
            }
        }, iter: 150, threads: 2);
    }

    private static Step StepOf(int kind, int tool, int act, int number) => kind switch
    {
        < 4 => Says($"text {number}. "),
        < 8 => Uses($"u{number}", s_tools[tool], s_acts[act]),
        8 => new Step.Fails(ModelFault.Rejected),
        _ => Ends(act == 0 ? StopReason.MaxTokens : StopReason.EndOfTurn),
    };

    private static Answer? Decide(ChatFixture chat, int decision, int asked)
    {
        switch (decision)
        {
            case 0:
                return new(AnswerKind.Deny);
            case 1 when asked > 1:
                return new(AnswerKind.Deny, "no, because");
            case 2:
                chat.Engine.Cancel();
                return null;
            case 3:
                return new(AnswerKind.Trust);
            default:
                return new(AnswerKind.Allow);
        }
    }

    private static void Throw(string? problem, ChatFixture chat)
    {
        if (problem is not null)
            throw new InvalidOperationException($"{problem}\n{chat.Sink.Story()}\n--\n{Conversation.Of(chat.Sink.Kept)}");
    }
}
