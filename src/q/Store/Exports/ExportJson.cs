using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>Sessions as JSON, and nothing of them missing: what <see cref="ImportJson"/> reads.</summary>
internal static class ExportJson
{
    public const string Format = "q-sessions";
    public const int Version = 1;

    private static readonly JsonWriterOptions s_indented = Options(isIndented: true);
    private static readonly JsonWriterOptions s_line = Options(isIndented: false);

    public static string Of(ExportedSession exported, DateTimeOffset now)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text, [exported], now);
        return text.ToString();
    }

    /// <summary>Session by session, and a long text piece by piece, so that none of them need be in memory at once.</summary>
    public static void Write(TextWriter to, IEnumerable<ExportedSession> all, DateTimeOffset now)
    {
        to.Write($"{{\n  \"format\": \"{Format}\",\n  \"version\": {Version},\n  \"exported_at\": \"{Time(now)}\",\n  \"sessions\": [");
        var comma = "\n";
        foreach (var one in all)
        {
            to.Write(comma);
            using (var text = new JsonText(to, s_indented))
                Write(text, one);
            comma = ",\n";
        }
        to.Write("\n  ]\n}\n");
    }

    /// <summary>For one value, without the end of its line.</summary>
    public static JsonText OnOneLine(TextWriter to) => new(to, s_line);

    /// <summary>One value on a line of its own.</summary>
    public static string Line(Action<Utf8JsonWriter> write)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        using (var text = OnOneLine(line))
            write(text.Json);
        return line + "\n";
    }

    /// <summary>On one line, however it was written: others spread over many what they have elsewhere on one.</summary>
    public static string Compact(JsonElement json) => Line(json.WriteTo).TrimEnd('\n');

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static void Write(JsonText text, ExportedSession one)
    {
        var (to, session) = (text.Json, one.Session);
        to.WriteStartObject();
        to.WriteString("id", session.Id.ToString());
        to.WriteString("name", session.Name);
        to.WriteBoolean("named_by_hand", session.NamedByHand);
        to.WriteString("type", SessionRows.Type(session.Type));
        to.WriteString("status", SessionRows.Told(session));
        if (session.IsCut)
            to.WriteBoolean("interrupted", true);
        else if (session.Asks is not WaitReason.None)
            to.WriteString("asks", session.Asks.Word());
        if (session.Problem.Length > 0)
            to.WriteString("problem", session.Problem);
        to.WriteBoolean("in_focus", session.Active);
        to.WriteString("folder", session.Folder);
        to.WriteString("created_at", Time(session.CreatedAt));
        to.WriteString("last_active", Time(session.LastActive));
        to.WriteNumber("slot", session.Slot);
        to.WriteBoolean("unseen", session.Unseen);
        to.WriteNumber("focused_at", session.FocusedAt);
        to.WriteBoolean("pinned", session.Pinned);
        to.WriteString("group", session.Group);
        to.WriteString("model", session.Model);
        to.WriteString("worktree", session.Worktree);
        to.WriteString("draft", session.Draft);
        to.WriteStartArray("queued");
        foreach (var prompt in session.Queued)
            to.WriteStringValue(prompt);
        to.WriteEndArray();
        to.WriteStartArray("messages");
        foreach (var message in one.Messages)
            Write(text, message);
        to.WriteEndArray();
        to.WriteEndObject();
    }

    private static void Write(JsonText text, Message message)
    {
        var to = text.Json;
        to.WriteStartObject();
        to.WriteString("role", SessionRows.Role(message.Role));
        to.WriteString("at", Time(message.At));
        if (message.Marks != MessageMarks.None)
        {
            to.WriteStartArray("marks");
            if (message.Marks.HasFlag(MessageMarks.Interrupted))
                to.WriteStringValue("interrupted");
            if (message.Marks.HasFlag(MessageMarks.Cancelled))
                to.WriteStringValue("cancelled");
            if (message.Marks.HasFlag(MessageMarks.Damaged))
                to.WriteStringValue("damaged");
            to.WriteEndArray();
        }
        to.WriteStartArray("parts");
        foreach (var part in message.Parts)
        {
            var said = part as TextContent;
            var row = said?.Long is null ? MessageRows.Of(part) : new("text", "");
            to.WriteStartObject();
            to.WriteString("kind", row.Kind);
            to.WritePropertyName("text");
            if (said?.Long is null)
                to.WriteStringValue(row.Text);
            else
                text.Write(said.Pieces);
            if (row.UseId is { } useId)
                to.WriteString("use_id", useId);
            if (row.Tool is { } tool)
                to.WriteString("tool", tool);
            if (row.IsError)
                to.WriteBoolean("is_error", row.IsError);
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteEndObject();
        text.PassOn();
    }

    private static JsonWriterOptions Options(bool isIndented) => new()
    {
        Indented = isIndented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is a file of ours, not a part of a page
    };
}
