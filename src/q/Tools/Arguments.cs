using System.Text.Json;

namespace Q.Tools;

/// <summary>
/// Reads the arguments that a model wrote. The first thing wrong is kept as a sentence for the model; what is read after it
/// is empty. Text comes without hidden characters. One owner, one call.
/// </summary>
internal sealed class Arguments(JsonElement input, string where = "")
{
    public string? Problem { get; private set; }

    public string Required(string name)
    {
        if (Optional(name) is { } text)
            return text;
        Problem ??= $"{where}the argument \"{name}\" (a string) is missing";
        return "";
    }

    public string? Optional(string name)
    {
        if (!Find(name, out var value))
            return null;
        if (value.ValueKind is not JsonValueKind.String)
        {
            Problem ??= $"{where}\"{name}\" must be a string";
            return null;
        }
        try
        {
            return PlainText.WithoutHidden(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            Problem ??= $"{where}\"{name}\" is not valid Unicode text";
            return null;
        }
    }

    /// <summary>A whole number; some models write it as a string.</summary>
    public int? Number(string name)
    {
        if (!Find(name, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue)
            return (int)number;
        if (value.ValueKind is JsonValueKind.String && int.TryParse(value.ValueSpan(), out var written))
            return written;
        Problem ??= $"{where}\"{name}\" must be a whole number";
        return null;
    }

    /// <summary>A list of objects with at least one.</summary>
    public IReadOnlyList<JsonElement> Objects(string name, int most)
    {
        if (!Find(name, out var value) || value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            Problem ??= $"{where}\"{name}\" must be a list with at least one object";
            return [];
        }
        if (value.GetArrayLength() > most)
            Problem ??= $"{where}\"{name}\" may have at most {most} entries";
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.Object)
                Problem ??= $"{where}every entry of \"{name}\" must be an object";
        }
        return Problem is null ? [.. value.EnumerateArray()] : [];
    }

    public void Refuse(string problem) => Problem ??= where + problem;

    private bool Find(string name, out JsonElement value) =>
        input.TryGetProperty(name, out value) && value.ValueKind is not JsonValueKind.Null && Problem is null;
}

internal static class JsonElementText
{
    extension(JsonElement element)
    {
        /// <summary>A string's characters; empty when it is not valid Unicode.</summary>
        public ReadOnlySpan<char> ValueSpan()
        {
            try
            {
                return element.GetString();
            }
            catch (InvalidOperationException)
            {
                return [];
            }
        }
    }
}
