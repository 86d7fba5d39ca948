using Q.Commands;
using Q.Core;
using Q.Screen;
using Q.Sessions;
using Q.Terminal;

namespace Q;

/// <summary>Which sessions a picker lists.</summary>
internal enum PickerScope : byte
{
    Open,

    /// <summary>Also those that are closed, newest first; they are opened again.</summary>
    All,
}

/// <summary>What a picker asks of the loop.</summary>
/// <param name="Tell">Takes a sentence for the person.</param>
/// <param name="Answer">Shows the card of a session that asks.</param>
/// <param name="Open">Opens a session that is closed, and goes there.</param>
/// <param name="Run">Runs a command line.</param>
/// <param name="IsPlain">Lines come whole, so there are no keys to name.</param>
internal sealed record PickerHost(Action<string> Tell, Action<SessionId> Answer, Func<SessionId, Outcome> Open, Action<string> Run, bool IsPlain);

/// <summary>
/// The list of sessions: letters narrow, arrows choose and show what the chosen one said last, Enter goes there, a digit takes
/// the n-th; Ctrl+R renames, Ctrl+X twice stops.
/// </summary>
internal sealed class PickerMode(Coordinator sessions, PickerHost host, PickerScope scope = PickerScope.Open) : IMode
{
    private const int MostClosed = 1000;
    private const string Keys = "1-9 takes that one · s:STATE g:GROUP · Ctrl+R rename · Ctrl+X twice stops";
    private const string PlainKeys = "A number takes that one; words narrow the list, s:waiting by state, g:NAME by group.";

    private readonly List<SessionView> _closed = scope is PickerScope.Open
        ? []
        : [.. sessions.Historical(MostClosed).Where(closed => closed.Messages > 0).Select(SessionListing.View)];
    private readonly ListKeys _list = new() { IsPlain = host.IsPlain, Chosen = Math.Max(0, sessions.Views.ToList().FindIndex(view => view.Id == sessions.Focused.Id)) };
    private ListKeys? _name; // while one is given
    private SessionId? _stops; // the next Ctrl+X stops it
    private SessionId _named;
    private string? _note;

    public bool Press(Key key)
    {
        if (_name is { } name)
        {
            Name(name, key);
            return true;
        }
        var views = Matching();
        var chosen = Chosen(views);
        var stops = _stops;
        (_stops, _note) = (null, null);
        var digit = key is { Code: KeyCode.Rune, Rune.Value: >= '1' and <= '9' } ? key.Rune.Value - '0' : 0;
        if (digit > 0 && digit <= views.Count && (key.Mods is KeyMods.Alt || (key.Mods is KeyMods.None && _list.Text.IsEmpty)))
        {
            Take(views[digit - 1], answers: true);
            return false;
        }
        switch (_list.Press(key, views.Count))
        {
            case ListKey.Leave:
                if (host.IsPlain && views.Count == 0)
                    host.Tell($"No session is found with '{_list.Text.Text}'.");
                return false;
            case ListKey.Take:
                if (chosen is not null)
                    Take(chosen, answers: false);
                return chosen is null;
            case ListKey.Rename:
                Rename(chosen);
                return true;
            case ListKey.Stop:
                Stop(chosen, stops);
                return true;
            default:
                return true;
        }
    }

    public bool Paste(string text)
    {
        if (_name is { } name)
            name.Paste(text);
        else if (!host.IsPlain || !_list.Number(text, Matching().Count))
            _list.Paste(text);
        return true;
    }

    public ScreenModel Show(ScreenModel model)
    {
        var views = Matching();
        var chosen = Chosen(views);
        var text = (_name ?? _list).Text;
        return model with
        {
            Dialog = _name is not null ? "New name:" : scope is PickerScope.Open ? "Go to:" : "Resume:",
            Text = text.Text,
            Cursor = text.Cursor,
            Picker = views,
            Chosen = chosen is null ? -1 : views.IndexOf(chosen),
            Preview = chosen is not null && chosen.Id != model.Focused.Id ? chosen : null,
            Hint = _note ?? model.Hint ?? (host.IsPlain ? PlainKeys : Keys),
        };
    }

    private List<SessionView> Matching() => PickerFilter.Of(sessions.Views.Concat(_closed), _list.Text.Text);

    private SessionView? Chosen(List<SessionView> views) => views.Count == 0 ? null : views[Math.Min(_list.Chosen, views.Count - 1)];

    /// <summary>Goes there, or shows what it asks.</summary>
    private void Take(SessionView view, bool answers)
    {
        if (answers && view is { Asks: true, OwnerPid: 0 } && view.Id != sessions.Focused.Id)
        {
            host.Answer(view.Id);
            return;
        }
        var problem = view.Slot > 0 ? sessions.Switch($"{view.Slot}").Problem : host.Open(view.Id).Problem;
        if (problem is not null)
            host.Tell(problem);
    }

    private void Rename(SessionView? view)
    {
        if (Refusal(view) is { } refusal)
        {
            _note = refusal;
            return;
        }
        (_name, _named) = (new(), view!.Id);
        _name.Paste(view.Name);
        _note = "Enter gives the name, Esc keeps the old one.";
    }

    private void Name(ListKeys name, Key key)
    {
        var meant = name.Press(key, count: 0);
        if (meant is ListKey.Take)
            _note = sessions.Rename(_named, name.Text.Text).Problem;
        if (meant is ListKey.Leave)
            _note = null;
        if (meant is ListKey.Leave || (meant is ListKey.Take && _note is null))
            _name = null;
    }

    /// <summary>The first press says what the second does: the turn is stopped, or where none runs the session is closed.</summary>
    private void Stop(SessionView? view, SessionId? armed)
    {
        if (Refusal(view) is { } refusal)
        {
            _note = refusal;
            return;
        }
        var isBusy = view!.Asks || view.Status is SessionStatus.Processing;
        if (armed != view.Id)
            (_stops, _note) = (view.Id, $"Ctrl+X again {(isBusy ? "stops what runs in" : "closes")} {view.Name}.");
        else if (isBusy)
            sessions.Cancel(view.Id);
        else
            host.Run($"/close {view.Name} --yes");
    }

    private static string? Refusal(SessionView? view) => view switch
    {
        null => "There is nothing in the list.",
        { OwnerPid: not 0 } => $"{view.Name} is open in another q (pid {view.OwnerPid}). Do it there.",
        { Slot: 0 } => $"{view.Name} is closed. Enter opens it again.",
        _ => null,
    };
}
