using System.Text.Json;
using System.Text.Json.Serialization;
using Q.Core;

namespace Q.Config;

/// <summary>What sessions of one kind begin with. What is null or empty is as usual.</summary>
internal sealed record SessionTemplate(string Name)
{
    [JsonIgnore]
    public SessionType? Type { get; init; }

    /// <summary>The type as it stands in the file: an enum as JSON costs the program 26 kB.</summary>
    [JsonPropertyName("type")]
    public string? TypeName
    {
        get => Type?.ToString();
        init => Type = value is null ? null
            : Enum.TryParse<SessionType>(value, ignoreCase: true, out var type) && Enum.IsDefined(type) ? type
            : throw new JsonException($"the type {value} is none; it takes Development, Debug, Planning or CodeReview");
    }

    public string Model { get; init; } = "";

    public string Folder { get; init; } = "";

    public string Group { get; init; } = "";

    public string Prompt { get; init; } = "";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SessionTemplate[]))]
internal sealed partial class TemplateJson : JsonSerializerContext;

/// <summary>
/// The templates of a home, <c>templates.json</c>: read when asked for, written whole and renamed into place. A person may edit it.
/// </summary>
/// <param name="path">Null where nothing can be kept.</param>
internal sealed class TemplateFile(string? path)
{
    private const int Most = 200;
    private const long MostBytes = 1 << 20;

    /// <summary>By name.</summary>
    public Outcome<IReadOnlyList<SessionTemplate>> List()
    {
        try
        {
            if (path is null || !File.Exists(path))
                return Outcome<IReadOnlyList<SessionTemplate>>.Ok([]);
            if (new FileInfo(path).Length > MostBytes)
                return Outcome<IReadOnlyList<SessionTemplate>>.No($"{path} is larger than 1 MB, so no template was read. Make it smaller, or move it away.");
            var read = JsonSerializer.Deserialize(File.ReadAllBytes(path), TemplateJson.Default.SessionTemplateArray) ?? [];
            return Outcome<IReadOnlyList<SessionTemplate>>.Ok([.. read.OrderBy(one => one.Name, StringComparer.Ordinal)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Outcome<IReadOnlyList<SessionTemplate>>.No($"{path} cannot be read: {e.Message.TrimEnd('.')}. Mend it, or move it away.");
        }
    }

    public Outcome<SessionTemplate> Find(string name)
    {
        var read = List();
        if (!read.TryGet(out var all))
            return Outcome<SessionTemplate>.No(read.Problem!);
        if (all.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
            return Outcome<SessionTemplate>.Ok(found);
        var nearest = NearestName.Of(name, all.Select(one => one.Name)) is { } near ? $" Did you mean {near}?" : "";
        return Outcome<SessionTemplate>.No($"There is no template {name}.{nearest} /template list shows them, /template save makes one.");
    }

    /// <summary>One of the same name is replaced.</summary>
    public Outcome Save(SessionTemplate template)
    {
        var read = List();
        if (!read.TryGet(out var all))
            return Outcome.No(read.Problem!);
        SessionTemplate[] others = [.. all.Where(one => one.Name != template.Name)];
        return others.Length >= Most
            ? Outcome.No($"There are {Most} templates, which is the most. /template remove NAME makes room.")
            : Write([.. others, template]);
    }

    public Outcome Remove(string name)
    {
        var found = Find(name);
        if (!found.TryGet(out var gone) || !List().TryGet(out var all))
            return Outcome.No(found.Problem!);
        return Write([.. all.Where(one => one.Name != gone.Name)]);
    }

    private Outcome Write(SessionTemplate[] all)
    {
        if (path is null)
            return Outcome.No("Nothing can be kept: neither Q_HOME nor HOME is set. Set Q_HOME to a folder that q may write to.");
        if (QPaths.MakeFolder(Path.GetDirectoryName(path)!).Problem is { } problem)
            return Outcome.No(problem);
        var next = path + ".new";
        try
        {
            File.Delete(next);
            using (var file = SharedFile.Append(next))
                JsonSerializer.Serialize(file, all, TemplateJson.Default.SessionTemplateArray);
            File.Move(next, path, overwrite: true);
            return Outcome.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.No($"{path} cannot be written: {e.Message.TrimEnd('.')}. The templates are as they were.");
        }
    }
}
