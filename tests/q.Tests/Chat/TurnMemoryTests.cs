using Q.Core;
using Q.Processes;
using Q.TestKit;
using Q.Tools;
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

    [Test]
    public async Task A_very_long_answer_is_held_once_as_it_came()
    {
        var (before, behind) = (new string('x', 700_000), string.Concat(Enumerable.Repeat("ß漢😀", 60_000)));
        var model = new FakeModel().Answers(Says(before), Says(behind), Ends());
        var memory = new MemoryCount(2_000_000);
        await using var chat = new ChatFixture(model, memory: memory);

        var ended = await chat.Ask("go");

        await Assert.That(ended.Problem).IsNull(); // as UTF-16 it would take 2.1 MB
        var said = (TextContent)chat.Sink.Kept[^1].Parts.Single();
        await Assert.That(said.Long!.Length).IsEqualTo(700_000 + 9 * 60_000);
        await Assert.That(said.Text == before + behind).IsTrue();
        await Assert.That(chat.Sink.Kept[^1].Bytes).IsLessThan(1_250_000);
    }

    [Test]
    public async Task What_tools_hold_counts_first_the_history_goes_then_old_output()
    {
        var memory = new MemoryCount(2_000_000) { Ring = 1_000_000 };
        var model = new FakeModel().Answers(Uses("1", "free", "holds 1500000"), Ends(Q.Model.StopReason.ToolUse)).Answers(Says("done"), Ends());
        await using var chat = new ChatFixture(model, history: [Message.OfUser(new string('h', 150_000), default)], memory: memory);
        var wanted = new List<long>();
        chat.Sink.OnShort = bytes =>
        {
            wanted.Add(bytes);
            memory.Ring -= bytes;
        };

        var ended = await chat.Ask("go");

        await Assert.That(ended.Problem).IsNull();
        await Assert.That(wanted[0]).IsEqualTo(500_000); // and not 800,000: the history was let go before
        await Assert.That(model.Requests.First().Messages).IsEmpty();
        await Assert.That(model.Requests.Last().Messages.Count).IsEqualTo(4); // read again, and whole
        await Assert.That(memory.Tools).IsEqualTo(0);
    }

    [Test]
    public async Task At_the_limit_a_step_ends_with_the_results_that_fit_and_the_turn_fails_with_a_sentence()
    {
        var model = new FakeModel().Answers(
            Uses("1", "free", "says 300000"), Uses("2", "free", "says 300000"), Uses("3", "free", "says 300000"), Uses("4", "free", "says 300000"),
            Uses("5", "free"), Ends(Q.Model.StopReason.ToolUse));
        await using var chat = new ChatFixture(model, memory: new MemoryCount(2_000_000));

        var ended = await chat.Ask("go");

        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Failed);
        await Assert.That(ended.Problem).Contains("This session needs 3 MB of memory and may hold 2 MB (sessions.max_session_memory_mb)");
        var results = chat.Sink.Kept[^1].Parts.Cast<ToolResultContent>().ToList(); // each use has its result: the conversation stays whole
        await Assert.That(results.Select(static one => one.Text.Length >= 300_000)).IsEquivalentTo([true, true, true, false, false], EqualityComparer<bool>.Default);
        await Assert.That(results[3].Text).StartsWith("Done, but q may not hold the result");
        await Assert.That(results[4].Text).StartsWith("Not done");
        await Assert.That(chat.Sink.Lines.Count(static line => line == "start free ok")).IsEqualTo(1); // shown, not run
        await Assert.That(chat.Sink.Lines).Contains("end no memory left");
    }

    [Test]
    public async Task What_large_edits_took_is_given_back_after_the_step()
    {
        var trim = new MemoryTrim(static () => { });
        var model = new FakeModel()
            .Answers(Uses("1", "free", "holds 1000000"), Ends(Q.Model.StopReason.ToolUse)).Answers(Says("done"), Ends())
            .Answers(Uses("2", "free", "holds 9000000"), Ends(Q.Model.StopReason.ToolUse)).Answers(Says("done"), Ends());
        await using var chat = new ChatFixture(model, trim: trim);
        await chat.Ask("a small one");
        await Assert.That(trim.IsDue).IsFalse();
        await chat.Ask("a large one");
        await Assert.That(trim.IsDue).IsTrue();
    }

    [Test]
    public async Task An_edit_that_does_not_fit_is_not_made()
    {
        var model = new FakeModel().Answers(Uses("1", "free"), Uses("2", "free", "holds 3000000"), Ends(Q.Model.StopReason.ToolUse));
        await using var chat = new ChatFixture(model, memory: new MemoryCount(2_000_000));

        var ended = await chat.Ask("go");

        await Assert.That(ended.Problem).Contains("sessions.max_session_memory_mb");
        await Assert.That(chat.Sink.Lines).DoesNotContain("output working"); // of a step that does not fit nothing is run
        await Assert.That(chat.Sink.Kept[^1].Parts.Length).IsEqualTo(2);
    }

    [Test]
    public async Task A_command_that_says_more_than_fits_is_ended()
    {
        var model = new FakeModel().Answers(
            new Step.Uses("1", ExecuteBash.Name, """{"command":"echo $$; exec yes"}"""), Ends(Q.Model.StopReason.ToolUse));
        await using var chat = new ChatFixture(
            model, new TrustChoice([], All: true, IsUnattended: false), tools: ToolTable.BuiltIn(Environment.GetEnvironmentVariable("PATH")),
            memory: new MemoryCount(150_000));

        var ended = await chat.Ask("go");

        await Assert.That(ended.Problem).Contains("sessions.max_session_memory_mb");
        var said = chat.Sink.Lines.First(static line => line.StartsWith("output ", StringComparison.Ordinal));
        var pid = int.Parse(said[7..].Split('\n')[0]);
        await Poll.Until("it to be gone", () => SpawnLibc.kill(pid, 0) != 0);
    }
}
