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
internal readonly record struct EditorState(string Text, int Cursor)
{
    public static EditorState Empty => new("", 0);
}

/// <summary>
/// The line: keys in, text and cursor out. Emacs keys, several lines, history, search, undo, completion. Knows neither screen
/// nor clock; owned by the app loop. What a key asks of the app is the <see cref="Keymap"/>'s, asked before.
/// </summary>
internal sealed class LineEditor(History history, CompletionSource? source = null)
{
    private const KeyMods None = KeyMods.None;
    private const KeyMods Ctrl = KeyMods.Ctrl;
    private const KeyMods Alt = KeyMods.Alt;

    private enum Last : byte
    {
        Other,
        Typed,
        Killed,
        Yanked,
    }

    private readonly TextBuffer _text = new();
    private readonly KillRing _kills = new();
    private readonly UndoStack _undo = new();
    private readonly Completion _completion = new(source ?? ((_, _) => Candidates.None));
    private readonly HistorySearch _search = new(history);
    private int _entry = -1; // the entry of the history that is shown; -1: none
    private EditorState _halfTyped;
    private Last _last;
    private Last _now;
    private int _yankedFrom;

    public string Text => _text.Text;

    public int Cursor => _text.Cursor;

    public bool IsEmpty => _text.IsEmpty;

    /// <summary>What is searched for; null when nothing is.</summary>
    public string? Searching => _search.Wanted;

    public IReadOnlyList<string> Listed => _completion.Listed;

    public int Chosen => _completion.Chosen;

    public EditorState Save() => new(Text, Cursor);

    /// <summary>Another session's line; what belonged to the one before (undo, search, place in the history) is forgotten.</summary>
    public void Restore(EditorState state)
    {
        Forget();
        _text.Set(state.Text ?? "", state.Cursor);
    }

    public void Clear() => Restore(EditorState.Empty);

    /// <summary>Gives the line, keeps it in the history, and begins an empty one.</summary>
    public string Take()
    {
        var line = Text;
        history.Add(line);
        Clear();
        return line;
    }

    public EditResult Paste(string text)
    {
        _search.Accept();
        _completion.End();
        Change(() => _text.Insert(text));
        _last = Last.Other;
        return EditResult.Changed;
    }

    public EditResult Press(Key key)
    {
        if (_search.Wanted is not null && Search(key) is { } found)
            return found;
        if (key.Code != KeyCode.Tab)
            _completion.End();
        _now = Last.Other;
        var result = Act(key);
        _last = _now;
        return result;
    }

    private EditResult Act(Key key) => (key.Mods, key.Code, key.Rune.Value) switch
    {
        (None, KeyCode.Enter, _) => EndsWithBackslash ? Continue() : EditResult.Submit,
        (_, KeyCode.Enter, _) or (Ctrl, KeyCode.Rune, 'j') => Change(() => _text.Insert("\n")),
        (None, KeyCode.Tab, _) => Complete(backwards: false),
        (KeyMods.Shift, KeyCode.Tab, _) => Complete(backwards: true),

        (None, KeyCode.Left, _) or (Ctrl, KeyCode.Rune, 'b') => Move(_text.Previous()),
        (None, KeyCode.Right, _) or (Ctrl, KeyCode.Rune, 'f') => Move(_text.Next()),
        (Alt, KeyCode.Rune, 'b') or (Alt or Ctrl, KeyCode.Left, _) => Move(_text.WordStart()),
        (Alt, KeyCode.Rune, 'f') or (Alt or Ctrl, KeyCode.Right, _) => Move(_text.WordEnd()),
        (None, KeyCode.Home, _) or (Ctrl, KeyCode.Rune, 'a') => Move(_text.LineStart),
        (None, KeyCode.End, _) or (Ctrl, KeyCode.Rune, 'e') => Move(_text.LineEnd),
        (None, KeyCode.Up, _) or (Ctrl, KeyCode.Rune, 'p') => Up(),
        (None, KeyCode.Down, _) or (Ctrl, KeyCode.Rune, 'n') => Down(),
        (Alt, KeyCode.Rune, '<') => Show(0),
        (Alt, KeyCode.Rune, '>') => Show(history.Count),

        (_, KeyCode.Backspace, _) when key.Mods is Alt or Ctrl => Kill(_text.WordStart()),
        (_, KeyCode.Backspace, _) or (Ctrl, KeyCode.Rune, 'h') => Delete(_text.Previous()),
        (Ctrl, KeyCode.Rune, 'd') when IsEmpty => EditResult.EndOfInput,
        (Alt, KeyCode.Rune, 'd') or (Ctrl, KeyCode.Delete, _) => Kill(_text.WordEnd()),
        (Ctrl, KeyCode.Rune, 'd') or (_, KeyCode.Delete, _) => Delete(_text.Next()),
        (Ctrl, KeyCode.Rune, 'k') => Kill(_text.LineEnd == Cursor ? _text.Next() : _text.LineEnd),
        (Ctrl, KeyCode.Rune, 'u') => Kill(_text.LineStart),
        (Ctrl, KeyCode.Rune, 'w') => Kill(_text.BlankWordStart()),
        (Ctrl, KeyCode.Rune, 'y') => Yank(),
        (Alt, KeyCode.Rune, 'y') => YankOlder(),

        (Ctrl, KeyCode.Rune, 't') => Edit(WordEdits.SwapCharacters(_text)),
        (Alt, KeyCode.Rune, 't') => Edit(WordEdits.SwapWords(_text)),
        (Alt, KeyCode.Rune, 'u') => Edit(WordEdits.Upper(_text)),
        (Alt, KeyCode.Rune, 'l') => Edit(WordEdits.Lower(_text)),
        (Alt, KeyCode.Rune, 'c') => Edit(WordEdits.Capital(_text)),
        (Ctrl, KeyCode.Rune, '_' or '/') => Undo(),
        (Ctrl, KeyCode.Rune, 'r') => StartSearch(),

        (None or KeyMods.Shift, KeyCode.Rune, >= ' ') => Type(key),
        _ => EditResult.Ignored, // keys are an open set: the one place a discard is right
    };

