namespace Q.Commands;

/// <summary>What a parameter is on the line.</summary>
internal enum ParameterKind : byte
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

internal enum ParameterType : byte
{
    Text,
    Number,
    Choice,
}

/// <summary>One of the words of a choice; <paramref name="Member"/> is its name in code.</summary>
internal readonly record struct ChoiceInfo(string Member, string[] Words);

/// <summary>A parameter of a command or verb, as the generator read it from the method that takes it.</summary>
internal sealed record ParameterInfo(string Name, ParameterKind Kind, ParameterType Type)
{
    public required string Shown { get; init; }

    public required string Doc { get; init; }

    public bool Required { get; init; }

    /// <summary>Empty when there is none to speak of.</summary>
    public string Default { get; init; } = "";

    /// <summary>Other names, dashes included.</summary>
    public string[] Short { get; init; } = [];

    public CompletionKind Completes { get; init; }

    public ChoiceInfo[] Choices { get; init; } = [];

    public bool TakesValue => Kind is ParameterKind.Option;

    /// <summary>An option whose value may be left out; it is declared in brackets.</summary>
    public bool MayStandAlone => Kind is ParameterKind.Option && Shown.StartsWith('[');

    public bool IsPlaced => Kind is ParameterKind.Argument or ParameterKind.Rest;

    /// <summary>
    /// As it stands in a usage line: <c>&lt;name&gt;</c>, <c>[--json]</c>, <c>[--model &lt;name&gt;]</c>.
    /// </summary>
    public string Usage => Kind switch
    {
        ParameterKind.Argument or ParameterKind.Rest => Required ? $"<{Shown}>" : $"[{Shown}]",
        ParameterKind.Option => Required ? Label : $"[{Label}]",
        ParameterKind.Flag => $"[{Label}]",
        ParameterKind.Tail => $"[-- {Shown}]",
    };

    private string Label => Kind switch
    {
        ParameterKind.Argument or ParameterKind.Rest => Shown,
        ParameterKind.Option => MayStandAlone ? $"--{Name} {Shown}" : $"--{Name} <{Shown}>",
        ParameterKind.Flag => $"--{Name}",
        ParameterKind.Tail => $"-- <{Shown}>",
    };

    /// <summary>All its names, short ones first: <c>-m, --model &lt;name&gt;</c>.</summary>
    public IEnumerable<string> Labels => Short.Where(name => name.Length == 2)
        .Append(IsPlaced ? Usage : Label)
        .Concat(Short.Where(name => name.Length > 2));

    /// <summary>Its doc line, with what it takes where neither that nor its name says it.</summary>
    public string Description
    {
        get
        {
            var words = Choices.Length > 0 && !Shown.Contains('|') ? $" One of {string.Join(", ", Words)}." : "";
            return Default.Length > 0 ? $"{Doc}{words} Default: {Default}." : Doc + words;
        }
    }

    /// <summary>The words that are shown for a choice.</summary>
    public IEnumerable<string> Words => Choices.Select(choice => choice.Words[0]);
}

/// <summary>A slash command or a verb, as it was declared once, at its method.</summary>
internal sealed record CommandInfo(string Name, string Summary)
{
    public required string Group { get; init; }

    public string[] Aliases { get; init; } = [];

    public string Remarks { get; init; } = "";

    public string[] Examples { get; init; } = [];

    public bool NeedsMany { get; init; }

    public ParameterInfo[] Parameters { get; init; } = [];

    public IEnumerable<ParameterInfo> Placed => Parameters.Where(parameter => parameter.IsPlaced);

    public IEnumerable<ParameterInfo> Named => Parameters.Where(parameter => !parameter.IsPlaced && parameter.Kind is not ParameterKind.Tail);

    /// <summary>What follows <c>--</c>; null when that means nothing special.</summary>
    public ParameterInfo? Tail => Array.Find(Parameters, parameter => parameter.Kind is ParameterKind.Tail);

    /// <summary>What may follow the name. More than two options, or a tail beside them, would hide the rest; the help lists them.</summary>
    private IEnumerable<string> ArgumentUsage =>
        (Named.Count() > (Tail is null ? 2 : 1) ? ["[options]"] : Named.Select(option => option.Usage))
        .Concat(Placed.Select(place => place.Usage))
        .Concat(Tail is { } tail ? [tail.Usage] : []);

    /// <summary>The whole usage line after <paramref name="before"/>, which is <c>/</c> or <c>q </c>.</summary>
    public string Usage(string before) => string.Join(' ', ArgumentUsage.Prepend(before + Name));
}
