using Q.Core;
using Q.Input;
using Q.Sessions;

namespace Q;

/// <summary>
/// Gives each session its own half-typed line in the one editor: swapped when the focus moves, set aside while a question of the
/// session in focus is open, kept in the store. App loop only.
/// </summary>
internal sealed class LineKeeper(Coordinator sessions, LineEditor editor)
{
    /// <param name="Line">As it was left.</param>
    /// <param name="Question">The number of the question that the line in the editor answers meanwhile; -1 for none.</param>
    private sealed record Kept(EditorState Line, int Question = -1);

    private readonly Dictionary<SessionId, Kept> _lines = [];
    private readonly Dictionary<SessionId, Kept> _aside = [];
    private SessionId _shown;

    /// <summary>The number of the question that the line in the editor answers; -1 when it is a prompt.</summary>
    public int Answers => AnswersIn(_shown);

    /// <summary>A question waits until the person does not type any more.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>After every event and frame: the line of the session in focus is in the editor. True when a question took a line away.</summary>
    /// <param name="seen">The question that was shown last: no other one takes the line, so that no key answers what nobody saw.</param>
    /// <param name="isTyping">A key came just now: it belongs to the line that it was typed into, and so do those that follow.</param>
    public bool Follow((SessionId, int) seen, bool isTyping)
    {
        var focused = sessions.Focused;
        if (focused.Id != _shown)
        {
            Keep();
            _shown = focused.Id;
            editor.Folder = focused.Folder;
            var draft = sessions.Draft(_shown);
            editor.Restore(_lines.TryGetValue(_shown, out var kept) ? kept.Line : editor.Taken(draft));
            isTyping = false;
        }
        IsHeld = false;
        var asked = Asked(focused);
        if (asked < 0)
            GiveBack();
        if (asked == Answers || seen != (_shown, asked))
            return false;
        var hadText = !editor.IsEmpty;
        IsHeld = isTyping && hadText;
        if (IsHeld)
            return false;
        SetAside();
        return hadText;
    }

    /// <summary>The line is for the question from now on; what stood in it comes back, after the question or with Ctrl+Y.</summary>
    public void SetAside()
    {
        IsHeld = false;
        var line = _aside.TryGetValue(_shown, out var before) ? before.Line : editor.Save();
        if (Answers < 0)
            editor.Clear();
        else if (!editor.IsEmpty)
            editor.Discard(); // it was for another question
        _aside[_shown] = new(line, Asked(sessions.Focused));
    }

    /// <summary>A prompt that was not sent comes back before the half-typed one, also while that is set aside.</summary>
    public void PutBefore(string text)
    {
        var aside = _aside.GetValueOrDefault(_shown);
        var (typed, line) = (aside?.Line ?? editor.Save(), editor.Taken(text));
        line = typed.Text.Length == 0 ? line : Chips.Join(line, typed);
        if (aside is not null)
            _aside[_shown] = new(line, aside.Question);
        else
            editor.Restore(line);
    }

    /// <summary>What an editor made of a line goes where that line is now. False when its question or session is gone: Ctrl+Y gives the text.</summary>
    /// <param name="answers">What <see cref="Answers"/> was when the editor took the line.</param>
    public bool Put(SessionId id, int answers, string text)
    {
        var (line, isSame) = (new EditorState(text, text.Length), AnswersIn(id) == answers);
        var isOpen = sessions.Views.Any(view => view.Id == id);
        if (isSame && id == _shown)
            editor.Replace(text);
        else if (isSame && isOpen)
            _lines[id] = new(line);
        else if (answers < 0 && isOpen)
            _aside[id] = new(line, AnswersIn(id));
        else
        {
            var now = editor.Save();
            editor.Restore(line);
            editor.Discard();
            editor.Restore(now);
            return false;
        }
        if (answers < 0)
            sessions.KeepDraft(id, text);
        return true;
    }

    /// <summary>Puts the half-typed line where a restart finds it. An answer to a question is none.</summary>
    public void Keep()
    {
        if (_shown == default)
            return;
        _lines[_shown] = new(editor.Save());
        sessions.KeepDraft(_shown, _aside.TryGetValue(_shown, out var aside) ? aside.Line.Whole : editor.Whole);
    }

    private static int Asked(SessionView view) => view.Asks ? view.Question?.Number ?? 0 : -1;

    private int AnswersIn(SessionId id) => _aside.TryGetValue(id, out var aside) ? aside.Question : -1;

    private void GiveBack()
    {
        if (!_aside.Remove(_shown, out var aside) || aside.Line.Whole.Length == 0)
            return; // what was typed since stays
        if (!editor.IsEmpty)
            editor.Discard();
        editor.Restore(aside.Line);
    }
}
