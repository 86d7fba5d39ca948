using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Q.Core;
using Q.Turns;

namespace Q.Store;

/// <summary>One part of a message as it stands in <c>messages</c>. A very long text is <paramref name="Utf8"/>.</summary>
internal readonly record struct PartRow(
    string Kind, string Text, string? UseId = null, string? Tool = null, bool IsError = false, byte[]? Utf8 = null);

/// <summary>Messages to rows and back.</summary>
internal static class MessageRows
{
    private const MessageMarks AllMarks = MessageMarks.Interrupted | MessageMarks.Cancelled | MessageMarks.Damaged;

    /// <summary>A message without a part, such as an answer that was stopped before its first word.</summary>
    public static PartRow Empty => new("empty", "");

    public static PartRow Of(Content content) => content switch
    {
        TextContent { Utf8: { } utf8 } => new("text", "", Utf8: utf8),
        TextContent text => new("text", text.Text),
        ToolUseContent use => new("tool_use", use.InputJson, use.UseId, use.Tool),
        ToolResultContent result => new("tool_result", result.Text, result.UseId, IsError: result.IsError),
        _ => Fail.InvalidOperation<PartRow>($"No row for {content.GetType().Name}."),
    };

    public static Content? ToContent(PartRow row) => row.Kind switch
    {
        "text" => new TextContent(row.Text),
        "tool_use" => new ToolUseContent(row.UseId ?? "", row.Tool ?? "", row.Text),
        "tool_result" => new ToolResultContent(row.UseId ?? "", row.Text, row.IsError),
        _ => null,
    };

    /// <summary>
    /// Reads seq, role, kind, text, use_id, tool, is_error, marks, created_at, in the order of the conversation. A part that makes no
    /// sense leaves its mark on the message; a message of which nothing makes sense is not there.
    /// </summary>
    public static List<Message> Read(SqliteDataReader reader)
    {
        var messages = new List<Message>();
        var parts = ImmutableArray.CreateBuilder<Content>();
        var (last, isThere, isDamaged) = (-1L, false, false);
        while (reader.Read())
        {
            if (reader.GetInt64(0) is var seq && seq != last)
            {
                (last, isThere, isDamaged) = (seq, false, false);
                parts.Clear();
            }
            var row = new PartRow(Text(reader, 2) ?? "", Text(reader, 3) ?? "", Text(reader, 4), Text(reader, 5), reader.GetInt64(6) != 0);
            var (content, role) = (ToContent(row), RoleOf(Text(reader, 1)));
            if (role is not null && content is not null)
                parts.Add(content);
            else if (row.Kind != Empty.Kind)
                isDamaged = true;
            if ((role ?? (isThere ? messages[^1].Role : null)) is not { } who || (parts.Count == 0 && row.Kind != Empty.Kind))
                continue;
            var marks = (MessageMarks)(reader.GetInt64(7) & (long)AllMarks) | (isDamaged ? MessageMarks.Damaged : MessageMarks.None);
            if (isThere)
                messages.RemoveAt(messages.Count - 1);
            messages.Add(new(who, parts.ToImmutable(), SessionReads.Time(reader.GetInt64(8)), marks));
            isThere = true;
        }
        return messages;
    }

    private static Role? RoleOf(string? stored) => stored switch
    {
        "user" => Role.User,
        "assistant" => Role.Assistant,
        _ => null,
    };

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
