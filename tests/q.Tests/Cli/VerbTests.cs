using Q.Cli;
using Q.Core;
using Q.Store.Migrations;
using Q.Tools;

namespace Q.Tests.Cli;

/// <summary>Arguments through to the verb and its exit code, with ConsoleAppFramework in between.</summary>
internal sealed class VerbTests
{
    [Test]
    [Arguments(5, new[] { "sessions", "list" })]
    [Arguments(7, new[] { "sessions", "search", "hello" })]
    [Arguments(7, new[] { "sessions", "delete", "dev-1", "--yes" })]
    [Arguments(7, new[] { "settings", "list" })]
    [Arguments(7, new[] { "settings", "set", "ui.mode", "plain" })]
    public async Task A_verb_that_brings_an_older_database_up_says_so_once(int version, string[] verb)
    {
        using var shell = new CliFixture();
        Store.MigrationTests.Fill(shell.Home, version);

        await Assert.That(shell.Run(verb)).IsEqualTo(0);

        var backup = $"{shell.Home.Paths.Database}.backup-v{version}-20261124-120000";
        await Assert.That(shell.Error).IsEqualTo(
            $"q: The database was brought to schema {Schema.Version}; a copy of the old one is in {backup}. "
            + "Many sessions at once are off: `q settings set multi_session_enabled true` turns them on.\n");
        shell.Run("sessions", "list");
        await Assert.That(shell.Error).IsEmpty();
    }

    [Test]
    public async Task Bare_q_is_chat()
    {
        using var shell = new CliFixture { ChatCode = 7 };
        await Assert.That(shell.Run()).IsEqualTo(7);
        await Assert.That(shell.Chats.Single()).IsEqualTo(new ChatOptions());
    }

    [Test]
    public async Task All_flags_of_chat_arrive_also_at_the_root()
    {
        using var shell = new CliFixture();
        string[] flags = ["--no-interactive", "--provider=openai", "-mgpt", "--trust-tools", "fs_read,fs_write", "--trust-all-tools"];
        var wanted = new ChatOptions
        {
            NoInteractive = true,
            Provider = "openai",
            Model = "gpt",
            TrustTools = "fs_read,fs_write",
            TrustAllTools = true,
        };
        await Assert.That(shell.Run(["chat", .. flags, "why?"])).IsEqualTo(0);
        await Assert.That(shell.Run(flags)).IsEqualTo(0);
        await Assert.That(shell.Chats).IsEquivalentTo([wanted with { Prompt = "why?" }, wanted], EqualityComparer<ChatOptions>.Default);
    }

