using System.Text;
using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Model;

namespace Q.Cli;

/// <summary>Scripts that let a shell complete q's verbs, options and values, made from the table of verbs.</summary>
internal static class ShellCompletions
{
    public static string Of(Shell shell) => shell switch
    {
        Shell.Bash => Bash(),
        Shell.Zsh => Zsh(),
        Shell.Fish => Fish(),
    };

    private static string Bash()
    {
        var text = new StringBuilder("""
            # q's completion for bash: source <(q completions bash)
            _q() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb="" words="" i
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                        -*) ;;
                        *)
                            case "$verb ${COMP_WORDS[i]}" in

            """);
        foreach (var path in Paths())
            text.Append($"                    \"{(path.Contains(' ') ? path : $" {path}")}\") verb=\"{path}\" ;;\n");
        text.Append("                esac ;;\n        esac\n    done\n    case $before in\n");
        foreach (var (names, values) in Options())
        {
            text.Append($"        {string.Join('|', names)}) ")
                .Append($"COMPREPLY=($(compgen -W \"{values}\" -- \"$word\")); return ;;\n");
        }
        text.Append("    esac\n    case $verb in\n");
        foreach (var path in Paths().Prepend(""))
            text.Append($"        \"{path}\") words=\"{string.Join(' ', After(path))}\" ;;\n");
        text.Append("    esac\n    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n");
        return text.Append("}\ncomplete -o default -F _q q\n").ToString();
    }

    private static string Zsh()
    {
        var text = new StringBuilder("""
            #compdef q
            # q's completion for zsh: source <(q completions zsh), or put it into a folder of $fpath as _q
            _q() {
                local verb="" word
                local -a candidates
                for word in ${words[2,CURRENT-1]}; do
                    case "$verb $word" in

            """);
        foreach (var path in Paths())
            text.Append($"            \"{(path.Contains(' ') ? path : $" {path}")}\") verb=\"{path}\" ;;\n");
        text.Append("        esac\n    done\n    case ${words[CURRENT-1]} in\n");
        foreach (var (names, values) in Options())
            text.Append($"        {string.Join('|', names)}) compadd -- {values}; return ;;\n");
        text.Append("    esac\n    case $verb in\n");
        foreach (var path in Paths().Prepend(""))
            text.Append($"        \"{path}\") candidates=({string.Join(' ', Described(path).Select(Quoted))}) ;;\n");
        text.Append("    esac\n    if (( ${#candidates} )); then _describe q candidates; else _files; fi\n");
        return text.Append("}\nif [[ ${funcstack[1]} == _q ]]; then _q \"$@\"; else compdef _q q; fi\n").ToString();

        static string Quoted((string Word, string Doc) one) =>
            $"'{one.Word.Replace(":", "\\:")}:{one.Doc.Replace("'", "'\\''")}'";
    }

    private static string Fish()
    {
        var text = new StringBuilder("# q's completion for fish\ncomplete -c q -f\n");
        foreach (var path in Paths().Prepend(""))
        {
            var parts = path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var seen = string.Join("; and ", parts.Select(part => $"__fish_seen_subcommand_from {part}"));
            var inner = Children(path).ToList();
            var condition = parts.Length == 0 ? "__fish_use_subcommand"
                : inner.Count == 0 ? seen
                : $"{seen}; and not __fish_seen_subcommand_from {string.Join(' ', inner.Select(child => child.Word))}";
            foreach (var (word, doc) in inner)
                text.Append($"complete -c q -n \"{condition}\" -a {Escaped(word)} -d {Escaped(doc)}\n");
            if (Values(path) is { Length: > 0 } some)
                text.Append($"complete -c q -n \"{condition}\" -a {Escaped(string.Join(' ', some))}\n");
            foreach (var option in Verb(path)?.Named ?? [])
            {
                var values = option.Kind is ParameterKind.Option ? $" -r -a {Escaped(Values(option))}" : "";
                var letters = option.Short.Where(name => name.Length == 2).Select(name => $" -s {name[1..]}");
                text.Append($"complete -c q -n \"{condition}\" -l {option.Name}{string.Concat(letters)}{values} ")
                    .Append($"-d {Escaped(option.Doc)}\n");
            }
        }
        foreach (var key in Settings())
            text.Append($"complete -c q -n \"__fish_seen_subcommand_from {key.FullName}\" -a '{ValuesOf(key)}'\n");
        return text.ToString();

        static string Escaped(string one) => $"'{one.Replace("\\", "\\\\").Replace("'", "\\'")}'";
    }

    /// <summary>Every verb and every group, groups first.</summary>
    private static IEnumerable<string> Paths() => CommandTable.AllVerbs
        .SelectMany(verb => (string[])[verb.Name.Split(' ')[0], verb.Name]).Distinct(StringComparer.Ordinal);

    /// <summary>At the root the options of chat are taken too.</summary>
    private static CommandInfo? Verb(string path) => CommandTable.FindVerb(path.Length == 0 ? "chat" : path);

    private static IEnumerable<(string Word, string Doc)> Children(string path) => path.Length == 0
        ? Paths().Where(one => !one.Contains(' '))
            .Select(one => (one, CommandTable.FindVerb(one)?.Summary ?? CommandTable.VerbsOf(one).First().Group))
        : CommandTable.VerbsOf(path).Where(verb => verb.Name.Length > path.Length)
            .Select(verb => (verb.Name[(path.Length + 1)..], verb.Summary));

    private static IEnumerable<(string Word, string Doc)> Described(string path) => Children(path)
        .Concat(Values(path).Select(value => (value, "")))
        .Concat((Verb(path)?.Named ?? []).SelectMany(
            option => option.Short.Prepend($"--{option.Name}").Select(name => (name, option.Doc))));

    private static IEnumerable<string> After(string path) => Described(path).Select(one => one.Word);

    /// <summary>What may stand at the first place of a verb.</summary>
    private static string[] Values(string path) => path.Length > 0 && Verb(path)?.Placed.FirstOrDefault() is { } first
        ? Values(first).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        : [];

    private static string Values(ParameterInfo parameter) => string.Join(' ', parameter.Completes switch
    {
        CompletionKind.Setting => SettingKeys.All.Select(key => key.FullName),
        CompletionKind.Provider => ProviderTable.Known.Select(known => known.Name),
        CompletionKind.Verb => Paths().Where(path => !path.Contains(' ')).Append("keys").Append("commands"),
        CompletionKind.Tools => ToolNames.All,
        CompletionKind.FrontEnd => SettingKeys.FrontEnds,
        CompletionKind.None or CompletionKind.Session or CompletionKind.Target or CompletionKind.Half or CompletionKind.Topic or CompletionKind.Folder
            or CompletionKind.Group or CompletionKind.Template or CompletionKind.Closed or CompletionKind.Any
            or CompletionKind.SettingValue or CompletionKind.Model => parameter.Words,
    });

    /// <summary>Options, and settings, that take a value of which some are known.</summary>
    private static IEnumerable<(IEnumerable<string> Names, string Values)> Options() => CommandTable.AllVerbs
        .SelectMany(verb => verb.Named).Where(option => option.Kind is ParameterKind.Option)
        .Select(option => (option.Short.Prepend($"--{option.Name}"), Values(option)))
        .Where(option => option.Item2.Length > 0)
        .Concat(Settings().Select(key => ((IEnumerable<string>)[key.FullName], ValuesOf(key))));

    /// <summary>Those of whose values some are known.</summary>
    private static IEnumerable<SettingKey> Settings() => SettingKeys.All.Where(key => key.Words.Length > 0);

    private static string ValuesOf(SettingKey key) => string.Join(' ', key.Words);
}
