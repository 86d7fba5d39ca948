using Q.Input;

namespace Q.Commands;

/// <summary>One row of the key table.</summary>
/// <param name="Does">What it is for.</param>
/// <param name="Typed">The command that does the same; empty when none does.</param>
/// <param name="Actions">Which keys are shown, in order.</param>
internal sealed record KeyRow(string Does, string Typed, params KeyAction[] Actions);

/// <summary>What the line editor does with keys alone; the app is not asked.</summary>
/// <param name="Does">What it is for.</param>
/// <param name="Names">Of the rows whose first keys are shown, or <see cref="Fixed"/>.</param>
/// <param name="Fixed">Keys that are bound to nothing else, ever.</param>
internal sealed record EditRow(string Does, string[] Names, string Fixed = "");

/// <summary>
/// What keys are for, declared once: <c>/help keys</c>, <c>Ctrl+X ?</c>, <c>q keys test</c> and the documentation print it with the
/// keys that are bound.
/// </summary>
internal static class KeyTable
{
    public static IReadOnlyList<KeyRow> Rows { get; } =
    [
        new("next session that waits, longest first", "/next", KeyAction.NextWaiting),
        new("session by slot 1 to 9", "/switch 3", KeyAction.Slot1),
        new("next, previous session", "/switch +, /switch -", KeyAction.NextSession, KeyAction.PreviousSession),
        new("last session", "/switch !", KeyAction.LastSession),
        new("the other half; the session used last beside this one", "/split", KeyAction.OtherHalf),
        new("new session", "/new", KeyAction.NewSession),
        new("close the session (asks)", "/close", KeyAction.CloseSession),
        new("list of sessions with a filter", "/switch", KeyAction.Picker),
        new("open or fold what tools wrote", "/output", KeyAction.Output),
        new("open or fold one tool call, the lowest on the screen", "/output 1", KeyAction.OpenCall),
        new("find a text in what is shown; then n, N", "/find", KeyAction.Find),
        new("scroll to the prompt above, below", "", KeyAction.PreviousPrompt, KeyAction.NextPrompt),
        new("scroll to where the unread part begins", "", KeyAction.Unread),
        new("rename", "/rename", KeyAction.Rename),
        new("write the prompt in $VISUAL or $EDITOR", "/editor", KeyAction.Editor),
        new("answer a waiting question: look, then y or n", "/allow, /deny", KeyAction.Allow, KeyAction.Deny),
        new("these keys", "/help keys", KeyAction.KeyHelp),
        new("clear the line, stop the turn, twice: leave", "", KeyAction.Interrupt),
        new("suspend", "", KeyAction.Suspend),
        new("draw the screen again", "", KeyAction.Redraw),
        new("scroll by a page", "", KeyAction.PageUp, KeyAction.PageDown),
        new("scroll by a line", "", KeyAction.LineUp, KeyAction.LineDown),
        new("scroll to the top, to the end", "", KeyAction.ScrollTop, KeyAction.ScrollBottom),
    ];

    public static IReadOnlyList<EditRow> Editing { get; } =
    [
        new("send", [], "Enter"),
        new("new line, as a \\ at the end", ["new_line"]),
        new("complete a command, a session, a file; behind a paste: show it", [], "Tab, Shift+Tab"),
        new("the files of the folder, at a word's beginning; Tab takes one", [], "@"),
        new("the line above, an earlier entry; Up takes a queued prompt back", ["previous_entry", "next_entry"], "Up, Down"),
        new("search what was typed before; Tab: in this folder or all", ["search_history"]),
        new("the entry before, after that begins so", ["previous_match", "next_match"]),
        new("twice: stop the turn", [], "Escape"),
        new("delete; on an empty line /quit", ["delete"]),
        new("start, end of the line", ["line_start", "line_end"], "Home, End"),
        new("a character back, on", ["character_left", "character_right"], "Left, Right"),
        new("a word back, on", ["word_left", "word_right"]),
        new("on, back to the character typed next", ["find_character", "find_character_left"]),
        new("type the next key, a tab too", ["quoted_insert"]),
        new("cut back to a blank, to where the word began", ["cut_word", "cut_word_left"]),
        new("cut the next word", ["cut_word_right"]),
        new("cut to the start, to the end", ["cut_to_start", "cut_to_end"]),
        new("put back what was cut, what was cut before", ["put_back", "put_back_older"]),
        new("undo, redo, undo all", ["undo", "redo", "revert"]),
        new("the last word of the entry before; again: of earlier ones", ["last_word"]),
        new("delete the blanks around", ["delete_blanks"]),
        new("select, as with Home and End; what is typed takes its place", [], "Shift+arrows"),
        new("cut, copy what is selected", ["cut_word", "copy_selected"]),
        new("characters, words change places", ["swap_characters", "swap_words"]),
        new("the word in capitals, in small letters, with a capital", ["upper_case", "lower_case", "capital"]),
    ];

