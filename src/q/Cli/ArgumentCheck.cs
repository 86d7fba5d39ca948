using Q.Commands;
using Q.Core;

namespace Q.Cli;

/// <summary>
/// What the arguments come to: arguments that ConsoleAppFramework takes, or help, or an error of use.
/// </summary>
internal readonly record struct Checked(string[] Arguments, string? Help, string? Error);

/// <summary>
/// The pass before ConsoleAppFramework: finds the verb, splits <c>--name=value</c>, checks names and values with the
/// nearest one that there is, and gives the framework only what it takes. Pure.
/// </summary>
internal static class ArgumentCheck
{
    private const string Chat = "chat";

    public static Checked Of(string[] args)
    {
        if (args.Length == 0)
            return new([Chat], null, null);
        var first = args[0];
        if (first is "--help" or "-h")
            return new([], HelpText.Root(), null);
        if (first is "--version" or "-V")
            return new(["version"], null, null);
        if (first.Length > 1 && first[0] == '-')
            return AtRoot(args);
        if (args.Length > 1 && CommandTable.FindVerb($"{first} {args[1]}") is { } inner)
            return VerbArguments.Read(inner, args.AsSpan(2));
        if (CommandTable.FindVerb(first) is { } verb)
            return IsVerbOfGroup(verb, args) ? InGroup(first, args) : Alone(verb, args);
        return CommandTable.VerbsOf(first).Any() ? InGroup(first, args) : Unknown([], args);
    }

    /// <summary>Flags of chat without its name. A word among them must be the verb itself.</summary>
    private static Checked AtRoot(string[] args)
    {
        var chat = CommandTable.FindVerb(Chat)!;
        var word = VerbArguments.FirstWord(chat, args);
        if (word < 0)
            return VerbArguments.Read(chat, args);
        if (args[word] == Chat)
            return VerbArguments.Read(chat, [.. args[..word], .. args[(word + 1)..]]);
        if (!CommandTable.AllVerbs.Any(verb => verb.Name.Split(' ')[0] == args[word]))
            return Unknown(args[..word], args[word..]);
        return Wrong(
            $"{args[0]} before {args[word]}: what stands before a verb is for chat.",
            $"Write: q {args[word]} [options]");
    }

    /// <summary>A verb that takes no word and has others below it: a word behind it is meant to be one of those.</summary>
    private static bool IsVerbOfGroup(CommandInfo verb, string[] args) =>
        args.Length > 1 && !args[1].StartsWith('-') && !verb.Placed.Any() && CommandTable.VerbsOf(verb.Name).Skip(1).Any();

    /// <summary>The verb that is called like its group shows the group's help.</summary>
    private static Checked Alone(CommandInfo verb, string[] args) =>
        args is [_, "--help" or "-h"] && CommandTable.VerbsOf(verb.Name).Skip(1).Any()
            ? new([], HelpText.Group(verb.Name), null)
            : VerbArguments.Read(verb, args.AsSpan(1));

    /// <summary>A group is no verb: it needs one of its own.</summary>
    private static Checked InGroup(string group, string[] args)
    {
        if (args is [_, "--help" or "-h", ..])
            return new([], HelpText.Group(group), null);
        var names = CommandTable.VerbsOf(group).Where(verb => verb.Name.Length > group.Length)
            .Select(verb => verb.Name[(group.Length + 1)..]).ToList();
        if (args.Length == 1)
        {
            return Wrong(
                $"{group} needs a verb of its own: {string.Join(", ", names)}.", $"q {group} --help says more.");
        }
        var nearest = NearestName.Of(args[1], names) is { } near ? $" Did you mean: q {group} {near}" : "";
        return Wrong($"{group} has no verb {args[1]}.{nearest}", $"q {group} --help lists its verbs.");
    }

    /// <summary>What was meant may be a verb, or a prompt: then it belongs to chat, with the same options.</summary>
    private static Checked Unknown(string[] options, string[] words)
    {
        var names = CommandTable.AllVerbs.Select(verb => verb.Name.Split(' ')[0]).Distinct(StringComparer.Ordinal);
        var nearest = NearestName.Of(words[0], names) is { } near ? $" Did you mean: q {near}" : "";
        return Wrong(
            $"there is no verb {Short(words[0])}.{nearest}",
            $"To ask something: {string.Join(' ', ["q", Chat, .. options, $"\"{Short(string.Join(' ', words))}\""])}\n"
                + "q --help lists the verbs.");
    }

    private static Checked Wrong(string what, string next) => new([], null, $"q: {what}\n{next}\n");

    private static string Short(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
