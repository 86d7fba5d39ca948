using Q.Screen;
using Q.Terminal;

namespace Q;

/// <summary>
/// A question of q's own, answered with one key. Only y is a yes; Enter, which may be of the answer before, is none. Who goes on typing
/// says no, and what is typed comes into the line.
/// </summary>
internal sealed class ConfirmMode(string question, Action whenYes) : IMode
{
    public bool Press(Key key)
    {
        if (key.Code is not KeyCode.Rune)
            return key.Code is not KeyCode.Escape;
        if ((key.Mods & (KeyMods.Ctrl | KeyMods.Alt)) != KeyMods.None)
            return key.Rune.Value is not ('c' or 'g' or 'd');
        Answer(key.Rune.Value);
        return false;
    }

    public bool PassesOn(Key key) =>
        key is { Code: KeyCode.Rune, Mods: KeyMods.None or KeyMods.Shift } && key.Rune.Value is not ('y' or 'Y' or 'n' or 'N');

    public bool Paste(string text)
    {
        var letter = Letter(text);
        Answer(letter);
        return letter is not ('y' or 'n');
    }

    /// <summary>The answer that a text is: only a word of its own, never how a sentence begins. 0 for none.</summary>
    public static char Letter(string text) => text.Trim().ToUpperInvariant() switch
    {
        "Y" or "YES" => 'y',
        "N" or "NO" => 'n',
        "D" => 'd',
        _ => default,
    };

    public ScreenModel Show(ScreenModel model) => model with { Dialog = $"{question} (y/n)", Text = "", Cursor = 0 };

    private void Answer(int letter)
    {
        if (letter is 'y' or 'Y')
            whenYes();
    }
}
