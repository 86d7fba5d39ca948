using System.Collections.Concurrent;
using Q.Core;
using Q.Telemetry;
using Q.Turns;

namespace Q.Sessions;

/// <summary>
/// Lets a session's model give it a title, once, when its first answer has come. Nothing waits for it: the title comes in from
/// any thread, rings, and is taken notice of by the loop, which owns this.
/// </summary>
/// <param name="live">The sessions.</param>
/// <param name="naming">Says who may have a title, and folds it.</param>
/// <param name="bell">Called on any thread when a title came; must only post.</param>
internal sealed class SessionTitles(LiveSessions live, SessionNaming naming, Action bell)
{
    private readonly ConcurrentQueue<Came> _came = new();

    /// <summary>Asks a model; null when nobody wants titles.</summary>
    public TitleAsker? Asker { get; set; }

    /// <summary>A turn of the session has ended: asks, if that was a whole answer and its name may still change.</summary>
    public void Ask(SessionEntry entry)
    {
        if (Asker is not { } asker || entry.TitleAsked || entry.View is not { Status: SessionStatus.WaitingForInput, Asks: false, Interrupted: false }
            || !naming.MayEntitle(entry))
            return;
        entry.TitleAsked = true;
        _ = Task.Run(() => Wait(asker, entry.Id, new(entry.Id, entry.Folder) { Model = entry.Model }, [.. entry.FirstPrompts!]));
    }

    /// <summary>Gives the titles that came; true when a name is another one now.</summary>
    public bool Take()
    {
        var changed = false;
        while (_came.TryDequeue(out var one))
        {
            var problem = one.Title.Problem;
            if (one.Title.TryGet(out var title) && live.Own(one.Session) is { } entry && naming.MayEntitle(entry))
            {
                problem = naming.Entitle(entry, title).Problem;
                changed |= problem is null;
                live.Compose(entry);
                live.Save(entry);
            }
            if (problem is not null)
                Log.To.Session(one.Session.Value, $"the model gave it no title: {problem}");
        }
        return changed;
    }

    private async Task Wait(TitleAsker asker, SessionId id, SessionSetup setup, IReadOnlyList<string> prompts)
    {
        _came.Enqueue(new(id, await asker(setup, prompts)));
        bell();
    }

    private sealed record Came(SessionId Session, Outcome<string> Title);
}
