using System.Text;

namespace Q.Terminal;

/// <summary>Makes text of pasted bytes: line ends become \n, and no control character but \n and tab comes through.</summary>
internal static class PastedText
{
    public static string From(ReadOnlySpan<byte> utf8) => From(utf8, out _);

    /// <param name="leftOut">How many do not.</param>
    public static string From(ReadOnlySpan<byte> utf8, out int leftOut)
    {
        leftOut = 0;
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
                leftOut++;
        }
        return new string(chars, 0, used);
    }
}
