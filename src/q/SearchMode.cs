using Q.Commands;
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

    private readonly ListKeys _list;
    private readonly Action<string>? _plain;
    private readonly ISessionArchive _store;
    private readonly TimeProvider _time;
    private readonly Action<SearchHit> _jump;
    private IReadOnlyList<SearchHit> _hits = [];
    private IReadOnlyList<string> _rows = [];

    /// <param name="jump">Goes to what was chosen.</param>
    /// <param name="plain">Where lines come whole: takes a sentence. Null where keys come.</param>
    public SearchMode(ISessionArchive store, TimeProvider time, string text, Action<SearchHit> jump, Action<string>? plain = null)
    {
        (_store, _time, _jump, _plain, _list) = (store, time, jump, plain, new() { IsPlain = plain is not null });
        _list.Text.Set(text, text.Length);
        Look();
    }

    public bool Press(Key key)
    {
        switch (_list.Press(key, _hits.Count))
        {
            case ListKey.Leave:
                if (_hits.Count == 0 && !_list.Text.IsEmpty)
                    _plain?.Invoke(_rows[0]);
                return false;
            case ListKey.Take:
                return !Go();
            case ListKey.Typed:
                Look();
                return true;
            default:
                return true;
        }
    }

    public bool Paste(string text)
    {
        if (_list.Number(text, _hits.Count))
            return true;
        _list.Paste(text);
        Look();
        return true;
    }

    public ScreenModel Show(ScreenModel model) => model with
    {
        Dialog = "Search:",
        Text = _list.Text.Text,
        Cursor = _list.Text.Cursor,
        Listed = _rows,
        Notes = [],
        Chosen = _hits.Count == 0 ? -1 : _list.Chosen,
    };

    private void Look()
    {
        var text = _list.Text.Text;
        var isEmpty = string.IsNullOrWhiteSpace(text);
        var found = isEmpty ? default : _store.Search(text, Most);
        _hits = !isEmpty && found.TryGet(out var hits) ? hits : [];
        var now = _time.GetUtcNow();
        _rows = _hits.Count > 0 ? [.. _hits.Select(hit => Row(hit, now))]
            : isEmpty ? ["Type words that were said, in any session."]
            : [found.Problem ?? "These words were said in no session."];
    }

    private static string Row(SearchHit hit, DateTimeOffset now) =>
        $"{hit.Name} {SessionWords.Span(now - hit.At)} {hit.Snippet.Marked("«", "»")}";

    private bool Go()
    {
        if (_hits.Count == 0)
            return false;
        _jump(_hits[_list.Chosen]);
        return true;
    }
}
