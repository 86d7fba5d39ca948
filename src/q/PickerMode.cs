using Q.Commands;
using Q.Input;
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

/// <summary>The list of sessions with a filter: letters narrow, arrows choose, Enter goes there.</summary>
/// <param name="tell">Takes a sentence for the person.</param>
internal sealed class PickerMode(Coordinator sessions, Action<string> tell, PickerScope scope = PickerScope.Open) : IMode
{
    private const int MostClosed = 1000;

    private readonly List<SessionView> _closed = scope is PickerScope.Open
        ? []
        : [.. sessions.Historical(MostClosed).Where(closed => closed.Messages > 0).Select(SessionListing.View)];
    private readonly TextBuffer _filter = new();
    private int _chosen;

    public bool Press(Key key)
    {
        var count = Matching().Count;
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
                _filter.Remove(_filter.Previous(), _filter.Cursor);
                _chosen = 0;
                return true;
            case (KeyMods.Ctrl, KeyCode.Rune, 'u'):
                _filter.Set("", 0);
                return true;
            case (KeyMods.None or KeyMods.Shift, KeyCode.Rune, >= ' '):
                return Paste(key.Rune.ToString());
            default:
                return true;
        }
    }

    public bool Paste(string text)
    {
        _filter.Insert(text.ReplaceLineEndings(" "));
        _chosen = 0;
        return true;
    }

    public ScreenModel Show(ScreenModel model)
    {
        var views = Matching();
        return model with
        {
            Dialog = scope is PickerScope.Open ? "Go to:" : "Resume:",
            Text = _filter.Text,
            Cursor = _filter.Cursor,
            Picker = views,
            Chosen = views.Count == 0 ? -1 : Math.Min(_chosen, views.Count - 1),
        };
    }

    private List<SessionView> Matching() => [.. sessions.Views.Concat(_closed).Where(view => SessionListing.Has(view, _filter.Text))];

    private bool Go()
    {
        if (Matching() is not { Count: > 0 } views)
            return false;
        var view = views[Math.Min(_chosen, views.Count - 1)];
        var moved = view.Slot > 0 ? sessions.Switch($"{view.Slot}") : sessions.Reopen($"{view.Id}");
        if (moved.Problem is { } problem)
            tell(problem);
        return true;
    }
}
