using System.Text;
using Q.Terminal;

namespace Q.Bench.Parts;

internal static class InputParts
{
    public static Func<int> Keys() =>
        Decode(string.Concat(Enumerable.Repeat("fix the api, please\r\x01\eb\e[A\e[1;5C", 32))[..1024]);

    public static Func<int> Paste() => Decode($"\e[200~{new string('x', 64 * 1024)}\e[201~");

    private static Func<int> Decode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var events = 0;
        var decoder = new InputDecoder(_ => events++);
        return () =>
        {
            decoder.Feed(bytes);
            return events;
        };
    }
}
