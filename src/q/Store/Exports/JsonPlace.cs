using System.Globalization;
using System.Text.Json;

namespace Q.Store.Exports;

/// <summary>
/// A value of somebody else's JSON and where it stands, so that what is not as expected is told with its place and value. The
/// readers throw a <see cref="FormatException"/> whose message is the end of a sentence.
/// </summary>
internal sealed record JsonPlace(JsonElement Value, string Path)
{
    private const int MostShown = 40;

    public string Text => Value.ValueKind is JsonValueKind.String ? Value.GetString()! : throw Wrong("a text is expected");

    public IEnumerable<JsonPlace> Items
    {
        get
        {
            if (Value.ValueKind is not JsonValueKind.Array)
                throw Wrong("a list is expected");
            var path = Path;
            return Value.EnumerateArray().Select((item, at) => new JsonPlace(item, $"{path}[{at}]"));
        }
    }

    /// <summary>Milliseconds since 1970, or the text of a time with its zone.</summary>
    public DateTimeOffset Time
    {
        get
        {
            if (Value.ValueKind is JsonValueKind.Number && Value.TryGetInt64(out var milliseconds)
                && milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
                return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
            return Value.ValueKind is JsonValueKind.String && DateTimeOffset.TryParse(
                Value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : throw Wrong("a time is expected");
        }
    }

    public JsonPlace Field(string name) => Optional(name) ?? throw Wrong($"\"{name}\" is missing in it");

    /// <summary>None where it is missing or null.</summary>
    public JsonPlace? Optional(string name)
    {
        if (Value.ValueKind is not JsonValueKind.Object)
            throw Wrong("an object is expected");
        return Value.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
            ? new(value, Path.Length == 0 ? name : $"{Path}.{name}")
            : null;
    }

    /// <summary>The only field of an object, and its name: how a choice between several kinds of content is written.</summary>
    public (string Kind, JsonPlace Content) Choice(string expected)
    {
        if (Value.ValueKind is JsonValueKind.Object)
        {
            foreach (var one in Value.EnumerateObject())
                return (one.Name, new(one.Value, $"{Path}.{one.Name}"));
        }
        throw Wrong($"{expected} is expected");
    }

    public FormatException Wrong(string what)
    {
        var shown = ExportText.Shown(Value.GetRawText()).ReplaceLineEndings(" ");
        return new($"{(Path.Length == 0 ? "it" : Path)} is {(shown.Length > MostShown ? shown[..MostShown] + "…" : shown)}, but {what}");
    }
}
