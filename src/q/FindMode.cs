using Q.Input;
using Q.Screen;
using Q.Terminal;

namespace Q;

/// <summary>
/// A text that is looked for in the transcript: each letter goes to the nearest match above, Enter begins to walk, n and N go on and
/// back. Closed, the transcript stays where it is.
/// </summary>
/// <param name="text">What to begin with.</param>
/// <param name="go">Goes to a match: from where it began or from the last one, up or down. False when there is none.</param>
internal sealed class FindMode(string text, Func<string, FindStep, bool> go) : IMode
{
    private readonly TextBuffer _text = With(text);
    private bool _isWalking = text.Length > 0;
    private bool _isFound = text.Length == 0 || go(text, FindStep.First);
    private bool _isAtEnd;

    public bool Press(Key key)
    {
        switch (key.Mods, key.Code, key.Rune.Value)
        {
            case (_, KeyCode.Escape, _) or (KeyMods.Ctrl, KeyCode.Rune, 'c' or 'g'):
                return false;
            case (_, KeyCode.Enter, _) when !_isWalking:
                _isWalking = true;
                return !_text.IsEmpty;
            case (_, KeyCode.Enter or KeyCode.Up, _):
                Step(FindStep.Older);
                return true;
            case (_, KeyCode.Down, _):
                Step(FindStep.Newer);
                return true;
            case (_, KeyCode.Backspace, _) or (KeyMods.Ctrl, KeyCode.Rune, 'h'):
                _text.Remove(_text.Previous(), _text.Cursor);
                return Typed();
            case (KeyMods.Ctrl, KeyCode.Rune, 'u'):
                _text.Set("", 0);
                return Typed();
            case (KeyMods.None or KeyMods.Shift, KeyCode.Rune, >= ' '):
                return _isWalking ? Walk(key.Rune.Value) : Paste(key.Rune.ToString());
            default:
                return true;
        }
    }

    public bool Paste(string pasted)
    {
        _text.Insert(pasted.ReplaceLineEndings(" "));
        return Typed();
    }

    public ScreenModel Show(ScreenModel model) => model with
    {
        Dialog = _isWalking ? $"Find '{_text.Text}':" : "Find:",
        Text = _isWalking ? "" : _text.Text,
        Cursor = _isWalking ? 0 : _text.Cursor,
        Marked = _text.Text,
        Hint = !_isFound ? "Nothing here has that." : _isAtEnd ? "There is no more of that in this direction." : _isWalking ? "n further up · N down · / other words · Esc closes" : model.Hint,
    };

    private bool Walk(int letter)
    {
        switch (letter)
        {
            case 'n':
                Step(FindStep.Older);
                break;
            case 'N':
                Step(FindStep.Newer);
                break;
            case '/':
                _text.Set("", 0);
                return Typed();
            case 'q':
                return false;
        }
        return true;
    }

    private bool Typed()
    {
        _isWalking = _isAtEnd = false;
        _isFound = _text.IsEmpty || go(_text.Text, FindStep.First);
        return true;
    }

    private void Step(FindStep step)
    {
        if (_isFound)
            _isAtEnd = !_text.IsEmpty && !go(_text.Text, step);
        else
            _isFound = go(_text.Text, FindStep.First); // it may have come since
    }

    private static TextBuffer With(string text)
    {
        var buffer = new TextBuffer();
        buffer.Set(text, text.Length);
        return buffer;
    }
}

/// <summary>Where a search goes next.</summary>
internal enum FindStep : byte
{
    /// <summary>The nearest above the place where it began, else below.</summary>
    First,
    Older,
    Newer,
}
