namespace Q.Input;

/// <summary>
/// The line as it was before each change, newest last; the oldest are forgotten: beyond a number, and beyond a size, because
/// each holds the whole line, and a line may be a pasted file.
/// </summary>
internal sealed class UndoStack
{
    private const int Most = 200;
    private const int MostChars = 8 * 1024 * 1024;

    private readonly List<EditorState> _states = [];
    private long _chars;

    public int Count => _states.Count;

    public void Keep(EditorState state)
    {
        _states.Add(state);
        _chars += state.Text.Length;
        while (_states.Count > Most || (_chars > MostChars && _states.Count > 1))
        {
            _chars -= _states[0].Text.Length;
            _states.RemoveAt(0);
        }
    }

    public bool TryTake(out EditorState state)
    {
        state = _states.Count > 0 ? _states[^1] : default;
        if (_states.Count == 0)
            return false;
        _chars -= state.Text.Length;
        _states.RemoveAt(_states.Count - 1);
        return true;
    }

    public void Clear()
    {
        _states.Clear();
        _chars = 0;
    }
}
