using System.Globalization;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>
/// A conversation as an asciicast v2 recording: a header line, then a line for each thing said, at the time when it was said.
/// The only sequences in it are ours; long pauses are for the player to shorten.
/// </summary>
internal static class CastExport
{
    private const int Columns = 100;
    private const int Rows = 30;
    private const string Bold = "\x1b[1m";
    private const string Dim = "\x1b[2m";
    private const string Plain = "\x1b[0m";

    public static void Write(TextWriter cast, ExportedSession exported)
    {
        var (session, messages) = (exported.Session, exported.Messages);
        var begin = messages.Count > 0 ? messages[0].At : session.CreatedAt;
        cast.Write(ExportJson.Line(to =>
        {
            to.WriteStartObject();
            to.WriteNumber("version", 2);
            to.WriteNumber("width", Columns);
            to.WriteNumber("height", Rows);
            to.WriteNumber("timestamp", begin.ToUnixTimeSeconds());
            to.WriteNumber("idle_time_limit", Pace.LongestPause.TotalSeconds);
            to.WriteString("title", ExportText.Shown(session.Name));
            to.WriteEndObject();
        }));
        foreach (var (at, message) in Pace.Of(messages))
        {
            foreach (var part in message.Parts)
            {
                if (part is TextContent said)
                    Event(cast, at, Said(message.Role, said));
                else
                    Event(cast, at, [Shown(part)]);
            }
            if (ExportText.Marks(message.Marks) is { Length: > 0 } marks)
                Event(cast, at, [$"{Dim}{marks}{Plain}\r\n"]);
        }
    }

    private static IEnumerable<string> Said(Role role, TextContent said) => ExportText.Shown(said).Select(Returned)
        .Prepend(role is Role.User ? $"\r\n{Bold}> " : "")
        .Append(role is Role.User ? $"{Plain}\r\n\r\n" : "\r\n");

    private static string Shown(Content part) => part switch
    {
        ToolUseContent use => $"{Dim}▸ {Lines(ExportText.Title(use))}{Plain}\r\n",
        ToolResultContent result => $"{Dim}{Lines(result.Text)}{Plain}\r\n",
        _ => "",
    };

    private static string Lines(string text) => Returned(ExportText.Shown(text).TrimEnd());

    private static string Returned(string text) => text.Replace("\n", "\r\n", StringComparison.Ordinal);

    private static void Event(TextWriter to, TimeSpan at, IEnumerable<string> pieces)
    {
        using (var text = ExportJson.OnOneLine(to))
        {
            text.Json.WriteStartArray();
            text.Json.WriteRawValue(at.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
            text.Json.WriteStringValue("o");
            text.Write(pieces);
            text.Json.WriteEndArray();
        }
        to.Write("\n");
    }
}
