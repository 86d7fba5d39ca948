using ConsoleAppFramework;
using Q.Commands;
using Q.Core;

namespace Q.Cli;

/// <summary><c>q help</c>: verbs, and the commands and keys of the chats too.</summary>
[RegisterCommands]
[CommandGroup("About q", Order = 6)]
internal sealed class HelpVerb(VerbCall call)
{
    /// <summary>Show help on q, a verb, a /command, or the keys.</summary>
    /// <param name="topic">A verb, a /command, commands for all of them, or keys.</param>
    /// <example>q help settings set</example>
    /// <example>q help /new</example>
    [Command("help")]
    public void Help(
        [Argument, Value("topic", ToEnd = true, Completes = CompletionKind.Verb)] string? topic = null) => call.Do(() =>
    {
        if (Of(topic) is { } text)
        {
            call.Host.Out(text);
            return 0;
        }
        var names = topic!.StartsWith('/')
            ? CommandTable.AllSlash.Select(command => $"/{command.Name}")
            : CommandTable.AllVerbs.Select(verb => verb.Name).Append("keys").Append("commands");
        var nearest = NearestName.Of(topic, names) is { } near ? $" Did you mean: q help {near}" : "";
        call.Fail($"there is no help on {topic}.{nearest}\n"
            + "q --help lists the verbs, q help commands the commands of the chats.");
        return CommandLine.WrongUse;
    });

    private string? Of(string? topic)
    {
        if (topic is null)
            return HelpText.Root();
        if (topic is "commands")
            return CommandHelp.All(many: true);
        if (topic is "keys")
            return CommandHelp.Keys(BoundKeys.Of(CliHome.Find(call.Host).TryGet(out var home) ? home.Resolve().Settings : new()));
        if (topic.StartsWith('/'))
            return CommandTable.FindSlash(topic.AsSpan(1)) is { } command ? CommandHelp.One(command) : null;
        if (CommandTable.VerbsOf(topic).Skip(1).Any())
            return HelpText.Group(topic);
        if (CommandTable.FindVerb(topic) is { } verb)
            return HelpText.Verb(verb);
        return CommandTable.VerbsOf(topic).Any() ? HelpText.Group(topic) : null;
    }
}
