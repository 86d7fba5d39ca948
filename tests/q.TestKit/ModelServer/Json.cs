using System.Text.Encodings.Web;
using System.Text.Json;

namespace Q.TestKit.ModelServer;

internal static class Json
{
    /// <summary>Text as a JSON string, quotes included.</summary>
    public static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
