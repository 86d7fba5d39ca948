using Q.Core;

namespace Q.Tools;

/// <summary>What was allowed before the first question, by flags. Immutable; shared by all sessions.</summary>
internal sealed record TrustChoice(IReadOnlyList<string> Tools, bool All, bool IsUnattended)
{
    public static TrustChoice AskAlways { get; } = new([], All: false, IsUnattended: false);

    /// <summary>Reads <c>--trust-tools=a,b</c>; a name that no tool has gives a warning and is left out.</summary>
    public static TrustChoice Of(string? trustTools, bool trustAll, bool isUnattended, ToolTable tools, out IReadOnlyList<string> warnings)
    {
        var (known, unknown) = (new List<string>(), new List<string>());
        foreach (var name in (trustTools ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            (tools.Knows(name) ? known : unknown).Add(name);
        warnings = [.. unknown.Select(name => $"--trust-tools: there is no tool named '{name}'. There are {tools.Names}.")];
        return new(known, trustAll, isUnattended);
    }
}

/// <summary>Which tools run without a question in one session. Owned by its engine's running turn.</summary>
internal sealed class Trust(TrustChoice choice)
{
    private readonly HashSet<string> _tools = new(choice.Tools, StringComparer.Ordinal);

    /// <summary>t: for the rest of the session.</summary>
    public void Add(string tool) => _tools.Add(tool);

    public Permission Decide(string tool, ToolCall call) =>
        call.Need is Permission.Allowed || choice.All || (call.Need is Permission.Ask && _tools.Contains(tool)) ? Permission.Allowed : Permission.Ask;

    /// <summary>Nobody is there to answer: the sentence that says which flag would allow it. No problem when somebody is.</summary>
    public Outcome MayAsk(string tool, string title) => choice.IsUnattended
        ? Outcome.No($"{title}: {tool} needs approval, and with --no-interactive nobody can give it. "
            + $"Allow it with --trust-tools={tool}, or every tool with --trust-all-tools.")
        : Outcome.Ok;
}
