using System.Text.Json;

namespace Q.TestKit.ModelServer;

/// <summary>A request as it came in. Header names are compared without case.</summary>
internal sealed record RecordedRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>What the last message of the request says, whoever said it: what replies are chosen by.</summary>
    public string LastMessage { get; } = ReadLastMessage(Body);

    public bool IsAnthropic => Path.EndsWith("/messages", StringComparison.Ordinal);

    private static string ReadLastMessage(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("messages", out var messages) && messages.GetArrayLength() > 0
                && messages[messages.GetArrayLength() - 1].TryGetProperty("content", out var content)
                    ? Flatten(content)
                    : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Flatten(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString() ?? "",
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(Flatten)),
        JsonValueKind.Object when content.TryGetProperty("text", out var text) => Flatten(text),
        JsonValueKind.Object when content.TryGetProperty("content", out var inner) => Flatten(inner),
        _ => "",
    };
}
