namespace Q.Input;

/// <summary>
/// What was cut, newest first. Cuts in a row are one entry, as emacs has it. The oldest are forgotten: beyond a number, and beyond
/// the size that undo has too; the newest stays whatever its size.
/// </summary>
internal sealed class KillRing
{
    private const int Most = 32;

    private readonly List<string> _entries = [];
    private int _turn;

    public bool IsEmpty => _entries.Count == 0;

    public void Add(string text, bool before, bool joins)
    {
        if (text.Length == 0)
            return;
        _turn = 0;
        if (joins && _entries.Count > 0)
            _entries[0] = before ? text + _entries[0] : _entries[0] + text;
        else
            _entries.Insert(0, text);
        var (kept, chars) = (1, (long)_entries[0].Length);
        while (kept < Math.Min(_entries.Count, Most) && (chars += _entries[kept].Length) <= UndoStack.MostChars)
            kept++;
        _entries.RemoveRange(kept, _entries.Count - kept);
    }

    public string Newest()
    {
        _turn = 0;
        return _entries[0];
    }

    /// <summary>The one before the one given last; after the oldest comes the newest again.</summary>
    public string Older() => _entries[_turn = (_turn + 1) % _entries.Count];
}
