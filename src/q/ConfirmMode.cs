using Q.Screen;
using Q.Terminal;

namespace Q;

/// <summary>A question of q's own, answered with one key. Only y is a yes.</summary>
internal sealed class ConfirmMode(string question, Action whenYes) : IMode
{
    public bool Press(Key key)
    {
        if (key.Code is not KeyCode.Rune)
            return key.Code is not (KeyCode.Escape or KeyCode.Enter);
        if ((key.Mods & (KeyMods.Ctrl | KeyMods.Alt)) != KeyMods.None)
            return key.Rune.Value is not ('c' or 'g' or 'd');
        return Answer((char)key.Rune.Value);
    }

    public bool Paste(string text) => text.Trim() is not [var first, ..] || Answer(first);

    public ScreenModel Show(ScreenModel model) => model with { Dialog = $"{question} (y/n)", Text = "", Cursor = 0 };

    private bool Answer(char letter)
    {
        if (letter is 'y' or 'Y')
            whenYes();
        return letter is not ('y' or 'Y' or 'n' or 'N');
    }
}
