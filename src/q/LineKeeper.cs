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
    private readonly Dictionary<SessionId, EditorState> _lines = [];
    private readonly Dictionary<SessionId, EditorState> _aside = [];
    private SessionId _shown;

    /// <summary>After every event: the line of the session in focus is in the editor.</summary>
    public void Follow()
    {
        var focused = sessions.Focused;
        if (focused.Id != _shown)
        {
            Keep();
            _shown = focused.Id;
            editor.Folder = focused.Folder;
            var draft = sessions.Draft(_shown);
            editor.Restore(_lines.TryGetValue(_shown, out var line) ? line : new(draft, draft.Length));
        }
        if (focused.Asks == _aside.ContainsKey(_shown))
            return;
        if (focused.Asks)
        {
            _aside[_shown] = editor.Save();
            editor.Clear();
        }
        else if (_aside.Remove(_shown, out var before) && editor.IsEmpty)
        {
            editor.Restore(before);
        }
    }

    /// <summary>Puts the half-typed line where a restart finds it. An answer to a question is none.</summary>
    public void Keep()
    {
        if (_shown == default)
            return;
        _lines[_shown] = editor.Save();
        sessions.KeepDraft(_shown, _aside.TryGetValue(_shown, out var line) ? line.Whole : editor.Whole);
    }
}
