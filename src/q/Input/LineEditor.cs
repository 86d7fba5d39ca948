using Q.Input.Files;
using Q.Terminal;

namespace Q.Input;

internal enum EditResult : byte
{
    /// <summary>The key is not the editor's, or changed nothing.</summary>
    Ignored,

    /// <summary>Text, cursor, search or candidates changed: draw.</summary>
    Changed,

    /// <summary>Enter: the caller calls <see cref="LineEditor.Take"/>.</summary>
    Submit,

    /// <summary>Ctrl+D on an empty line.</summary>
    EndOfInput,
}

/// <summary>A half-typed line, as each session keeps its own.</summary>
internal readonly record struct EditorState(string Text, int Cursor, Chips? Chips = null)
{
    public static EditorState Empty => new("", 0);

    /// <summary>With what its chips stand for.</summary>
    public string Whole => Chips?.Whole(Text) ?? Text;

    /// <summary>Where a text is seen, in any case, or the chip that holds it.</summary>
    public int Find(string text)
    {
        var at = Text.IndexOf(text, StringComparison.OrdinalIgnoreCase);
        for (var i = 0; at < 0 && i < Text.Length; i++)
            at = Chips?.TextOf(Text[i])?.Contains(text, StringComparison.OrdinalIgnoreCase) == true ? i : at;
        return Math.Max(0, at);
    }
}

/// <summary>
/// The line: keys in, text and cursor out. Emacs keys, several lines, selection, history, search, undo, completion. Knows neither
/// screen nor clock; owned by the app loop. What a key asks of the app is the <see cref="Keymap"/>'s, asked before.
/// </summary>
internal sealed partial class LineEditor(History history, CompletionSource? source = null, FileIndex? files = null)
{
    private const KeyMods None = KeyMods.None;
    private const KeyMods Ctrl = KeyMods.Ctrl;
    private const KeyMods Alt = KeyMods.Alt;
    private const KeyMods Shift = KeyMods.Shift;

    private enum Last : byte
    {
        Other,
        Typed,
        Killed,
        Yanked,
        LastWord,
    }

    private static readonly CompletionSource s_nothing = static (_, _, _) => Candidates.None;

    private readonly TextBuffer _text = new();
    private readonly KillRing _kills = new();
    private readonly UndoStack _undo = new();
    private readonly Completion _completion = new(source ?? s_nothing);
    private readonly Ghost _ghost = new(history, source ?? s_nothing);
    private readonly HistorySearch _search = new(history);
    private bool _isViSearch; // Enter only puts what was found into the line
    private readonly ViRepeat _repeat = new();
    private readonly ViRegisters _registers = new();
    private readonly ViMacros _macros = new();
    private readonly FileMenu _files = new(files ?? new());
    private int _entry = -1; // the entry of the history that is shown; -1: none
    private int _anchor = -1; // where the selection began; -1: none
    private ViState _vi;
    private EditorState _halfTyped;
    private char _awaited; // v, ] or [: what the next key is for; \0: itself
    private Last _last;
    private Last _now;
    private int _yankedFrom;
    private int _wordOf; // the entry that the last word came from

    /// <summary>Large pastes are one character each: see <see cref="Chips"/>.</summary>
    public string Text => _text.Text;

    public Chips Chips { get; private set; } = Chips.None;

    /// <summary>The text with all that was pasted.</summary>
    public string Whole => Chips.Whole(Text);

    public int Cursor => _text.Cursor;

    public bool IsEmpty => _text.IsEmpty;

    public bool HasLines => Text.Contains('\n');

    /// <summary>What is selected; both the same when nothing is.</summary>
    public (int From, int To) Selected => _vi.Mode is ViMode.Visual ? ViKeys.Selection(_vi, _text) : _anchor < 0 ? (Cursor, Cursor) : (Math.Min(_anchor, Cursor), Math.Max(_anchor, Cursor));

    /// <summary>The keys of vi; each line begins in its mode of typing.</summary>
    public bool IsVi { get; init; }

