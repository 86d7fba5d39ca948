using System.Buffers;
using System.Text;
using System.Text.Json;
using Q.Commands;
using Q.Core;
using Q.Store;
using Q.Store.Exports;

namespace Q.Cli;

/// <summary>Stored sessions in words and as JSON, for the shell. Pure.</summary>
internal static class StoredSessions
{
    public static string Text(IReadOnlyList<StoredSession> sessions, DateTimeOffset now, int columns)
    {
        var text = new StringBuilder();
        Part("Active Sessions:", sessions.Where(session => session.Status is not SessionStatus.Completed));
        Part("Closed Sessions:", sessions.Where(session => session.Status is SessionStatus.Completed));
        return text.Length > 0 ? text.ToString() : "There is no session. `q` opens one.\n";

        void Part(string title, IEnumerable<StoredSession> some)
        {
            var rows = some.Select(session => SessionListing.Of(session, now)).ToList();
            if (rows.Count > 0)
                SessionListing.Write(text.Append(text.Length > 0 ? "\n" : ""), title, rows, columns);
        }
    }

    /// <summary>What is known of one session beside what was said.</summary>
    public static string About(StoredSession session)
    {
        var state = SessionRows.Told(session) + (session.IsCut ? ", interrupted" : "") + (session.OwnerPid > 0 ? $", open in pid {session.OwnerPid}" : "");
        var text = new StringBuilder()
            .Append("id           ").Append(session.Id).Append('\n')
            .Append("state        ").Append(state).Append('\n')
            .Append("last active  ").Append(ExportJson.Time(session.LastActive)).Append('\n');
        if (session.Draft.Length > 0)
            text.Append("half typed   ").Append(ExportText.Shown(session.Draft).ReplaceLineEndings(" ")).Append('\n');
        foreach (var prompt in session.Queued)
            text.Append("queued       ").Append(ExportText.Shown(prompt).ReplaceLineEndings(" ")).Append('\n');
        return text.ToString();
    }

    public static string Json(IReadOnlyList<StoredSession> sessions)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var to = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            to.WriteStartArray();
            foreach (var session in sessions)
                Write(to, session);
            to.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter to, StoredSession session)
    {
        to.WriteStartObject();
        to.WriteString("id", session.Id.ToString());
        to.WriteNumber("slot", session.Slot);
        to.WriteString("name", session.Name);
        to.WriteBoolean("named_by_hand", session.NamedByHand);
        to.WriteString("type", SessionRows.Type(session.Type));
        to.WriteString("status", SessionRows.Told(session));
        to.WriteBoolean("interrupted", session.IsCut);
        to.WriteString("asks", session.IsCut ? "" : session.Asks.Word());
        to.WriteString("folder", session.Folder);
        to.WriteString("created_at", session.CreatedAt);
        to.WriteString("last_active", session.LastActive);
        to.WriteBoolean("unseen", session.Unseen);
        to.WriteNumber("messages", session.Messages);
        to.WriteNumber("queued", session.Queued.Count);
        to.WriteNumber("owner_pid", session.OwnerPid);
        to.WriteEndObject();
    }
}
