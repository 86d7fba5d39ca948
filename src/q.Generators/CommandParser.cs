using Microsoft.CodeAnalysis;

namespace Q.Generators;

/// <summary>
/// Reads a method that is marked as a slash command. Problems are collected; with any, there is no command.
/// </summary>
internal static class CommandParser
{
    public const string Attribute = "Q.Commands.SlashCommandAttribute";
    private const string GroupAttribute = "Q.Commands.CommandGroupAttribute";

    public static Parsed Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        var attribute = context.Attributes[0];
        var problems = new List<DiagnosticInfo>();
        var name = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        string[] aliases = [.. Named(attribute, "Alias", "").Split(['|'], StringSplitOptions.RemoveEmptyEntries)];
        foreach (var one in aliases.Prepend(name).Where(static one => !Names.IsGood(one)))
            problems.Add(DiagnosticInfo.Of(Diagnostics.BadName, method, one));

        var doc = DocComment.Of(method, cancel);
        if (doc.Summary.Length == 0)
            problems.Add(DiagnosticInfo.Of(Diagnostics.NoSummary, method, $"/{name}"));
        var result = method.ReturnType.ToDisplayString();
        if (method.IsStatic || method.DeclaredAccessibility is Accessibility.Private || method.IsGenericMethod
            || (!method.ReturnsVoid && result != "Q.Core.Outcome"))
            problems.Add(DiagnosticInfo.Of(Diagnostics.NotCallable, method, $"/{name}"));

        var parameters = ParameterParser.Parse(method, doc, ParameterParser.OfSlash, problems);
        var (group, order) = Group(method.ContainingType);
        var command = new CommandModel(name)
        {
            Aliases = aliases.ToEquatable(),
            Summary = doc.Summary,
            Remarks = doc.Remarks,
            Examples = doc.Examples.ToEquatable(),
            Group = group,
            Order = order,
            NeedsMany = Named(attribute, "NeedsMany", otherwise: false),
            Parameters = parameters,
            Target = new(FullName(method.ContainingType), method.Name, !method.ReturnsVoid),
        };
        var place = PlaceInfo.Of(method);
        return new(
            problems.Count == 0 ? new([command]) : default,
            problems.ToEquatable(),
            aliases.Prepend(name).Select(one => new NamedPlace($"/{one}", place)).ToEquatable());
    }

    /// <summary>Title and place of the class's commands among all; a class that says nothing comes last.</summary>
    public static (string Title, int Order) Group(INamedTypeSymbol type)
    {
        var attribute = type.GetAttributes().FirstOrDefault(
            static one => one.AttributeClass?.ToDisplayString() == GroupAttribute);
        return attribute?.ConstructorArguments.FirstOrDefault().Value is string title
            ? (title, Named(attribute, "Order", int.MaxValue))
            : ("", int.MaxValue);
    }

    public static T Named<T>(AttributeData attribute, string name, T otherwise)
    {
        foreach (var pair in attribute.NamedArguments)
        {
            if (pair.Key == name && pair.Value.Value is T value)
                return value;
        }
        return otherwise;
    }

    public static string FullName(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
