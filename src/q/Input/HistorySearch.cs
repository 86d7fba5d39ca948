using Q.Terminal;

namespace Q.Input;

/// <summary>Ctrl+R: each letter narrows, Ctrl+R goes further back, Escape and Ctrl+G give the line back as it was.</summary>
internal sealed class HistorySearch(History history)
{
    private EditorState _before;
    private int _at;

    /// <summary>What is searched for; null when no search is on.</summary>
    public string? Wanted { get; private set; }

    public void Start(EditorState before) => (_before, _at, Wanted) = (before, history.Count, "");

    public void Accept() => Wanted = null;

    /// <summary>The line to show, or null when it stays. A key that is none of the search's ends it.</summary>
    public EditorState? Press(Key key)
    {
        switch (key.Mods, key.Code, key.Rune.Value)
        {
            case (KeyMods.Ctrl, KeyCode.Rune, 'r'):
                return Find(_at);
            case (KeyMods.Ctrl, KeyCode.Rune, 'g') or (_, KeyCode.Escape, _):
                Wanted = null;
                return _before;
            case (_, KeyCode.Backspace, _) or (KeyMods.Ctrl, KeyCode.Rune, 'h'):
                var elements = new TextBuffer();
                elements.Set(Wanted!, Wanted!.Length);
                Wanted = Wanted[..elements.Previous()];
                return Wanted.Length == 0 ? _before : Find(history.Count);
            case (KeyMods.None or KeyMods.Shift, KeyCode.Rune, >= ' '):
                Wanted += key.Rune.ToString();
                return Find(Math.Min(_at + 1, history.Count));
            default:
                Wanted = null;
                return null;
        }
    }

    private EditorState? Find(int before)
    {
        var found = Wanted!.Length == 0 ? -1 : history.FindBackwards(Wanted, before);
        if (found < 0)
            return null;
        _at = found;
        var place = history[found].IndexOf(Wanted, StringComparison.OrdinalIgnoreCase);
        return new EditorState(history[found], place);
    }
}
