using Microsoft.CodeAnalysis;

namespace Q.Generators;

/// <summary>
/// Reads a class that ConsoleAppFramework registers, by that framework's rules: public methods are verbs,
/// <c>[Command]</c> names them, a short name stands before the comma of a parameter's doc line. Parsing and calling
/// stay the framework's.
/// </summary>
internal static class VerbParser
{
    public const string Attribute = "ConsoleAppFramework.RegisterCommandsAttribute";
    private const string CommandAttribute = "ConsoleAppFramework.CommandAttribute";

    public static Parsed Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var path = context.Attributes[0].ConstructorArguments.FirstOrDefault().Value as string ?? "";
        var commands = new List<CommandModel>();
        var problems = new List<DiagnosticInfo>();
        var names = new List<NamedPlace>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(IsVerb))
        {
            cancel.ThrowIfCancellationRequested();
            string[] written = [.. NameOf(method).Split('|').Select(name => $"{path} {name}".Trim())];
            var bad = written.SelectMany(static one => one.Split(' ')).Where(static word => !Names.IsGood(word));
            foreach (var word in bad)
                problems.Add(DiagnosticInfo.Of(Diagnostics.BadName, method, word));
            names.AddRange(written.Select(one => new NamedPlace($"q {one}", PlaceInfo.Of(method))));
            commands.Add(Verb(type, method, written, problems, cancel));
        }
        return new(problems.Count == 0 ? commands.ToEquatable() : default, problems.ToEquatable(), names.ToEquatable());
    }

    private static CommandModel Verb(
        INamedTypeSymbol type, IMethodSymbol method, string[] written, List<DiagnosticInfo> problems,
        CancellationToken cancel)
    {
        var doc = DocComment.Of(method, cancel);
        if (doc.Summary.Length == 0)
            problems.Add(DiagnosticInfo.Of(Diagnostics.NoSummary, method, $"q {written[0]}"));
        var (group, order) = CommandParser.Group(type);
        return new(written[0])
        {
            Aliases = written.Skip(1).ToEquatable(),
            Summary = doc.Summary,
            Remarks = doc.Remarks,
            Examples = doc.Examples.ToEquatable(),
            Group = group,
            Order = order,
            Parameters = ParameterParser.Parse(method, doc, ParameterParser.OfVerb, problems),
        };
    }

    private static bool IsVerb(IMethodSymbol method) => method is
    {
        DeclaredAccessibility: Accessibility.Public,
        IsStatic: false,
        MethodKind: MethodKind.Ordinary,
        IsOverride: false,
    };

    private static string NameOf(IMethodSymbol method)
    {
        var attribute = method.GetAttributes().FirstOrDefault(
            static one => one.AttributeClass?.ToDisplayString() == CommandAttribute);
        return attribute?.ConstructorArguments.FirstOrDefault().Value as string ?? Names.Kebab(method.Name);
    }
}
