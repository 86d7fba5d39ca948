using System.Text;
using System.Text.Json;
using Q.Turns;

namespace Q.Sessions;

/// <summary>A stored tool call and its result as text, as near to what was shown when it ran as what is stored allows. Pure.</summary>
internal static class ReplayedTool
{
    private const int MostOutput = 2000;

    /// <summary>What was shown of the result, and how it ended; a command's are taken out of the object that the model gets.</summary>
    /// <param name="result">What is stored.</param>
    /// <param name="isCut">The end of q, or of its session, cut it; otherwise a person.</param>
    public static (string Output, string? End) Result(ToolResultContent result, bool isCut)
    {
        if (Behind(result, ToolResultContent.Denied) is { } why)
            return (why, "denied");
        if (Behind(result, ToolResultContent.NotRun) is { } rest)
            return (rest, "not run");
        var notDone = result.IsError ? "not done" : null;
        var text = result.Text;
        if (result.IsError && text.StartsWith(ToolResultContent.Cancelled, StringComparison.Ordinal))
        {
            text = text[ToolResultContent.Cancelled.Length..].Trim();
            notDone = isCut ? "interrupted · not done" : "cancelled · not done";
        }
        if (!text.StartsWith("{\"exit_status\"", StringComparison.Ordinal))
            return (Shortened(text), notDone);
        try
        {
            using var parsed = JsonDocument.Parse(text);
            var status = Field(parsed, "exit_status");
            if (status.Length == 0)
                return (Shortened(text), notDone);
            var end = int.TryParse(status, out _) ? $"exit {status}" : status;
            var output = new StringBuilder(Field(parsed, "stdout"));
            if (output.Length > 0 && output[^1] != '\n')
                output.Append('\n');
            output.Append(Field(parsed, "stderr"));
            return (Shortened(output.ToString()), notDone is null ? end : $"{end} · {notDone}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (Shortened(text), notDone);
        }
    }

    /// <summary>What stands behind words that are for the model alone; null when it does not begin with them.</summary>
    private static string? Behind(ToolResultContent result, string words) =>
        result.IsError && result.Text.StartsWith(words, StringComparison.Ordinal) ? Shortened(result.Text[words.Length..].Trim()) : null;

    private static string Field(JsonDocument from, string name) =>
        from.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    private static string Shortened(string text) =>
        text.Length <= MostOutput ? text : string.Concat(text.AsSpan(0, MostOutput), "\n…");
}
