namespace Q.Generators;

/// <summary>What a parameter is on the command line.</summary>
internal enum ParameterKind
{
    /// <summary>Stands at its place.</summary>
    Argument,

    /// <summary>Stands at its place and takes the line to its end.</summary>
    Rest,

    /// <summary>Is named and takes a value.</summary>
    Option,

    /// <summary>Is named and takes none.</summary>
    Flag,

    /// <summary>Stands behind <c>--</c> and takes the line to its end.</summary>
    Tail,
}

internal enum ParameterType
{
    Text,
    Number,
    Choice,
}

/// <summary>One word of a choice. The first is the one that is shown; the others are taken too.</summary>
internal sealed record ChoiceModel(string Member, EquatableArray<string> Words);

internal sealed record ParameterModel(string Name, ParameterKind Kind, ParameterType Type)
{
    /// <summary>How its value is shown in a usage line, e.g. <c>name|slot</c>.</summary>
    public string Shown { get; init; } = "";

    public string Doc { get; init; } = "";

    public bool Required { get; init; }

    /// <summary>The default as it is shown; empty when there is none to speak of.</summary>
    public string Default { get; init; } = "";

    /// <summary>Other names of an option, dashes included.</summary>
    public EquatableArray<string> Short { get; init; }

    /// <summary>The enum of a choice, as it is written in code.</summary>
    public string EnumType { get; init; } = "";

    public bool IsNullable { get; init; }

    public EquatableArray<ChoiceModel> Choices { get; init; }

    /// <summary>A member of <c>CompletionKind</c>.</summary>
    public string Completes { get; init; } = "None";

    /// <summary>Stands at its place, without a name.</summary>
    public bool IsPlaced => Kind is ParameterKind.Argument or ParameterKind.Rest;
}

/// <summary>What is called for a slash command. Verbs have none: ConsoleAppFramework calls them.</summary>
internal sealed record TargetModel(string Owner, string Method, bool ReturnsOutcome);

/// <summary>
/// A command or verb as it was declared. Holds values only and no place in a file: moving it changes nothing.
/// </summary>
internal sealed record CommandModel(string Name)
{
    public EquatableArray<string> Aliases { get; init; }

    public string Summary { get; init; } = "";

    public string Remarks { get; init; } = "";

    public EquatableArray<string> Examples { get; init; }

    public string Group { get; init; } = "";

    public int Order { get; init; }

    /// <summary>Makes sense only with many sessions.</summary>
    public bool NeedsMany { get; init; }

    public EquatableArray<ParameterModel> Parameters { get; init; }

    public TargetModel? Target { get; init; }
}

/// <summary>
/// What was read of one declaration: the commands if all is well, the problems if not, and where each name stands.
/// </summary>
internal sealed record Parsed(
    EquatableArray<CommandModel> Commands, EquatableArray<DiagnosticInfo> Problems, EquatableArray<NamedPlace> Names);

/// <summary>A name that may be given once, and where it was given.</summary>
internal sealed record NamedPlace(string Name, PlaceInfo Place);