    public ViMode Mode => _vi.Mode;

    /// <summary>Takes what is copied under <c>"+</c>.</summary>
    public Action<string> Clipboard { get; set; } = static _ => { };

    /// <summary>Where what is typed belongs: the history keeps it.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Up and Ctrl+R begin with the entries of this folder alone.</summary>
    public bool IsHistoryOfFolder { get; set; }

    /// <summary>What the line may become is shown, and taken by the keys that would leave its end.</summary>
    public bool HasGhost { get; set; }

    /// <summary>What follows the cursor at the end of the line if the person takes it: no part of the text.</summary>
    public string Ghost => HasGhost && Cursor == Text.Length && _entry < 0 && Searching is null && Listed.Count == 0
        && (!IsVi || Mode is ViMode.Insert) && Selected is var (from, to) && from == to ? _ghost.Of(Text, Folder) : "";

    /// <summary>What is searched for; null when nothing is.</summary>
    public string? Searching => _search.Wanted;

    /// <summary>The search looks at entries of this folder alone.</summary>
    public bool IsSearchingHere => _search.Here is not null;

    public IReadOnlyList<string> Listed => _files.Listed.Count > 0 ? _files.Listed : _completion.Listed;

    /// <summary>What there is to say of each that is listed; empty when nothing is.</summary>
    public IReadOnlyList<string> Notes => _files.Listed.Count > 0 ? [] : _completion.Notes;

    public int Chosen => _files.Listed.Count > 0 ? _files.Chosen : _completion.Chosen;

    /// <summary>What the list is, where it says so; null otherwise.</summary>
    public string? ListNote => _files.Note;

    /// <summary>The files that an <c>@</c> lists.</summary>
    public FileIndex Files => _files.Index;

    /// <summary>The walk through the folder has found more.</summary>
    public void FilesCame() => _files.Look(_text);

    public EditorState Save() => new(Text, Cursor, Chips);

    /// <summary>Another session's line; what belonged to the one before (undo, search, place in the history) is forgotten.</summary>
    public void Restore(EditorState state)
    {
        Forget();
        Chips = state.Chips ?? Chips.None;
        _text.Set(state.Text ?? "", state.Cursor);
    }

    /// <summary>A text that was sent or kept comes back: what was pasted stands in it as chips.</summary>
    public EditorState Taken(string text) => history.Line(text);

    public void Clear() => Restore(EditorState.Empty);

    /// <summary>Empties the line; Ctrl+Y brings it back.</summary>
    public void Discard()
    {
        _kills.Add(Whole, before: false, joins: false);
        Clear();
    }

    /// <summary>Gives the line, keeps it in the history, and begins an empty one.</summary>
    public string Take()
    {
        var line = Whole;
        history.Add(line, Folder, Save());
        Clear();
        return line;
    }

    /// <summary>Another text, as from an editor; undone at once.</summary>
    public void Replace(string text)
    {
        Forget(keepsUndo: true);
        text = Chips.Again(text, Text);
        Change(() => _text.Set(text, text.Length));
    }

    /// <summary>What is selected by Shift goes to the kill ring and the clipboard, and is no longer selected; false when nothing is.</summary>
    public bool CopySelected()
    {
        var (from, to) = Selected;
        if (_vi.Mode is ViMode.Visual || from == to)
            return false;
        var text = Chips.Whole(Text[from..to]);
        _kills.Add(text, before: false, joins: false);
        Clipboard(text);
        _anchor = -1;
        return true;
    }

    public EditResult Paste(string text)
    {
        _awaited = '\0';
        _search.Accept();
        _completion.End();
        _files.Close();
        _repeat.Hear(text);
        _vi = _vi with { Over = null };
        var (from, to) = Selected;
        Change(() =>
        {
            _text.Remove(from, to);
            Put(text);
        });
        _last = Last.Other;
        return EditResult.Changed;
    }

