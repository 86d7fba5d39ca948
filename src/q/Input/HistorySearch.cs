using Q.Terminal;

namespace Q.Input;

/// <summary>
/// Ctrl+R: each letter narrows, Ctrl+R goes further back and Ctrl+S on again, Tab looks in this folder alone or in all; Escape and
/// Ctrl+G give the line back as it was.
/// </summary>
internal sealed class HistorySearch(History history)
{
    private EditorState _before;
    private int _at;
    private string _sought = "";

    /// <summary>What is searched for; null when no search is on.</summary>
    public string? Wanted { get; private set; }

    /// <summary>The folder whose entries alone are looked at; null looks at all.</summary>
    public string? Here { get; private set; }

    public void Start(EditorState before, string? here) => (_before, _at, Wanted, Here) = (before, history.Count, "", here);

    public void Accept() => Wanted = null;

    /// <summary>Another line: what was found last is no place to go on from.</summary>
    public void Restart() => (Wanted, _at) = (null, history.Count);

    /// <summary>What was searched for last, further back or on.</summary>
    public EditorState? Again(bool back)
    {
        if (_sought.Length == 0)
            return null;
        Wanted = _sought;
        var found = Show(back ? history.FindBackwards(_sought, _at, Here) : history.FindOn(_sought, _at, Here));
        Wanted = null;
        return found;
    }

    /// <summary>The line to show, or null when it stays. A key that is none of the search's ends it.</summary>
    public EditorState? Press(Key key, string folder)
    {
        switch (key.Mods, key.Code, key.Rune.Value)
        {
            case (KeyMods.Ctrl, KeyCode.Rune, 'r'):
                return Show(Wanted!.Length == 0 ? -1 : history.FindBackwards(Wanted, _at, Here));
            case (KeyMods.Ctrl, KeyCode.Rune, 's'):
                return Show(Wanted!.Length == 0 ? -1 : history.FindOn(Wanted, _at, Here));
            case (_, KeyCode.Tab, _):
                Here = Here is null ? folder : null;
                return Newest() ?? _before;
            case (KeyMods.Ctrl, KeyCode.Rune, 'g') or (_, KeyCode.Escape, _):
                Wanted = null;
                return _before;
            case (_, KeyCode.Backspace, _) or (KeyMods.Ctrl, KeyCode.Rune, 'h'):
                var elements = new TextBuffer();
                elements.Set(Wanted!, Wanted!.Length);
                Wanted = Wanted[..elements.Previous()];
                return Wanted.Length == 0 ? _before : Newest();
            case (KeyMods.None or KeyMods.Shift, KeyCode.Rune, >= ' '):
                Wanted += key.Rune.ToString();
                return Show(history.FindBackwards(Wanted, Math.Min(_at + 1, history.Count), Here));
            default:
                Wanted = null;
                return null;
        }
    }

    private EditorState? Newest() => Show(Wanted!.Length == 0 ? -1 : history.FindBackwards(Wanted, history.Count, Here));

    private EditorState? Show(int found)
    {
        if (found < 0)
            return null;
        (_at, _sought) = (found, Wanted!);
        var line = history.Line(found);
        return line with { Cursor = line.Find(Wanted!) };
    }
}
