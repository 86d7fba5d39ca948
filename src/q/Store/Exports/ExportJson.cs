using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>Sessions as JSON, and nothing of them missing: what <see cref="ImportJson"/> reads.</summary>
internal static class ExportJson
{
    public const string Format = "q-sessions";
    public const int Version = 1;

    private static readonly JsonWriterOptions s_indented = Options(isIndented: true);
    private static readonly JsonWriterOptions s_line = Options(isIndented: false);

    public static string Of(ExportedSession exported, DateTimeOffset now) => string.Concat(Pieces([exported], now));

    /// <summary>Session by session, so that a whole home need not be in memory at once.</summary>
    public static IEnumerable<string> Pieces(IEnumerable<ExportedSession> all, DateTimeOffset now)
    {
        yield return $"{{\n  \"format\": \"{Format}\",\n  \"version\": {Version},\n  \"exported_at\": \"{Time(now)}\",\n  \"sessions\": [";
        var comma = "\n";
        foreach (var one in all)
        {
            yield return comma + Written(s_indented, to => Write(to, one));
            comma = ",\n";
        }
        yield return "\n  ]\n}\n";
    }

    public static void Write(TextWriter to, IEnumerable<ExportedSession> all, DateTimeOffset now)
    {
        foreach (var piece in Pieces(all, now))
            to.Write(piece);
    }

    /// <summary>One value on a line of its own.</summary>
    public static string Line(Action<Utf8JsonWriter> write) => Written(s_line, write) + "\n";

    /// <summary>On one line, however it was written: others spread over many what they have elsewhere on one.</summary>
    public static string Compact(JsonElement json) => Line(json.WriteTo).TrimEnd('\n');

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter to, ExportedSession one)
    {
        var session = one.Session;
        to.WriteStartObject();
        to.WriteString("id", session.Id.ToString());
        to.WriteString("name", session.Name);
        to.WriteBoolean("named_by_hand", session.NamedByHand);
        to.WriteString("type", SessionRows.Type(session.Type));
        to.WriteString("status", SessionRows.Told(session));
        if (session.IsCut)
            to.WriteBoolean("interrupted", true);
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
            Write(to, message);
        to.WriteEndArray();
        to.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter to, Message message)
    {
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
            var row = MessageRows.Of(part);
            to.WriteStartObject();
            to.WriteString("kind", row.Kind);
            to.WriteString("text", row.Text);
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
    }

    private static JsonWriterOptions Options(bool isIndented) => new()
    {
        Indented = isIndented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is a file of ours, not a part of a page
    };

    private static string Written(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var to = new Utf8JsonWriter(bytes, options))
            write(to);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
