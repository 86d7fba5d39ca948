using Q.Commands;
using Q.Input;
using Q.Screen;
using Q.Store;
using Q.Store.Search;
using Q.Terminal;

namespace Q;

/// <summary>
/// What is found for a text, newest first, while the text is typed: arrows choose, Enter goes there. Among plain lines the
/// results have numbers, and a number alone chooses.
/// </summary>
internal sealed class SearchMode : IMode
{
    private const int Most = 50;

    private readonly TextBuffer _text = new();
    private readonly ISessionArchive _store;
    private readonly TimeProvider _time;
    private readonly Action<SearchHit> _jump;
    private IReadOnlyList<SearchHit> _hits = [];
    private IReadOnlyList<string> _rows = [];
    private int _chosen;

    /// <param name="jump">Goes to what was chosen.</param>
    public SearchMode(ISessionArchive store, TimeProvider time, string text, Action<SearchHit> jump)
    {
        (_store, _time, _jump) = (store, time, jump);
        _text.Set(text, text.Length);
        Look();
    }

    public bool Press(Key key)
    {
        var count = _hits.Count;
        switch (key.Mods, key.Code, key.Rune.Value)
        {
            case (_, KeyCode.Escape, _) or (KeyMods.Ctrl, KeyCode.Rune, 'c' or 'g'):
                return false;
            case (_, KeyCode.Enter, _):
                return !Go();
            case (_, KeyCode.Up, _) or (KeyMods.Ctrl, KeyCode.Rune, 'p') or (KeyMods.Shift, KeyCode.Tab, _):
                _chosen = count == 0 ? 0 : (_chosen + count - 1) % count;
                return true;
            case (_, KeyCode.Down, _) or (KeyMods.Ctrl, KeyCode.Rune, 'n') or (KeyMods.None, KeyCode.Tab, _):
                _chosen = count == 0 ? 0 : (_chosen + 1) % count;
                return true;
            case (_, KeyCode.Backspace, _) or (KeyMods.Ctrl, KeyCode.Rune, 'h'):
                _text.Remove(_text.Previous(), _text.Cursor);
                Look();
                return true;
            case (KeyMods.Ctrl, KeyCode.Rune, 'u'):
                _text.Set("", 0);
                Look();
                return true;
            case (KeyMods.None or KeyMods.Shift, KeyCode.Rune, >= ' '):
                _text.Insert(key.Rune.ToString());
                Look();
                return true;
            default:
                return true;
        }
    }

    public bool Paste(string text)
    {
        if (int.TryParse(text.Trim(), out var number) && number >= 1 && number <= _hits.Count)
        {
            _chosen = number - 1;
            return true;
        }
        _text.Insert(text.ReplaceLineEndings(" "));
        Look();
        return true;
    }

    public ScreenModel Show(ScreenModel model) => model with
    {
        Dialog = "Search:",
        Text = _text.Text,
        Cursor = _text.Cursor,
        Listed = _rows,
        Chosen = _hits.Count == 0 ? -1 : _chosen,
    };

    private void Look()
    {
        _chosen = 0;
        var isEmpty = string.IsNullOrWhiteSpace(_text.Text);
        var found = isEmpty ? default : _store.Search(_text.Text, Most);
        _hits = !isEmpty && found.TryGet(out var hits) ? hits : [];
        var now = _time.GetUtcNow();
        _rows = _hits.Count > 0 ? [.. _hits.Select((hit, at) => Row(hit, at + 1, now))]
            : isEmpty ? ["Type words that were said, in any session."]
            : [found.Problem ?? "Nobody said that, in no session."];
    }

    private static string Row(SearchHit hit, int number, DateTimeOffset now) =>
        $"{number,2} {hit.Name} {SessionWords.Span(now - hit.At)} {hit.Snippet.Marked("«", "»")}";

    private bool Go()
    {
        if (_hits.Count == 0)
            return false;
        _jump(_hits[_chosen]);
        return true;
    }
}
