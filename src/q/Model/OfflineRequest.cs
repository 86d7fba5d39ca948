using System.Text.Json;
using Q.Core;

namespace Q.Model;

/// <summary>A request in words that needs no model: which tool, with which arguments, and what to say before.</summary>
internal sealed record OfflineRequest(string Tool, string InputJson, string Said)
{
    private const int MostCharacters = 400;

    /// <summary>Null when the words ask for nothing that tools can do by themselves. Pure.</summary>
    public static OfflineRequest? Read(string words)
    {
        var text = words.Trim().TrimEnd('?', '!').Trim();
        if (text.Length is 0 or > MostCharacters || text.Contains('\n'))
            return null;
        text = OfflinePhrases.WithoutPoliteness(text);
        return Run(text) ?? List(text) ?? Search(text) ?? Show(text);
    }

    private static OfflineRequest? Run(string text)
    {
        var command = OfflinePhrases.Command(new(text))?.Trim('`') ?? "";
        return command.Length == 0
            ? null
            : new(ToolNames.Run, Json(to => to.WriteString("command", command)), $"Running `{command}`.");
    }

    private static OfflineRequest? List(string text)
    {
        if (OfflinePhrases.Listed(text) is not { } listed)
            return null;
        var where = Folder(listed);
        return Read("Directory", where, $"Files in {Named(where)}:", null);
    }

    private static OfflineRequest? Search(string text)
    {
        if (OfflinePhrases.Sought(text) is not var (words, place) || Bare(words) is not { Length: > 0 } what)
            return null;
        var where = Folder(place);
        return Read("Search", where, $"Searching for \"{what}\" in {Named(where)}.",
            to => to.WriteString("pattern", what));
    }

    private static OfflineRequest? Show(string text)
    {
        if (OfflinePhrases.Shown(text) is not var (file, from, until) || Bare(file) is not { Length: > 0 } path)
            return null;
        var lines = from == 0 ? "" : from == until ? $", line {from}" : $", lines {from} to {until}";
        return Read("Line", path, $"{path}{lines}:", from == 0 ? null : to =>
        {
            to.WriteNumber("start_line", from);
            to.WriteNumber("end_line", until);
        });
    }

    private static OfflineRequest Read(string mode, string path, string said, Action<Utf8JsonWriter>? more) =>
        new(ToolNames.Read, Json(to =>
        {
            to.WriteStartArray("operations");
            to.WriteStartObject();
            to.WriteString("mode", mode);
            to.WriteString("path", path);
            more?.Invoke(to);
            to.WriteEndObject();
            to.WriteEndArray();
        }), said);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        using (var to = new Utf8JsonWriter(memory))
        {
            to.WriteStartObject();
            write(to);
            to.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }

    private static string Bare(string text) => text.Trim().Trim('"', '\'', '`', '“', '”').Trim();

    private static string Folder(string text)
    {
        var name = Bare(OfflinePhrases.WithoutFolderWords(Bare(text)));
        return name is "" or "here" or "this" or "it" ? "." : name;
    }

    private static string Named(string path) => path == "." ? "this folder" : path;
}
