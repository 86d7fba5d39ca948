namespace Q.Commands;

/// <summary>
/// All commands and verbs, each from its one declaration: the generator writes the other parts of this class from the
/// methods marked as slash commands and from the classes that ConsoleAppFramework registers. Help, errors, completion
/// and documentation read it.
/// </summary>
internal static partial class CommandTable
{
    /// <summary>As <c>/help</c> lists them.</summary>
    public static IEnumerable<CommandInfo> AllSlash => Enumerable.Range(0, SlashCount).Select(Slash);

    /// <summary>As <c>q --help</c> lists them.</summary>
    public static IEnumerable<CommandInfo> AllVerbs => Enumerable.Range(0, VerbCount).Select(Verb);

    /// <summary>The command of this name or alias, without its slash, in any case; null when there is none.</summary>
    public static CommandInfo? FindSlash(ReadOnlySpan<char> name) =>
        FindSlashIndex(name) is >= 0 and var index ? Slash(index) : null;

    /// <summary>Its place in the table, or -1. Allocates nothing.</summary>
    public static int FindSlashIndex(ReadOnlySpan<char> name)
    {
        Span<char> lower = stackalloc char[32];
        var length = name.ToLowerInvariant(lower);
        return length < 0 ? -1 : IndexOfSlash(lower[..length]);
    }

    /// <summary>The verb of this path, e.g. <c>settings list</c>; null when there is none.</summary>
    public static CommandInfo? FindVerb(string path) => IndexOfVerb(path) is >= 0 and var index ? Verb(index) : null;

    /// <summary>
    /// The verbs under a first word, e.g. all of <c>settings</c>; the one that is the word alone comes first.
    /// </summary>
    public static IEnumerable<CommandInfo> VerbsOf(string group) => AllVerbs
        .Where(verb => verb.Name == group || verb.Name.StartsWith(group + " ", StringComparison.Ordinal))
        .OrderBy(verb => verb.Name.Length > group.Length);
}
