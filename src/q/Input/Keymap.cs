using Q.Terminal;

namespace Q.Input;

/// <summary>
/// Which keys the app takes before the editor sees them: the leader with its second key, the direct keys, scrolling. Owned by
/// the app loop. An ambiguous byte (Escape, Backspace, Tab, plain digits) is never a session key.
/// </summary>
/// <param name="seedProfile"><c>keys.profile = "seed"</c>: Ctrl+N and Ctrl+W are session keys always.</param>
internal sealed class Keymap(bool seedProfile = false)
{
    private const KeyMods Ctrl = KeyMods.Ctrl;
    private const KeyMods Alt = KeyMods.Alt;

    /// <summary>How long the leader waits for its key; its caller calls <see cref="Cancel"/> then.</summary>
    public static TimeSpan LeaderWait => TimeSpan.FromSeconds(2);

    /// <summary>The leader was pressed and its key has not come.</summary>
    public bool IsPending { get; private set; }

    /// <summary>The terminal has shown that it sends extended keys: a reply said so, or one came.</summary>
    public bool IsProven { get; set; }

    public void Cancel() => IsPending = false;

    /// <summary>What the key asks of the app; <see cref="KeyAction.None"/> when it is for the editor.</summary>
    public KeyAction Of(Key key, bool lineIsEmpty)
    {
        IsProven |= key.Extended;
        if (IsPending)
        {
            IsPending = false;
            return AfterLeader(key);
        }
        var action = key.Extended ? Extended(key) : KeyAction.None;
        if (action == KeyAction.None)
            action = Direct(key);
        if (action == KeyAction.None && (seedProfile || (lineIsEmpty && IsProven)))
            action = Seed(key);
        IsPending = action == KeyAction.Leader;
        return action;
    }

    private static KeyAction AfterLeader(Key key) => (key.Mods & ~KeyMods.Shift, key.Code, key.Rune.Value) switch
    {
        (_, KeyCode.Rune, 'a') => KeyAction.NextWaiting,
        (_, KeyCode.Rune, >= '1' and <= '9') => Slot(key.Rune.Value),
        (Ctrl, KeyCode.Rune, 'x') => KeyAction.LastSession,
        (_, KeyCode.Rune, 'n') => KeyAction.NextSession,
        (_, KeyCode.Rune, 'p') => KeyAction.PreviousSession,
        (_, KeyCode.Right or KeyCode.Down, _) => KeyAction.NextSession,
        (_, KeyCode.Left or KeyCode.Up, _) => KeyAction.PreviousSession,
        (_, KeyCode.Rune, 'c') when key.Mods == KeyMods.None => KeyAction.NewSession,
        (_, KeyCode.Rune, 'w') => KeyAction.CloseSession,
        (_, KeyCode.Rune, 's') => KeyAction.Picker,
        (_, KeyCode.Rune, 'r') => KeyAction.Rename,
        (_, KeyCode.Rune, 'o') => KeyAction.Output,
        (_, KeyCode.Rune, '[') => KeyAction.PreviousPrompt,
        (_, KeyCode.Rune, ']') => KeyAction.NextPrompt,
        (_, KeyCode.Rune, 'u') => KeyAction.Unread,
        (_, KeyCode.Rune, 'y') => KeyAction.Allow,
        (_, KeyCode.Rune, 'd') => KeyAction.Deny,
        (_, KeyCode.Rune, '?') => KeyAction.KeyHelp,
        (Ctrl, KeyCode.Rune, 'c' or 'g') or (_, KeyCode.Escape, _) => KeyAction.None, // gives the leader up
        _ => KeyAction.UnknownChord,
    };

    private static KeyAction Direct(Key key) => (key.Mods, key.Code, key.Rune.Value) switch
    {
        (Ctrl, KeyCode.Rune, 'x') => KeyAction.Leader,
        (Ctrl, KeyCode.Rune, 'c') => KeyAction.Interrupt,
        (Ctrl, KeyCode.Rune, 'z') => KeyAction.Suspend,
        (Ctrl, KeyCode.Rune, 'l') => KeyAction.Redraw,
        (Alt, KeyCode.Rune, 'a') => KeyAction.NextWaiting,
        (Alt, KeyCode.Rune, >= '1' and <= '9') => Slot(key.Rune.Value),
        (KeyMods.None, KeyCode.PageUp, _) => KeyAction.PageUp,
        (KeyMods.None, KeyCode.PageDown, _) => KeyAction.PageDown,
        (KeyMods.Shift or Alt, KeyCode.Up, _) => KeyAction.LineUp,
        (KeyMods.Shift or Alt, KeyCode.Down, _) => KeyAction.LineDown,
        (Ctrl, KeyCode.Home, _) => KeyAction.ScrollTop,
        (Ctrl, KeyCode.End, _) => KeyAction.ScrollBottom,
        _ => KeyAction.None,
    };

    /// <summary>Only in a form that cannot be anything else.</summary>
    private static KeyAction Extended(Key key) => (key.Mods, key.Code, key.Rune.Value) switch
    {
        (Ctrl, KeyCode.Rune, >= '1' and <= '9') => Slot(key.Rune.Value),
        (Ctrl, KeyCode.Tab, _) => KeyAction.NextSession,
        (Ctrl | KeyMods.Shift, KeyCode.Tab, _) => KeyAction.PreviousSession,
        _ => KeyAction.None,
    };

    private static KeyAction Seed(Key key) => (key.Mods, key.Code, key.Rune.Value) switch
    {
        (Ctrl, KeyCode.Rune, 'n') => KeyAction.NewSession,
        (Ctrl, KeyCode.Rune, 'w') => KeyAction.CloseSession,
        _ => KeyAction.None,
    };

    private static KeyAction Slot(int digit) => (KeyAction)((int)KeyAction.Slot1 + digit - '1');
}