    [Test]
    [Arguments("--weird|prompt", "--weird prompt")]
    [Arguments("-x", "-x")]
    [Arguments("plain|--model", "plain --model")]
    public async Task A_prompt_behind_two_dashes_is_taken_as_it_is(string words, string prompt)
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run(["chat", "--model", "m", "--", .. words.Split('|')])).IsEqualTo(0);
        await Assert.That(shell.Chats.Single()).IsEqualTo(new ChatOptions { Prompt = prompt, Model = "m" });
    }

    [Test]
    public async Task Trust_tools_may_be_empty_which_trusts_none()
    {
        using var shell = new CliFixture();
        shell.Run("chat", "--trust-tools=");
        await Assert.That(shell.Chats.Single()).IsEqualTo(new ChatOptions { TrustTools = "" });
    }

    [Test]
    public async Task Wrong_use_exits_2_and_speaks_on_stderr_only()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("chat", "--modle", "x")).IsEqualTo(2);
        await Assert.That(shell.Out).IsEqualTo("");
        await Assert.That(shell.Error).IsEqualTo("""
            q chat: there is no option --modle. Did you mean --model?
            Usage: q chat [options] [prompt]
            q chat --help says more.

            """);
        await Assert.That(shell.Chats).IsEmpty();
    }

    /// <summary>The framework looks for its own help in every argument; a value that is called so is not to be had.</summary>
    [Test]
    public async Task What_the_framework_alone_refuses_is_wrong_use_too()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("chat", "--model=--help")).IsEqualTo(2);
        await Assert.That(shell.Chats).IsEmpty();
        await Assert.That(shell.Error).EndsWith("q --help lists what there is.\n");
        await Assert.That(shell.Out).IsEqualTo("");
    }

    [Test]
    public async Task An_exception_in_a_verb_is_not_swallowed_by_the_framework()
    {
        using var shell = new CliFixture();
        var host = shell.Host with { Chat = static _ => throw new InvalidOperationException("broken") };
        await Assert.That(() => CommandLine.Run([], host)).Throws<InvalidOperationException>().WithMessage("broken");
    }

    [Test]
    public async Task Help_goes_to_stdout_and_exits_0()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("settings", "set", "--help")).IsEqualTo(0);
        await Assert.That(shell.Out).StartsWith("Usage: q settings set <key> <value>");
        await Assert.That(shell.Error).IsEqualTo("");
    }

    [Test]
    [Arguments("chat", "Usage: q chat")]
    [Arguments("settings", "q settings VERB --help says more.")]
    [Arguments("sessions", "q sessions VERB --help says more.")]
    [Arguments("settings|set", "Usage: q settings set")]
    [Arguments("/s", "/switch [name|slot|+|-|!]")]
    [Arguments("commands", "/new [options] [type] [name]")]
    [Arguments("keys", "Ctrl+X a")]
    public async Task Help_knows_verbs_commands_and_keys(string topic, string told)
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run(["help", .. topic.Split('|')])).IsEqualTo(0);
        await Assert.That(shell.Out).Contains(told);
    }

    [Test]
    [Arguments("--ui", "inlin", "--ui takes auto, fullscreen, inline, plain, not inlin. Did you mean inline?")]
    [Arguments("--trust-tools", "fs_read,fs_wrte", "--trust-tools takes fs_read, fs_write, execute_bash, not fs_wrte. Did you mean fs_write?")]
    public async Task A_word_that_an_option_of_chat_does_not_take_is_wrong_use(string option, string value, string told)
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("chat", option, value, "hello")).IsEqualTo(CommandLine.WrongUse);
        await Assert.That(shell.Error).StartsWith($"q chat: {told}\n");
        await Assert.That(shell.Chats).IsEmpty();
        await Assert.That(ToolNames.All).IsEquivalentTo(ToolTable.BuiltIn(null).Specs.Select(static tool => tool.Name), StringComparer.Ordinal);
    }

    [Test]
    public async Task A_verb_of_settings_that_is_mistyped_is_named()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("settings", "lst")).IsEqualTo(CommandLine.WrongUse);
        await Assert.That(shell.Error).Contains("Did you mean: q settings list");
    }

    [Test]
    [Arguments("/nwe", "there is no help on /nwe. Did you mean: q help /new")]
    [Arguments("setings", "there is no help on setings. Did you mean: q help settings")]
    [Arguments("/nothing", "there is no help on /nothing.")]
    public async Task Help_on_what_is_not_there_names_the_nearest(string topic, string told)
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("help", topic)).IsEqualTo(2);
        await Assert.That(shell.Error).Contains(told);
    }

    [Test]
    public async Task Help_alone_is_the_root_help()
    {
        using var shell = new CliFixture();
        shell.Run("help");
        await Assert.That(shell.Out).IsEqualTo(HelpText.Root());
    }

    [Test]
    public async Task The_version_is_one_line_and_verbose_tells_how_it_was_built()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("--version", "please")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo($"q {BuildInfo.Version}\n");
        await Assert.That(shell.Run("version", "--verbose")).IsEqualTo(0);
        await Assert.That(shell.Out).Contains($"linking  {BuildInfo.Linking}").And.Contains("sqlite   3.").And.Contains($"({BuildInfo.Sqlite})");
    }

    [Test]
    public async Task Two_threads_run_two_verbs_without_seeing_each_other()
    {
        var codes = new int[64];
        Parallel.For(0, codes.Length, i =>
        {
            using var shell = new CliFixture { ChatCode = i };
            codes[i] = shell.Run("chat", $"{i}") == i && shell.Chats.Single().Prompt == $"{i}" ? i : -1;
        });
        await Assert.That(codes).IsEquivalentTo(Enumerable.Range(0, codes.Length), EqualityComparer<int>.Default);
    }
}
