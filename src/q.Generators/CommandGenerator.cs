using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Q.Generators;

/// <summary>
/// The pipeline, and nothing else: find by attribute, read, then two branches that do not wake each other, one for the
/// source and one for the diagnostics.
/// </summary>
[Generator(LanguageNames.CSharp)]
internal sealed class CommandGenerator : IIncrementalGenerator
{
    public const string SlashStep = "Slash";
    public const string VerbStep = "Verbs";
    public const string SlashTableStep = "SlashTable";
    public const string VerbTableStep = "VerbTable";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var slash = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                CommandParser.Attribute, static (node, _) => node is MethodDeclarationSyntax, CommandParser.Parse)
            .WithTrackingName(SlashStep);
        var verbs = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                VerbParser.Attribute, static (node, _) => node is ClassDeclarationSyntax, VerbParser.Parse)
            .WithTrackingName(VerbStep);

        context.RegisterSourceOutput(Table(slash, SlashTableStep), static (to, commands) =>
        {
            if (commands.Count == 0)
                return;
            to.AddSource("CommandTable.Slash.g.cs", TableEmitter.Emit(commands, "Slash"));
            to.AddSource("SlashDispatch.g.cs", CommandEmitter.Emit(commands));
        });
        context.RegisterSourceOutput(Table(verbs, VerbTableStep), static (to, commands) =>
        {
            if (commands.Count > 0)
                to.AddSource("CommandTable.Verb.g.cs", TableEmitter.Emit(commands, "Verb"));
        });
        context.RegisterSourceOutput(slash.Collect().Combine(verbs.Collect()), static (to, both) =>
        {
            foreach (var problem in Problems([.. both.Left, .. both.Right]))
                to.ReportDiagnostic(problem.ToDiagnostic());
        });
    }

    /// <summary>All commands, in the order they are shown in, without the places they stand at.</summary>
    private static IncrementalValueProvider<EquatableArray<CommandModel>> Table(
        IncrementalValuesProvider<Parsed> parsed, string step) => parsed
        .Select(static (one, _) => one.Commands)
        .Collect()
        .Select(static (all, _) => Ordered(all))
        .WithTrackingName(step);

    /// <summary>
    /// A name that is declared twice would not compile in a switch: only the first is taken, and the second reported.
    /// </summary>
    private static EquatableArray<CommandModel> Ordered(ImmutableArray<EquatableArray<CommandModel>> all)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return all.SelectMany(static commands => commands)
            .Where(command => command.Aliases.Prepend(command.Name).All(seen.Add))
            .OrderBy(static command => command.Order)
            .ToEquatable();
    }

    private static IEnumerable<DiagnosticInfo> Problems(IReadOnlyList<Parsed> all)
    {
        var twice = all.SelectMany(static one => one.Names)
            .GroupBy(static named => named.Name, StringComparer.Ordinal)
            .SelectMany(static same => same.Skip(1));
        return all.SelectMany(static one => one.Problems).Concat(
            twice.Select(static named => new DiagnosticInfo(Diagnostics.SameName, named.Place, new([named.Name]))));
    }
}
