using System.Text;
using Q.Core;
using Q.Sessions;

namespace Q.Screen;

/// <summary>
/// Tells in a sentence, once, that another session began to wait; read aloud, every change of its state, and then a few at a
/// time, so that nobody is talked down: what changes meanwhile is told by its newest state. App loop only.
/// </summary>
internal sealed class PlainNews(PlainWay way)
{
    private const int MostAtOnce = 4;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(3);

    private readonly ToldWaits _waits = new();
    private readonly Dictionary<SessionId, SessionStatus> _states = [];
    private readonly StringBuilder _names = new();
    private string _waiting = "";
    private DateTimeOffset _quietUntil;

    /// <summary>When what is held back may be told; null when nothing is.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public void Tell(ScreenModel model, Action<string> say)
    {
        if (way is { Announces: true, WaitingLine: true })
            WaitingLine(model, say);
        if (way is { Announces: true, WaitingLine: false } && model.Now < _quietUntil)
        {
            DueAt = HasNews(model) ? _quietUntil : null;
            return;
        }
        DueAt = null;
        var (said, left) = (0, 0);
        for (var i = 0; i < model.Sessions.Count; i++)
        {
            var view = model.Sessions[i];
            if (way is { Announces: true, WaitingLine: false } && IsNew(model, view))
            {
                if (way.IsSpoken && said == MostAtOnce)
                    left++;
                else
                    say(Sentence(view));
                said = Math.Min(said + 1, MostAtOnce);
            }
            _waits.Note(view);
            _states[view.Id] = view.Status;
        }
        if (left > 0)
            say($"{left} more {(left == 1 ? "session has" : "sessions have")} changed. /sessions lists them.");
        if (said > 0 && way.IsSpoken)
            _quietUntil = model.Now + s_pause;
    }

    /// <summary>A session as one line of a list.</summary>
    public static string Line(SessionView view, int number, DateTimeOffset now)
    {
        var state = view.OwnerPid != 0 ? $"open in pid {view.OwnerPid}" : Symbols.Word(view);
        var reason = Symbols.Reason(view) is { Length: > 0 } why ? $", {why}" : "";
        var age = view.Waits ? $", {Minutes(now - view.Since)}" : "";
        return $"  {number} {view.Name}: {state}{reason}{age}";
    }

    private void WaitingLine(ScreenModel model, Action<string> say)
    {
        var names = Names(model);
        if (names == _waiting)
            return;
        _waiting = names;
        say(names.Length > 0 ? $"Waiting: {names}" : "Nobody waits.");
    }

    private string Names(ScreenModel model)
    {
        _names.Clear();
        for (var i = 0; i < model.Sessions.Count; i++)
        {
            if (model.Sessions[i] is { Waits: true, OwnerPid: 0 } view && view.Id != model.Focused.Id)
                _names.Append(_names.Length > 0 ? ", " : "").Append(view.Name);
        }
        return _names.Equals(_waiting) ? _waiting : _names.ToString();
    }

    private bool HasNews(ScreenModel model)
    {
        for (var i = 0; i < model.Sessions.Count; i++)
        {
            if (IsNew(model, model.Sessions[i]))
                return true;
        }
        return false;
    }

    private bool IsNew(ScreenModel model, SessionView view) =>
        view.Id != model.Focused.Id && (_waits.IsNew(view) || (way.IsSpoken && IsChange(view)));

    /// <summary>That one is idle is only told where it did something before.</summary>
    private bool IsChange(SessionView view) => view is { Waits: false, OwnerPid: 0 }
        && _states.TryGetValue(view.Id, out var told) && told != view.Status;

    private static string Sentence(SessionView view) => view switch
    {
        { Why: WaitReason.Permission } =>
            $"{view.Name} waits: permission, {Asked(view)}. /allow {view.Name} answers.",
        { Stands: true } => $"{view.Name} waits: {Symbols.Reason(view)}. /switch {view.Name} shows it.",
        { Status: SessionStatus.Failed } => $"{view.Name} failed. /switch {view.Name} shows why.",
        { Unseen: true } => $"{view.Name} waits: it has answered. /switch {view.Name} shows it.",
        _ => $"{view.Name} is {Symbols.Word(view)}.",
    };

    /// <summary>What a question asks about, in a line: which it is of how many comes first, where there are several.</summary>
    public static string Asked(SessionView view) =>
        (view.Question is { Count.Length: > 0 } question ? question.Count + ": " : "") + view.Question?.Title;

    private static string Minutes(TimeSpan age) =>
        age.TotalMinutes < 1 ? "less than a minute" : age.TotalHours < 1 ? Count((int)age.TotalMinutes, "minute") : Count((int)age.TotalHours, "hour");

    private static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";
}
