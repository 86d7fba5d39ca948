using System.Collections.Immutable;
using System.Text;
using Microsoft.Data.Sqlite;
using Q.Core;
using Q.Turns;
using SQLitePCL;

namespace Q.Store;

/// <summary>One part of a message as it stands in <c>messages</c>, or a piece of one that is very long.</summary>
internal readonly record struct PartRow(
    string Kind, string Text, string? UseId = null, string? Tool = null, bool IsError = false, byte[]? Utf8 = null);

/// <summary>Messages to rows and back.</summary>
internal static class MessageRows
{
    private const MessageMarks AllMarks = MessageMarks.Interrupted | MessageMarks.Cancelled | MessageMarks.Damaged;

    /// <summary>What the rows of a very long text hold: SQLite copies a row several times while it writes it.</summary>
    public const int LongPiece = 512 * 1024;

    /// <summary>Marks the rows after the first, where other rows name a tool's use.</summary>
    public const string GoesOn = "+";

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
            var row = new PartRow(Text(reader, 2) ?? "", "", Text(reader, 4), Text(reader, 5), reader.GetInt64(6) != 0);
            var (content, role) = (ContentOf(reader, row, parts), RoleOf(Text(reader, 1)));
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

    /// <summary>The piece of a long text takes the place of what came before it.</summary>
    private static Content? ContentOf(SqliteDataReader reader, PartRow row, ImmutableArray<Content>.Builder parts)
    {
        var utf8 = raw.sqlite3_column_blob(reader.Handle, 3);
        var goesOn = row.UseId == GoesOn;
        if (row.Kind != "text" || (!goesOn && utf8.Length < LongText.Least))
            return ToContent(row with { Text = Text(reader, 3) ?? "" });
        var text = new LongText();
        if (goesOn && parts is [.., TextContent before])
        {
            text = before.Long ?? text.Append(Encoding.UTF8.GetBytes(before.Text));
            parts.RemoveAt(parts.Count - 1);
        }
        return new TextContent(text.Append(utf8));
    }

    private static Role? RoleOf(string? stored) => stored switch
    {
        "user" => Role.User,
        "assistant" => Role.Assistant,
        _ => null,
    };

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
