using System.Text.Json;
using Q.Core;
using Q.Processes;
using Q.Turns;

namespace Q.Tools;

/// <summary>All tools there are, by name. Immutable; shared by all sessions.</summary>
internal sealed class ToolTable
{
    private readonly Dictionary<string, ITool> _tools;

    public ToolTable(IReadOnlyList<ITool> tools)
    {
        _tools = tools.ToDictionary(tool => tool.Spec.Name, StringComparer.Ordinal);
        Specs = [.. tools.Select(tool => tool.Spec)];
        Names = string.Join(", ", Specs.Select(spec => spec.Name));
    }

    /// <summary>The tools that q brings.</summary>
    /// <param name="searchPath">The <c>PATH</c> in which the shell is looked for.</param>
    public static ToolTable BuiltIn(string? searchPath) => new([new FsRead(), new FsWrite(), new ExecuteBash(() => ShellFinder.Find(searchPath))]);

    public IReadOnlyList<ToolSpec> Specs { get; }

    /// <summary>For sentences: <c>fs_read, fs_write, execute_bash</c>.</summary>
    public string Names { get; }

    public bool Knows(string name) => _tools.ContainsKey(name);

    /// <summary>Checks a call. The problem is the text that goes back to the model.</summary>
    public Outcome<ToolCall> Prepare(ToolUseContent use, ToolContext context)
    {
        if (!_tools.TryGetValue(use.Tool, out var tool))
            return Outcome<ToolCall>.No($"No tool with \"{PlainText.Title(use.Tool)}\" is found. The tools are: {Names}.");
        try
        {
            using var parsed = JsonDocument.Parse(use.InputJson.Length == 0 ? "{}" : use.InputJson);
            if (parsed.RootElement.ValueKind is not JsonValueKind.Object)
                return Invalid("the arguments must be a JSON object");
            var prepared = tool.Prepare(parsed.RootElement, context);
            return prepared.Problem is { } problem ? Invalid(problem) : prepared;
        }
        catch (JsonException e)
        {
            return Invalid($"the arguments are not JSON (byte {e.BytePositionInLine}). If they were cut, split the work between several calls");
        }
    }

    /// <summary>The files that a call will write, by real path; none for what cannot be read as a call.</summary>
    public IReadOnlyList<string> Writes(ToolUseContent use, Workspace workspace)
    {
        try
        {
            if (!_tools.TryGetValue(use.Tool, out var tool))
                return [];
            using var parsed = JsonDocument.Parse(use.InputJson.Length == 0 ? "{}" : use.InputJson);
            return parsed.RootElement.ValueKind is JsonValueKind.Object ? tool.Writes(parsed.RootElement, workspace) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static Outcome<ToolCall> Invalid(string problem) =>
        Outcome<ToolCall>.No($"Failed to validate tool parameters: {problem.TrimEnd('.')}.");
}
