using System.Text;

namespace Q.TestKit;

/// <summary>Keys that nobody would press in this order, as the bytes that a terminal sends; a seed gives the same ones each time. Ctrl+Z is not
/// among them: there is no shell to come back from.</summary>
internal static class RandomKeys
{
    private static readonly string[] s_words =
    [
        "/new ", "/switch ", "/rename ", "/close", "/pin", "/group b", "/fork ", "/find ", "/search ", "/help", "/raw", "/output", "/pause", "/resume", "/send dev-1 ",
        "/sessions", "/clear", "/logs", "/replay ", "/template list", "/kill ", "/recover", "/nothing", "dev-1", "fix the build", "@", "@a", "!", "\"", "1", "9", "y", "n", "t",
        "é", "漢字", "😀", "👩‍👩‍👧", "e\u0301", "\u202e", "שלום", "x",
    ];

    private static readonly string[] s_keys =
    [
        "\r", "\r", "\r", "\n", "\t", "\e", "\e\e", "\x7f", "\b", "\0", "\x1c", "\x1d", "\x1e", "\x1f", "\e[A", "\e[B", "\e[C", "\e[D", "\e[H", "\e[F", "\e[5~", "\e[6~", "\e[3~",
        "\e[1;2D", "\e[1;5C", "\e[1;2A", "\eb", "\ef", "\ed", "\e.", "\e/", "\e1", "\eOP", "\e[Z", "\e[200~", "\e[201~", "\e[200~two\nlines\e[201~", "\e[I", "\e[O",
        "\e[<64;5;5M", "\e[<0;5;5m", "\e[97;5u", "\e[27;5;97~", "\e[?62;4c", "\e[?0u", "\e[", "\e]11;rgb:0/0/0\a", "\eP1$r\e\\", "\e[999999999999;5u", "\x18", "\x18", "\x18",
    ];

    public static byte[] Next(Random random) => random.Next(12) switch
    {
        < 4 => [(byte)random.Next(0x20, 0x7F)],
        < 6 => Encoding.UTF8.GetBytes(s_words[random.Next(s_words.Length)]),
        < 9 => Encoding.UTF8.GetBytes(s_keys[random.Next(s_keys.Length)]),
        9 => [(byte)random.Next(1, 0x1A)],
        10 => [0x18, (byte)random.Next(1, 0x7F) is var key and not 0x1A ? key : (byte)'s'],
        _ => [(byte)random.Next(0x80, 0x100)],
    };
}
