using Q.Input;

namespace Q.Commands;

/// <summary>One row of the key table.</summary>
/// <param name="Does">What it is for.</param>
/// <param name="Keys">Everywhere.</param>
/// <param name="Typed">The command that does the same; empty when none does.</param>
/// <param name="Proven">Where the terminal has shown that it can send them; empty when there are none.</param>
/// <param name="Actions">What the keymap makes of <paramref name="Keys"/>, in order.</param>
internal sealed record KeyRow(string Does, string[] Keys, string Typed, string[] Proven, KeyAction[] Actions);

/// <summary>
/// The keys of sessions, declared once: <c>/help keys</c>, <c>Ctrl+X ?</c> and the documentation print it.
/// </summary>
internal static class KeyTable
{
    public static IReadOnlyList<KeyRow> Rows { get; } =
    [
        new("next session that waits, longest first", ["Ctrl+X a"], "/next", ["Alt+A"], [KeyAction.NextWaiting]),
        new("session by slot 1 to 9", ["Ctrl+X 1…9"], "/switch 3", ["Alt+1…9", "Ctrl+1…9"], [KeyAction.Slot1]),
        new("next, previous session", ["Ctrl+X n", "Ctrl+X p"], "/switch +, /switch -", ["Ctrl+Tab", "Ctrl+Shift+Tab"],
            [KeyAction.NextSession, KeyAction.PreviousSession]),
        new("last session", ["Ctrl+X Ctrl+X"], "/switch !", [], [KeyAction.LastSession]),
        new("new session", ["Ctrl+X c"], "/new", ["Ctrl+N on an empty line"], [KeyAction.NewSession]),
        new("close the session (asks)", ["Ctrl+X w"], "/close", ["Ctrl+W on an empty line"], [KeyAction.CloseSession]),
        new("list of sessions with a filter", ["Ctrl+X s"], "/switch", [], [KeyAction.Picker]),
        new("open or fold what tools wrote", ["Ctrl+X o"], "/output", [], [KeyAction.Output]),
        new("scroll to the prompt above, below", ["Ctrl+X [", "Ctrl+X ]"], "", [], [KeyAction.PreviousPrompt, KeyAction.NextPrompt]),
        new("scroll to where the unread part begins", ["Ctrl+X u"], "", [], [KeyAction.Unread]),
        new("rename", ["Ctrl+X r"], "/rename", [], [KeyAction.Rename]),
        new("answer a waiting question: look, then y or n", ["Ctrl+X y", "Ctrl+X d"], "/allow, /deny", [],
            [KeyAction.Allow, KeyAction.Deny]),
        new("these keys", ["Ctrl+X ?"], "/help keys", [], [KeyAction.KeyHelp]),
        new("clear the line, stop the turn, twice: leave", ["Ctrl+C"], "", [], [KeyAction.Interrupt]),
        new("suspend", ["Ctrl+Z"], "", [], [KeyAction.Suspend]),
        new("draw the screen again", ["Ctrl+L"], "", [], [KeyAction.Redraw]),
        new("scroll by a page", ["PageUp", "PageDown"], "", [], [KeyAction.PageUp, KeyAction.PageDown]),
        new("scroll by a line", ["Shift+Up", "Shift+Down"], "", [], [KeyAction.LineUp, KeyAction.LineDown]),
        new("scroll to the top, to the end", ["Ctrl+Home", "Ctrl+End"], "", [],
            [KeyAction.ScrollTop, KeyAction.ScrollBottom]),
    ];

    /// <summary>What the line editor does with a key alone; not asked of the app.</summary>
    public static IReadOnlyList<(string Keys, string Does)> Editing { get; } =
    [
        ("Enter", "send"),
        ("Ctrl+J, Alt+Enter, \\ at the end", "new line"),
        ("Tab, Shift+Tab", "complete a command, a session, a file"),
        ("Up, Down", "the line above, an earlier entry; Up takes a queued prompt back"),
        ("Ctrl+R", "search what was typed before"),
        ("Ctrl+D on an empty line", "/quit"),
        ("Ctrl+A, Ctrl+E, Alt+B, Alt+F", "start, end, a word back, a word on"),
        ("Ctrl+W, Ctrl+U, Ctrl+K, Alt+D", "cut a word, to the start, to the end, the next word"),
        ("Ctrl+Y, Alt+Y", "put back what was cut, what was cut before"),
        ("Ctrl+_", "undo"),
    ];
}
