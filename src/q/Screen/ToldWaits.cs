using Q.Core;
using Q.Sessions;

namespace Q.Screen;

/// <summary>Which waits were told of, so that each is told once: a bell, a sentence, a notification. App loop only.</summary>
internal sealed class ToldWaits
{
    private readonly Dictionary<SessionId, SessionView> _told = [];

    /// <summary>The session waits, and that was not told yet.</summary>
    public bool IsNew(SessionView view) => view.Waits && view.OwnerPid == 0
        && !(_told.TryGetValue(view.Id, out var told) && (told.Why, told.Unseen, told.Since) == (view.Why, view.Unseen, view.Since));

    /// <summary>Takes note of the session's wait, or that it waits no more.</summary>
    public void Note(SessionView view)
    {
        if (view.Waits)
            _told[view.Id] = view;
        else
            _told.Remove(view.Id);
    }
}
