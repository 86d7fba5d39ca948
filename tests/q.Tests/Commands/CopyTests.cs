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
    [Arguments("ls\u001b]0;x; rm -rf /\u0007 -la\r\n\tend\u0000", "ls -la\n\tend")]
    [Arguments("shown\rbehind", "shown\nbehind")]
    [Arguments("\u202edrowssap\u202c \U000E0041x 👩\u200d👧 é", "drowssap x 👩\u200d👧 é")]
    public async Task What_is_copied_has_no_control_character_and_nothing_hidden(string answer, string copied)
    {
        var ring = Scene.Ring((OutputKind.Text, answer), (OutputKind.ToolStart, "execute_bash " + answer));
        await Assert.That(LastAnswer.In(ring)).IsEqualTo(copied);
        await Assert.That(LastAnswer.CommandIn(ring)).IsEqualTo(copied);
    }

    [Test]
    public async Task What_q_says_within_an_answer_parts_it_in_no_copy_and_another_answer_is_parted()
    {
        var ring = Scene.Ring((OutputKind.Text, "```\na\n"), (OutputKind.Notice, "said"), (OutputKind.Text, "b\n```"), (OutputKind.Text, "more"));
        await Assert.That(LastAnswer.In(ring)).IsEqualTo("```\na\nb\n```\n\nmore");
        await Assert.That(LastAnswer.CodeIn(LastAnswer.In(ring)!)).IsEqualTo("a\nb\n");
    }

    [Test]
    [Arguments("a\n```sh\nfirst\n```\nb\n```\n\tsecond\n\n  x\n```\n", "\tsecond\n\n  x\n")]
    [Arguments("~~~~\n```\n~~~\n~~~~", "```\n~~~\n")]
    [Arguments("```\nnever closed", "never closed\n")]
    [Arguments("1. do\n\n   ```sh\n   if x\n     y\n\n z\n   ```\n2. done", "if x\n  y\n\nz\n")]
    [Arguments("> so\n> ```sh\n> a > b\n>   c\n>\n> ```\nend", "a > b\n  c\n\n")]
    [Arguments("> > ```\r\n> > a\r\n> b\n", "a\n")]
    [Arguments("```\n> quoted\n```", "> quoted\n")]
    [Arguments("- ```bash\n  ls\n    -la\n  ```\n- two", "ls\n  -la\n")]
    [Arguments("text\n  10. * ~~~\n        one\n        ~~~\n", "one\n")]
    [Arguments("> 1) ```\n>    a\n>    ```\n", "a\n")]
    [Arguments("-", null)]
    [Arguments("2.", null)]
    [Arguments("- `a`\n5 ```\n+ b", null)]
    [Arguments("no code, but `a` and ```b``` in it", null)]
    public async Task The_last_code_is_what_stands_between_its_fences(string answer, string? code) =>
        await Assert.That(LastAnswer.CodeIn(answer)).IsEqualTo(code);

    [Test]
    public async Task The_last_command_is_the_last_block_of_shell_else_what_was_run_last()
    {
        using var q = new CommandsFixture();
        await Assert.That(q.Router.Run("/copy command").Problem).StartsWith("There is no block of shell");
        q.Focused.Ring!.Say(OutputKind.ToolStart, "execute_bash make test");
        q.Focused.Ring!.Say(OutputKind.ToolStart, "fs_read a.cs");
        await q.Run("/copy command");
        await Assert.That(q.Asked).Contains("copy make test");
        q.Focused.Ring!.Say(OutputKind.Text, "Run\n```sh\nmake all\n```\nor\n```cs\nvar a = 1;\n```\n");
        await q.Run("/copy command", "/copy command --to run.sh", "/copy --to all.md");
        await Assert.That(q.Asked).Contains("copy make all\n");
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(q.Focused.Folder, "run.sh"))).IsEqualTo("make all\n");
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(q.Focused.Folder, "all.md"))).StartsWith("Run\n");
    }

    [Test]
    public async Task A_command_that_its_row_cut_is_not_copied_in_part()
    {
        var ring = Scene.Ring((OutputKind.ToolStart, "execute_bash one"), (OutputKind.ToolStart, "execute_bash a very long one…"));
        await Assert.That(LastAnswer.CommandIn(ring)).IsNull();
        await Assert.That(LastAnswer.CodeIn("```bash\nnever closed", LastAnswer.IsShell)).IsEqualTo("never closed\n");
        await Assert.That(LastAnswer.CodeIn("```c\nnever closed", LastAnswer.IsShell)).IsNull();
    }

    [Test]
    public async Task One_call_is_opened_by_number_and_a_text_is_looked_for()
    {
        using var q = new CommandsFixture();
        await q.Run("/output", "/output 2", "/find some words", "/find", "/editor", "/editor begin so");
        await Assert.That(q.Asked).IsEquivalentTo(["output", "output 2", "find some words", "find ", "editor ", "editor begin so"], StringComparer.Ordinal);
        await Assert.That(q.Router.Run("/output two").Problem).StartsWith("two is no number of a call");
        await Assert.That(q.Router.Run("/output 0").Problem).IsNotNull();
    }

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
