using System.Text;
using Q.Cli;
using Q.Commands;
using Q.Config;
using Q.Input;
using Q.TestKit;

namespace Q.Tests.Cli;

/// <summary>
/// What is printed and what is documented come from the tables; here it is held, so that a change is seen.
/// </summary>
internal sealed class DocumentTests
{
    [Test]
    public void The_help_of_every_verb_and_command_is_what_the_golden_says()
    {
        var text = new StringBuilder();
        Part("q --help", HelpText.Root());
        foreach (var group in CommandTable.AllVerbs.Select(verb => verb.Name.Split(' ')[0]).Distinct(StringComparer.Ordinal))
        {
            if (CommandTable.VerbsOf(group).Skip(1).Any() || CommandTable.FindVerb(group) is null)
                Part($"q {group} --help", HelpText.Group(group));
        }
        foreach (var verb in CommandTable.AllVerbs)
            Part($"q help {verb.Name}", HelpText.Verb(verb));
        Part("/help", CommandHelp.All(many: true));
        Part("/help, with one session", CommandHelp.All(many: false));
        Part("/help keys", CommandHelp.Keys(KeyBindings.Default));
        foreach (var command in CommandTable.AllSlash)
            Part($"/help {command.Name}", CommandHelp.One(command));
        Part("/help, 40 columns", CommandHelp.All(many: false, Narrow));
        Part("/help keys, 40 columns", CommandHelp.Keys(KeyBindings.Default, Narrow));
        Part("/help new, 40 columns", CommandHelp.One(CommandTable.FindSlash("new")!, Narrow));
        Golden.Check(text.ToString(), "help.golden.txt");

        void Part(string title, string help) => text.Append($"──── {title}\n").Append(help);
    }

    /// <summary>What the chat's margin leaves of 40.</summary>
    private const int Narrow = 38;

    [Test]
    public async Task No_line_of_help_is_wider_than_a_small_terminal()
    {
        var all = CommandTable.AllVerbs.Select(HelpText.Verb).Concat(CommandTable.AllSlash.Select(command => CommandHelp.One(command)))
            .Append(HelpText.Root()).Append(CommandHelp.All(many: true)).Append(CommandHelp.Keys(KeyBindings.Default));
        var wide = all.SelectMany(help => help.Split('\n')).Where(line => line.Length > 80);
        await Assert.That(wide).IsEmpty();
        var narrow = CommandTable.AllSlash.Select(command => CommandHelp.One(command, Narrow)).Append(CommandHelp.All(many: true, Narrow))
            .Append(CommandHelp.Keys(KeyBindings.Default, Narrow)).SelectMany(help => help.Split('\n'));
        await Assert.That(narrow.Where(line => line.StartsWith("     ", StringComparison.Ordinal))).IsEmpty();
    }

    [Test]
    public void The_page_of_commands_is_what_the_table_prints() => Golden.Check(Documents.Commands(), "docs/commands.md");

    [Test]
    public void The_page_of_settings_is_what_the_table_prints() => Golden.Check(Documents.Settings(), "docs/settings.md");

    [Test]
    public async Task Every_command_of_the_issue_is_there()
    {
        string[] wanted = ["new", "switch", "s", "next", "sessions", "session-name", "rename", "close", "allow", "deny", "retry", "help", "clear", "quit", "debug"];
        await Assert.That(wanted.Where(name => CommandTable.FindSlash(name) is null)).IsEmpty();
        string[] verbs = ["chat", "sessions", "sessions list", "sessions show", "sessions export",
            "sessions search", "sessions import", "sessions close", "sessions delete", "settings", "settings list", "settings get", "settings set", "settings unset", "debug config", "debug sessions", "debug coordinator",
            "debug locks", "debug buffers", "debug rate-limit", "keys test", "doctor", "version", "help", "completions"];
        await Assert.That(CommandTable.AllVerbs.Select(verb => verb.Name)).IsEquivalentTo(verbs, StringComparer.Ordinal);
    }

    [Test]
    public async Task Every_setting_stands_once_in_its_table() =>
        await Assert.That(SettingKeys.All.Select(key => key.FullName).Distinct(StringComparer.Ordinal).Count()).IsEqualTo(SettingKeys.All.Count);
}
