using System.Text;
using Q.Commands;
using Q.Output;
using Q.Screen;
using Q.Sessions;
using Q.Tests.App;

namespace Q.Tests.Sessions;

/// <summary>What q says while an answer streams: it cuts no block of the answer, and what is copied of it stays whole.</summary>
internal sealed class SessionTranscriptTests
{
    private const string Answer = "So:\n\n```sh\necho one\n\necho two\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nEnd.";

    [Test]
    [Arguments("denied", "denied")]
    [Arguments("not run", "not run")]
    [Arguments("conflict", "0.0 s · conflict · not done")]
    public async Task A_call_that_was_denied_says_that_alone(string summary, string told)
    {
        var transcript = new SessionTranscript(new OutputRing(1 << 16));
        transcript.ToolStarted("execute_bash make");
        transcript.ToolEnded(succeeded: false, TimeSpan.Zero, summary);
        await Assert.That(Blocks(transcript.Ring)[^1]).IsEqualTo(told);
        await Assert.That(new Q.Screen.ToolFold(transcript.Ring, transcript.Ring.Oldest) is var fold && Failed(fold)).IsTrue();

        static bool Failed(Q.Screen.ToolFold fold)
        {
            fold.Advance(new byte[OutputRing.MaxRecordBytes]);
            return fold.HasFailed;
        }
    }

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
    [Arguments(0), Arguments(1), Arguments(2)]
    public async Task While_a_block_streams_what_q_says_is_seen_at_once_and_stands_behind_it_in_the_end(int ui)
    {
        await using var q = new AppFixture(isPlain: ui == 2, screen: ui switch
        {
            0 => null,
            1 => static (terminal, look) => new InlineScreen(terminal, look),
            _ => static (terminal, look) => new PlainScreen(terminal, look, inputIsTerminal: true),
        });
        Enter("how");
        var engine = await q.Engine("how");
        await engine.Say("Do this:\n\n```sh\necho one\n");
        await q.Shows("echo one");
        Enter("/pin");
        await q.Shows("is pinned");
        Enter("/nonsense");
        await q.Shows("There is no command");
        await engine.Say("echo two\n");
        await q.Shows("echo two");
        await Assert.That(q.Sessions.Focused.Held.Length).IsEqualTo(2);
        await engine.Say("```\n\nAnd so on.\n");
        await q.Screen("each once, at its place", picture => IsOnce(picture, "is pinned") && IsOnce(picture, "There is no command")
            && picture.Contains("And so on.", StringComparison.Ordinal));
        await Assert.That(q.Sessions.Focused.Held).IsEmpty();
        await Assert.That(LastAnswer.In(q.Sessions.Focused.Ring!)).IsEqualTo("Do this:\n\n```sh\necho one\necho two\n```\n\nAnd so on.");

        void Enter(string line)
        {
            if (ui == 2)
                q.Line(line);
            else
                q.Type(line + "\r");
        }
    }

    [Test]
    public async Task Where_it_is_more_than_a_small_screen_has_room_for_the_answer_and_the_prompt_keep_their_rows()
    {
        await using var q = new AppFixture(40, 10);
        q.Type("how\r");
        var engine = await q.Engine("how");
        await engine.Say("word word");
        await q.Shows("word word");
        q.Type("/help\r");
        await q.Screen("help, the answer and the prompt", picture => picture.Contains("word word", StringComparison.Ordinal)
            && picture.Contains("rows, behind this paragraph", StringComparison.Ordinal) && picture.Contains("q>", StringComparison.Ordinal));
        q.Type("typed");
        await q.Shows("typed");
        await Assert.That(q.Sessions.Focused.Held.Length).IsEqualTo(1);
    }

    private static bool IsOnce(string picture, string text) =>
        picture.IndexOf(text, StringComparison.Ordinal) is >= 0 and var at && at == picture.LastIndexOf(text, StringComparison.Ordinal);

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
