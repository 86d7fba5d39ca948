using System.Text;
using Q.Commands;
using Q.Config;
using Q.Input;

namespace Q.Tests.Cli;

/// <summary>docs/commands.md and docs/settings.md, written from the tables.</summary>
internal static class Documents
{
    private const string Generated = "<!-- Written by ./build.sh golden from the declarations in the source. Do not edit. -->\n\n";

    public static string Commands()
    {
        var text = new StringBuilder("# Commands\n\n").Append(Generated);
        text.Append("## On the command line\n`q` alone is `q chat`, and the options of `chat` work without it. Options may be written ")
            .Append("`--name value`, `--name=value`, `-n value` or `-nvalue`;\nwhat follows `--` is no option. Wrong use exits with 2, and ")
            .Append("says on standard error what is wrong and what to do.\n");
        foreach (var verb in CommandTable.AllVerbs)
            One(text, verb, "q ");
        text.Append("\n## In the chats\nA line that begins with `/` and a word. Commands act at once, also while a turn runs. A line that ")
            .Append("begins with a blank is a prompt.\n");
        foreach (var group in CommandTable.AllSlash.GroupBy(command => command.Group, StringComparer.Ordinal))
        {
            text.Append($"\n### {group.Key}\n\n| Command | Does |\n|---|---|\n");
            foreach (var command in group)
                text.Append($"| `{Cell(command.Usage("/"))}` | {Cell(command.Summary)} |\n");
        }
        foreach (var command in CommandTable.AllSlash.Where(command => command.Remarks.Length > 0 || command.Parameters.Length > 0))
            One(text, command, "/");
        Keys(text);
        return text.ToString();
    }

    public static string Settings()
    {
        var text = new StringBuilder("# Settings\n\n").Append(Generated);
        text.Append("""
            A setting comes from the first of: an option of the command line, its variable, `q settings set`, `config.toml` in `~/.amazonq`
            (or `Q_HOME`), the default. `q settings list --sources` says which. The last part of a name is enough
            (`q settings max_active_sessions 20`). In `config.toml` the part before the dot is the table:

            ```toml
            [sessions]
            max_active_sessions = 20
            ```

            | Setting | Takes | Default | Variable | What it does |
            |---|---|---|---|---|

            """);
        foreach (var key in SettingKeys.All)
        {
            var alias = key.Alias is { } older ? $" Also written `{older}`." : "";
            var usual = key.Default.Length > 0 ? $"`{key.Default}`" : "none";
            var warn = key.WarnAbove < int.MaxValue ? $" (above {key.WarnAbove} with a warning)" : "";
            text.Append($"| `{key.FullName}` | {key.Allowed}{warn} | {usual} | `{key.Variable}` | {key.Doc}{alias} |\n");
        }
        text.Append("""

            ## Servers of your own
            Each is a table of `config.toml`. The key itself is never written there, only the variable that holds it; it is sent to this
            server and to no other, over plain http only to this machine unless `allow_plain_http` says otherwise.

            ```toml
            [providers.work]
            base_url = "https://models.example/v1"   # with or without /v1
            api_key_env = "WORK_MODELS_KEY"          # left out: no key is sent
            wire = "openai"                          # or anthropic
            model = "large"                          # the one to use when none is named
            ```

            `q --provider work`, or `q settings set model.provider work`.

            """);
        return text.ToString();
    }

    private static void One(StringBuilder to, CommandInfo command, string before)
    {
        to.Append($"\n### {before}{command.Name}\n{command.Summary}");
        if (command.Remarks.Length > 0)
            to.Append($" {command.Remarks}");
        to.Append($"\n\n    {command.Usage(before)}\n");
        if (command.Aliases.Length > 0)
            to.Append("\nAlso ").AppendJoin(", ", command.Aliases.Select(alias => $"`{before}{alias}`")).Append(".\n");
        if (command.Parameters.Length > 0)
            to.Append("\n| | |\n|---|---|\n");
        foreach (var parameter in command.Placed.Concat(command.Named).Concat(command.Tail is { } tail ? [tail] : []))
        {
            var names = parameter.Labels.Select(name => $"`{Cell(name)}`");
            to.Append($"| {string.Join(", ", names)} | {Cell(parameter.Description)} |\n");
        }
        if (command.Examples.Length > 0)
            to.Append("\n```sh\n").AppendJoin('\n', command.Examples).Append("\n```\n");
    }

    private static void Keys(StringBuilder to)
    {
        to.Append("\n## Keys\n\n| Does | Everywhere | Typed | Where the terminal can send it |\n|---|---|---|---|\n");
        var usual = KeyBindings.Default;
        foreach (var row in KeyTable.Rows)
            to.Append($"| {row.Does} | {Code(KeyTable.Everywhere(row, usual))} | {Code(row.Typed)} | {Code(KeyTable.Proven(row, usual))} |\n");
        to.Append("\nIn the line:\n\n| Key | Does |\n|---|---|\n");
        foreach (var row in KeyTable.Editing)
            to.Append($"| {Code(KeyTable.Edits(row, usual))} | {row.Does} |\n");
        to.Append("\n### Other keys\n`keys.profile` is `default`, or `seed`, with which Ctrl+N and Ctrl+W are session keys always. Any of these is a line of\n")
            .Append("`[keys]` in `config.toml`: a key, several with commas between, or `none`; `leader = \"Alt+X\"` changes the leader. A key that something\n")
            .Append("else has is refused, with the line; `something_else = \"none\"` frees it.\n\n```toml\n[keys]\n")
            .Append("picker = \"Leader s, F5\"\nswap_characters = \"none\"\nnew_session = \"Leader c, Ctrl+T\"\n```\n\n| Name | Keys |\n|---|---|\n");
        foreach (var row in BindingRow.All)
            to.Append($"| `{row.Name}` | {Code(row.Keys)} |\n");

        static string Code(string words) => string.Join(", ", words.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(word => $"`{word}`"));
    }

    private static string Cell(string text) => text.Replace("|", "\\|");
}