    public EditResult Press(Key key)
    {
        if (_search.Wanted is not null && Search(key) is { } found)
        {
            Heard(key);
            return found;
        }
        if (_awaited is not '\0')
        {
            Heard(key);
            return Awaited(key);
        }
        if (_files.Press(key, _text, edit => Change(edit)))
        {
            _last = Last.Other;
            _repeat.Stop(); // what a list put in is not what was typed
            if (!(IsVi && key.Code is KeyCode.Escape))
                return EditResult.Changed;
        }
        if (key.Code != KeyCode.Tab)
            _completion.End();
        _now = Last.Other;
        var result = (IsVi ? Vi(key) : null) ?? TakeGhost(key) ?? Selecting(key) ?? Act(key);
        _last = _now;
        if (_now is Last.Typed || key.Code is KeyCode.Backspace)
            _files.Follow(_text, Folder);
        else
            _files.Close();
        return result;
    }

    private EditResult Act(Key key) => (key.Mods, key.Code, key.Rune.Value) switch
    {
        (None, KeyCode.Enter, _) => EndsWithBackslash ? Continue() : EditResult.Submit,
        (_, KeyCode.Enter, _) or (Ctrl, KeyCode.Rune, 'j') => Change(() => _text.Insert("\n")),
        (None, KeyCode.Tab, _) => Complete(backwards: false),
        (Shift, KeyCode.Tab, _) => Complete(backwards: true),

        (None, KeyCode.Left, _) or (Ctrl, KeyCode.Rune, 'b') => Move(_text.Previous()),
        (None, KeyCode.Right, _) or (Ctrl, KeyCode.Rune, 'f') => Move(_text.Next()),
        (Alt, KeyCode.Rune, 'b') or (Alt or Ctrl, KeyCode.Left, _) => Move(_text.WordStart()),
        (Alt, KeyCode.Rune, 'f') or (Alt or Ctrl, KeyCode.Right, _) => Move(_text.WordEnd()),
        (None, KeyCode.Home, _) or (Ctrl, KeyCode.Rune, 'a') => Move(_text.LineStart),
        (None, KeyCode.End, _) or (Ctrl, KeyCode.Rune, 'e') => Move(_text.LineEnd),
        (None, KeyCode.Up, _) or (Ctrl, KeyCode.Rune, 'p') => Up(),
        (None, KeyCode.Down, _) or (Ctrl, KeyCode.Rune, 'n') => Down(),
        (Alt, KeyCode.Rune, '<') => Show(history.Step(0, +1, Scope)),
        (Alt, KeyCode.Rune, '>') => Show(history.Count),

        (_, KeyCode.Backspace, _) when key.Mods is Alt or Ctrl => Kill(_text.WordStart()),
        (Ctrl | Alt, KeyCode.Rune, 'h') => Kill(_text.WordStart()),
        (_, KeyCode.Backspace, _) or (Ctrl, KeyCode.Rune, 'h') => Delete(_text.Previous()),
        (Ctrl, KeyCode.Rune, 'd') when IsEmpty => EditResult.EndOfInput,
        (Alt, KeyCode.Rune, 'd') or (Ctrl, KeyCode.Delete, _) => Kill(_text.WordEnd()),
        (Ctrl, KeyCode.Rune, 'd') or (_, KeyCode.Delete, _) => Delete(_text.Next()),
        (Ctrl, KeyCode.Rune, 'k') => Kill(_text.LineEnd == Cursor ? _text.Next() : _text.LineEnd),
        (Ctrl, KeyCode.Rune, 'u') => Kill(_text.LineStart),
        (Ctrl, KeyCode.Rune, 'w') => Kill(_text.BlankWordStart()),
        (Ctrl, KeyCode.Rune, 'y') => Yank(),
        (Alt, KeyCode.Rune, 'y') => YankOlder(),
        (Alt, KeyCode.Rune, '.' or '_') => LastWord(),

        (Ctrl, KeyCode.Rune, 't') => Edit(WordEdits.SwapCharacters(_text)),
        (Alt, KeyCode.Rune, 't') => Edit(WordEdits.SwapWords(_text)),
        (Alt, KeyCode.Rune, 'u') => Edit(WordEdits.Upper(_text)),
        (Alt, KeyCode.Rune, 'l') => Edit(WordEdits.Lower(_text)),
        (Alt, KeyCode.Rune, 'c') => Edit(WordEdits.Capital(_text)),
        (Alt, KeyCode.Rune, '\\') => Edit(WordEdits.Blanks(_text)),
        (Ctrl, KeyCode.Rune, '_' or '/') => Undo(),
        (Alt, KeyCode.Rune, '/') or (Ctrl | Shift, KeyCode.Rune, 'z') => Redo(),
        (Alt or (Ctrl | Alt), KeyCode.Rune, 'r') => Revert(),
        (Ctrl, KeyCode.Rune, 'r') => StartSearch(),
        (Alt, KeyCode.Rune, 'p') => Match(-1),
        (Alt, KeyCode.Rune, 'n') => Match(+1),
        (Ctrl, KeyCode.Rune, 'v') => Await('v'),
        (Ctrl, KeyCode.Rune, ']') => Await(']'),
        (Ctrl | Alt, KeyCode.Rune, ']') => Await('['),

        (None or Shift, KeyCode.Rune, >= ' ') => Type(key),
        _ => EditResult.Ignored, // keys are an open set: the one place a discard is right
    };

