using System.Text;
using System.Text.Json;

namespace Q.Model;

/// <summary>Chunks of a chat completion; a completion that came whole reads the same way.</summary>
internal sealed class OpenAiAssembly : StreamAssembly
{
    protected override void ReadEvent(ReadOnlySpan<byte> json)
    {
        if (json.Trim((byte)' ').SequenceEqual("[DONE]"u8))
        {
            Ended = true;
            return;
        }
        if (json.IsEmpty)
            return;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            throw new JsonException("not an object");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8)) ReadChoices(ref reader);
            else if (reader.ValueTextEquals("usage"u8)) ReadUsage(ref reader);
            else if (reader.ValueTextEquals("error"u8)) ReadError(ref reader);
            else { reader.Read(); reader.Skip(); }
        }
    }

    private void ReadError(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.Null)
            Error = ErrorOf(ref reader);
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8)) { reader.Read(); InputTokens = IntOf(ref reader); }
            else if (reader.ValueTextEquals("completion_tokens"u8)) { reader.Read(); OutputTokens = IntOf(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }
    }

    private void ReadChoices(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
            return;
        for (var number = 0; reader.Read() && reader.TokenType is JsonTokenType.StartObject; number++)
        {
            if (number > 0)
                reader.Skip(); // only one answer was asked for
            else
                ReadChoice(ref reader);
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8)) ReadDelta(ref reader);
            else if (reader.ValueTextEquals("finish_reason"u8)) { reader.Read(); ReadReason(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }
    }

    private void ReadReason(ref Utf8JsonReader reader)
    {
        var reason = TextOf(ref reader);
        if (reason.Length == 0)
            return;
        Stop = reason switch
        {
            "tool_calls" or "function_call" or "tool_use" => StopReason.ToolUse,
            "length" or "max_tokens" => StopReason.MaxTokens,
            "content_filter" or "refusal" or "safety" => StopReason.Refused,
            _ => StopReason.EndOfTurn,
        };
    }

    private void ReadDelta(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isText = reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("refusal"u8);
            if (isText) { reader.Read(); ReadContent(ref reader); }
            else if (reader.ValueTextEquals("tool_calls"u8)) ReadCalls(ref reader);
            else { reader.Read(); reader.Skip(); }
        }
    }

    /// <summary>A string, or the list of parts that some servers send.</summary>
    private void ReadContent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String)
            AppendText(ref reader);
        else if (reader.TokenType is JsonTokenType.StartArray)
        {
            using var parts = JsonDocument.ParseValue(ref reader);
            foreach (var part in parts.RootElement.EnumerateArray())
            {
                if (part.ValueKind is JsonValueKind.Object
                    && part.TryGetProperty("text", out var text) && text.ValueKind is JsonValueKind.String)
                    Text.Append(Encoding.UTF8.GetBytes(text.GetString()!));
            }
        }
        else
            reader.Skip();
    }

    private void ReadCalls(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
            ReadCall(ref reader);
    }

    private void ReadCall(ref Utf8JsonReader reader)
    {
        var (index, id, name, arguments) = (-1, "", "", "");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = reader.TokenType is JsonTokenType.Number ? IntOf(ref reader) : -1;
            }
            else if (reader.ValueTextEquals("id"u8)) { reader.Read(); id = TextOf(ref reader); }
            else if (reader.ValueTextEquals("function"u8)) (name, arguments) = ReadFunction(ref reader);
            else { reader.Read(); reader.Skip(); }
        }
        var call = Calls.At(index, id, name.Length > 0);
        if (id.Length > 0)
            call.Id = id;
        call.AddName(name);
        call.Arguments.Append(arguments);
    }

    private static (string Name, string Arguments) ReadFunction(ref Utf8JsonReader reader)
    {
        var (name, arguments) = ("", "");
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
            return (name, arguments);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8)) { reader.Read(); name = TextOf(ref reader); }
            else if (reader.ValueTextEquals("arguments"u8)) { reader.Read(); arguments = TextOf(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }
        return (name, arguments);
    }
}
