using Q.Terminal;

namespace Q.Screen;

/// <summary>The sequence that makes a terminal show a notification.</summary>
internal enum NotifyBy : byte
{
    Nothing,

    /// <summary>iTerm2's, also of WezTerm and Ghostty: <c>OSC 9 ; text</c>.</summary>
    Osc9,

    /// <summary>kitty's, also of foot: <c>OSC 99 ; ; text</c>.</summary>
    Osc99,

    /// <summary>rxvt's, also of VTE terminals and foot: <c>OSC 777 ; notify ; title ; text</c>.</summary>
    Osc777,
}

/// <summary>What a person who looks elsewhere wants to be told by, as far as this terminal can.</summary>
/// <param name="Title">The window's title names who waits.</param>
/// <param name="Bell">It rings once for each new wait.</param>
/// <param name="Notify">A notification for each new wait, while the terminal is not in focus.</param>
/// <param name="Progress">The terminal's own progress mark while a turn runs and the terminal is not in focus.</param>
/// <param name="ThroughTmux">Notifications and progress are wrapped, so that tmux passes them on where it is allowed to.</param>
internal sealed record AttentionChoice(bool Title, bool Bell, NotifyBy Notify, bool Progress, bool ThroughTmux)
{
    /// <summary>Terminals tell when they get and lose the focus only if asked.</summary>
    public bool WantsFocus => Notify is not NotifyBy.Nothing || Progress;

    /// <param name="notify">The setting <c>ui.notify</c>: off, auto, osc9, osc99 or osc777.</param>
    public static AttentionChoice Of(bool title, bool bell, string notify, bool progress, Capabilities terminal) => new(
        title && terminal.Titles,
        bell,
        notify switch
        {
            "osc9" => NotifyBy.Osc9,
            "osc99" => NotifyBy.Osc99,
            "osc777" => NotifyBy.Osc777,
            "auto" => Of(terminal.Program),
            _ => NotifyBy.Nothing,
        },
        progress && terminal.Program is not (TerminalProgram.Kitty or TerminalProgram.Foot), // to which all of OSC 9 is a notification
        terminal.Tmux);

    private static NotifyBy Of(TerminalProgram program) => program switch
    {
        TerminalProgram.Kitty => NotifyBy.Osc99,
        TerminalProgram.ITerm or TerminalProgram.WezTerm or TerminalProgram.Ghostty => NotifyBy.Osc9,
        TerminalProgram.Foot or TerminalProgram.Vte or TerminalProgram.Rxvt => NotifyBy.Osc777,
        TerminalProgram.Unknown => NotifyBy.Nothing,
    };
}