    /// <summary>
    /// Shift with a movement selects; then what is typed takes its place, Backspace removes it, Ctrl+W cuts and Alt+W copies it. Null
    /// when the key does what it does otherwise.
    /// </summary>
    private EditResult? Selecting(Key key)
    {
        if (Target(key) is { } place)
        {
            _anchor = _anchor < 0 ? Cursor : _anchor;
            _text.MoveTo(place);
            return EditResult.Changed;
        }
        var (from, to) = Selected;
        _anchor = -1;
        if (from == to)
            return null;
        switch (key.Mods, key.Code, key.Rune.Value)
        {
            case (_, KeyCode.Escape, _):
                return EditResult.Changed;
            case (_, KeyCode.Backspace or KeyCode.Delete, _) or (Ctrl, KeyCode.Rune, 'h' or 'd'):
                return Change(() => _text.Remove(from, to));
            case (Ctrl, KeyCode.Rune, 'w'):
                return Change(() => _kills.Add(Chips.Whole(_text.Remove(from, to)), before: false, joins: false));
            case (Alt, KeyCode.Rune, 'w'):
                _kills.Add(Chips.Whole(Text[from..to]), before: false, joins: false);
                return EditResult.Changed;
            case (None or Shift, KeyCode.Rune, >= ' ') or (not None, KeyCode.Enter, _) or (Ctrl, KeyCode.Rune, 'j' or 'y'):
                Change(() => _text.Remove(from, to));
                _last = Last.Typed; // what replaces it belongs to the same change
                return null;
            default:
                var result = Act(key);
                return result is EditResult.Ignored ? EditResult.Changed : result; // it is no longer selected
        }
    }

    /// <summary>Where a movement with Shift goes; null when the key is none.</summary>
    private int? Target(Key key) => (key.Mods, key.Code) switch
    {
        (Shift, KeyCode.Left) => _text.Previous(),
        (Shift, KeyCode.Right) => _text.Next(),
        (Shift | Ctrl or Shift | Alt, KeyCode.Left) => _text.WordStart(),
        (Shift | Ctrl or Shift | Alt, KeyCode.Right) => _text.WordEnd(),
        (Shift, KeyCode.Home) => _text.LineStart,
        (Shift, KeyCode.End) => _text.LineEnd,
        (Shift | Ctrl, KeyCode.Home) => 0,
        (Shift | Ctrl, KeyCode.End) => Text.Length,
        (Shift, KeyCode.Up) => Math.Max(0, _text.OtherLine(-1)),
        (Shift, KeyCode.Down) => _text.OtherLine(+1) is >= 0 and var below ? below : Text.Length,
        _ => null,
    };
}
