namespace Q.Input;

/// <summary>Something that a key may be bound to: its name in <c>[keys]</c> of <c>config.toml</c>, and its keys when nobody chose any.</summary>
/// <param name="Name">E.g. <c>next_waiting</c>.</param>
/// <param name="Keys">With commas between; <c>Leader a</c> is that key after the leader. Of an edit the first is what the editor knows.</param>
/// <param name="Action">What it asks of the app; none: it is the line editor's.</param>
/// <param name="OnEmptyLine">A key that means it only on an empty line; always with the profile <c>seed</c>.</param>
internal sealed record BindingRow(string Name, string Keys, KeyAction Action = KeyAction.None, string OnEmptyLine = "")
{
    public static IReadOnlyList<BindingRow> All { get; } =
    [
        new("next_waiting", "Leader a, Alt+A", KeyAction.NextWaiting),
        new("slot_1", "Leader 1, Alt+1, Ctrl+1", KeyAction.Slot1),
        new("slot_2", "Leader 2, Alt+2, Ctrl+2", KeyAction.Slot2),
        new("slot_3", "Leader 3, Alt+3, Ctrl+3", KeyAction.Slot3),
        new("slot_4", "Leader 4, Alt+4, Ctrl+4", KeyAction.Slot4),
        new("slot_5", "Leader 5, Alt+5, Ctrl+5", KeyAction.Slot5),
        new("slot_6", "Leader 6, Alt+6, Ctrl+6", KeyAction.Slot6),
        new("slot_7", "Leader 7, Alt+7, Ctrl+7", KeyAction.Slot7),
        new("slot_8", "Leader 8, Alt+8, Ctrl+8", KeyAction.Slot8),
        new("slot_9", "Leader 9, Alt+9, Ctrl+9", KeyAction.Slot9),
        new("next_session", "Leader n, Leader Right, Leader Down, Ctrl+Tab", KeyAction.NextSession),
        new("previous_session", "Leader p, Leader Left, Leader Up, Ctrl+Shift+Tab", KeyAction.PreviousSession),
        new("last_session", "Leader Leader", KeyAction.LastSession),
        new("new_session", "Leader c", KeyAction.NewSession, "Ctrl+N"),
        new("close_session", "Leader w", KeyAction.CloseSession, "Ctrl+W"),
        new("picker", "Leader s", KeyAction.Picker),
        new("rename", "Leader r", KeyAction.Rename),
        new("output", "Leader o", KeyAction.Output),
        new("previous_prompt", "Leader [", KeyAction.PreviousPrompt),
        new("next_prompt", "Leader ]", KeyAction.NextPrompt),
        new("unread", "Leader u", KeyAction.Unread),
        new("allow", "Leader y", KeyAction.Allow),
        new("deny", "Leader d", KeyAction.Deny),
        new("key_help", "Leader ?", KeyAction.KeyHelp),
        new("interrupt", "Ctrl+C", KeyAction.Interrupt),
        new("suspend", "Ctrl+Z", KeyAction.Suspend),
        new("redraw", "Ctrl+L", KeyAction.Redraw),
        new("page_up", "PageUp", KeyAction.PageUp),
        new("page_down", "PageDown", KeyAction.PageDown),
        new("line_up", "Shift+Up, Alt+Up", KeyAction.LineUp),
        new("line_down", "Shift+Down, Alt+Down", KeyAction.LineDown),
        new("scroll_top", "Ctrl+Home", KeyAction.ScrollTop),
        new("scroll_bottom", "Ctrl+End", KeyAction.ScrollBottom),

        new("new_line", "Ctrl+J, Alt+Enter"),
        new("line_start", "Ctrl+A"),
        new("line_end", "Ctrl+E"),
        new("character_left", "Ctrl+B"),
        new("character_right", "Ctrl+F"),
        new("word_left", "Alt+B, Alt+Left, Ctrl+Left"),
        new("word_right", "Alt+F, Alt+Right, Ctrl+Right"),
        new("previous_entry", "Ctrl+P"),
        new("next_entry", "Ctrl+N"),
        new("search_history", "Ctrl+R"),
        new("delete", "Ctrl+D"),
        new("cut_word", "Ctrl+W"),
        new("cut_word_left", "Alt+Backspace, Ctrl+Backspace"),
        new("cut_word_right", "Alt+D, Ctrl+Delete"),
        new("cut_to_start", "Ctrl+U"),
        new("cut_to_end", "Ctrl+K"),
        new("put_back", "Ctrl+Y"),
        new("put_back_older", "Alt+Y"),
        new("undo", "Ctrl+_, Ctrl+/"),
        new("swap_characters", "Ctrl+T"),
        new("swap_words", "Alt+T"),
        new("upper_case", "Alt+U"),
        new("lower_case", "Alt+L"),
        new("capital", "Alt+C"),
    ];
}
