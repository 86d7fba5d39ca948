using System.Text;

namespace Q.Terminal;

/// <summary>Makes text of pasted bytes: line ends become \n, and no control character but \n and tab comes through.</summary>
internal static class PastedText
{
    private const int MostNames = 6;

    private const string Names =
        "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US";

    public static string From(ReadOnlySpan<byte> utf8) => From(utf8, out _);

    /// <param name="leftOut">Those that do not.</param>
    public static string From(ReadOnlySpan<byte> utf8, out string leftOut)
    {
        StringBuilder? left = null;
        var chars = new char[Encoding.UTF8.GetMaxCharCount(utf8.Length)];
        var length = Encoding.UTF8.GetChars(utf8, chars);
        var used = 0;
        for (var at = 0; at < length; at++)
        {
            var one = chars[at];
            if (one == '\r')
            {
                if (at + 1 < length && chars[at + 1] == '\n')
                    at++;
                one = '\n';
            }
            if (one is '\n' or '\t' || !char.IsControl(one))
                chars[used++] = one;
            else
                (left ??= new()).Append(one);
        }
        leftOut = left?.ToString() ?? "";
        return new string(chars, 0, used);
    }

    /// <summary>How many control characters were left out, and of which kinds.</summary>
    /// <param name="leftOut">At least one.</param>
    /// <param name="of">What they stood in.</param>
    public static string Told(string leftOut, string of)
    {
        var (names, kinds) = (Names.Split(' '), new List<string>());
        foreach (var one in leftOut)
        {
            var name = one < ' ' ? names[one] : one == '\x7f' ? "DEL" : $"U+{(int)one:X4}";
            if (kinds.Count <= MostNames && !kinds.Contains(name))
                kinds.Add(kinds.Count < MostNames ? name : "others");
        }
        var were = leftOut.Length == 1 ? "character was" : "characters were";
        return $"{leftOut.Length} control {were} left out of {of}: {string.Join(", ", kinds)}.";
    }
}
