using System.Collections.Immutable;
using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>
/// The sessions that the Kiro CLI keeps as files: ID.json says where and when, ID.jsonl has a line for each thing said. They are
/// read and never written to. What is in a line beside text, tool calls and results (thinking, compactions) is not taken.
/// </summary>
internal static class KiroSessions
{
    /// <summary>All of a folder, oldest first, without those that another session made for itself; or what is wrong in the first bad one.</summary>
    public static Outcome<IReadOnlyList<ExportedSession>> Read(string folder)
    {
        var (all, at) = (new List<ExportedSession>(), folder);
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            {
                at = file;
                if (File.Exists(LogOf(file)) && One(file) is { } one)
                    all.Add(one);
            }
        }
        catch (FormatException e)
        {
            return Outcome<IReadOnlyList<ExportedSession>>.No($"{Path.GetFileName(at)} is not as the Kiro CLI writes it: {e.Message}");
        }
        catch (JsonException)
        {
            return Outcome<IReadOnlyList<ExportedSession>>.No($"{Path.GetFileName(at)} is not whole JSON");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<IReadOnlyList<ExportedSession>>.No(e.Message.TrimEnd('.'));
        }
        all.Sort(static (one, other) => one.Session.CreatedAt.CompareTo(other.Session.CreatedAt));
        return Outcome<IReadOnlyList<ExportedSession>>.Ok(all);
    }

    private static string LogOf(string file) => file + "l";

    private static ExportedSession? One(string file)
    {
        using var about = JsonDocument.Parse(File.ReadAllBytes(file), new() { MaxDepth = ImportJson.MostDepth });
        var root = new JsonPlace(about.RootElement, "");
        if (root.Optional("parent_session_id") is not null)
            return null;
        var (id, created) = (root.Field("session_id"), root.Field("created_at").Time);
        if (!Guid.TryParse(id.Text, out var guid))
            throw id.Wrong("a UUID is expected");
        var messages = Messages(LogOf(file), created);
        return new(new()
        {
            Id = new(guid),
            Name = "",
            Folder = root.Field("cwd").Text,
            Status = SessionStatus.Completed,
            CreatedAt = created,
            LastActive = root.Optional("updated_at")?.Time ?? created,
            Messages = messages.Count,
        }, messages);
    }

    /// <summary>What bears no time was said when the prompt before it was. A last line that was cut, by a crash or since it is being written, is none.</summary>
    private static List<Message> Messages(string log, DateTimeOffset at)
    {
        var messages = new List<Message>();
        var number = 0;
        var lines = File.ReadAllLines(log);
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                using var parsed = JsonDocument.Parse(line, new() { MaxDepth = ImportJson.MostDepth });
                Line(messages, new(parsed.RootElement, $"line {number}"), ref at);
            }
            catch (JsonException) when (number == lines.Length)
            {
                break;
            }
            catch (JsonException e)
            {
                throw new FormatException($"line {number} of its conversation is not whole JSON", e);
            }
        }
        return messages;
    }

    private static void Line(List<Message> messages, JsonPlace line, ref DateTimeOffset at)
    {
        var kind = line.Field("kind").Text;
        if (kind is not ("Prompt" or "AssistantMessage" or "ToolResults"))
            return;
        var data = line.Field("data");
        if (data.Optional("meta")?.Optional("timestamp") is { Value.ValueKind: JsonValueKind.Number } seconds)
            at = SessionReads.Time((long)(seconds.Value.GetDouble() * 1000));
        var parts = ImmutableArray.CreateBuilder<Content>();
        foreach (var one in data.Field("content").Items)
        {
            if (PartOf(one.Field("kind").Text, one) is { } part)
                parts.Add(part);
        }
        if (parts.Count > 0)
            messages.Add(new(kind == "AssistantMessage" ? Role.Assistant : Role.User, parts.ToImmutable(), at));
    }

    private static Content? PartOf(string kind, JsonPlace one)
    {
        var data = one.Field("data");
        return kind switch
        {
            "text" => data.Text is { Length: > 0 } text ? new TextContent(text) : null,
            "image" => new TextContent("[an image, which was not imported]"),
            "toolUse" => new ToolUseContent(data.Field("toolUseId").Text, data.Field("name").Text, ExportJson.Compact(data.Field("input").Value)),
            "toolResult" => new ToolResultContent(
                data.Field("toolUseId").Text, string.Join('\n', data.Field("content").Items.Select(Block)), data.Optional("status")?.Text == "error"),
            _ => null,
        };
    }

    private static string Block(JsonPlace block) => block.Field("data") is var data && data.Value.ValueKind is JsonValueKind.String
        ? data.Text
        : ExportJson.Compact(data.Value);
}
