using System.Text;
using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Sessions;

/// <summary>A stored tool call and its result as text, as near to what was shown when it ran as what is stored allows. Pure.</summary>
internal static class ReplayedTool
{
    private const int MostOutput = 2000;
    private const int MostTitle = 120;

    /// <summary>The tool, and what it was to work on.</summary>
    public static string Title(ToolUseContent use)
    {
        try
        {
            using var parsed = JsonDocument.Parse(use.InputJson.Length == 0 ? "{}" : use.InputJson);
            var root = parsed.RootElement;
            if (root.TryGetProperty("operations", out var all) && all.ValueKind is JsonValueKind.Array && all.GetArrayLength() is > 0 and var count
                && all[0].TryGetProperty("path", out var first) && first.ValueKind is JsonValueKind.String)
                return OneLine($"{use.Tool} {first.GetString()}{(count == 1 ? "" : $" and {count - 1} more")}");
            foreach (var name in (ReadOnlySpan<string>)["command", "path"])
            {
                if (use.Tool != ToolNames.Write || name == "path")
                {
                    if (root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String)
                        return OneLine($"{use.Tool} {value.GetString()}");
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // what a model wrote as arguments need not be an object
        }
        return OneLine($"{use.Tool} {use.InputJson}");
    }

    /// <summary>What was shown of the result, and how it ended; a command's are taken out of the object that the model gets.</summary>
    public static (string Output, string? End) Result(ToolResultContent result)
    {
        var notDone = result.IsError ? "not done" : null;
        if (!result.Text.StartsWith("{\"exit_status\"", StringComparison.Ordinal))
            return (Shortened(result.Text), notDone);
        try
        {
            using var parsed = JsonDocument.Parse(result.Text);
            var status = Field(parsed, "exit_status");
            if (status.Length == 0)
                return (Shortened(result.Text), notDone);
            var end = int.TryParse(status, out _) ? $"exit {status}" : status;
            var output = new StringBuilder(Field(parsed, "stdout"));
            if (output.Length > 0 && output[^1] != '\n')
                output.Append('\n');
            output.Append(Field(parsed, "stderr"));
            return (Shortened(output.ToString()), notDone is null ? end : $"{end} · {notDone}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (Shortened(result.Text), notDone);
        }
    }

    private static string Field(JsonDocument from, string name) =>
        from.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= MostTitle ? line : line[..MostTitle];
    }

    private static string Shortened(string text) =>
        text.Length <= MostOutput ? text : string.Concat(text.AsSpan(0, MostOutput), "\n…");
}
