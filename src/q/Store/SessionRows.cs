using System.Text.Json;
using System.Text.Json.Serialization;
using Q.Core;
using Q.Turns;

namespace Q.Store;

[JsonSerializable(typeof(string[]))]
internal sealed partial class StoreJson : JsonSerializerContext;

/// <summary>The words of the store for our enums: what stands in the columns, for good.</summary>
internal static class SessionRows
{
    public const string Active = "Active";
    public const string Waiting = "WaitingForInput";
    public const string Completed = "Completed";

    /// <summary>Focus is stored where it hides nothing: a paused or failed session stays that over a restart.</summary>
    public static string Status(StoredSession session) => session.Status switch
    {
        SessionStatus.WaitingForInput => session.Active ? Active : Waiting,
        SessionStatus.Processing => "Processing",
        SessionStatus.Paused => "Paused",
        SessionStatus.Completed => Completed,
        SessionStatus.Failed => "Failed",
    };

    /// <inheritdoc cref="StoredSession.Told"/>
    public static string Told(StoredSession session) => Status(session with { Status = session.Told });

    public static SessionStatus Status(string text) => text switch
    {
        "Processing" => SessionStatus.Processing,
        "Paused" => SessionStatus.Paused,
        Completed => SessionStatus.Completed,
        "Failed" => SessionStatus.Failed,
        _ => SessionStatus.WaitingForInput,
    };

    public static WaitReason Asks(string text) => text switch
    {
        "permission" => WaitReason.Permission,
        "question" => WaitReason.Question,
        "budget" => WaitReason.Budget,
        "interrupted" => WaitReason.Interrupted,
        _ => WaitReason.None,
    };

    public static string Type(SessionType type) => type switch
    {
        SessionType.Development => "Development",
        SessionType.Debug => "Debug",
        SessionType.Planning => "Planning",
        SessionType.CodeReview => "CodeReview",
    };

    public static SessionType Type(string text) => text switch
    {
        "Debug" => SessionType.Debug,
        "Planning" => SessionType.Planning,
        "CodeReview" => SessionType.CodeReview,
        _ => SessionType.Development,
    };

    public static string Role(Role role) => role switch
    {
        Turns.Role.User => "user",
        Turns.Role.Assistant => "assistant",
    };

    public static string? Queued(IReadOnlyList<string> prompts) =>
        prompts.Count == 0 ? null : JsonSerializer.Serialize([.. prompts], StoreJson.Default.StringArray);

    /// <summary>What somebody spoilt by hand must not keep the other sessions from coming back.</summary>
    public static IReadOnlyList<string> Queued(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.StringArray) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
