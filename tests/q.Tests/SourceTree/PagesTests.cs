using System.Text.RegularExpressions;
using Q.TestKit;

namespace Q.Tests.SourceTree;

/// <summary>What the pages for people name is there: other pages, commands, settings, tests.</summary>
internal sealed partial class PagesTests
{
    private static readonly string[] s_written =
        ["README.md", "CONTRIBUTING.md", "docs/guide.md", "docs/faq.md", "docs/operations.md", "docs/development.md", "docs/checklist.md"];

    [Test]
    public async Task Every_link_leads_to_a_file_and_a_heading_that_is_there()
    {
        string[] all = [.. s_written, "docs/tour.md", "docs/build.md", "docs/commands.md", "docs/settings.md", "CHANGELOG.md"];
        var broken = from page in all
                     from link in Link().Matches(Text(page))
                     let target = link.Groups[1].Value
                     where !target.StartsWith("http", StringComparison.Ordinal) && !Leads(page, target)
                     select $"{page}: {target}";
        await SourceFile.None(broken);
    }

    [Test]
    public async Task Every_command_and_setting_is_one()
    {
        var (commands, settings) = (Text("docs/commands.md"), Text("docs/settings.md"));
        var wrong = from page in s_written
                    from code in Code().Matches(Text(page))
                    let text = code.Groups[1].Value
                    where Verb().IsMatch(text) ? !IsVerb(text)
                        : SlashCommand().Match(text) is { Success: true } slash ? !commands.Contains($"`{slash.Value}", StringComparison.Ordinal)
                        : Setting().Match(text) is { Success: true } setting && !settings.Contains($"`{setting.Value}`", StringComparison.Ordinal)
                    select $"{page}: {text}";
        await SourceFile.None(wrong);

        bool IsVerb(string text)
        {
            string[] words = [.. text.Split(' ').Skip(1), ""];
            return words[0].StartsWith('-') || commands.Contains($"\n### q {words[0]}\n", StringComparison.Ordinal)
                || commands.Contains($"\n### q {words[0]} {words[1]}{(words[1].Length > 0 ? "\n" : "")}", StringComparison.Ordinal);
        }
    }

    [Test]
    public async Task Every_test_of_the_checklist_is_one()
    {
        var tests = string.Concat(SourceFile.Under("tests").SelectMany(static file => file.Lines).Select(static line => $"{line}\n"));
        var named = Code().Matches(Text("docs/checklist.md")).Select(static code => code.Groups[1].Value)
            .Where(static text => char.IsUpper(text[0]) && (text.EndsWith("Tests", StringComparison.Ordinal) || text.Contains('_'))).ToList();
        await Assert.That(named.Count).IsGreaterThan(10);
        await SourceFile.None(named.Where(name => !tests.Contains($" class {name}\n", StringComparison.Ordinal)
            && !tests.Contains($" Task {name}(", StringComparison.Ordinal)));
    }

    private static bool Leads(string page, string target)
    {
        var parts = target.Split('#');
        var path = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        return File.Exists(Full(path)) && (parts.Length == 1
            || File.ReadLines(Full(path)).Any(line => line.StartsWith('#') && Anchor(line) == parts[1]));
    }

    /// <summary>A heading as GitHub names its place.</summary>
    private static string Anchor(string heading) => string.Concat(heading.TrimStart('#').Trim().ToLowerInvariant()
        .Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(static c => c == ' ' ? '-' : c));

    private static string Full(string page)
    {
        Skip.When(Repository.Root is null, "The source tree is not here.");
        return Path.Combine(Repository.Root!, page);
    }

    private static string Text(string page) => File.ReadAllText(Full(page));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^q [a-z-]")]
    private static partial Regex Verb();

    [GeneratedRegex("^/[a-z][a-z-]+(?= |$)")]
    private static partial Regex SlashCommand();

    [GeneratedRegex("^(sessions|ui|tools|keys|model|accessibility)\\.[a-z_]+(?= |$)")]
    private static partial Regex Setting();
}
