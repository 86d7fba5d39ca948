namespace Q.Input;

/// <summary>
/// The line as it was before each change, newest last, and what was undone; the oldest are forgotten: beyond a number, and beyond a
/// size, because each holds the whole line, and a line may be a pasted file.
/// </summary>
internal sealed class UndoStack
{
    private const int Most = 200;

    /// <summary>Of all that is kept, with what was pasted.</summary>
    internal const int MostChars = 4 * 1024 * 1024;

    private readonly List<EditorState> _states = [];
    private readonly List<EditorState> _undone = [];

    public int Count => _states.Count;

    /// <summary>A change begins here; what was undone before cannot be done again.</summary>
    public void Keep(EditorState state)
    {
        _undone.Clear();
        Push(state);
    }

    public bool TryTake(EditorState now, out EditorState state)
    {
        state = _states.Count > 0 ? _states[^1] : default;
        if (_states.Count == 0)
            return false;
        _states.RemoveAt(_states.Count - 1);
        _undone.Add(now);
        return true;
    }

    public bool TryRedo(EditorState now, out EditorState state)
    {
        state = _undone.Count > 0 ? _undone[^1] : default;
        if (_undone.Count == 0)
            return false;
        _undone.RemoveAt(_undone.Count - 1);
        Push(now);
        return true;
    }

    public void Clear()
    {
        _states.Clear();
        _undone.Clear();
    }

    private void Push(EditorState state)
    {
        _states.Add(state);
        var (kept, chars, chips) = (0, 0L, Chips.None);
        while (kept < Math.Min(_states.Count, Most))
        {
            var (text, _, with) = _states[^(kept + 1)];
            chars += text.Length + (with is null || with == chips ? 0 : with.Length); // steps in a row have the same pastes
            if (kept > 0 && chars > MostChars)
                break;
            (kept, chips) = (kept + 1, with);
        }
        _states.RemoveRange(0, _states.Count - kept);
    }
}
