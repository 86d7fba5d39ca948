using Q.Terminal;

namespace Q.Input;

/// <summary>What the keys of the line do.</summary>
internal sealed partial class LineEditor
{
    private bool EndsWithBackslash => Cursor == Text.Length && Text.EndsWith('\\') && !Text.EndsWith("\\\\", StringComparison.Ordinal);

    private string? Scope => IsHistoryOfFolder ? Folder : null;

    private EditResult Continue() => Change(() => _text.Replace(Cursor - 1, Cursor, "\n"));

    private EditResult Type(Key key)
    {
        Span<char> chars = stackalloc char[2];
        var length = key.Rune.EncodeToUtf16(chars);
        if (IsVi ? _undo.Count == 0 : _last != Last.Typed || chars[0] == ' ') // vi undoes all that was typed at once
            _undo.Keep(Save());
        _now = Last.Typed;
        _entry = -1;
        _text.Insert(chars[..length]);
        return EditResult.Changed;
    }

    private EditResult Change(Action edit)
    {
        _undo.Keep(Save());
        (_entry, _anchor) = (-1, -1);
        edit();
        return EditResult.Changed;
    }

    /// <summary>Inserts a text; a large one as a chip.</summary>
    private void Put(string text) => Put(text, _text.IsEmpty ? Chips.None : Chips); // what was cut out of the line is undo's and the kill ring's

    private void Put(string text, Chips known)
    {
        _text.Insert(known.For(text, out var chips));
        Chips = chips;
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
        return Change(() => _kills.Add(Chips.Whole(_text.Remove(Cursor, to)), before, joins: _last == Last.Killed));
    }

    private EditResult Yank()
    {
        if (_kills.IsEmpty)
            return EditResult.Ignored;
        (_now, _yankedFrom) = (Last.Yanked, Cursor);
        return Change(() => Put(_kills.Newest()));
    }

    private EditResult YankOlder()
    {
        if (_last != Last.Yanked)
            return EditResult.Ignored;
        _now = Last.Yanked;
        return Again(_yankedFrom, _kills.Older());
    }

    /// <summary>The last word of the entry before; again: of the one before that.</summary>
    private EditResult LastWord()
    {
        var isAgain = _last == Last.LastWord;
        _now = Last.LastWord;
        var entry = history.Step((isAgain ? _wordOf : history.Count) - 1, -1, Scope);
        if (entry < 0)
            return EditResult.Ignored;
        _wordOf = entry;
        if (!isAgain)
            _yankedFrom = Cursor;
        var words = history[entry].TrimEnd();
        return Again(_yankedFrom, words[(words.AsSpan().LastIndexOfAny(" \n\t") + 1)..]);
    }

    private EditResult Again(int from, string text) => Change(() =>
    {
        _text.Remove(from, Cursor);
        Put(text);
    });

    private EditResult Undo()
    {
        while (_undo.TryTake(Save(), out var state))
        {
            if (state.Text != Text || state.Chips != Chips)
                return Back(state);
        }
        return EditResult.Ignored;
    }

    private EditResult Redo() => _undo.TryRedo(Save(), out var state) ? Back(state) : EditResult.Ignored;

    /// <summary>All changes of this line are undone; each can be done again.</summary>
    private EditResult Revert()
    {
        var result = EditResult.Ignored;
        while (Undo() is EditResult.Changed)
            result = EditResult.Changed;
        return result;
    }

    private EditResult Back(EditorState state)
    {
        Chips = state.Chips ?? Chips.None;
        _text.Set(state.Text, state.Cursor);
        return EditResult.Changed;
    }

    /// <summary>Right behind a chip: the text that it stands for.</summary>
    private EditResult Complete(bool backwards)
    {
        if (Cursor > 0 && Chips.TextOf(Text[Cursor - 1]) is { } pasted)
            return Change(() => _text.Replace(Cursor - 1, Cursor, pasted));
        var before = Save();
        if (!_completion.Press(_text, backwards))
            return EditResult.Ignored;
        _undo.Keep(before);
        return EditResult.Changed;
    }

    /// <summary>Null when the key takes nothing of it.</summary>
    private EditResult? TakeGhost(Key key)
    {
        var isWord = key is { Mods: Alt, Code: KeyCode.Right } or { Mods: Alt, Code: KeyCode.Rune, Rune.Value: 'f' };
        var isWhole = key is { Mods: None, Code: KeyCode.Right or KeyCode.End }
            or { Mods: Ctrl, Code: KeyCode.Rune, Rune.Value: 'e' or 'f' };
        if (!(isWord || isWhole) || Ghost is not { Length: > 0 } rest)
            return null;
        if (isWord)
        {
            var whole = new TextBuffer();
            whole.Set(Text + rest, Text.Length);
            rest = rest[..(whole.WordEnd() - Text.Length)];
        }
        _repeat.Stop(); // it was not typed
        return Change(() => Put(rest));
    }

    private EditResult Insert(string text) => Change(() => _text.Insert(text));

    private EditResult Up() => _text.OtherLine(-1) is >= 0 and var above
        ? Move(above)
        : Show(history.Step((_entry < 0 ? history.Count : _entry) - 1, -1, Scope));

    private EditResult Down()
    {
        if (_text.OtherLine(+1) is >= 0 and var below)
            return Move(below);
        if (_entry < 0)
            return EditResult.Ignored;
        var next = history.Step(_entry + 1, +1, Scope);
        return Show(next < 0 ? history.Count : next);
    }

    /// <summary>An entry of the history; the one after the newest is the half-typed line.</summary>
    private EditResult Show(int entry)
    {
        if (entry < 0 || (_entry < 0 && entry >= history.Count))
            return EditResult.Ignored;
        if (_entry < 0)
            _halfTyped = Save();
        _entry = entry < history.Count ? entry : -1;
        return Back(_entry >= 0 ? history.Line(_entry) : _halfTyped);
    }

