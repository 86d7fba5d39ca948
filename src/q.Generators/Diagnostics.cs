using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Q.Generators;

/// <summary>Everything the generator objects to.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor NoSummary = Rule(
        "QCMD001", "A command without a summary",
        "{0} has no summary: its doc comment is its help, so give it one sentence");

    public static readonly DiagnosticDescriptor SameName = Rule(
        "QCMD002", "Two commands with one name", "{0} is declared twice: give one of the two another name");

    public static readonly DiagnosticDescriptor BadType = Rule(
        "QCMD003", "A parameter that cannot be typed in", "{0} has the type {1}: {2}");

    public static readonly DiagnosticDescriptor BadName = Rule(
        "QCMD004", "A name that is not lower-case words with hyphens",
        "\"{0}\" is no name for a command: use lower-case letters, digits and single hyphens");

    public static readonly DiagnosticDescriptor NotCallable = Rule(
        "QCMD005", "A command that cannot be called",
        "{0} cannot be called: a slash command is a method of an instance, not private, and returns void or Outcome");

    public static readonly DiagnosticDescriptor BadOrder = Rule(
        "QCMD006", "Parameters in an order that cannot be read",
        "{0} cannot be read at its place: required ones come before optional ones, and text to the line's end is last");

    public static readonly DiagnosticDescriptor NoParameterDoc = Rule(
        "QCMD007", "A parameter without a line that says what it is",
        "{0} has no <param> line: it is the parameter's help");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "Commands", DiagnosticSeverity.Error, isEnabledByDefault: true);
}

/// <summary>
/// A place in a file, by value: a <see cref="Location"/> would hold the whole tree and equal nothing.
/// </summary>
internal sealed record PlaceInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static PlaceInfo Of(Location location) =>
        new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public static PlaceInfo Of(ISymbol symbol) => Of(symbol.Locations[0]);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}

/// <summary>A diagnostic by value, until it is reported.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Rule, PlaceInfo Place, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Of(DiagnosticDescriptor rule, ISymbol at, params string[] arguments) =>
        new(rule, PlaceInfo.Of(at), new(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Place.ToLocation(), [.. Arguments]);
}
