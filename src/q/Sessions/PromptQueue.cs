using Q.Core;

namespace Q.Sessions;

/// <summary>
/// Prompts on their way into sessions: sent, or queued while a turn runs and sent when it ends. Owned by the app loop.
/// </summary>
internal sealed class PromptQueue(LiveSessions live, SessionNaming naming)
{
    private const int Most = 100;

    /// <summary>Sends a prompt behind those that wait already: at once when no turn runs. Names the session from its first three.</summary>
    public Outcome Take(SessionEntry entry, string text)
    {
        if (entry.Queued.Length >= Most)
            return Outcome.No($"{Most} prompts wait in {entry.Name} already. Wait for its turn to end, or take one back with Up.");
        entry.Queued = [.. entry.Queued, text];
        Go(entry);
        live.Compose(entry);
        live.Save(entry);
        return Outcome.Ok;
    }

    /// <summary>A person wants it: the oldest prompt that waits is sent, if no turn runs. False when none is.</summary>
    public bool Go(SessionEntry entry)
    {
        if (entry.Queued is not [var first, .. var rest] || entry.View.Status is SessionStatus.Processing || entry.View.Asks)
            return false;
        entry.Queued = rest;
        naming.Learn(entry, first);
        entry.TurnWanted = entry.PromptTurn = entry.View.Turn + 1;
        live.Compose(entry);
        entry.Sent = new(first, live.RowOf(entry));
        live.Post(entry, new(EventKind.Prompt, 0, entry.Sent));
        return true;
    }

    /// <summary>The newest queued prompt, which is queued no more; null when none is.</summary>
    public string? TakeBack(SessionEntry entry)
    {
        if (entry.Queued is not [.. var before, var last])
            return null;
        entry.Queued = before;
        live.Compose(entry);
        live.Save(entry);
        return last;
    }

    /// <summary>The turn is over: the oldest queued prompt goes, unless a person should look first.</summary>
    public void Next(SessionEntry entry)
    {
        if (!entry.View.SendsNext)
            return;
        entry.Unseen = false;
        Go(entry);
    }

    /// <summary>The last step again. The row goes to the store first, and says already that the session is at work.</summary>
    public void Retry(SessionEntry entry)
    {
        entry.TurnWanted = entry.View.Turn + 1;
        live.Compose(entry);
        live.Save(entry);
        live.Post(entry, new(EventKind.Retry));
    }
}
