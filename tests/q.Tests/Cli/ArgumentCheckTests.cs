using Q.Cli;
using Q.Commands;

namespace Q.Tests.Cli;

/// <summary>
/// Every form that GNU programs take, and what is said about those that are wrong. Separated by <c>|</c> here.
/// </summary>
internal sealed class ArgumentCheckTests
{
    [Test]
    [Arguments("", "chat")]
    [Arguments("chat", "chat")]
    [Arguments("chat|hello", "chat|hello")]
    [Arguments("chat|fix|the|bug", "chat|fix the bug")]
    [Arguments("chat|--model|x", "chat|--model|x")]
    [Arguments("chat|--model=x", "chat|--model|x")]
    [Arguments("chat|--model=a=b", "chat|--model|a=b")]
    [Arguments("chat|--model=", "chat|--model|")]
    [Arguments("chat|-m|x", "chat|--model|x")]
    [Arguments("chat|-mx", "chat|--model|x")]
    [Arguments("chat|-m=x", "chat|--model|x")]
    [Arguments("chat|-am|x", "chat|--trust-all-tools|--model|x")]
    [Arguments("chat|-amx", "chat|--trust-all-tools|--model|x")]
    [Arguments("chat|-a|hello", "chat|--trust-all-tools|hello")]
    [Arguments("chat|hello|--model|x", "chat|--model|x|hello")]
    [Arguments("chat|--model|-5", "chat|--model|-5")]
    [Arguments("chat|-5", "chat|-5")]
    [Arguments("chat|-", "chat|-")]
    [Arguments("chat|--|--model", "chat|--|--model")]
    [Arguments("chat|--model|x|--|-y|z", "chat|--model|x|--|-y z")]
    [Arguments("chat|--|hello", "chat|hello")]
    [Arguments("chat|--non-interactive|hi", "chat|--no-interactive|hi")]
    [Arguments("--model|x", "chat|--model|x")]
    [Arguments("--model=x|--no-interactive", "chat|--model|x|--no-interactive")]
    [Arguments("--model|x|chat|hello", "chat|--model|x|hello")]
    [Arguments("-a|--|hello", "chat|--trust-all-tools|hello")]
    [Arguments("--model|chat", "chat|--model|chat")]
    [Arguments("--|hello", "chat|hello")]
    [Arguments("--version|--model", "version")]
    [Arguments("version|-v", "version|--verbose")]
    [Arguments("sessions|list|--all|--json", "sessions|list|--all|--json")]
    [Arguments("settings|list", "settings|list")]
    [Arguments("settings|max_active", "settings|max_active")]
    [Arguments("settings|max_active|20", "settings|max_active|20")]
    [Arguments("settings|set|model.model|--|-x", "settings|set|model.model|-x")]
    [Arguments("completions|bash", "completions|Bash")]
    [Arguments("completions|ZSH", "completions|Zsh")]
    [Arguments("help|settings|set", "help|settings set")]
    public async Task What_is_written_well_becomes_what_the_framework_takes(string line, string taken)
    {
        var (arguments, help, error) = ArgumentCheck.Of(Split(line));
        await Assert.That(error).IsNull();
        await Assert.That(help).IsNull();
        await Assert.That(string.Join('|', arguments)).IsEqualTo(taken);
    }

