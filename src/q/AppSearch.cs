using Q.Screen;
using Q.Store.Search;

namespace Q;

/// <summary>Going to what was found: first to its session, then, as soon as its conversation is there, to the turn.</summary>
internal sealed partial class AppLoop
{
    private SearchHit? _jump;

    public void ShowSearch(string text) => _mode = new SearchMode(_parts.Store, _parts.Time, text, Jump, _parts.Terminal.IsPlain ? Tell : null);

    private void Jump(SearchHit hit)
    {
        var gone = _router.Open(hit.Session, () =>
        {
            _jump = hit;
            FollowJump();
        });
        if (gone.Problem is { } refused)
            Tell(refused);
    }

    /// <summary>A session shows its conversation only when it was opened: until then the place cannot be known.</summary>
    private void FollowJump()
    {
        if (_jump is not { } hit)
            return;
        var view = _sessions.Focused;
        if (view.Id != hit.Session)
            _jump = null; // somebody went elsewhere meanwhile
        else if (view is { LastAnswerAt: >= 0, Ring: { } ring })
        {
            _jump = null;
            var place = TurnPlace.Of(ring, _parts.Store.PromptsAfter(hit.Session, hit.Seq));
            ReadingOf(view.Id).Scroll = place >= 0
                ? new(place, 1 - Math.Max(1, _screen.PageRows))
                : ScrollState.Follow.Up(ScrollState.Top, view);
            if (place < 0)
                Tell("That is further back than the buffer holds; this is the oldest part of it.");
            _pacer.Ask(Now, urgent: true);
        }
    }
}
