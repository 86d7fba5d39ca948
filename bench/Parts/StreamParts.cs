using System.Net.ServerSentEvents;
using System.Text;
using Q.Model;

namespace Q.Bench.Parts;

internal static class StreamParts
{
    private const int Tokens = 1000;

    public static Func<int> OpenAi() => Read(
        """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{"content":" token"},"finish_reason":null}]}


        """, static () => new OpenAiAssembly());

    public static Func<int> Anthropic() => Read(
        """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" token"}}


        """, static () => new AnthropicAssembly());

    /// <summary>One call is one token; every thousandth begins the stream again.</summary>
    private static Func<int> Read(string token, Func<StreamAssembly> make)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(token, Tokens)));
        var assembly = make();
        var events = Begin();
        return () =>
        {
            if (!events.MoveNext())
            {
                events.Dispose();
                events = Begin();
                events.MoveNext();
            }
            var length = assembly.Text.Length;
            assembly.Text.Clear();
            return length;
        };

        IEnumerator<SseItem<byte>> Begin() =>
            SseParser.Create(new MemoryStream(bytes), Take).Enumerate().GetEnumerator();

        byte Take(string kind, ReadOnlySpan<byte> data)
        {
            assembly.Read(data);
            return 0;
        }
    }
}
