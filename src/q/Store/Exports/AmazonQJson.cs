using System.Collections.Immutable;
using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>
/// A conversation as the Amazon Q CLI keeps it, in its database and in what its /save writes: whole or not at all. A problem says
/// where it is. What it says beside the conversation (its tools, context files, hooks) is not taken. Pure.
/// </summary>
internal static class AmazonQJson
{
    private const string Summary = "Summary of what was said before:\n\n";

    public static bool IsOne(JsonElement root) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty("conversation_id", out _) && root.TryGetProperty("history", out _);

    /// <summary>A closed session that has no name yet.</summary>
    /// <param name="folder">Where it was held; null where only the conversation says that.</param>
    /// <param name="undated">When what bears no time was said: older ones bear none.</param>
    public static Outcome<ExportedSession> Read(JsonElement root, string? folder, DateTimeOffset undated)
    {
        try
        {
            var all = new JsonPlace(root, "");
            var id = all.Field("conversation_id");
            if (!Guid.TryParse(id.Text, out var guid))
                throw id.Wrong("a UUID is expected");
            var said = new Conversation(undated);
            said.Read(all);
            var session = new StoredSession
            {
                Id = new(guid),
                Name = "",
                Folder = folder ?? said.Folder,
                Status = SessionStatus.Completed,
                CreatedAt = said.Messages.Count > 0 ? said.Messages[0].At : undated,
                LastActive = said.Messages.Count > 0 ? said.Messages[^1].At : undated,
                Messages = said.Messages.Count,
            };
            return Outcome<ExportedSession>.Ok(new(session, said.Messages));
        }
        catch (FormatException e)
        {
            return Outcome<ExportedSession>.No(e.Message);
        }
    }

    /// <summary>Read from its beginning to its end: what bears no time was said when the message before it was.</summary>
    private sealed class Conversation(DateTimeOffset at)
    {
        private DateTimeOffset _at = at;

        public List<Message> Messages { get; } = [];

        public string Folder { get; private set; } = "";

        public void Read(JsonPlace all)
        {
            foreach (var entry in all.Field("history").Items)
                Exchange(entry);
            if (all.Optional("next_message") is { } unanswered)
                Asked(unanswered, sent: null);
            // It stands for messages that are gone, so it was there before all others.
            if (all.Optional("latest_summary") is { } summary && summary.Items.FirstOrDefault() is { Path.Length: > 0 } text)
                Messages.Insert(0, new(Role.Assistant, [new TextContent(Summary + text.Text)], Messages.Count > 0 ? Messages[0].At : _at));
        }

        /// <summary>A question and its answer: an object, or a pair, as older versions write it.</summary>
        private void Exchange(JsonPlace entry)
        {
            if (entry.Value.ValueKind is JsonValueKind.Array)
            {
                if (entry.Items.ToList() is not [var question, var answer])
                    throw entry.Wrong("a question and its answer are expected");
                Asked(question, sent: null);
                Answered(answer, ended: null);
                return;
            }
            var metadata = entry.Optional("request_metadata");
            Asked(entry.Field("user"), metadata?.Optional("request_start_timestamp_ms"));
            Answered(entry.Field("assistant"), metadata?.Optional("stream_end_timestamp_ms"));
        }

        private void Asked(JsonPlace user, JsonPlace? sent)
        {
            const string Expected = "Prompt, ToolUseResults or CancelledToolUses";
            var parts = ImmutableArray.CreateBuilder<Content>();
            var (kind, content) = user.Field("content").Choice(Expected);
            switch (kind)
            {
                case "Prompt":
                    Say(parts, content.Field("prompt"));
                    break;
                case "ToolUseResults":
                    Results(parts, content);
                    break;
                case "CancelledToolUses":
                    Results(parts, content);
                    if (content.Optional("prompt") is { } prompt)
                        Say(parts, prompt);
                    break;
                default:
                    throw user.Field("content").Wrong($"{Expected} is expected");
            }
            if (user.Optional("images")?.Items.Count() is > 0 and var images)
                parts.Add(new TextContent(images == 1 ? "[an image, which was not imported]" : $"[{images} images, which were not imported]"));
            if (Folder.Length == 0
                && user.Optional("env_context")?.Optional("env_state")?.Optional("current_working_directory") is { } folder)
                Folder = folder.Text;
            Add(Role.User, parts, user.Optional("timestamp") ?? sent);
        }

        private void Answered(JsonPlace assistant, JsonPlace? ended)
        {
            const string Expected = "Response or ToolUse";
            var parts = ImmutableArray.CreateBuilder<Content>();
            var (kind, content) = assistant.Choice(Expected);
            if (kind is not ("Response" or "ToolUse"))
                throw assistant.Wrong($"{Expected} is expected");
            Say(parts, content.Field("content"));
            if (kind == "ToolUse")
            {
                foreach (var use in content.Field("tool_uses").Items)
                    parts.Add(new ToolUseContent(use.Field("id").Text, use.Field("name").Text, ExportJson.Compact(use.Field("args").Value)));
            }
            Add(Role.Assistant, parts, ended);
        }

        private void Add(Role role, ImmutableArray<Content>.Builder parts, JsonPlace? time)
        {
            _at = time?.Time ?? _at;
            Messages.Add(new(role, parts.ToImmutable(), _at));
        }

        private static void Results(ImmutableArray<Content>.Builder parts, JsonPlace content)
        {
            foreach (var result in content.Field("tool_use_results").Items)
            {
                var status = result.Field("status");
                var isError = status.Text.Equals("Error", StringComparison.OrdinalIgnoreCase);
                if (!isError && !status.Text.Equals("Success", StringComparison.OrdinalIgnoreCase))
                    throw status.Wrong("Success or Error is expected");
                var text = string.Join('\n', result.Field("content").Items.Select(Block));
                parts.Add(new ToolResultContent(result.Field("tool_use_id").Text, text, isError));
            }
        }

        private static string Block(JsonPlace block)
        {
            const string Expected = "Text or Json";
            var (kind, content) = block.Choice(Expected);
            return kind switch
            {
                "Text" => content.Text,
                "Json" => ExportJson.Compact(content.Value),
                _ => throw block.Wrong($"{Expected} is expected"),
            };
        }

        private static void Say(ImmutableArray<Content>.Builder parts, JsonPlace text)
        {
            if (text.Text is { Length: > 0 } said)
                parts.Add(new TextContent(said));
        }
    }
}
