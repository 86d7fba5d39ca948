namespace Q.E2E;

/// <summary>The modes of a pane's terminal, as the terminal itself reports them.</summary>
internal readonly record struct PaneModes(
    bool AlternateScreen, bool CursorVisible, bool CursorKeysApplication, bool KeypadApplication, bool Mouse, bool Insert, bool Wrap)
{
    internal const string Format =
        "#{alternate_on} #{cursor_flag} #{keypad_cursor_flag} #{keypad_flag} #{mouse_any_flag} #{insert_flag} #{wrap_flag}";

    /// <summary>What a shell finds before any program ran.</summary>
    public static PaneModes Fresh { get; } = new(false, true, false, false, false, false, true);

    internal static PaneModes Parse(string line)
    {
        var on = Array.ConvertAll(line.Trim().Split(' '), static flag => flag == "1");
        return new PaneModes(on[0], on[1], on[2], on[3], on[4], on[5], on[6]);
    }
}
