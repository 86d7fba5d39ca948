namespace Q.Terminal;

/// <summary>
/// Finds out whether the terminal can send unambiguous keys, and asks it to. Asked after the first frame; nothing waits for the
/// answer. <see cref="UnixTerminal.Leave"/> takes it back, <see cref="SwitchOn"/> gives it again. Owned by the app loop.
/// </summary>
internal sealed class ExtendedKeys(Capabilities capabilities)
{
    private bool _kitty;
    private bool _modifyOtherKeys;

    /// <summary>What to write once: the questions, the one that every terminal answers last.</summary>
    public static ReadOnlySpan<byte> Questions => "\e[?u\e[c"u8;

    /// <summary>The terminal said that it can.</summary>
    public bool IsProven => _kitty;

    /// <summary>What switches it on, now or after the terminal was left and entered again; nothing when it cannot.</summary>
    public ReadOnlySpan<byte> SwitchOn => _kitty ? Ansi.KittyKeysOn : _modifyOtherKeys ? Ansi.ModifyOtherKeysOn : default;

    /// <summary>
    /// True when this answer decided it and <see cref="SwitchOn"/> is to be written. Only xterm itself gets the older way.
    /// The very flags that q asks for were left on by a q that was killed: pushed once more they would outlive this one.
    /// </summary>
    public bool Heard(Replied reply)
    {
        switch (reply.Kind)
        {
            case ReplyKind.KittyFlags when !_kitty:
                _kitty = true;
                return reply.Value != Ansi.KittyFlags;
            case ReplyKind.DeviceAttributes when !_kitty && !_modifyOtherKeys && capabilities.Xterm:
                return _modifyOtherKeys = true;
            default:
                return false;
        }
    }
}
