using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Model;

/// <summary>
/// Takes the events of one stream apart, straight from their bytes: text goes to <see cref="Text"/>, tool calls to
/// <see cref="Calls"/>. One stream's own; <see cref="Read"/> is called for one event at a time.
/// </summary>
internal abstract class StreamAssembly : IDisposable
{
    private readonly TextEnvelope _envelope = new();
    private int _texts;
    private int _textAt;
    private int _textLength;

    /// <summary>Text of the last event; the reader takes it and clears.</summary>
    public PooledBuffer Text { get; } = new(256);

    public ToolCallList Calls { get; } = new();

    /// <summary>Null until the server said why it stops.</summary>
    public StopReason? Stop { get; protected set; }

    /// <summary>The server said that nothing more comes.</summary>
    public bool Ended { get; protected set; }

    public int InputTokens { get; protected set; }

    public int OutputTokens { get; protected set; }

    /// <summary>An error in the middle of the stream: its words and its code.</summary>
    public (string Detail, string Code)? Error { get; protected set; }

    public Usage Usage => new(InputTokens, OutputTokens);

    /// <summary>What the caller may rely on: a call that was gathered means that tools are to run.</summary>
    public StopReason Reason => Stop switch
    {
        null or StopReason.EndOfTurn when Calls.Count > 0 => StopReason.ToolUse,
        StopReason.ToolUse when Calls.Count == 0 => StopReason.EndOfTurn,
        null => StopReason.EndOfTurn,
        { } known => known,
    };

    /// <summary>One event's data. Throws <see cref="JsonException"/> when it is not JSON, or not of this protocol.</summary>
    public void Read(ReadOnlySpan<byte> json)
    {
        if (Calls.Count == 0 && _envelope.TryTake(json, Text))
            return;
        var before = Effects;
        _texts = 0;
        try
        {
            ReadEvent(json);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException("not of this protocol", e); // half a surrogate pair, a number where an object belongs
        }
        if (_texts == 1 && Calls.Count == 0 && Stop is null && Effects == before)
            _envelope.Learn(json, _textAt, _textLength);
    }

    /// <summary>What an event may change but the text.</summary>
    private (StopReason?, bool, int, int, (string, string)?) Effects => (Stop, Ended, InputTokens, OutputTokens, Error);

    protected abstract void ReadEvent(ReadOnlySpan<byte> json);

    /// <summary>The answer came as one document, without a reason to stop: it is whole.</summary>
    public void EndWhole() => Ended = true;

    public void Dispose()
    {
        Text.Dispose();
        _envelope.Dispose();
    }

    /// <summary>Appends the string at the reader to the text, unescaped; what is not Unicode becomes U+FFFD.</summary>
    protected void AppendText(ref Utf8JsonReader reader)
    {
        _texts++;
        (_textAt, _textLength) = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var span = Text.GetSpan(_textLength);
        try
        {
            Text.Advance(reader.CopyString(span));
        }
        catch (InvalidOperationException) // half of a surrogate pair, or bytes that are not UTF-8
        {
            Text.Append("\uFFFD"u8);
        }
    }

    /// <summary>The string at the reader; any other value as its text.</summary>
    protected static string TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Null)
            return "";
        if (reader.TokenType is JsonTokenType.String)
            return reader.GetString()!;
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.GetRawText();
    }

    protected static int IntOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var number))
            return number;
        reader.Skip();
        return 0;
    }

    /// <summary>Reads <c>{message, type|code}</c>, or a bare string, at the reader.</summary>
    protected static (string Detail, string Code) ErrorOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
            return (TextOf(ref reader), "");
        var (detail, code, type) = ("", "", "");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message"u8)) { reader.Read(); detail = TextOf(ref reader); }
            else if (reader.ValueTextEquals("code"u8)) { reader.Read(); code = TextOf(ref reader); }
            else if (reader.ValueTextEquals("type"u8)) { reader.Read(); type = TextOf(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }
        return (detail, code.Length > 0 ? code : type);
    }
}
