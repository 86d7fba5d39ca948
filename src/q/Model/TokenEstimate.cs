using System.Text;
using Q.Turns;

namespace Q.Model;

/// <summary>About how many tokens a text is: a quarter of its bytes, rounded to tens. Pure.</summary>
internal static class TokenEstimate
{
    public static int OfBytes(long bytes) => (int)Math.Min(int.MaxValue, (bytes / 4 + 5) / 10 * 10);

    public static int Of(string text) => OfBytes(Encoding.UTF8.GetByteCount(text));

    public static int Of(Message message) => OfBytes(message.Parts.Sum(Bytes));

    public static int Of(IReadOnlyList<Message> messages) => OfBytes(messages.Sum(message => message.Parts.Sum(Bytes)));

    private static long Bytes(Content part) => part switch
    {
        TextContent text => text.Long?.Length ?? Encoding.UTF8.GetByteCount(text.Text),
        ToolUseContent use => use.Tool.Length + Encoding.UTF8.GetByteCount(use.InputJson),
        ToolResultContent result => Encoding.UTF8.GetByteCount(result.Text),
        _ => 0,
    };
}
