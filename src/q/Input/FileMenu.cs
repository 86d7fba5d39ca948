using Q.Input.Files;
using Q.Terminal;

namespace Q.Input;

/// <summary>
/// The files that open under an <c>@</c> at a word's beginning: what is typed on narrows them, Tab puts the chosen one into the line, Enter
/// only one that was moved to, and Tab goes on into a folder. It ends where the word does. Owned by the editor.
/// </summary>
internal sealed class FileMenu(FileIndex index)
{
    private int _from = -1; // where the @ stands; -1: closed
    private List<string> _found = [];
    private bool _isMoved; // the choice is the person's, not merely the first that fits

    public FileIndex Index => index;

    /// <summary>What is listed; empty while it is closed, or nothing fits.</summary>
    public IReadOnlyList<string> Listed => _found;

    public int Chosen { get; private set; }

    /// <summary>What stands above the prompt; null while nothing is listed.</summary>
    public string? Note => Listed.Count == 0 ? null
        : $"{(index.State is { Length: > 0 } state ? state + ": " : "")}{(_isMoved ? "Tab or Enter takes it, Esc closes." : "Tab takes it, Enter sends, Esc closes.")}";

    public void Close()
    {
        if (_from >= 0)
            (_from, _found) = (-1, []);
    }

    /// <summary>After something was typed: opens, narrows or closes.</summary>
    public void Follow(TextBuffer text, string folder)
    {
        if (_from < 0 && text.Cursor > 0 && text.Text[text.Cursor - 1] == '@' && (text.Cursor == 1 || char.IsWhiteSpace(text.Text[text.Cursor - 2])))
        {
            _from = text.Cursor - 1;
            index.Open(folder);
        }
        (Chosen, _isMoved) = (0, false);
        Look(text);
    }

    /// <summary>More files were found, or the word is another one; the choice stays where it can.</summary>
    public void Look(TextBuffer text)
    {
        if (_from < 0)
            return;
        if (text.Cursor <= _from || text.Text[_from] != '@' || !IsWord(Word(text)))
        {
            Close();
            return;
        }
        var chosen = _isMoved && Chosen < Listed.Count ? Listed[Chosen] : null;
        _found = index.Search(Word(text).TrimStart('"'));
        Chosen = chosen is null ? -1 : _found.IndexOf(chosen);
        _isMoved = Chosen >= 0;
        Chosen = Math.Max(0, Chosen);
    }

    /// <summary>True when the key was the menu's; what the line becomes goes through <paramref name="change"/>.</summary>
    public bool Press(Key key, TextBuffer text, Action<Action> change)
    {
        if (Listed.Count == 0)
            return false;
        switch (key.Mods, key.Code, key.Rune.Value)
        {
            case (KeyMods.None, KeyCode.Up, _) or (KeyMods.Shift, KeyCode.Tab, _) or (KeyMods.Ctrl, KeyCode.Rune, 'p'):
                (Chosen, _isMoved) = ((Chosen + Listed.Count - 1) % Listed.Count, true);
                return true;
            case (KeyMods.None, KeyCode.Down, _) or (KeyMods.Ctrl, KeyCode.Rune, 'n'):
                (Chosen, _isMoved) = ((Chosen + 1) % Listed.Count, true);
                return true;
            case (KeyMods.None, KeyCode.Enter, _) when !_isMoved || Word(text).Trim('"').SequenceEqual(Listed[Chosen]):
                Close(); // it is sent as it was typed
                return false;
            case (KeyMods.None, KeyCode.Tab or KeyCode.Enter, _):
                change(() => Take(text, Listed[Chosen], goesOn: key.Code is KeyCode.Tab));
                return true;
            case (KeyMods.None, KeyCode.Escape, _):
                Close();
                return true;
            default:
                return false;
        }
    }

    private void Take(TextBuffer text, string path, bool goesOn)
    {
        goesOn &= path.EndsWith('/');
        var isQuoted = path.Contains(' ');
        var end = goesOn ? "" : (isQuoted ? "\"" : "") + (text.Cursor < text.Text.Length && text.Text[text.Cursor] == ' ' ? "" : " ");
        text.Replace(_from + 1, text.Cursor, (isQuoted ? "\"" : "") + path + end);
        if (goesOn)
        {
            _isMoved = false;
            Look(text);
        }
        else
        {
            Close();
        }
    }

    private ReadOnlySpan<char> Word(TextBuffer text) => text.Text.AsSpan(_from + 1, text.Cursor - _from - 1);

    /// <summary>Without a blank, unless a quote stands before it and none behind.</summary>
    private static bool IsWord(ReadOnlySpan<char> word) =>
        word.StartsWith("\"") ? !word[1..].ContainsAny('"', '\n') : !word.ContainsAny(' ', '\n', '\t');
}
