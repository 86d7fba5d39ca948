namespace Q.Screen;

/// <summary>Tells a diff from a command, and its lines from each other. Pure.</summary>
internal static class DiffLines
{
    /// <summary>The text begins with a diff, perhaps below a title of a line or two.</summary>
    public static bool In(ReadOnlySpan<byte> text)
    {
        var header = text.StartsWith("--- "u8) ? 0 : text.IndexOf("\n--- "u8) + 1;
        if (header == 0 && !text.StartsWith("--- "u8))
            return false;
        var rest = text[header..];
        var feed = rest.IndexOf((byte)'\n');
        return feed >= 0 && rest[(feed + 1)..].StartsWith("+++ "u8);
    }

    public static RowLook LookOf(ReadOnlySpan<byte> line) => line switch
    {
        [(byte)'@', (byte)'@', ..] => RowLook.Hunk,
        [(byte)'+', ..] => line.StartsWith("+++ "u8) ? RowLook.Hunk : RowLook.Added,
        [(byte)'-', ..] => line.StartsWith("--- "u8) ? RowLook.Hunk : RowLook.Removed,
        _ => RowLook.Question,
    };
}
