using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Q.Core;

namespace Q.Host;

/// <summary>
/// The words of the control socket: one line of JSON each way, then the connection ends. Pure. A later version may add fields,
/// which an older q ignores; a request of another version is answered with a sentence.
/// </summary>
internal static class ControlWire
{
    public const int Version = 1;

    /// <summary>Bytes of one line; the longest command line that systems take is not much longer.</summary>
    public const int MostBytes = 1 << 20;

    private static readonly ControlJson s_json = new(new(ControlJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static byte[] Of(ControlRequest request) => Line(request, s_json.ControlRequest);

    public static byte[] Of(ControlAnswer answer) => Line(answer, s_json.ControlAnswer);

    public static Outcome<ControlRequest> Request(ReadOnlySpan<byte> line)
    {
        if (VersionOf(line) is not (0 or Version) and var other)
            return Outcome<ControlRequest>.No($"This q speaks version {Version} of its control socket, not {other}. Use the same q for both.");
        const string Unknown = "That is no request that q knows.";
        var parsed = Parse(line, s_json.ControlRequest, Unknown);
        return parsed.TryGet(out var request) && !ControlVerb.IsKnown(request.Verb) ? Outcome<ControlRequest>.No(Unknown) : parsed;
    }

    public static Outcome<ControlAnswer> Answer(ReadOnlySpan<byte> line) =>
        Parse(line, s_json.ControlAnswer, "The q that runs gave an answer that this one does not understand. Use the same q for both.");

    private static byte[] Line<T>(T value, JsonTypeInfo<T> type) => [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];

    private static Outcome<T> Parse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type, string problem)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) is { } value ? Outcome<T>.Ok(value) : Outcome<T>.No(problem);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return Outcome<T>.No(problem);
        }
    }

    /// <summary>Read before the rest, whose meaning depends on it; 0 where there is none.</summary>
    private static int VersionOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 8 });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("v"u8))
                    return reader.Read() && reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var version) ? version : 0;
            }
            return 0;
        }
        catch (JsonException)
        {
            return 0; // the whole is refused with the same words below
        }
    }
}