    [Test]
    [Arguments("chta", "there is no verb chta. Did you mean: q chat")]
    [Arguments("fix it", "there is no verb fix it.")]
    [Arguments("fix|it", "To ask something: q chat \"fix it\"")]
    [Arguments("--no-interactive|-m|x|fix|it", "To ask something: q chat --no-interactive -m x \"fix it\"")]
    [Arguments("session", "Did you mean: q sessions")]
    [Arguments("sessions|export|--|-x", "<session> cannot begin with a dash.")]
    [Arguments("sessions|export", "<session> is missing.")]
    [Arguments("sessions|lst", "sessions has no verb lst. Did you mean: q sessions list")]
    [Arguments("--model|x|fix", "there is no verb fix.")]
    [Arguments("--model|x|settings|list", "--model before settings: what stands before a verb is for chat.")]
    [Arguments("chat|--modle|x", "there is no option --modle. Did you mean --model?")]
    [Arguments("--modle=x", "there is no option --modle. Did you mean --model?")]
    [Arguments("chat|-x", "there is no option -x.")]
    [Arguments("chat|-ax", "there is no option -x.")]
    [Arguments("chat|--model", "--model needs a value: --model <name>.")]
    [Arguments("chat|-m", "-m needs a value: -m <name>.")]
    [Arguments("chat|--model|--no-interactive", "--model needs a value, and --no-interactive is an option. If it is meant: --model=--no-interactive")]
    [Arguments("chat|--model|--", "--model needs a value, and -- is an option.")]
    [Arguments("chat|--no-interactive=yes", "--no-interactive takes no value.")]
    [Arguments("sessions|list|more", "more is one word too many.")]
    [Arguments("settings", "<key> is missing.")]
    [Arguments("settings|set|model.model", "<value> is missing.")]
    [Arguments("settings|get|a|b", "b is one word too many.")]
    [Arguments("completions", "<bash|zsh|fish> is missing.")]
    [Arguments("completions|bsh", "bsh is none of bash, zsh, fish. Did you mean bash?")]
    public async Task What_is_written_wrongly_is_told_with_the_next_step(string line, string told)
    {
        var (_, help, error) = ArgumentCheck.Of(Split(line));
        await Assert.That(help).IsNull();
        await Assert.That(error!).Contains(told);
        await Assert.That(error!.TrimEnd().Split('\n').Length).IsGreaterThan(1);
    }

    [Test]
    [Arguments("--help", "Usage: q [options] | q <verb> [options]")]
    [Arguments("-h", "Usage: q [options] | q <verb> [options]")]
    [Arguments("chat|--help", "Usage: q chat")]
    [Arguments("chat|hello|-h", "Usage: q chat")]
    [Arguments("--model|x|--help", "Usage: q chat")]
    [Arguments("-ah", "Usage: q chat")]
    [Arguments("sessions|--help", "q sessions VERB --help says more.")]
    [Arguments("settings|-h", "q settings VERB --help says more.")]
    [Arguments("settings|set|--help", "Usage: q settings set <key> <value>")]
    public async Task Help_is_given_wherever_it_is_asked_for(string line, string told)
    {
        var (_, help, error) = ArgumentCheck.Of(Split(line));
        await Assert.That(error).IsNull();
        await Assert.That(help!).Contains(told);
    }

    [Test]
    public async Task After_two_dashes_help_is_a_word() =>
        await Assert.That(ArgumentCheck.Of(["chat", "--", "--help"]).Arguments).IsEquivalentTo(["chat", "--", "--help"], StringComparer.Ordinal);

    /// <summary>
    /// ConsoleAppFramework hands what stands behind <c>--</c> only to a verb that asks for it, as these do. Elsewhere a
    /// place does not take what begins with a dash.
    /// </summary>
    [Test]
    public async Task Only_chat_and_search_have_both_options_and_words_of_a_person()
    {
        var both = CommandTable.AllVerbs
            .Where(verb => verb.Named.Any() && verb.Placed.Any(place => place.Kind is ParameterKind.Rest)).Select(verb => verb.Name);
        await Assert.That(both).IsEquivalentTo(["chat", "sessions search"], StringComparer.Ordinal);
    }

    /// <summary>What no verb has yet.</summary>
    [Test]
    [Arguments("--most|12", "list|--most|12", null)]
    [Arguments("--most=-3", "list|--most|-3", null)]
    [Arguments("--most|many", "", "--most takes a whole number, not many.")]
    [Arguments("", "", "--most <count> is missing.")]
    public async Task A_number_must_be_one_and_a_required_option_must_be_there(string line, string taken, string? told)
    {
        var verb = new CommandInfo("list", "List.")
        {
            Group = "",
            Parameters =
            [
                new("most", ParameterKind.Option, ParameterType.Number) { Shown = "count", Doc = "How many.", Required = true },
            ],
        };
        var (arguments, _, error) = VerbArguments.Read(verb, Split(line));
        await Assert.That(string.Join('|', arguments)).IsEqualTo(taken);
        await Assert.That(error ?? "").Contains(told ?? "");
        await Assert.That(error is null).IsEqualTo(told is null);
    }

    private static string[] Split(string line) => line.Length == 0 ? [] : line.Split('|');
}
