namespace Q.Commands;

/// <summary>What may stand at a place: the line editor and the shells complete it.</summary>
internal enum CompletionKind : byte
{
    None,
    Session,

    /// <summary>A session, its slot, <c>+</c>, <c>-</c> or <c>!</c>.</summary>
    Target,

    /// <summary>A session, or <c>off</c>.</summary>
    Half,
    Topic,
    Folder,
    Template,

    /// <summary>A session that was closed, or is paused.</summary>
    Closed,

    /// <summary>A session, open or closed.</summary>
    Any,
    Group,
    Verb,
    Setting,
    SettingValue,
    Provider,

    /// <summary>A model of the provider that answers.</summary>
    Model,
    Tools,

    /// <summary>How q draws: a value of <c>ui.mode</c>.</summary>
    FrontEnd,
}

/// <summary>
/// Makes a method a slash command. Its doc comment is its help; its parameters are read from the line: a
/// <c>ReadOnlySpan&lt;char&gt;</c> is a word, an enum one of its words, a bool a flag; <see cref="ValueAttribute"/> says
/// what is named. It returns nothing or an outcome.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlashCommandAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Shorter names, with <c>|</c> between.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Makes sense only with many sessions; elsewhere it explains how to turn them on.</summary>
    public bool NeedsMany { get; init; }
}

/// <summary>Under which title the commands or verbs of a class are listed, and where.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CommandGroupAttribute(string title) : Attribute
{
    public string Title { get; } = title;

    public int Order { get; init; } = int.MaxValue;
}

/// <summary>How a parameter's value is shown, completed and read.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class ValueAttribute(string shown) : Attribute
{
    public string Shown { get; } = shown;

    public CompletionKind Completes { get; init; }

    /// <summary>Takes everything to the end of the line, blanks and all.</summary>
    public bool ToEnd { get; init; }

    /// <summary>Is given by name, <c>--name value</c> or <c>--name=value</c>, where a slash command would take it by place.</summary>
    public bool Named { get; init; }

    /// <summary>Stands behind <c>--</c> and takes the line to its end.</summary>
    public bool AfterDashes { get; init; }
}