    /// <summary>The next entry, back or on, that begins as the line does before the cursor, which stays.</summary>
    private EditResult Match(int by)
    {
        var (at, cursor) = (_entry < 0 ? history.Count : _entry, Cursor);
        var typed = Text.AsSpan(0, cursor); // in a chip it would not be seen
        do
            at = history.Step(at + by, by, Scope);
        while (at >= 0 && !(history[at].AsSpan().StartsWith(typed) && history.Line(at).Text.AsSpan().StartsWith(typed)));
        var result = Show(at < 0 && by > 0 ? history.Count : at);
        if (result is EditResult.Changed)
            _text.MoveTo(cursor);
        return result;
    }

    private EditResult Await(char what)
    {
        _awaited = what;
        return EditResult.Changed;
    }

    /// <summary>The key after Ctrl+V is typed, a tab and a line end too; after Ctrl+] the cursor goes to it, with Alt to the left.</summary>
    private EditResult Awaited(Key key)
    {
        var what = _awaited;
        (_awaited, _last, _anchor) = ('\0', Last.Other, -1);
        var sign = (key.Code, key.Mods) switch
        {
            (KeyCode.Tab, _) => "\t",
            (KeyCode.Enter, _) => "\n",
            (KeyCode.Rune, None or Shift) => key.Rune.ToString(),
            _ => "",
        };
        if (sign.Length == 0)
            return EditResult.Changed; // it was given up
        if (what == 'v')
            return Insert(sign);
        var found = what == ']' && Cursor < Text.Length ? Text.IndexOf(sign, Cursor + 1, StringComparison.Ordinal)
            : what == '[' && Cursor > 0 ? Text.LastIndexOf(sign, Cursor - 1, StringComparison.Ordinal) : -1;
        return found < 0 ? EditResult.Ignored : Move(found);
    }

    private EditResult StartSearch()
    {
        _isViSearch = false;
        _search.Start(Save(), Scope);
        return EditResult.Changed;
    }

    /// <summary>Null when the key ends the search and then does what it does otherwise.</summary>
    private EditResult? Search(Key key)
    {
        var found = _search.Press(key, Folder);
        if (found is { } line)
            Back(line);
        var isTaken = _isViSearch && key.Code is KeyCode.Enter;
        return _search.Wanted is not null || found is not null || isTaken ? EditResult.Changed : null;
    }

    private void Forget(bool keepsUndo = false)
    {
        (_entry, _anchor, _last, _vi) = (-1, -1, Last.Other, default);
        if (!keepsUndo)
            _undo.Clear();
        _search.Restart();
        _completion.End();
        _files.Close();
        _repeat.Stop();
        _macros.Stop();
        _awaited = '\0';
    }

    /// <summary>Null when the key is the editor's own.</summary>
    /// <summary>For what plays keys again.</summary>
    private void Heard(Key key)
    {
        _repeat.Hear(_vi, key);
        if (!_repeat.IsPlayed)
            _macros.Hear(key);
    }

    private EditResult? Vi(Key key)
    {
        if (key.Code is not KeyCode.Enter)
            Heard(key);
        var register = _vi.Register;
        var step = ViKeys.Press(_vi, key, _text, _registers.Of(register) ?? (_kills.IsEmpty ? "" : _kills.Newest()));
        _vi = step.State;
        _repeat.Did(_vi, step.Do);
        if (step.Do is ViDo.Pass)
            return null;
        _anchor = -1;
        if (step.Kept is { } kept)
            Keep(register, Chips.Whole(kept), isCopy: step.Do is ViDo.Move);
        switch (step.Do)
        {
            case ViDo.Move:
                _text.MoveTo(step.Cursor);
                break;
            case ViDo.Insert:
                _undo.Keep(Save());
                _text.MoveTo(step.Cursor);
                break;
            case ViDo.Change:
                Change(() =>
                {
                    _text.Remove(step.From, step.To);
                    Put(step.Text, Chips); // what was pasted may be a part of it
                    _text.MoveTo(step.Cursor);
                });
                break;
            case ViDo.Undo:
                Undo();
                break;
            case ViDo.Redo:
                Redo();
                break;
            case ViDo.Repeat:
                _repeat.Play(step.Cursor, again => Press(again));
                break;
            case ViDo.SearchOn:
                if (_search.Again(back: step.Cursor < 0) is { } found)
                    Change(() => Back(found));
                break;
            case ViDo.Record:
                _macros.Turn((char)step.Cursor);
                break;
            case ViDo.Play:
                _macros.Play((char)step.Cursor, step.From, again => Press(again));
                break;
            case ViDo.Over:
                _text.Remove(step.From, step.To);
                if (key.Code is KeyCode.Rune)
                    return null;
                _text.Insert(step.Text);
                _text.MoveTo(step.Cursor);
                break;
            case ViDo.Up:
                Up();
                break;
            case ViDo.Down:
                Down();
                break;
            case ViDo.Search:
                StartSearch();
                _isViSearch = true;
                break;
        }
        if (_vi.Mode is ViMode.Normal)
            _text.MoveTo(ViKeys.OnCharacter(_text, Cursor));
        return EditResult.Changed;
    }

    /// <summary>What vi cut or copied: for p, under its letter, and for the clipboard where that is the letter.</summary>
    private void Keep(char register, string text, bool isCopy)
    {
        if (text.Length == 0)
            return;
        _registers.Keep(register, text, isCopy);
        if (register != '_')
            _kills.Add(text, before: false, joins: false);
        if (ViRegisters.IsClipboard(register))
            Clipboard(text);
    }
}
