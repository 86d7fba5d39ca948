using Q.Turns;

namespace Q.Tests.Chat;

/// <summary>A conversation as text, and what must hold of every one that an engine made.</summary>
internal static class Conversation
{
    public static string LineOf(Message message) =>
        (message.Role is Role.User ? "user" : "model") + (message.Marks == MessageMarks.None ? "" : $" {message.Marks}") + ": "
        + string.Join(" | ", message.Parts.Select(PartOf));

    public static string Of(IEnumerable<Message> messages) => string.Join('\n', messages.Select(LineOf));

    /// <summary>The first thing that is not in order; null when all is.</summary>
    public static string? Problem(IReadOnlyList<Message> messages)
    {
        for (var at = 0; at < messages.Count; at++)
        {
            var uses = messages[at].Parts.OfType<ToolUseContent>().Select(use => use.UseId).ToList();
            var results = at == 0 ? [] : messages[at].Parts.OfType<ToolResultContent>().Select(result => result.UseId).ToList();
            var asked = at == 0 ? [] : messages[at - 1].Parts.OfType<ToolUseContent>().Select(use => use.UseId).ToList();
            if (!results.SequenceEqual(asked))
                return $"message {at} answers [{string.Join(',', results)}], asked was [{string.Join(',', asked)}]";
            if (uses.Count > 0 && (messages[at].Role is not Role.Assistant || at + 1 == messages.Count))
                return $"the tools of message {at} have no results";
            if (messages[at].Parts.IsEmpty)
                return $"message {at} is empty";
        }
        return null;
    }

    private static string PartOf(Content part) => part switch
    {
        TextContent text => text.Text,
        ToolUseContent use => $"use {use.UseId} {use.Tool}",
        ToolResultContent result => $"{(result.IsError ? "error" : "result")} {result.UseId} {result.Text}",
        _ => throw new InvalidOperationException(),
    };
}
