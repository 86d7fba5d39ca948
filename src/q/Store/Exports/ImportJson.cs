using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>Reads what <see cref="ExportJson"/> wrote: whole or not at all. A problem says where in the file it is.</summary>
internal static class ImportJson
{
    /// <summary>As deep as what others write may be; arguments of tools are any JSON.</summary>
    public const int MostDepth = 128;

    public static bool IsOurs(JsonElement root) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty("format", out var format)
        && format.ValueKind is JsonValueKind.String && format.ValueEquals(ExportJson.Format);

    public static Outcome<IReadOnlyList<ExportedSession>> Read(JsonElement root)
    {
        try
        {
            var version = root.GetProperty("version").GetInt32();
            if (version > ExportJson.Version)
            {
                return Outcome<IReadOnlyList<ExportedSession>>.No(
                    $"it was written by a newer q (format {version}; this one knows {ExportJson.Version}). Import it with that");
            }
            var sessions = new List<ExportedSession>();
            foreach (var one in root.GetProperty("sessions").EnumerateArray())
            {
                var read = Session(one, sessions.Count + 1);
                if (!read.TryGet(out var session))
                    return Outcome<IReadOnlyList<ExportedSession>>.No(read.Problem!);
                sessions.Add(session);
            }
            return Outcome<IReadOnlyList<ExportedSession>>.Ok(sessions);
        }
        catch (Exception e) when (IsShape(e))
        {
            return Outcome<IReadOnlyList<ExportedSession>>.No("it has no \"version\" and \"sessions\" as q writes them");
        }
    }

    private static Outcome<ExportedSession> Session(JsonElement from, int number)
    {
        var place = $"session {number}";
        try
        {
            var name = Text(from, "name");
            place = $"session {number} ({name})";
            if (!Guid.TryParse(Text(from, "id"), out var id))
                return Outcome<ExportedSession>.No($"{place} has no id that is one");
            var session = new StoredSession
            {
                Id = new(id),
                Name = name,
                NamedByHand = from.GetProperty("named_by_hand").GetBoolean(),
                Type = Type(Text(from, "type")),
                Status = Status(Text(from, "status")),
                Asks = from.TryGetProperty("interrupted", out var cut) && cut.GetBoolean()
                    ? WaitReason.Interrupted : SessionRows.Asks(Optional(from, "asks") ?? ""),
                Active = from.TryGetProperty("in_focus", out var focus) && focus.GetBoolean(),
                Folder = Text(from, "folder"),
                CreatedAt = Time(from, "created_at"),
                LastActive = Time(from, "last_active"),
                Slot = from.GetProperty("slot").GetInt32(),
                Unseen = from.GetProperty("unseen").GetBoolean(),
                FocusedAt = from.TryGetProperty("focused_at", out var focusedAt) ? focusedAt.GetInt64() : 0,
                Pinned = from.TryGetProperty("pinned", out var pinned) && pinned.GetBoolean(),
                Group = Optional(from, "group") ?? "",
                Model = Optional(from, "model") ?? "",
                Worktree = Optional(from, "worktree") ?? "",
                Problem = Optional(from, "problem") ?? "",
                Draft = Text(from, "draft"),
                Queued = [.. from.GetProperty("queued").EnumerateArray().Select(prompt => prompt.GetString() ?? "")],
            };
            var messages = new List<Message>();
            foreach (var one in from.GetProperty("messages").EnumerateArray())
            {
                place = $"session {number} ({name}), message {messages.Count + 1}";
                messages.Add(Said(one));
            }
            return Outcome<ExportedSession>.Ok(new(session with { Messages = messages.Count }, messages));
        }
        catch (Exception e) when (IsShape(e))
        {
            return Outcome<ExportedSession>.No($"{place} is not as q writes it: {e.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Rows of a database are read whatever they say; a file is refused, since it can be mended.</summary>
    private static SessionType Type(string text) => SessionRows.Type(text) is var type && SessionRows.Type(type) == text
        ? type
        : throw new FormatException($"\"{text}\" is no type");

    private static SessionStatus Status(string text) => SessionRows.Status(text) switch
    {
        SessionStatus.WaitingForInput when text is not (SessionRows.Active or SessionRows.Waiting) =>
            throw new FormatException($"\"{text}\" is no status"),
        var status => status,
    };

    private static Message Said(JsonElement from)
    {
        var marks = MessageMarks.None;
        if (from.TryGetProperty("marks", out var all))
        {
            foreach (var mark in all.EnumerateArray())
            {
                marks |= mark.GetString() switch
                {
                    "interrupted" => MessageMarks.Interrupted,
                    "cancelled" => MessageMarks.Cancelled,
                    "damaged" => MessageMarks.Damaged,
                    var other => throw new FormatException($"\"{other}\" is no mark"),
                };
            }
        }
        var role = Text(from, "role") switch
        {
            "user" => Role.User,
            "assistant" => Role.Assistant,
            var other => throw new FormatException($"\"{other}\" is no role"),
        };
        var parts = from.GetProperty("parts").EnumerateArray().Select(Part).ToImmutableArray();
        return new(role, parts, Time(from, "at"), marks);
    }

    private static Content Part(JsonElement from)
    {
        var row = new PartRow(
            Text(from, "kind"), Text(from, "text"), Optional(from, "use_id"), Optional(from, "tool"),
            from.TryGetProperty("is_error", out var isError) && isError.GetBoolean());
        return MessageRows.ToContent(row) ?? throw new FormatException($"\"{row.Kind}\" is no kind of part");
    }

    private static string Text(JsonElement from, string name) =>
        from.GetProperty(name).GetString() ?? throw new FormatException($"\"{name}\" is null");

    private static string? Optional(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateTimeOffset Time(JsonElement from, string name) => DateTimeOffset.Parse(
        Text(from, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>A value is missing, of another kind, or no number or time.</summary>
    private static bool IsShape(Exception e) => e is KeyNotFoundException or InvalidOperationException or FormatException;
}
