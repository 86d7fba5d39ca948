using Q.Core;
using Q.Sessions;

namespace Q.Screen;

/// <summary>Tells once, in a sentence, that another session began to wait. App loop only.</summary>
internal sealed class PlainNews
{
    private readonly ToldWaits _waits = new();

    /// <summary>There is something to tell.</summary>
    public bool IsThere(ScreenModel model)
    {
        for (var i = 0; i < model.Sessions.Count; i++)
        {
            if (IsNew(model, model.Sessions[i]))
                return true;
        }
        return false;
    }

    public void Tell(ScreenModel model, Action<string> say)
    {
        for (var i = 0; i < model.Sessions.Count; i++)
        {
            var view = model.Sessions[i];
            if (IsNew(model, view))
                say(Sentence(view));
            _waits.Note(view);
        }
    }

    /// <summary>A session as one line of a list.</summary>
    public static string Line(SessionView view, DateTimeOffset now)
    {
        var state = view.OwnerPid != 0 ? $"open in pid {view.OwnerPid}" : Symbols.Word(view);
        var reason = Symbols.Reason(view) is { Length: > 0 } why ? $", {why}" : "";
        var age = view.Waits ? $", {Minutes(now - view.Since)}" : "";
        return $"  {view.Slot} {view.Name}: {state}{reason}{age}";
    }

    private bool IsNew(ScreenModel model, SessionView view) => view.Id != model.Focused.Id && _waits.IsNew(view);

    private static string Sentence(SessionView view) => view switch
    {
        { Why: WaitReason.Permission } =>
            $"{view.Name} waits: permission, {view.Question?.Title}. /allow {view.Name} answers.",
        { Asks: true } => $"{view.Name} waits: {Symbols.Reason(view)}. /switch {view.Name} shows it.",
        { Status: SessionStatus.Failed } => $"{view.Name} failed. /switch {view.Name} shows why.",
        _ => $"{view.Name} waits: it has answered. /switch {view.Name} shows it.",
    };

    private static string Minutes(TimeSpan age) =>
        age.TotalMinutes < 1 ? "less than a minute" : age.TotalHours < 1 ? $"{(int)age.TotalMinutes} minutes" : $"{(int)age.TotalHours} hours";
}
