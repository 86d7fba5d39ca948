using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Q.Store.Exports;

/// <summary>JSON on its way into text: in memory is only what was not passed on yet. Its maker's own, on one thread.</summary>
internal sealed class JsonText : IDisposable
{
    private readonly TextWriter _to;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public JsonText(TextWriter to, JsonWriterOptions options)
    {
        _to = to;
        Json = new(_bytes, options);
    }

    public Utf8JsonWriter Json { get; }

    /// <summary>A string that is nowhere whole.</summary>
    public void Write(IEnumerable<string> pieces)
    {
        foreach (var piece in pieces)
        {
            Json.WriteStringValueSegment(piece, isFinalSegment: false);
            PassOn();
        }
        Json.WriteStringValueSegment("", isFinalSegment: true);
    }

    public void PassOn()
    {
        Json.Flush();
        _to.Write(Encoding.UTF8.GetString(_bytes.WrittenSpan));
        _bytes.ResetWrittenCount();
    }

    public void Dispose()
    {
        PassOn();
        Json.Dispose();
    }
}
