using Q.Terminal;

namespace Q.Input;

/// <summary>Keys that <c>q</c> keeps under a letter and <c>@</c> presses again; a line's end ends what is kept. Owned by the editor.</summary>
internal sealed class ViMacros
{
    private const int Most = 4096;

    /// <summary>However large the count is.</summary>
    private const int MostPressed = 10_000;

    private readonly Dictionary<char, Key[]> _kept = [];
    private readonly List<Key> _keys = [];
    private char _letter;
    private char _played;
    private bool _isPlayed;

    /// <summary>A key before it does anything, but not the Enter that sends.</summary>
    public void Hear(Key key)
    {
        if (_letter is not '\0' && !_isPlayed && _keys.Count < Most)
            _keys.Add(key);
    }

    /// <summary>Begins with a letter; without one ends, and the key that did it is no part either.</summary>
    public void Turn(char letter)
    {
        if (letter is '\0' && _keys.Count > 0)
            _keys.RemoveAt(_keys.Count - 1);
        Stop();
        _letter = letter;
    }

    public void Stop()
    {
        if (_letter is not '\0')
            _kept[_letter] = [.. _keys];
        _keys.Clear();
        _letter = '\0';
    }

    /// <param name="letter">@ is the one before.</param>
    /// <param name="times">At least 1.</param>
    /// <param name="press">What a key does.</param>
    public void Play(char letter, int times, Action<Key> press)
    {
        letter = letter is '@' ? _played : letter;
        if (_isPlayed || !_kept.TryGetValue(letter, out var keys))
            return;
        (_played, _isPlayed) = (letter, true);
        for (var left = MostPressed; times > 0 && left > 0; times--, left -= keys.Length)
            Array.ForEach(keys, press);
        _isPlayed = false;
    }
}
