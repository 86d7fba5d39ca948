using Q.Core;
using Q.Screen;
using Q.Sessions;
using Q.Terminal;
using Q.Turns;

namespace Q;

/// <summary>
/// The whole question of a session, answered with one key. It answers only the question that it shows: when another one takes
/// its place, the card closes and nothing is answered. It allows nothing before each row of it was on the screen.
/// </summary>
/// <param name="tell">Takes a sentence for the person.</param>
/// <param name="isPlain">Lines come whole: one that is no answer closes it.</param>
internal sealed class CardMode(Coordinator sessions, SessionId id, int question, AnswerKind lean, Action<string> tell, bool isPlain = false) : IMode
{
    private int _top;
    private CardShown _shown = isPlain ? CardShown.Whole : default;

    /// <summary>What it shows; null when that was answered or withdrawn.</summary>
    public Question? Question => Current()?.Question;

    public bool Press(Key key)
    {
        if (Current() is null)
            return Gone();
        var page = key.Code is KeyCode.PageUp or KeyCode.PageDown ? Math.Max(1, _shown.Page - 1) : 1;
        switch (key.Code)
        {
            case KeyCode.Up or KeyCode.PageUp:
                _top = Math.Max(0, _top - page);
                return true;
            case KeyCode.Down or KeyCode.PageDown:
                _top += page;
                return true;
            case KeyCode.Escape:
                return false;
            case KeyCode.Enter when isPlain:
                return false;
            case KeyCode.Rune when (key.Mods & ~KeyMods.Shift) == KeyMods.None:
                return Answer(key.Rune.Value);
            case KeyCode.Rune when key.Rune.Value is 'c' or 'g':
                return false;
            default:
                return true;
        }
    }

    public bool Paste(string text) => Answer(ConfirmMode.Letter(text));

    public ScreenModel Show(ScreenModel model) => Current() is { } view ? model with { Card = view, CardTop = _top, CardLean = lean is AnswerKind.Deny ? CardLean.Deny : CardLean.Allow }
        : model;

    /// <summary>What the screen made of it.</summary>
    public void Was(CardShown shown) => (_top, _shown) = (shown.Top, shown);

    private SessionView? Current() =>
        sessions.Views.FirstOrDefault(view => view.Id == id && view.Question?.Number == question);

    private bool Gone()
    {
        tell("That question was withdrawn or answered meanwhile. Nothing was allowed.");
        return false;
    }

    private bool Answer(int letter)
    {
        AnswerKind? given = letter switch
        {
            'y' or 'Y' => AnswerKind.Allow,
            'n' or 'N' => AnswerKind.Deny,
            'd' or 'D' when lean is AnswerKind.Deny => AnswerKind.Deny,
            _ => null,
        };
        if (given is not { } kind)
            return true;
        if (Current() is null)
            return Gone();
        if (kind is AnswerKind.Allow && !_shown.IsWhole)
        {
            _top = _shown.Next;
            return true;
        }
        var done = sessions.Answer(id, question, new(kind));
        if (done.Problem is { } problem)
            tell(problem);
        return false;
    }
}
