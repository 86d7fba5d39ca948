using Q.Core;

namespace Q.Commands;

/// <summary>
/// What is said about a command that was written wrongly: what is wrong, the nearest right thing, how it is used.
/// </summary>
internal static class UsageErrors
{
    /// <summary>Repeated to the person at most this long: a pasted page is not.</summary>
    private const int Shown = 40;

    /// <summary><c>--all</c>, not <c>-</c>, which <c>/switch</c> takes.</summary>
    public static bool IsOption(ReadOnlySpan<char> word) => word.Length > 2 && word.StartsWith("--");

    public static Outcome UnknownCommand(ReadOnlySpan<char> name)
    {
        var names = CommandTable.AllSlash.SelectMany(command => command.Aliases.Prepend(command.Name));
        var nearest = NearestName.Of(name.ToString(), names) is { } near ? $"Did you mean /{near}? " : "";
        return Outcome.No($"There is no command /{Short(name)}. {nearest}/help lists them. "
            + "To send the line as a prompt, begin it with a blank.");
    }

    public static string UnknownTopic(ReadOnlySpan<char> topic)
    {
        var names = CommandHelp.Topics.Concat(CommandTable.AllSlash.Select(command => command.Name));
        var nearest = NearestName.Of(topic.ToString(), names) is { } near ? $"Did you mean /help {near}? " : "";
        return $"There is no help on {Short(topic)}. {nearest}/help lists the commands.";
    }

    public static Outcome Unexpected(int index, ReadOnlySpan<char> word)
    {
        var command = CommandTable.Slash(index);
        var options = command.Named.Select(parameter => $"--{parameter.Name}");
        var nearest = NearestName.Of(word.ToString(), options) is { } near ? $" Did you mean {near}?" : "";
        return Outcome.No($"/{command.Name} does not take {Short(word)}.{nearest} Usage: {command.Usage("/")}");
    }

    public static Outcome Missing(int index, int parameter)
    {
        var command = CommandTable.Slash(index);
        var place = command.Parameters[parameter];
        return Outcome.No($"/{command.Name} needs <{place.Shown}>. Usage: {command.Usage("/")}");
    }

    public static Outcome NoValue(int index, int parameter)
    {
        var command = CommandTable.Slash(index);
        var option = command.Parameters[parameter];
        return Outcome.No($"--{option.Name} needs a value: --{option.Name} <{option.Shown}>. Usage: {command.Usage("/")}");
    }

    public static Outcome NotAllowed(int index, int parameter, ReadOnlySpan<char> word)
    {
        var command = CommandTable.Slash(index);
        var words = command.Parameters[parameter].Words.ToList();
        var nearest = NearestName.Of(word.ToString(), words) is { } near ? $" Did you mean {near}?" : "";
        return Outcome.No($"{Short(word)} is none of {string.Join(", ", words)}.{nearest} Usage: {command.Usage("/")}");
    }

    private static string Short(ReadOnlySpan<char> word) =>
        word.Length <= Shown ? word.ToString() : $"{word[..Shown]}…";
}
