using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Q.Generators;

/// <summary>Reads the parameters of a command or verb; they differ only in which types each takes.</summary>
internal static class ParameterParser
{
    private const string ValueAttribute = "Q.Commands.ValueAttribute";
    private const string ArgumentAttribute = "ConsoleAppFramework.ArgumentAttribute";
    private const string WordsAttribute = "Q.Core.WordsAttribute";
    private const string Context = "ConsoleAppFramework.ConsoleAppContext";

    /// <summary>Short names, by ConsoleAppFramework's rule: <c>-m|--mod, What it is.</c></summary>
    private static readonly Regex s_short = new(
        @"^(-[^\s,|]+(?:\|-[^\s,|]+)*),\s*(.*)$", RegexOptions.CultureInvariant);

    /// <summary>What a parameter's type makes of it; a sentence when it makes nothing.</summary>
    public delegate (ParameterModel? Model, string Problem) Rule(IParameterSymbol parameter);

    public static EquatableArray<ParameterModel> Parse(
        IMethodSymbol method, DocComment doc, Rule rule, List<DiagnosticInfo> problems)
    {
        var read = new List<ParameterModel>();
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type.ToDisplayString() == Context)
                continue;
            var (model, problem) = rule(parameter);
            if (model is null)
            {
                problems.Add(DiagnosticInfo.Of(
                    Diagnostics.BadType, parameter, parameter.Name, parameter.Type.ToDisplayString(), problem));
                continue;
            }
            var described = Describe(model, parameter, doc.Parameter(parameter.Name));
            if (described.Doc.Length == 0)
                problems.Add(DiagnosticInfo.Of(Diagnostics.NoParameterDoc, parameter, parameter.Name));
            if (described.IsPlaced && read.LastOrDefault(static one => one.IsPlaced) is { } before
                && (before.Kind is ParameterKind.Rest || (described.Required && !before.Required)))
                problems.Add(DiagnosticInfo.Of(Diagnostics.BadOrder, parameter, parameter.Name));
            read.Add(described);
        }
        return read.ToEquatable();
    }

    /// <summary>Spans, so that nothing is allocated; an enum; a flag.</summary>
    public static (ParameterModel? Model, string Problem) OfSlash(IParameterSymbol parameter)
    {
        var name = Names.Kebab(parameter.Name);
        var kind = Says(parameter, "Named") ? ParameterKind.Option
            : Says(parameter, "AfterDashes") ? ParameterKind.Tail
            : Says(parameter, "ToEnd") ? ParameterKind.Rest
            : ParameterKind.Argument;
        if (kind is ParameterKind.Option or ParameterKind.Tail && !parameter.IsOptional)
            return (null, "give what is named or stands behind -- a default, since it may be left out");
        if (parameter.Type.SpecialType is SpecialType.System_Boolean)
            return (new(name, ParameterKind.Flag, ParameterType.Text), "");
        if (parameter.Type.ToDisplayString() == "System.ReadOnlySpan<char>")
            return (new(name, kind, ParameterType.Text) { Required = !parameter.IsOptional }, "");
        return Enum(parameter) is { } choice
            ? (choice with { Name = name, Kind = kind is ParameterKind.Option ? kind : ParameterKind.Argument, Required = !parameter.IsOptional }, "")
            : (null, "take a ReadOnlySpan<char>, an enum or a bool");
    }

    /// <summary>What ConsoleAppFramework binds without reflection.</summary>
    public static (ParameterModel? Model, string Problem) OfVerb(IParameterSymbol parameter)
    {
        var name = Names.Kebab(parameter.Name);
        var isPlaced = parameter.GetAttributes().Any(
            static one => one.AttributeClass?.ToDisplayString() == ArgumentAttribute);
        var kind = !isPlaced ? ParameterKind.Option : Says(parameter, "ToEnd") ? ParameterKind.Rest : ParameterKind.Argument;
        var type = parameter.Type.SpecialType;
        if (type is SpecialType.System_Boolean)
            return (new(name, ParameterKind.Flag, ParameterType.Text), "");
        if (type is SpecialType.System_String or SpecialType.System_Int32)
        {
            return (new(name, kind, type is SpecialType.System_String ? ParameterType.Text : ParameterType.Number)
            {
                Required = !parameter.HasExplicitDefaultValue,
                Default = Default(parameter),
            }, "");
        }
        if (Enum(parameter) is not { IsNullable: false } choice)
            return (null, "take a string, an int, an enum or a bool; signals are the program's own business");
        var chosen = choice.Choices.FirstOrDefault(one => one.Member == EnumMember(parameter));
        return (choice with
        {
            Name = name,
            Kind = kind,
            Required = !parameter.HasExplicitDefaultValue,
            Default = chosen is null ? "" : chosen.Words[0],
        }, "");
    }

    private static ParameterModel Describe(ParameterModel model, IParameterSymbol parameter, string doc)
    {
        var value = Value(parameter);
        var shown = value?.ConstructorArguments.FirstOrDefault().Value as string;
        var match = s_short.Match(doc);
        var completes = value?.NamedArguments.FirstOrDefault(static pair => pair.Key == "Completes").Value;
        return model with
        {
            Shown = shown ?? (model.Choices.Count > 0 && model.Kind is not ParameterKind.Argument
                ? string.Join("|", model.Choices.Select(static choice => choice.Words[0]))
                : model.Name),
            Doc = match.Success ? match.Groups[2].Value : doc,
            // ConsoleAppFramework's kebab-case parts no single last letter (amazonq for amazonQ): there our own name stands as another one.
            Short = match.Success ? match.Groups[1].Value.Split('|').Where(name => name != $"--{model.Name}").ToEquatable() : default,
            Completes = completes is { } constant ? EnumMember(constant) ?? "None" : "None",
        };
    }

    private static ParameterModel? Enum(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        var isNullable = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        if (isNullable)
            type = ((INamedTypeSymbol)type).TypeArguments[0];
        if (type.TypeKind is not TypeKind.Enum)
            return null;
        var choices = type.GetMembers().OfType<IFieldSymbol>().Where(static field => field.HasConstantValue)
            .Select(static field => new ChoiceModel(field.Name, WordsOf(field)));
        return new("", ParameterKind.Argument, ParameterType.Choice)
        {
            EnumType = CommandParser.FullName(type),
            IsNullable = isNullable,
            Choices = choices.ToEquatable(),
        };
    }

    private static EquatableArray<string> WordsOf(IFieldSymbol field)
    {
        var attribute = field.GetAttributes().FirstOrDefault(
            static one => one.AttributeClass?.ToDisplayString() == WordsAttribute);
        return attribute?.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Array } words
            ? words.Values.Select(static word => (string)word.Value!).ToEquatable()
            : new([Names.Kebab(field.Name)]);
    }

    private static bool Says(IParameterSymbol parameter, string what) =>
        Value(parameter) is { } value && CommandParser.Named(value, what, otherwise: false);

    private static AttributeData? Value(IParameterSymbol parameter) => parameter.GetAttributes().FirstOrDefault(
        static one => one.AttributeClass?.ToDisplayString() == ValueAttribute);

    private static string Default(IParameterSymbol parameter) => parameter.HasExplicitDefaultValue
        ? Convert.ToString(parameter.ExplicitDefaultValue, CultureInfo.InvariantCulture)
        : "";

    private static string? EnumMember(IParameterSymbol parameter) => parameter.HasExplicitDefaultValue
        ? MemberOf(parameter.Type, parameter.ExplicitDefaultValue)
        : null;

    private static string? EnumMember(TypedConstant constant) =>
        constant.Type is { } type ? MemberOf(type, constant.Value) : null;

    private static string? MemberOf(ITypeSymbol type, object? value) => type.GetMembers().OfType<IFieldSymbol>()
        .FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value))?.Name;
}
