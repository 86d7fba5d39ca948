using Microsoft.CodeAnalysis;

namespace Q.Generators.Tests;

internal sealed class DiagnosticTests
{
    [Test]
    [Arguments("QCMD001", "Quit", "/// <summary>Leave.</summary>", "")]
    [Arguments("QCMD002", "Quit", "[SlashCommand(\"quit\")]", "[SlashCommand(\"switch\")]")]
    [Arguments("QCMD002", "Quit", "[SlashCommand(\"quit\")]", "[SlashCommand(\"quit\", Alias = \"open\")]")]
    [Arguments("QCMD003", "kind", "public Outcome Set(Kind kind)", "public Outcome Set(long kind)")]
    [Arguments("QCMD003", "kind", "public Outcome Set(Kind kind)", "public Outcome Set(string kind)")]
    [Arguments("QCMD004", "Quit", "[SlashCommand(\"quit\")]", "[SlashCommand(\"Quit now\")]")]
    [Arguments("QCMD004", "Quit", "[SlashCommand(\"quit\")]", "[SlashCommand(\"quit\", Alias = \"q|-\")]")]
    [Arguments("QCMD005", "Quit", "public void Quit()", "public static void Quit()")]
    [Arguments("QCMD005", "Quit", "public void Quit()", "private void Quit()")]
    [Arguments("QCMD005", "Quit", "public void Quit() { }", "public int Quit() => 1;")]
    [Arguments("QCMD007", "kind", "/// <param name=\"kind\">Which.</param>", "")]
    public async Task A_command_that_cannot_be_is_reported_at_its_name(string id, string at, string good, string bad)
    {
        await Assert.That(Snippets.Slash).Contains(good);
        await Reported(new(Snippets.Slash.Replace(good, bad)), id, at);
    }

    [Test]
    [Arguments("ReadOnlySpan<char> one = default, ReadOnlySpan<char> two", "two")]
    [Arguments("[Value(\"x\", ToEnd = true)] ReadOnlySpan<char> one, ReadOnlySpan<char> two = default", "two")]
    public async Task Parameters_that_cannot_be_told_apart_are_reported(string parameters, string at)
    {
        var source = Snippets.Slash
            .Replace("/// <summary>Leave.</summary>", "/// <summary>Leave.</summary>\n/// <param name=\"one\">1.</param>\n/// <param name=\"two\">2.</param>")
            .Replace("public void Quit()", $"public void Quit({parameters})");
        await Reported(new(source), "QCMD006", at);
    }

    [Test]
    [Arguments("QCMD001", "ListAll", "/// <summary>List all.</summary>", "")]
    [Arguments("QCMD002", "ListAll", "public void ListAll", "[Command(\"\")] public void ListAll")]
    [Arguments("QCMD003", "most", "int most = 3", "System.Threading.CancellationToken most = default")]
    [Arguments("QCMD003", "most", "int most = 3", "Shell? most = null")]
    [Arguments("QCMD004", "ListAll", "public void ListAll", "[Command(\"List\")] public void ListAll")]
    [Arguments("QCMD007", "most", "/// <param name=\"most\">How many.</param>", "")]
    public async Task A_verb_that_cannot_be_is_reported_at_its_name(string id, string at, string good, string bad)
    {
        await Assert.That(Snippets.Verbs).Contains(good);
        await Reported(new(Snippets.Verbs.Replace(good, bad)), id, at);
    }

    [Test]
    public async Task A_broken_doc_comment_counts_as_none()
    {
        var compiled = new Compiled(Snippets.Slash.Replace("/// <summary>Leave.</summary>", "/// <summary>Leave & go.</summary>"));
        await Assert.That(compiled.Diagnostics.Select(static one => one.Id)).IsEquivalentTo(["QCMD001"], StringComparer.Ordinal);
    }

    [Test]
    public async Task One_bad_command_does_not_take_the_others_away()
    {
        var compiled = new Compiled(Snippets.Slash.Replace("/// <summary>Leave.</summary>", ""));
        await Assert.That(compiled.Text("CommandTable.Slash.g.cs")).Contains("\"switch\"").And.DoesNotContain("\"quit\"");
    }

    private static async Task Reported(Compiled compiled, string id, string at)
    {
        await Assert.That(compiled.Diagnostics.Select(static one => one.Id)).IsEquivalentTo([id], StringComparer.Ordinal);
        var place = compiled.Diagnostics[0].Location.SourceSpan;
        await Assert.That(compiled.Source.Substring(place.Start, place.Length)).IsEqualTo(at);
        await Assert.That(compiled.Diagnostics[0].Severity).IsEqualTo(DiagnosticSeverity.Error);
    }
}
