namespace Q.Input;

/// <summary>
/// The line as it was before each change, newest last, and what was undone; the oldest are forgotten: beyond a number, and beyond a
/// size, because each holds the whole line, and a line may be a pasted file.
/// </summary>
internal sealed class UndoStack
{
    private const int Most = 200;
    private const int MostChars = 8 * 1024 * 1024;

    private readonly List<EditorState> _states = [];
    private readonly List<EditorState> _undone = [];
    private long _chars;

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
        _chars -= state.Text.Length;
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
        _chars = 0;
    }

    private void Push(EditorState state)
    {
        _states.Add(state);
        _chars += state.Text.Length;
        while (_states.Count > Most || (_chars > MostChars && _states.Count > 1))
        {
            _chars -= _states[0].Text.Length;
            _states.RemoveAt(0);
        }
    }
}
