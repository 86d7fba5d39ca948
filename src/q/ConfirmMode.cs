using Q.Screen;
using Q.Terminal;

namespace Q;

/// <summary>
/// A question of q's own, answered with one key. Only y is a yes; Enter, which may be of the answer before, is none. Who goes on typing
/// says no, and what is typed comes into the line. A letter right behind the question may begin a prompt that was typed without a look:
/// it answers when it stays alone.
/// </summary>
/// <param name="question">One sentence.</param>
/// <param name="whenYes">What it asks about.</param>
/// <param name="now">The loop's clock.</param>
internal sealed class ConfirmMode(string question, Action whenYes, Func<TimeSpan> now) : IMode
{
    /// <summary>Who types for so long without a look has seen the question by now.</summary>
    private static readonly TimeSpan s_unseen = TimeSpan.FromSeconds(1);

    /// <summary>Behind the first letter of a word the next one comes sooner.</summary>
    private static readonly TimeSpan s_alone = TimeSpan.FromSeconds(0.3);

    private readonly TimeSpan _asked = now();
    private bool _isAnswered;

    public Key? Held { get; private set; }

    public TimeSpan Due { get; private set; } = TimeSpan.MaxValue;

    public bool Press(Key key)
    {
        var held = Held?.Rune.Value ?? 0;
        if (key.Code is KeyCode.Enter && held != 0)
            return Answer(held);
        if (key.Code is not KeyCode.Rune)
            return Forget(key.Code is not KeyCode.Escape);
        if ((key.Mods & (KeyMods.Ctrl | KeyMods.Alt)) != KeyMods.None)
            return Forget(key.Rune.Value is not ('c' or 'g' or 'd'));
        var letter = key.Rune.Value;
        if (letter is not ('y' or 'Y' or 'n' or 'N') || (held != 0 && held != letter))
            return false;
        if (held != 0 || now() - _asked >= s_unseen)
            return Answer(letter);
        (Held, Due) = (key, now() + s_alone);
        return true;
    }

    public bool GoOn(TimeSpan at) => Answer(Held?.Rune.Value ?? 0);

    public bool PassesOn(Key key) => !_isAnswered && key is { Code: KeyCode.Rune, Mods: KeyMods.None or KeyMods.Shift };

    public bool Paste(string text)
    {
        Forget(true);
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

    private bool Answer(int letter)
    {
        _isAnswered = true;
        if (letter is 'y' or 'Y')
            whenYes();
        return false;
    }

    /// <summary>What was held is no answer: another key was behind it.</summary>
    private bool Forget(bool stays)
    {
        (Held, Due) = (null, TimeSpan.MaxValue);
        return stays;
    }
}
