using Q.Terminal;

namespace Q.Input;

/// <summary>What <c>.</c> does again: the keys of the last command that changed something, with what was typed in it. Owned by the editor.</summary>
internal sealed class ViRepeat
{
    private const int Most = 4096;

    private readonly List<Key> _keys = [];
    private Key[] _last = [];
    private bool _isHeard;
    private bool _hasChanged;

    public bool IsPlayed { get; private set; }

    /// <summary>A key before it does anything.</summary>
    public void Hear(ViState state, Key key)
    {
        if (IsPlayed)
            return;
        if (state.Mode is ViMode.Normal && state == state.Idle)
        {
            _keys.Clear();
            (_isHeard, _hasChanged) = (true, false);
        }
        if (_isHeard && _keys.Count < Most)
            _keys.Add(key);
    }

    /// <summary>What was pasted while text was typed.</summary>
    public void Hear(string pasted)
    {
        if (IsPlayed || !_isHeard || _keys.Count + pasted.Length > Most)
            return;
        foreach (var rune in pasted.EnumerateRunes())
            _keys.Add(rune.Value == '\n' ? Key.Of('j', KeyMods.Ctrl) : new(KeyCode.Rune, rune, KeyMods.None));
    }

    /// <summary>What the key did; a command is over when the next one may begin.</summary>
    public void Did(ViState state, ViDo did)
    {
        _hasChanged |= did is ViDo.Change or ViDo.Insert;
        if (IsPlayed || !_isHeard || !_hasChanged || state.Mode is not ViMode.Normal || state != state.Idle)
            return;
        if (_keys.Count < Most)
            _last = [.. _keys];
        _isHeard = false;
    }

    /// <summary>Another line: what was begun in the one before is not over, and never will be.</summary>
    public void Stop() => _isHeard = false;

    /// <summary>Presses the keys again; a count takes the place of the one they had.</summary>
    public void Play(int count, Action<Key> press)
    {
        if (IsPlayed)
            return;
        var from = _last is [{ Rune.Value: '"' }, _, ..] ? 2 : 0; // behind the register
        var to = from;
        while (count > 0 && to < _last.Length && _last[to] is { Code: KeyCode.Rune, Mods: KeyMods.None, Rune.Value: >= '0' and <= '9' })
            to++;
        IsPlayed = true;
        foreach (var key in (Key[])[.. _last[..from], .. (count > 0 ? $"{count}" : "").Select(static digit => Key.Of(digit)), .. _last[to..]])
            press(key);
        IsPlayed = false;
    }
}
