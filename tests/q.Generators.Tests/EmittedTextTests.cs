namespace Q.Generators.Tests;

internal sealed class EmittedTextTests
{
    [Test]
    public async Task The_table_of_commands_is_what_the_golden_says()
    {
        var compiled = new Compiled(Snippets.Slash);
        await Assert.That(compiled.SourceErrors).IsEmpty();
        await Assert.That(compiled.Diagnostics).IsEmpty();
        Compiled.CheckGolden(compiled.Text("CommandTable.Slash.g.cs"), "SlashTable.golden.txt");
    }

    [Test]
    public Task The_dispatch_of_commands_is_what_the_golden_says()
    {
        Compiled.CheckGolden(new Compiled(Snippets.Slash).Text("SlashDispatch.g.cs"), "SlashDispatch.golden.txt");
        return Task.CompletedTask;
    }

    [Test]
    public async Task The_table_of_verbs_is_what_the_golden_says()
    {
        var compiled = new Compiled(Snippets.Verbs);
        await Assert.That(compiled.SourceErrors).IsEmpty();
        await Assert.That(compiled.Diagnostics).IsEmpty();
        Compiled.CheckGolden(compiled.Text("CommandTable.Verb.g.cs"), "VerbTable.golden.txt");
    }

    [Test]
    public async Task A_source_without_declarations_gets_no_file() =>
        await Assert.That(new Compiled("public class Nothing;").Files).IsEmpty();

    [Test]
    public async Task What_stands_in_a_doc_comment_cannot_break_out_of_its_literal()
    {
        var compiled = new Compiled(Snippets.Slash.Replace("Leave.", "Say \"bye\" \\ and C:\\new."));
        await Assert.That(compiled.Text("CommandTable.Slash.g.cs")).Contains("""Say \"bye\" \\ and C:\\new.""");
    }
}
