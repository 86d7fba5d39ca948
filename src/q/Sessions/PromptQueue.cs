using Q.Core;

namespace Q.Sessions;

/// <summary>
/// Prompts on their way into sessions: sent, or queued while a turn runs and sent when it ends. Owned by the app loop.
/// </summary>
internal sealed class PromptQueue(LiveSessions live, SessionNaming naming)
{
    private const int Most = 100;

    /// <summary>Sends a prompt, or queues it while a turn runs. Names the session from its first three.</summary>
    public Outcome Take(SessionEntry entry, string text)
    {
        if (entry.View.Status is SessionStatus.Processing || entry.View.Asks)
        {
            if (entry.Queued.Length >= Most)
                return Outcome.No($"{Most} prompts wait in {entry.Name} already. Wait for its turn to end, or take one back with Up.");
            entry.Queued = [.. entry.Queued, text];
        }
        else
            Send(entry, text);
        live.Compose(entry);
        live.Save(entry);
        return Outcome.Ok;
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
        if (entry.Queued is not [var first, .. var rest] || entry.View.Ends == 0 || entry.View.Interrupted
            || entry.View.Status is not SessionStatus.WaitingForInput || entry.View.Asks)
            return;
        entry.Queued = rest;
        entry.Unseen = false;
        Send(entry, first);
    }

    /// <summary>The row goes into the store's queue before the prompt does, and says already that the session is at work.</summary>
    public void Begin(SessionEntry entry, SessionEvent happened)
    {
        entry.TurnWanted = entry.View.Turn + 1;
        live.Compose(entry);
        live.Save(entry);
        live.Post(entry, happened);
    }

    private void Send(SessionEntry entry, string text)
    {
        naming.Learn(entry, text);
        Begin(entry, new(EventKind.Prompt, 0, text));
    }
}
