namespace Q.Input;

/// <summary>What a key asks of the app. What a key does to the line alone is the editor's business and not here.</summary>
internal enum KeyAction : byte
{
    None,

    /// <summary>The leader was pressed: the next key chooses; show the hint.</summary>
    Leader,

    /// <summary>The key after the leader means nothing: say so.</summary>
    UnknownChord,

    NextWaiting,
    Slot1,
    Slot2,
    Slot3,
    Slot4,
    Slot5,
    Slot6,
    Slot7,
    Slot8,
    Slot9,
    NextSession,
    PreviousSession,
    LastSession,
    OtherHalf,
    NewSession,
    CloseSession,
    Picker,
    Rename,
    Output,
    PreviousPrompt,
    NextPrompt,
    Unread,
    Editor,
    Find,
    OpenCall,
    Allow,
    Deny,
    KeyHelp,
    Interrupt,
    Suspend,
    Redraw,
    PageUp,
    PageDown,
    LineUp,
    LineDown,
    ScrollTop,
    ScrollBottom,
}
