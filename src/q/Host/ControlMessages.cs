using System.Text.Json.Serialization;
using Q.Core;

namespace Q.Host;

/// <summary>What one q may ask of another: words, since an enum as JSON costs the program 17 kB.</summary>
internal static class ControlVerb
{
    /// <summary>Who is there, and when a person used it last.</summary>
    public const string Who = "who";

    /// <summary>Make a session; the focus stays where it is.</summary>
    public const string New = "new";

    /// <summary>Move the focus to a session.</summary>
    public const string Switch = "switch";

    /// <summary>Close a session; answered when it is stored as closed and its lease is given back.</summary>
    public const string Close = "close";

    /// <summary>Say what <c>/debug</c> says of the part that is named.</summary>
    public const string Debug = "debug";

    public static bool IsKnown(string verb) => verb is Who or New or Switch or Close or Debug;
}

/// <summary>One request, a line of JSON. What may be left out is settable: the generated reader forgets the defaults of what is not.</summary>
internal sealed record ControlRequest
{
    [JsonPropertyName("v")]
    public int Version { get; set; } = ControlWire.Version;

    [JsonPropertyName("do")]
    public required string Verb { get; init; }

    /// <summary>The session that is meant or made: name or, where it is meant, slot or id.</summary>
    [JsonPropertyName("name")]
    public string Name { get; set; } = "";

    /// <summary>What is asked in it; none when empty.</summary>
    [JsonPropertyName("prompt")]
    public string Prompt { get; set; } = "";

    /// <summary>Where the command was given: the folder of a new session.</summary>
    [JsonPropertyName("folder")]
    public string Folder { get; set; } = "";
}

/// <summary>What came of it, a line of JSON: a sentence for the person, or a problem.</summary>
internal sealed record ControlAnswer
{
    [JsonPropertyName("v")]
    public int Version { get; set; } = ControlWire.Version;

    [JsonPropertyName("text")]
    public string Text { get; set; } = "";

    [JsonPropertyName("problem")]
    public string? Problem { get; set; }

    [JsonPropertyName("pid")]
    public int Pid { get; set; }

    /// <summary>When a person used it last, Unix milliseconds.</summary>
    [JsonPropertyName("used")]
    public long Used { get; set; }

    public static ControlAnswer No(string problem) => new() { Problem = problem };

    public static ControlAnswer Of(Outcome<string> outcome) =>
        outcome.TryGet(out var text) ? new() { Text = text } : No(outcome.Problem!);
}

[JsonSourceGenerationOptions(
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, MaxDepth = 8,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlAnswer))]
internal sealed partial class ControlJson : JsonSerializerContext;
