using System.Text;
using Q.Core;
using Q.Sessions;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// What reaches a person who looks elsewhere: the window's title names who waits, a bell rings once for each new wait, and where
/// they are asked for and the terminal is not in focus, notifications and a progress mark. App loop only.
/// </summary>
internal sealed class Attention(AttentionChoice choice, Symbols symbols)
{
    private const int MostNames = 5;

    private readonly ToldWaits _waits = new();
    private readonly List<SessionView> _waiting = [];
    private readonly StringBuilder _text = new();
    private string _title = "";
    private AttentionChoice _choice = choice;
    private AttentionChoice? _next;
    private bool _isEntered;
    private bool _showsProgress;

    /// <summary>Tells by another choice from the next frame on.</summary>
    public void Use(AttentionChoice next) => _next = next == _choice ? null : next;

    /// <summary>Adds to a frame what is to be told with it; nothing when nothing changed.</summary>
    public void Tell(ScreenModel model, PooledBuffer to)
    {
        if (_next is { } next)
        {
            Leave(to);
            (_choice, _next) = (next, null);
        }
        var isFirst = !_isEntered;
        if (isFirst)
            Enter(to);
        if (_choice.Title)
            Title(model, to);
        var rings = false;
        for (var i = 0; i < model.Sessions.Count; i++)
        {
            var view = model.Sessions[i];
            if (!isFirst && _waits.IsNew(view))
            {
                rings = true;
                if (!model.HasFocus && _choice.Notify is not NotifyBy.Nothing)
                    Notify(view, to);
            }
            _waits.Note(view);
        }
        if (rings && _choice.Bell)
            to.Append(Ansi.Bell);
        if (_choice.Progress)
            Progress(model, to);
    }

    /// <summary>Gives title and modes back; the next <see cref="Tell"/> takes them again.</summary>
    public void Leave(PooledBuffer to)
    {
        if (!_isEntered)
            return;
        _isEntered = false;
        if (_showsProgress)
            OscNotices.Progress(to, isOn: false, _choice.ThroughTmux);
        _showsProgress = false;
        if (_choice.WantsFocus)
            to.Append(Ansi.FocusReportsOff);
        if (_choice.Title)
            to.Append(Ansi.TakeTitleBack);
    }

    private void Enter(PooledBuffer to)
    {
        (_isEntered, _title) = (true, "");
        if (_choice.Title)
            to.Append(Ansi.KeepTitle);
        if (_choice.WantsFocus)
            to.Append(Ansi.FocusReportsOn);
    }

    /// <summary>The count and the names that wait, in the order of the indicator; else the session in focus.</summary>
    private void Title(ScreenModel model, PooledBuffer to)
    {
        _waiting.Clear();
        var count = 0;
        for (var i = 0; i < model.Sessions.Count; i++)
        {
            var view = model.Sessions[i];
            if (!view.Waits || view.OwnerPid != 0)
                continue;
            count++;
            var at = _waiting.Count;
            while (at > 0 && IndicatorView.IsBefore(view, _waiting[at - 1]))
                at--;
            if (at < MostNames)
                _waiting.Insert(at, view);
            if (_waiting.Count > MostNames)
                _waiting.RemoveAt(MostNames);
        }
        _text.Clear().Append('q').Append(symbols.Dot);
        if (count == 0)
            _text.Append(model.Focused.Name);
        else
            _text.Append(count).Append(" waiting: ");
        for (var i = 0; i < _waiting.Count; i++)
            _text.Append(i == 0 ? "" : ", ").Append(_waiting[i].Name);
        if (count > _waiting.Count)
            _text.Append(", +").Append(count - _waiting.Count).Append(" more");
        if (_text.Equals(_title.AsSpan()))
            return;
        _title = _text.ToString();
        Ansi.Title(to, Encoding.UTF8.GetBytes(_title));
    }

    private void Notify(SessionView view, PooledBuffer to)
    {
        var what = view.Stands ? $"waits: {Symbols.Reason(view)}"
            : view.Status is SessionStatus.Failed ? "failed" : "has answered";
        OscNotices.Notification(to, _choice.Notify, $"{view.Name} {what}", _choice.ThroughTmux);
    }

    private void Progress(ScreenModel model, PooledBuffer to)
    {
        var wanted = false;
        for (var i = 0; i < model.Sessions.Count && !model.HasFocus; i++)
            wanted |= model.Sessions[i] is { Status: SessionStatus.Processing, OwnerPid: 0 };
        if (wanted == _showsProgress)
            return;
        _showsProgress = wanted;
        OscNotices.Progress(to, wanted, _choice.ThroughTmux);
    }
}
