using System.Text;
using System.Text.Json;

namespace Q.Model;

/// <summary>Tool results are written for models; this tells a person the same. Pure.</summary>
internal static class OfflineResult
{
    /// <summary>The JSON of a command or a search as lines; everything else as it is.</summary>
    public static string ForPeople(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length == 0)
            return "Done; there is nothing to show.";
        if (trimmed[0] is not ('{' or '['))
            return text;
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return parsed.RootElement switch
            {
                { ValueKind: JsonValueKind.Object } command when command.TryGetProperty("exit_status", out _) =>
                    OfCommand(command),
                { ValueKind: JsonValueKind.Array } found => OfSearch(found) ?? text,
                _ => text,
            };
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string OfCommand(JsonElement command)
    {
        var (status, complained) = (Text(command, "exit_status"), Text(command, "stderr"));
        var said = new StringBuilder(Text(command, "stdout"));
        if (complained.Length > 0)
            said.Append(said.Length > 0 && said[^1] != '\n' ? "\n" : "").Append(complained);
        if (status != "0")
            said.Append(said.Length > 0 && said[^1] != '\n' ? "\n" : "").Append($"It ended with exit status {status}.");
        return said.Length == 0 ? "Done; it wrote nothing." : said.ToString();
    }

    private static string? OfSearch(JsonElement found)
    {
        if (found.GetArrayLength() == 0)
            return "Nothing was found.";
        var said = new StringBuilder();
        foreach (var match in found.EnumerateArray())
        {
            if (match.ValueKind is JsonValueKind.Object && Text(match, "note") is { Length: > 0 } note)
            {
                said.Append(note).Append('\n');
                continue;
            }
            if (match.ValueKind is not JsonValueKind.Object || !match.TryGetProperty("line_number", out var line))
                return null;
            var path = Text(match, "path");
            var context = Text(match, "context");
            var hit = context.Split('\n').FirstOrDefault(one => one.StartsWith('→')) ?? context;
            said.Append(path.Length > 0 ? path + ":" : "line ").Append(line).Append(": ")
                .Append(hit.TrimStart('→', ' ').TrimEnd()).Append('\n');
        }
        return said.ToString();
    }

    private static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) ? value.ToString() : "";
}
