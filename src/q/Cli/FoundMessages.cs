using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Q.Store;
using Q.Store.Exports;
using Q.Store.Search;

namespace Q.Cli;

/// <summary>What <c>q sessions search</c> prints. Pure.</summary>
internal static class FoundMessages
{
    /// <summary>A line for where and when, a line with what was found between marks.</summary>
    public static string Text(IReadOnlyList<SearchHit> hits)
    {
        var text = new StringBuilder();
        foreach (var hit in hits)
        {
            text.Append(CultureInfo.InvariantCulture, $"{ExportText.Shown(hit.Name)} ({SessionLookup.ShortId(hit.Session)}) ")
                .Append(CultureInfo.InvariantCulture, $"{hit.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC, {ExportText.Who(hit.Role)}:\n")
                .Append("  ").Append(hit.Snippet.Marked("«", "»")).Append('\n');
        }
        return text.ToString();
    }

    public static string Json(IReadOnlyList<SearchHit> hits)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var to = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            to.WriteStartArray();
            foreach (var hit in hits)
                Write(to, hit);
            to.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter to, SearchHit hit)
    {
        to.WriteStartObject();
        to.WriteString("id", hit.Session.ToString());
        to.WriteString("name", hit.Name);
        to.WriteBoolean("is_closed", hit.Status is Core.SessionStatus.Completed);
        to.WriteString("folder", hit.Folder);
        to.WriteNumber("message", hit.Seq);
        to.WriteString("role", SessionRows.Role(hit.Role));
        to.WriteString("at", ExportJson.Time(hit.At));
        to.WriteString("snippet", hit.Snippet.Text);
        to.WriteStartArray("matches");
        foreach (var match in hit.Snippet.Matches)
        {
            to.WriteStartArray();
            to.WriteNumberValue(match.Start);
            to.WriteNumberValue(match.Length);
            to.WriteEndArray();
        }
        to.WriteEndArray();
        to.WriteEndObject();
    }
}
