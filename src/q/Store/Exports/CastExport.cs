using System.Globalization;
using System.Text;
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

    public static string Of(ExportedSession exported)
    {
        var (session, messages) = (exported.Session, exported.Messages);
        var begin = messages.Count > 0 ? messages[0].At : session.CreatedAt;
        var cast = new StringBuilder(ExportJson.Line(to =>
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
                Event(cast, at, Shown(message.Role, part));
            if (ExportText.Marks(message.Marks) is { Length: > 0 } marks)
                Event(cast, at, $"{Dim}{marks}{Plain}\r\n");
        }
        return cast.ToString();
    }

    private static string Shown(Role role, Content part) => part switch
    {
        TextContent text when role is Role.User => $"\r\n{Bold}> {Lines(text.Text)}{Plain}\r\n\r\n",
        TextContent text => $"{Lines(text.Text)}\r\n",
        ToolUseContent use => $"{Dim}▸ {Lines(ExportText.Title(use))}{Plain}\r\n",
        ToolResultContent result => $"{Dim}{Lines(result.Text)}{Plain}\r\n",
        _ => "",
    };

    private static string Lines(string text) => ExportText.Shown(text).TrimEnd().Replace("\n", "\r\n", StringComparison.Ordinal);

    private static void Event(StringBuilder to, TimeSpan at, string text) => to.Append(ExportJson.Line(json =>
    {
        json.WriteStartArray();
        json.WriteRawValue(at.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        json.WriteStringValue("o");
        json.WriteStringValue(text);
        json.WriteEndArray();
    }));
}
