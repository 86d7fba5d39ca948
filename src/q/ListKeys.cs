using Q.Input;
using Q.Terminal;

namespace Q;

/// <summary>What a key means in a list that a text narrows.</summary>
internal enum ListKey : byte
{
    /// <summary>Nothing, or the row that is chosen moved.</summary>
    None,
    Leave,
    Take,
    Up,
    Down,

    /// <summary>The text is another one.</summary>
    Typed,
    Erase,
    Clear,
    Rename,
    Stop,
}

/// <summary>The text of a list and the row that is chosen in it, with the keys that all lists share. App loop only.</summary>
internal sealed class ListKeys
{
    private bool _hasLine;

    public TextBuffer Text { get; } = new();

    /// <summary>Lines come whole: each takes the place of the one before, and an empty one, or one that finds nothing, leaves.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The row that Enter takes; 0 where there is none.</summary>
    public int Chosen { get; set; }

    /// <summary>Does what the key means for text and row; the rest is for the list itself.</summary>
    /// <param name="count">How many rows there are.</param>
    public ListKey Press(Key key, int count)
    {
        var meant = Of(key);
        if (IsPlain && meant is ListKey.Take)
            (_hasLine, meant) = (false, _hasLine && count > 0 ? ListKey.Take : ListKey.Leave);
        switch (meant)
        {
            case ListKey.Up or ListKey.Down:
                Chosen = count == 0 ? 0 : (Math.Min(Chosen, count - 1) + (meant is ListKey.Up ? count - 1 : 1)) % count;
                return ListKey.None;
            case ListKey.Erase:
                Text.Remove(Text.Previous(), Text.Cursor);
                break;
            case ListKey.Clear:
                Text.Set("", 0);
                break;
            case ListKey.Typed:
                Text.Insert(key.Rune.ToString());
                break;
            default:
                return meant;
        }
        Chosen = 0;
        return ListKey.Typed;
    }

    public void Paste(string text)
    {
        if (IsPlain)
            Text.Set("", 0);
        _hasLine = true;
        Text.Insert(text.ReplaceLineEndings(" "));
        Chosen = 0;
    }

    /// <summary>A line that is a number alone chooses: among plain lines there are no arrows.</summary>
    public bool Number(string line, int count)
    {
        if (!int.TryParse(line.AsSpan().Trim(), out var number) || number < 1 || number > count)
            return false;
        (Chosen, _hasLine) = (number - 1, true);
        return true;
    }

    private static ListKey Of(Key key) => (key.Mods, key.Code, key.Rune.Value) switch
    {
        (_, KeyCode.Escape, _) or (KeyMods.Ctrl, KeyCode.Rune, 'c' or 'g') => ListKey.Leave,
        (_, KeyCode.Enter, _) => ListKey.Take,
        (_, KeyCode.Up, _) or (KeyMods.Ctrl, KeyCode.Rune, 'p') or (KeyMods.Shift, KeyCode.Tab, _) => ListKey.Up,
        (_, KeyCode.Down, _) or (KeyMods.Ctrl, KeyCode.Rune, 'n') or (KeyMods.None, KeyCode.Tab, _) => ListKey.Down,
        (_, KeyCode.Backspace, _) or (KeyMods.Ctrl, KeyCode.Rune, 'h') => ListKey.Erase,
        (KeyMods.Ctrl, KeyCode.Rune, 'u') => ListKey.Clear,
        (KeyMods.Ctrl, KeyCode.Rune, 'r') => ListKey.Rename,
        (KeyMods.Ctrl, KeyCode.Rune, 'x') => ListKey.Stop,
        (KeyMods.None or KeyMods.Shift, KeyCode.Rune, >= ' ') => ListKey.Typed,
        _ => ListKey.None,
    };
}
