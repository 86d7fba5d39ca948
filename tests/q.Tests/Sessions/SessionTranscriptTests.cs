using System.Text;
using Q.Commands;
using Q.Output;
using Q.Sessions;
using Q.Tests.App;

namespace Q.Tests.Sessions;

/// <summary>What q says while an answer streams: it cuts no block of the answer, and what is copied of it stays whole.</summary>
internal sealed class SessionTranscriptTests
{
    private const string Answer = "So:\n\n```sh\necho one\n\necho two\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nEnd.";

    [Test]
    public async Task Whenever_it_is_said_no_block_is_cut_and_the_answer_is_copied_whole()
    {
        for (var at = 0; at <= Answer.Length; at++)
        {
            foreach (var size in (int[])[1, 7, 100])
            {
                var transcript = new SessionTranscript(new OutputRing(1 << 16));
                transcript.Prompt("how?");
                for (var done = 0; done < Answer.Length;)
                {
                    if (done == at)
                        transcript.Say(OutputKind.Notice, "said");
                    var next = Math.Min(Answer.Length, done < at ? Math.Min(at, done + size) : done + size);
                    transcript.Text(Encoding.UTF8.GetBytes(Answer[done..next]));
                    done = next;
                }
                if (at == Answer.Length)
                    transcript.Say(OutputKind.Notice, "said");
                transcript.EndText();
                var because = $"{at} in pieces of {size}";
                await Assert.That(transcript.HoldsBack).IsFalse().Because(because);
                await Assert.That(LastAnswer.In(transcript.Ring)).IsEqualTo(Answer).Because(because);
                var blocks = Blocks(transcript.Ring);
                await Assert.That(blocks.Count(block => block == "said")).IsEqualTo(1).Because(because);
                foreach (var block in blocks.Where(block => block != "said" && block != blocks[^1]))
                    await Assert.That(block == "how?" || block == Answer || block.EndsWith("\n\n", StringComparison.Ordinal)).IsTrue().Because($"{because}: {block}");
                await Assert.That(blocks).Contains(block => block.Contains("echo one\n\necho two\n```", StringComparison.Ordinal));
            }
        }
    }

    [Test]
    public async Task A_tool_or_the_end_of_the_answer_lets_it_out_in_its_order()
    {
        var transcript = new SessionTranscript(new OutputRing(1 << 16));
        transcript.Text("I look"u8);
        transcript.Say(OutputKind.Notice, "first");
        transcript.Say(OutputKind.Error, "second");
        transcript.ToolStarted("execute_bash ls");
        await Assert.That(string.Join('|', Blocks(transcript.Ring))).IsEqualTo("I look|first|second|execute_bash ls");
        transcript.Text("and"u8);
        transcript.Say(OutputKind.Notice, "third");
        transcript.EndText();
        transcript.Say(OutputKind.Notice, "fourth");
        await Assert.That(string.Join('|', Blocks(transcript.Ring))).IsEqualTo("I look|first|second|execute_bash ls|and|third|fourth");
        await Assert.That(LastAnswer.In(transcript.Ring)).IsEqualTo("I look\n\nand");
    }

    [Test]
    public async Task Many_are_not_held_back_for_ever()
    {
        var transcript = new SessionTranscript(new OutputRing(1 << 16));
        transcript.Text("```\n"u8);
        for (var i = 0; i < 40; i++)
            transcript.Say(OutputKind.Notice, $"{i}");
        await Assert.That(Blocks(transcript.Ring).Count).IsEqualTo(41);
        transcript.Text("code"u8);
        transcript.Say(OutputKind.Notice, "late");
        transcript.Clear();
        await Assert.That(transcript.HoldsBack).IsFalse();
    }

    [Test]
    public async Task While_code_streams_help_waits_for_its_end_and_where_it_stands_still_only_a_moment()
    {
        await using var q = new AppFixture();
        q.Type("how\r");
        var engine = await q.Engine("how");
        await engine.Say("Do this:\n\n```sh\necho one\n");
        await q.Shows("echo one");
        q.Type("/pin\r");
        await q.Shows("is pinned");
        await engine.Say("echo two\n```\n\nAnd so on.");
        await q.Shows("And so on.");
        await Assert.That(LastAnswer.In(q.Sessions.Focused.Ring!)).IsEqualTo("Do this:\n\n```sh\necho one\necho two\n```\n\nAnd so on.");
    }

    private static List<string> Blocks(OutputRing ring)
    {
        var blocks = new List<string>();
        ring.ReadAll((_, begins, utf8) =>
        {
            if (begins)
                blocks.Add("");
            blocks[^1] += Encoding.UTF8.GetString(utf8);
        });
        return blocks;
    }
}
