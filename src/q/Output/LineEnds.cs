namespace Q.Output;

/// <summary>In what a model writes a carriage return ends a line; on a terminal it would write over it. Pure.</summary>
internal static class LineEnds
{
    /// <summary>Makes line feeds of carriage returns, but for those before a line feed.</summary>
    /// <param name="text">Is changed.</param>
    /// <param name="next">What follows it: a line feed, or anything else.</param>
    public static void Replace(Span<byte> text, byte next = 0)
    {
        for (var at = text.IndexOf((byte)'\r'); at >= 0 && at < text.Length; at++)
        {
            if (text[at] == '\r' && (at + 1 < text.Length ? text[at + 1] : next) != '\n')
                text[at] = (byte)'\n';
        }
    }
}
