using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Q.Core;
using Q.Turns;

namespace Q.Store;

/// <summary>One part of a message as it stands in <c>messages</c>.</summary>
internal readonly record struct PartRow(string Kind, string Text, string? UseId = null, string? Tool = null, bool IsError = false);

/// <summary>Messages to rows and back.</summary>
internal static class MessageRows
{
    /// <summary>A message without a part, such as an answer that was stopped before its first word.</summary>
    public static PartRow Empty => new("empty", "");

    public static PartRow Of(Content content) => content switch
    {
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

    /// <summary>Reads seq, role, kind, text, use_id, tool, is_error, marks, created_at, in the order of the conversation.</summary>
    public static List<Message> Read(SqliteDataReader reader)
    {
        var messages = new List<Message>();
        var parts = ImmutableArray.CreateBuilder<Content>();
        var last = -1L;
        while (reader.Read())
        {
            var seq = reader.GetInt64(0);
            if (seq != last)
            {
                parts.Clear();
                messages.Add(new(
                    reader.GetString(1) == "user" ? Role.User : Role.Assistant, [],
                    DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(8)), (MessageMarks)reader.GetInt32(7)));
            }
            last = seq;
            var row = new PartRow(
                reader.GetString(2), reader.GetString(3), Text(reader, 4), Text(reader, 5), reader.GetInt32(6) != 0);
            if (ToContent(row) is not { } content)
                continue;
            parts.Add(content);
            messages[^1] = messages[^1] with { Parts = parts.ToImmutable() };
        }
        return messages;
    }

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
