using System.Text.Json;
using Q.Core;

namespace Q.Turns;

/// <summary>A tool call in a line, as far as its arguments say it: for one that no tool has looked at. Pure.</summary>
internal static class CallTitle
{
    private const int Most = 120;

    /// <summary>The tool, and what it was to work on.</summary>
    public static string Of(ToolUseContent use)
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

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= Most ? line : line[..Most];
    }
}
