using System.Buffers;
using System.Text.Json;
using Q.Turns;

namespace Q.Model;

/// <summary>Writes requests in the two wire formats. Pure: the same request gives the same bytes.</summary>
internal static class Wire
{
    /// <summary>The most that an answer may have; Anthropic wants it said.</summary>
    private const int MostAnswerTokens = 16_384;

    private static readonly JsonWriterOptions s_options = new()
    {
        // Read by a JSON parser, never by a browser.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static ReadOnlyMemory<byte> OpenAi(ModelRequest request, string model, bool withUsage, bool withTools)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using var to = new Utf8JsonWriter(bytes, s_options);
        to.WriteStartObject();
        to.WriteString("model"u8, model);
        to.WriteStartArray("messages"u8);
        if (request.System.Length > 0)
            WriteText(to, "system"u8, [new TextContent(request.System)]);
        foreach (var message in MessageRules.Apply(request.Messages))
            WriteOpenAi(to, message);
        to.WriteEndArray();
        if (withTools && request.Tools.Count > 0)
        {
            to.WriteStartArray("tools"u8);
            foreach (var tool in request.Tools)
            {
                to.WriteStartObject();
                to.WriteString("type"u8, "function"u8);
                to.WriteStartObject("function"u8);
                to.WriteString("name"u8, tool.Name);
                to.WriteString("description"u8, tool.Description);
                to.WritePropertyName("parameters"u8);
                to.WriteRawValue(tool.InputSchemaJson);
                to.WriteEndObject();
                to.WriteEndObject();
            }
            to.WriteEndArray();
        }
        to.WriteBoolean("stream"u8, true);
        if (withUsage)
        {
            to.WriteStartObject("stream_options"u8);
            to.WriteBoolean("include_usage"u8, true);
            to.WriteEndObject();
        }
        to.WriteEndObject();
        to.Flush();
        return bytes.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Anthropic(ModelRequest request, string model)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using var to = new Utf8JsonWriter(bytes, s_options);
        to.WriteStartObject();
        to.WriteString("model"u8, model);
        to.WriteNumber("max_tokens"u8, MostAnswerTokens);
        if (request.System.Length > 0)
            to.WriteString("system"u8, request.System);
        to.WriteStartArray("messages"u8);
        foreach (var message in MessageRules.Apply(request.Messages))
            WriteAnthropic(to, message);
        to.WriteEndArray();
        if (request.Tools.Count > 0)
        {
            to.WriteStartArray("tools"u8);
            foreach (var tool in request.Tools)
            {
                to.WriteStartObject();
                to.WriteString("name"u8, tool.Name);
                to.WriteString("description"u8, tool.Description);
                to.WritePropertyName("input_schema"u8);
                to.WriteRawValue(tool.InputSchemaJson);
                to.WriteEndObject();
            }
            to.WriteEndArray();
        }
        to.WriteBoolean("stream"u8, true);
        to.WriteEndObject();
        to.Flush();
        return bytes.WrittenMemory;
    }

    /// <summary>Results are messages of their own there, and stand before what the person adds.</summary>
    private static void WriteOpenAi(Utf8JsonWriter to, Message message)
    {
        if (message.Role is Role.Assistant)
        {
            WriteAssistant(to, message);
            return;
        }
        foreach (var result in message.Parts.OfType<ToolResultContent>())
        {
            to.WriteStartObject();
            to.WriteString("role"u8, "tool"u8);
            to.WriteString("tool_call_id"u8, result.UseId);
            to.WriteString("content"u8, result.Text);
            to.WriteEndObject();
        }
        if (HasText(message))
            WriteText(to, "user"u8, [.. message.Parts.OfType<TextContent>()]);
    }

    private static void WriteAssistant(Utf8JsonWriter to, Message message)
    {
        to.WriteStartObject();
        to.WriteString("role"u8, "assistant"u8);
        to.WritePropertyName("content"u8);
        if (HasText(message))
            WriteValue(to, [.. message.Parts.OfType<TextContent>()]);
        else
            to.WriteNullValue();
        if (message.Parts.Any(part => part is ToolUseContent))
        {
            to.WriteStartArray("tool_calls"u8);
            foreach (var use in message.Parts.OfType<ToolUseContent>())
            {
                to.WriteStartObject();
                to.WriteString("id"u8, use.UseId);
                to.WriteString("type"u8, "function"u8);
                to.WriteStartObject("function"u8);
                to.WriteString("name"u8, use.Tool);
                to.WriteString("arguments"u8, use.InputJson);
                to.WriteEndObject();
                to.WriteEndObject();
            }
            to.WriteEndArray();
        }
        to.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter to, ReadOnlySpan<byte> role, TextContent[] texts)
    {
        to.WriteStartObject();
        to.WriteString("role"u8, role);
        to.WritePropertyName("content"u8);
        WriteValue(to, texts);
        to.WriteEndObject();
    }

    private static void WriteAnthropic(Utf8JsonWriter to, Message message)
    {
        to.WriteStartObject();
        to.WriteString("role"u8, message.Role is Role.Assistant ? "assistant"u8 : "user"u8);
        to.WriteStartArray("content"u8);
        foreach (var part in message.Parts)
        {
            to.WriteStartObject();
            switch (part)
            {
                case TextContent text:
                    to.WriteString("type"u8, "text"u8);
                    to.WritePropertyName("text"u8);
                    WriteValue(to, [text]);
                    break;
                case ToolUseContent use:
                    to.WriteString("type"u8, "tool_use"u8);
                    to.WriteString("id"u8, use.UseId);
                    to.WriteString("name"u8, use.Tool);
                    to.WritePropertyName("input"u8);
                    to.WriteRawValue(use.InputJson);
                    break;
                case ToolResultContent result:
                    to.WriteString("type"u8, "tool_result"u8);
                    to.WriteString("tool_use_id"u8, result.UseId);
                    to.WriteString("content"u8, result.Text);
                    if (result.IsError)
                        to.WriteBoolean("is_error"u8, true);
                    break;
            }
            to.WriteEndObject();
        }
        to.WriteEndArray();
        to.WriteEndObject();
    }

    private static bool HasText(Message message) => message.Parts.Any(part => part is TextContent { Long: not null } or TextContent { Text.Length: > 0 });

    /// <summary>What was said as one string, a long text piece by piece.</summary>
    private static void WriteValue(Utf8JsonWriter to, TextContent[] texts)
    {
        if (!Array.Exists(texts, static text => text.Long is not null))
        {
            to.WriteStringValue(string.Join("\n\n", texts.Select(static text => text.Text)));
            return;
        }
        for (var at = 0; at < texts.Length; at++)
        {
            to.WriteStringValueSegment(at == 0 ? "" : "\n\n", isFinalSegment: false);
            foreach (var piece in texts[at].Pieces)
                to.WriteStringValueSegment(piece, isFinalSegment: false);
        }
        to.WriteStringValueSegment("", isFinalSegment: true);
    }
}
