using Q.Commands;
using Q.Output;
using Q.Tests.Screen;

namespace Q.Tests.Commands;

/// <summary>What /copy takes: the last answer as it was written, or its last code, without fences and signs.</summary>
internal sealed class CopyTests
{
    [Test]
    public async Task The_last_answer_is_all_text_since_the_last_prompt()
    {
        var ring = Scene.Ring((OutputKind.Prompt, "1"), (OutputKind.Text, "old"), (OutputKind.Prompt, "2"), (OutputKind.Text, "I look"));
        ring.GoOn(OutputKind.Text, " at **it**.\n");
        ring.Say(OutputKind.ToolStart, "execute_bash ls");
        ring.Say(OutputKind.Text, "Done.");
        ring.Say(OutputKind.Notice, "said by q");
        await Assert.That(LastAnswer.In(ring)).IsEqualTo("I look at **it**.\n\n\nDone.");
        await Assert.That(LastAnswer.In(Scene.Ring((OutputKind.Prompt, "1")))).IsNull();
    }

    [Test]
    [Arguments("a\n```sh\nfirst\n```\nb\n```\n\tsecond\n\n  x\n```\n", "\tsecond\n\n  x\n")]
    [Arguments("~~~~\n```\n~~~\n~~~~", "```\n~~~\n")]
    [Arguments("```\nnever closed", "never closed\n")]
    [Arguments("no code, but `a` and ```b``` in it", null)]
    public async Task The_last_code_is_what_stands_between_its_fences(string answer, string? code) =>
        await Assert.That(LastAnswer.CodeIn(answer)).IsEqualTo(code);

    [Test]
    public async Task A_file_that_exists_is_not_written_over()
    {
        using var q = new CommandsFixture();
        await Assert.That(q.Router.Run("/copy").Problem).IsEqualTo("There is no answer here to copy.");
        q.Focused.Ring!.Say(OutputKind.Text, "See:\n```\nls -la\n```\n");
        await q.Run("/copy code", "/copy code list.sh");
        await Assert.That(q.Asked).Contains("copy ls -la\n");
        var file = Path.Combine(q.Focused.Folder, "list.sh");
        await Assert.That(await File.ReadAllTextAsync(file)).IsEqualTo("ls -la\n");
        await Assert.That(q.Router.Run("/copy list.sh").Problem!).StartsWith($"{file} was not written: ");
        await Assert.That(await File.ReadAllTextAsync(file)).IsEqualTo("ls -la\n");
    }
}
