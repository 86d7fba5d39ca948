using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace Q.Generators.Tests;

/// <summary>
/// What an edit makes the generator do again: a generator that redoes everything slows every key press in an editor.
/// </summary>
internal sealed class CachingTests
{
    private static readonly EqualityComparer<IncrementalStepRunReason> s_same = EqualityComparer<IncrementalStepRunReason>.Default;

    [Test]
    [Arguments(Snippets.Slash, CommandGenerator.SlashStep, CommandGenerator.SlashTableStep)]
    [Arguments(Snippets.Verbs, CommandGenerator.VerbStep, CommandGenerator.VerbTableStep)]
    public async Task The_first_run_is_new(string source, string step, string table)
    {
        var compiled = new Compiled(source);
        await Assert.That(compiled.Reasons(step).Distinct()).IsEquivalentTo([New], s_same);
        await Assert.That(compiled.Reasons(table)).IsEquivalentTo([New], s_same);
    }

    [Test]
    [Arguments(Snippets.Slash, CommandGenerator.SlashStep, CommandGenerator.SlashTableStep)]
    [Arguments(Snippets.Verbs, CommandGenerator.VerbStep, CommandGenerator.VerbTableStep)]
    public async Task A_file_beside_it_leaves_everything_cached(string source, string step, string table)
    {
        var compiled = new Compiled(source);
        compiled.AddBeside("public class Beside { public int Value; }");
        // The declarations are read again against the new compilation, and found unchanged: nothing behind them runs.
        await Assert.That(compiled.Reasons(step).Distinct()).IsEquivalentTo([Unchanged], s_same);
        await Assert.That(compiled.Reasons(table)).IsEquivalentTo([Cached], s_same);
        await Assert.That(compiled.OutputReasons.Distinct()).IsEquivalentTo([Cached], s_same);
    }

    [Test]
    public async Task An_edit_inside_a_body_leaves_the_declaration_unchanged_and_the_output_cached()
    {
        var compiled = new Compiled(Snippets.Slash);
        compiled.Edit(Snippets.Slash.Replace("public void Quit() { }", "public void Quit() { _ = 1; }"));
        await Assert.That(compiled.Reasons(CommandGenerator.SlashStep).Distinct()).IsEquivalentTo([Unchanged], s_same);
        await Assert.That(compiled.Reasons(CommandGenerator.SlashTableStep)).IsEquivalentTo([Cached], s_same);
        await Assert.That(compiled.OutputReasons.Distinct()).IsEquivalentTo([Cached], s_same);
    }

    [Test]
    public async Task Lines_put_above_move_the_places_and_write_nothing_again()
    {
        var compiled = new Compiled(Snippets.Slash);
        compiled.Edit("// one line more\n" + Snippets.Slash);
        await Assert.That(compiled.Reasons(CommandGenerator.SlashStep).Distinct()).IsEquivalentTo([Modified], s_same);
        await Assert.That(compiled.Reasons(CommandGenerator.SlashTableStep)).IsEquivalentTo([Cached], s_same);
    }

    [Test]
    public async Task Another_summary_modifies_one_declaration_and_the_table()
    {
        var compiled = new Compiled(Snippets.Slash);
        compiled.Edit(Snippets.Slash.Replace("Leave.", "Abandon."));
        await Assert.That(compiled.Reasons(CommandGenerator.SlashStep).Count(static reason => reason is Modified)).IsEqualTo(1);
        await Assert.That(compiled.Reasons(CommandGenerator.SlashTableStep)).IsEquivalentTo([Modified], s_same);
    }

    [Test]
    public async Task Another_signature_modifies_the_table()
    {
        var compiled = new Compiled(Snippets.Verbs);
        compiled.Edit(Snippets.Verbs.Replace("int most = 3", "int most = 4"));
        await Assert.That(compiled.Reasons(CommandGenerator.VerbTableStep)).IsEquivalentTo([Modified], s_same);
        await Assert.That(compiled.Text("CommandTable.Verb.g.cs")).Contains("Default = \"4\"");
    }

    [Test]
    public async Task Verbs_and_commands_do_not_wake_each_other()
    {
        const string usings = "using System; using ConsoleAppFramework; using Q.Commands; using Q.Core;\n";
        var (slash, verbs) = (WithoutUsings(Snippets.Slash), WithoutUsings(Snippets.Verbs));
        var compiled = new Compiled(usings + slash + verbs);
        compiled.Edit(usings + slash + verbs.Replace("List all.", "List each."));
        await Assert.That(compiled.Reasons(CommandGenerator.SlashTableStep)).IsEquivalentTo([Cached], s_same);
        await Assert.That(compiled.Reasons(CommandGenerator.VerbTableStep)).IsEquivalentTo([Modified], s_same);
    }

    private static string WithoutUsings(string source) =>
        string.Join('\n', source.Split('\n').Where(static line => !line.StartsWith("using ", StringComparison.Ordinal)));
}
