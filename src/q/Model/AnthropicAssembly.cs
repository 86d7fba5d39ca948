using System.Text;
using System.Text.Json;

namespace Q.Model;

/// <summary>Events of a message stream; a message that came whole reads the same way.</summary>
internal sealed class AnthropicAssembly : StreamAssembly
{
    /// <summary>Pieces of arguments: whose they are is known only when the whole event was read.</summary>
    private readonly StringBuilder _pieces = new();

    private (string Type, int Index, string BlockType, string Id, string Name, string Input) _event;

    protected override void ReadEvent(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            throw new JsonException("not an object");
        _event = ("", 0, "", "", "", "");
        _pieces.Clear();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) { reader.Read(); _event.Type = TypeOf(ref reader); }
            else if (reader.ValueTextEquals("index"u8)) { reader.Read(); _event.Index = IntOf(ref reader); }
            else if (reader.ValueTextEquals("delta"u8)) ReadBlock(ref reader);
            else if (reader.ValueTextEquals("content_block"u8)) ReadBlock(ref reader);
            else if (reader.ValueTextEquals("message"u8)) ReadMessage(ref reader);
            else if (reader.ValueTextEquals("usage"u8)) ReadUsage(ref reader);
            else if (reader.ValueTextEquals("error"u8)) { reader.Read(); Error = ErrorOf(ref reader); }
            else if (reader.ValueTextEquals("content"u8)) ReadContent(ref reader);
            else if (reader.ValueTextEquals("stop_reason"u8)) { reader.Read(); ReadReason(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }
        Finish();
    }

    private void Finish()
    {
        if (_event.Type == "message_stop")
            Ended = true;
        if (_event.Type == "content_block_start" && _event.BlockType == "tool_use")
            Begin(_event.Index, _event.Id, _event.Name, _event.Input == "{}" ? "" : _event.Input);
        else if (_pieces.Length > 0 && _event.Type == "content_block_delta")
            Calls.At(_event.Index, "", named: false).Arguments.Append(_pieces);
    }

    private void Begin(int index, string id, string name, string input)
    {
        var call = Calls.At(index, id, named: true);
        call.Id = id;
        call.AddName(name);
        call.Arguments.Append(input);
    }

    /// <summary>The names that every token carries cost no string.</summary>
    private static string TypeOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("content_block_delta"u8))
            return "content_block_delta";
        return reader.ValueTextEquals("text_delta"u8) ? "text_delta" : TextOf(ref reader);
    }

    private void ReadBlock(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("text"u8)) { reader.Read(); AppendIfString(ref reader); }
            else if (reader.ValueTextEquals("type"u8)) { reader.Read(); _event.BlockType = TypeOf(ref reader); }
            else if (reader.ValueTextEquals("partial_json"u8)) { reader.Read(); _pieces.Append(TextOf(ref reader)); }
            else if (reader.ValueTextEquals("id"u8)) { reader.Read(); _event.Id = TextOf(ref reader); }
            else if (reader.ValueTextEquals("name"u8)) { reader.Read(); _event.Name = TextOf(ref reader); }
            else if (reader.ValueTextEquals("input"u8)) { reader.Read(); _event.Input = TextOf(ref reader); }
            else if (reader.ValueTextEquals("stop_reason"u8)) { reader.Read(); ReadReason(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }
    }

    private void AppendIfString(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String)
            AppendText(ref reader);
        else
            reader.Skip();
    }

    private void ReadMessage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("usage"u8)) ReadUsage(ref reader);
            else { reader.Read(); reader.Skip(); }
        }
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
            return;
        var input = 0;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isInput = reader.ValueTextEquals("input_tokens"u8)
                || reader.ValueTextEquals("cache_creation_input_tokens"u8)
                || reader.ValueTextEquals("cache_read_input_tokens"u8);
            if (isInput) { reader.Read(); input += IntOf(ref reader); }
            else if (reader.ValueTextEquals("output_tokens"u8)) { reader.Read(); OutputTokens = IntOf(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }
        InputTokens = Math.Max(InputTokens, input);
    }

    /// <summary>The blocks of a message that came whole.</summary>
    private void ReadContent(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        using var blocks = JsonDocument.ParseValue(ref reader);
        var index = 0;
        foreach (var block in blocks.RootElement.EnumerateArray())
        {
            if (block.TryGetProperty("text", out var text) && text.ValueKind is JsonValueKind.String)
                Text.Append(Encoding.UTF8.GetBytes(text.GetString()!));
            else if (block.TryGetProperty("input", out var input))
            {
                var (id, name) = (block.GetProperty("id").ToString(), block.GetProperty("name").ToString());
                Begin(index, id, name, input.GetRawText());
            }
            index++;
        }
    }

    private void ReadReason(ref Utf8JsonReader reader)
    {
        var reason = TextOf(ref reader);
        if (reason.Length == 0)
            return;
        Stop = reason switch
        {
            "tool_use" => StopReason.ToolUse,
            "max_tokens" or "model_context_window_exceeded" => StopReason.MaxTokens,
            "refusal" => StopReason.Refused,
            _ => StopReason.EndOfTurn,
        };
    }
}
