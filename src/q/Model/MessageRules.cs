using System.Collections.Immutable;
using System.Text.Json;
using Q.Turns;

namespace Q.Model;

/// <summary>
/// Makes a conversation one that every provider takes, whatever cut it: roles alternate and a person begins and ends
/// it, each tool use has exactly one result right after it, nothing is empty. Pure; a conversation that is in order
/// comes back with the same messages.
/// </summary>
internal static class MessageRules
{
    public const string Interrupted = "Interrupted: the tool did not finish, so there is no result.";
    public const string Empty = "(empty)";
    private const string Begin = "(the beginning of the conversation is missing)";
    private const string GoOn = "Continue.";

    public static IReadOnlyList<Message> Apply(IReadOnlyList<Message> messages)
    {
        var merged = Merge(messages);
        var ordered = new List<Message>(merged.Count + 2);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (merged.Count == 0 || merged[0].Role is Role.Assistant)
            ordered.Add(Message.OfUser(Begin, merged.Count > 0 ? merged[0].At : default));
        var open = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in merged)
        {
            if (message.Role is Role.Assistant)
                ordered.Add(Asking(message, seen, open));
            else
            {
                ordered.Add(Answering(message, open));
                open.Clear();
            }
        }
        if (ordered[^1].Role is Role.Assistant)
        {
            ordered.Add(open.Count > 0
                ? Answering(new(Role.User, [], ordered[^1].At), open)
                : Message.OfUser(GoOn, ordered[^1].At));
        }
        return ordered;
    }

    /// <summary>The arguments as an object, which is all that providers take back.</summary>
    public static string ArgumentsObject(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return parsed.RootElement.ValueKind is JsonValueKind.Object ? json : "{}";
        }
        catch (JsonException)
        {
            return "{}";
        }
    }

    private static List<Message> Merge(IReadOnlyList<Message> messages)
    {
        var merged = new List<Message>(messages.Count);
        foreach (var message in messages)
        {
            if (merged.Count > 0 && merged[^1].Role == message.Role)
                merged[^1] = merged[^1] with { Parts = merged[^1].Parts.AddRange(message.Parts) };
            else
                merged.Add(message);
        }
        return merged;
    }

    /// <summary>The assistant's message; its tool uses are then open. An id that was used gets a new one.</summary>
    private static Message Asking(Message message, HashSet<string> seen, Dictionary<string, string> open)
    {
        open.Clear();
        var parts = ImmutableArray.CreateBuilder<Content>(message.Parts.Length);
        foreach (var part in message.Parts)
        {
            if (part is ToolUseContent use)
            {
                var id = Unused(Clean(use.UseId), seen);
                if (!open.TryAdd(use.UseId, id))
                    continue; // the same call twice in one message
                var arguments = ArgumentsObject(use.InputJson);
                var isSame = id == use.UseId && arguments == use.InputJson;
                parts.Add(isSame ? use : use with { UseId = id, InputJson = arguments });
            }
            else if (part is TextContent text && !IsEmpty(text))
                parts.Add(text);
        }
        return Finished(message, parts);
    }

    /// <summary>The person's message: results first, one for each open use; results of nothing become text.</summary>
    private static Message Answering(Message message, Dictionary<string, string> open)
    {
        var results = new Dictionary<string, ToolResultContent>(StringComparer.Ordinal);
        var rest = new List<Content>();
        foreach (var part in message.Parts)
        {
            if (part is ToolResultContent result)
            {
                if (open.TryGetValue(result.UseId, out var id) && !results.ContainsKey(id))
                    results[id] = Filled(id == result.UseId ? result : result with { UseId = id });
                else
                    rest.Add(new TextContent($"Result of a tool that was called earlier:\n{result.Text}"));
            }
            else if (part is TextContent text && !IsEmpty(text))
                rest.Add(text);
        }
        var parts = ImmutableArray.CreateBuilder<Content>();
        foreach (var id in open.Values)
            parts.Add(results.GetValueOrDefault(id) ?? new ToolResultContent(id, Interrupted, IsError: true));
        parts.AddRange(rest);
        return Finished(message, parts);
    }

    private static ToolResultContent Filled(ToolResultContent result) =>
        result.Text.Length > 0 ? result : result with { Text = Empty };

    private static Message Finished(Message message, ImmutableArray<Content>.Builder parts)
    {
        if (parts.Count == 0)
            parts.Add(new TextContent(Empty));
        return parts.Count == message.Parts.Length && parts.SequenceEqual(message.Parts)
            ? message
            : message with { Parts = parts.ToImmutable() };
    }

    private static bool IsEmpty(TextContent text) => text.Long is null && string.IsNullOrWhiteSpace(text.Text);

    private static string Unused(string id, HashSet<string> seen)
    {
        var candidate = id;
        for (var number = 2; !seen.Add(candidate); number++)
            candidate = $"{id}-{number}";
        return candidate;
    }

    /// <summary>Letters, digits, <c>_</c> and <c>-</c> are what all providers take in an id.</summary>
    private static string Clean(string id)
    {
        if (id.Length == 0)
            return "call";
        return id.All(IsPlain) ? id : string.Concat(id.Select(c => IsPlain(c) ? c : '_'));

        static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
    }
}