    private bool EndsWithBackslash => Cursor == Text.Length && Text.EndsWith('\\') && !Text.EndsWith("\\\\", StringComparison.Ordinal);

    private EditResult Continue() => Change(() => _text.Replace(Cursor - 1, Cursor, "\n"));

    private EditResult Type(Key key)
    {
        Span<char> chars = stackalloc char[2];
        var length = key.Rune.EncodeToUtf16(chars);
        if (_last != Last.Typed || chars[0] == ' ')
            _undo.Keep(Save());
        _now = Last.Typed;
        _entry = -1;
        _text.Insert(chars[..length]);
        return EditResult.Changed;
    }

    private EditResult Change(Action edit)
    {
        _undo.Keep(Save());
        _entry = -1;
        edit();
        return EditResult.Changed;
    }

    private EditResult Edit(WordEdit edit) =>
        edit.IsNone ? EditResult.Ignored : Change(() => _text.Replace(edit.From, edit.To, edit.Text));

    private EditResult Move(int place)
    {
        if (place == Cursor)
            return EditResult.Ignored;
        _text.MoveTo(place);
        return EditResult.Changed;
    }

    private EditResult Delete(int to) => to == Cursor ? EditResult.Ignored : Change(() => _text.Remove(Cursor, to));

    private EditResult Kill(int to)
    {
        _now = Last.Killed;
        if (to == Cursor)
            return EditResult.Ignored;
        var before = to < Cursor;
        return Change(() => _kills.Add(_text.Remove(Cursor, to), before, joins: _last == Last.Killed));
    }

    private EditResult Yank()
    {
        if (_kills.IsEmpty)
            return EditResult.Ignored;
        (_now, _yankedFrom) = (Last.Yanked, Cursor);
        return Change(() => _text.Insert(_kills.Newest()));
    }

    private EditResult YankOlder()
    {
        if (_last != Last.Yanked)
            return EditResult.Ignored;
        _now = Last.Yanked;
        return Change(() => _text.Replace(_yankedFrom, Cursor, _kills.Older()));
    }

    private EditResult Undo()
    {
        if (!_undo.TryTake(out var state))
            return EditResult.Ignored;
        _text.Set(state.Text, state.Cursor);
        return EditResult.Changed;
    }

    private EditResult Complete(bool backwards)
    {
        var before = Save();
        if (!_completion.Press(_text, backwards))
            return EditResult.Ignored;
        _undo.Keep(before);
        return EditResult.Changed;
    }

    private EditResult Up() =>
        _text.OtherLine(-1) is >= 0 and var above ? Move(above) : Show((_entry < 0 ? history.Count : _entry) - 1);

    private EditResult Down() =>
        _text.OtherLine(+1) is >= 0 and var below ? Move(below) : _entry < 0 ? EditResult.Ignored : Show(_entry + 1);

    /// <summary>An entry of the history; the one after the newest is the half-typed line.</summary>
    private EditResult Show(int entry)
    {
        if (entry < 0 || (_entry < 0 && entry >= history.Count))
            return EditResult.Ignored;
        if (_entry < 0)
            _halfTyped = Save();
        _entry = entry < history.Count ? entry : -1;
        if (_entry >= 0)
            _text.Set(history[_entry], history[_entry].Length);
        else
            _text.Set(_halfTyped.Text, _halfTyped.Cursor);
        return EditResult.Changed;
    }

    private EditResult StartSearch()
    {
        _search.Start(Save());
        return EditResult.Changed;
    }

    /// <summary>Null when the key ends the search and then does what it does otherwise.</summary>
    private EditResult? Search(Key key)
    {
        var found = _search.Press(key);
        if (found is { } line)
            _text.Set(line.Text, line.Cursor);
        return _search.Wanted is not null || found is not null ? EditResult.Changed : null;
    }

    private void Forget()
    {
        (_entry, _last) = (-1, Last.Other);
        _undo.Clear();
        _search.Accept();
        _completion.End();
    }
}
