using Q.Core;
using Q.Turns;
using static Q.Tests.Chat.ChatFixture;

namespace Q.Tests.Chat;

/// <summary>A session has a hard limit of memory; a turn keeps to it.</summary>
public sealed class TurnMemoryTests
{
    [Test]
    public async Task An_answer_that_needs_the_room_unloads_the_history_which_the_next_step_reads_again()
    {
        var before = Message.OfUser(new string('h', 600_000), default); // 1.2 MB
        var model = new FakeModel().Answers(Says(new string('x', 900_000)), Uses("1", "free"), Ends(Q.Model.StopReason.ToolUse))
            .Answers(Says("done"), Ends());
        await using var chat = new ChatFixture(model, history: [before], memory: new MemoryCount(2_000_000));

        var ended = await chat.Ask("go");

        await Assert.That(ended.Problem).Contains("This session needs 3 MB of memory and may hold 2 MB");
        await Assert.That(model.Requests.First().Messages).IsEmpty(); // it was let go when the answer grew
        await Assert.That(chat.Sink.Kept.Count).IsEqualTo(4); // and nothing of the conversation is lost
    }

    [Test]
    public async Task Old_output_goes_before_the_turn_fails()
    {
        var memory = new MemoryCount(2_000_000) { Ring = 1_500_000 };
        var model = new FakeModel().Answers(Says(new string('x', 900_000)), Ends());
        await using var chat = new ChatFixture(model, memory: memory);
        chat.Sink.OnShort = bytes => memory.Ring -= bytes;

        var ended = await chat.Ask("go");

        await Assert.That(ended.Problem).IsNull();
        await Assert.That(memory.Ring).IsLessThan(1_100_001);
        await Assert.That(chat.Sink.Lines).Contains("short of memory");
        await Assert.That(memory.Answer).IsEqualTo(0);
    }

    [Test]
    public async Task At_the_limit_the_turn_fails_with_a_sentence_and_what_came_is_kept()
    {
        var model = new FakeModel().Answers(Says(new string('x', 1_000_000)), Says(new string('y', 1_500_000)), Says("never"), Ends());
        await using var chat = new ChatFixture(model, memory: new MemoryCount(2_000_000));

        var ended = await chat.Ask("go");

        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Failed);
        await Assert.That(ended.Problem).Contains("sessions.max_session_memory_mb").And.Contains("/clear");
        await Assert.That(chat.Sink.Kept[^1].Marks).IsEqualTo(MessageMarks.Interrupted);
        await Assert.That(((TextContent)chat.Sink.Kept[^1].Parts[0]).Text.Length).IsEqualTo(2_500_000);
    }
}