    /// <summary>The keys that every terminal sends, those of one action each only the first.</summary>
    public static string Everywhere(KeyRow row, KeyBindings bindings) =>
        string.Join(", ", row.Actions.Select(action => Keys(bindings, action, proven: false).FirstOrDefault("")).Where(key => key.Length > 0));

    /// <summary>Those that not every terminal sends.</summary>
    public static string Proven(KeyRow row, KeyBindings bindings) =>
        string.Join(", ", row.Actions.SelectMany(action => Keys(bindings, action, proven: true)));

    /// <summary>All keys where the row is about one thing, else the first of each.</summary>
    public static string Edits(EditRow row, KeyBindings bindings)
    {
        var bound = row.Names.SelectMany(name => bindings.Shown(BindingRow.All.First(one => one.Name == name)).Take(row.Names.Length == 1 ? 3 : 1));
        return string.Join(", ", row.Fixed.Length > 0 ? bound.Prepend(row.Fixed) : bound);
    }

    /// <summary>What may follow the leader, in one line.</summary>
    public static string Hint(KeyBindings bindings)
    {
        (string Word, KeyAction[] Actions)[] parts =
        [
            ("keys", [KeyAction.KeyHelp]), ("waiting", [KeyAction.NextWaiting]), ("answer", [KeyAction.Allow, KeyAction.Deny]),
            ("new", [KeyAction.NewSession]), ("list", [KeyAction.Picker]), ("slot", [KeyAction.Slot1]),
            ("next/previous", [KeyAction.NextSession, KeyAction.PreviousSession]), ("last", [KeyAction.LastSession]),
            ("close", [KeyAction.CloseSession]), ("rename", [KeyAction.Rename]),
        ];
        var shown = parts.Select(part => (part.Word, Keys: string.Join('/', part.Actions.Select(action => Led(bindings, action)).Where(key => key.Length > 0))))
            .Where(part => part.Keys.Length > 0).Select(part => $"{(part.Word == "slot" && part.Keys == "1" ? "1-9" : part.Keys)} {part.Word}");
        return $"{KeyName.Of(bindings.Leader)}: {string.Join(" · ", shown)}";
    }

    /// <summary>The first key of an action, to be named in a sentence; the command where it has none.</summary>
    public static string Named(KeyBindings bindings, KeyAction action) =>
        Keys(bindings, action, proven: false).Concat(Keys(bindings, action, proven: true))
            .FirstOrDefault(Rows.First(row => row.Actions.Contains(action)).Typed);

    private static string Led(KeyBindings bindings, KeyAction action) =>
        bindings.All.Where(bound => bound.Row.Action == action && bound.When is BindWhen.AfterLeader)
            .Select(static bound => KeyName.Of(bound.Key)).FirstOrDefault("");

    private static IEnumerable<string> Keys(KeyBindings bindings, KeyAction action, bool proven) => bindings.All
        .Where(bound => bound.Row.Action == action && bound.IsEverywhere != proven)
        .Select(bound => bindings.Written(bound) is [.. var before, '1'] && action is KeyAction.Slot1 ? before + "1…9" : bindings.Written(bound));
}
