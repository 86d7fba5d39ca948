using Q.Core;
using Q.Sessions;

namespace Q.Commands;

/// <summary>Sessions in words: what one does, why it waits, for how long. Pure; the clock is the caller's.</summary>
internal static class SessionWords
{
    /// <summary>
    /// <c>ACTIVE</c> is the session in focus while nothing runs in it and it needs nobody more than that.
    /// </summary>
    public static string State(SessionView view, bool inFocus) => view.Status switch
    {
        SessionStatus.WaitingForInput => inFocus && !view.Asks ? "ACTIVE" : "WAITING",
        SessionStatus.Processing => "PROCESSING",
        SessionStatus.Paused => "PAUSED",
        SessionStatus.Completed => "COMPLETED",
        SessionStatus.Failed => "FAILED",
    };

    /// <summary>The short words, for a column; all of them are taken by <c>/new</c>.</summary>
    public static string Type(SessionType type) => type switch
    {
        SessionType.Development => "dev",
        SessionType.Debug => "debug",
        SessionType.Planning => "plan",
        SessionType.CodeReview => "review",
    };

    /// <summary>Why it waits and since when, or what it does; empty when there is nothing to say.</summary>
    public static string Why(SessionView view, DateTimeOffset now)
    {
        if (view.OwnerPid != 0)
            return view.Stands ? $"open in pid {view.OwnerPid}, {view.Why.Word()}" : $"open in pid {view.OwnerPid}";
        var since = Span(now - view.Since);
        if (view.Hangs)
            return $"does not react, /kill {view.Name}";
        return view.Why.Word() is { Length: > 0 } why ? $"{why} {since}" : view.Status is SessionStatus.Failed ? $"failed {since}"
            : view.Status is SessionStatus.Processing ? Work(view, now)
            : view.Unseen ? $"answered {since}"
            : view.Interrupted ? "not answered"
            : "";
    }

    /// <summary>As in the corner: how far it is, the newest line; behind that what it does.</summary>
    private static string Work(SessionView view, DateTimeOffset now)
    {
        var (work, since) = (view.Activity ?? "answering", Span(now - (view.Progress?.Since ?? view.Since)));
        if (view.Progress is not { } progress)
            return $"{work} {since}";
        var words = progress.Words(now);
        if (progress.Waits is not null)
            return $"{words}: {work}";
        if (progress.News.Length > 0)
            return $"{(words.Length > 0 ? words : since)} · {progress.News} · {work}";
        return words.Length > 0 ? $"{words} · {work}" : $"{work} {since}";
    }

    /// <summary>One unit is enough: <c>5s</c>, <c>3m</c>, <c>2h</c>, <c>9d</c>.</summary>
    public static string Span(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "0s",
        { TotalMinutes: < 1 } => $"{(int)time.TotalSeconds}s",
        { TotalHours: < 1 } => $"{(int)time.TotalMinutes}m",
        { TotalDays: < 2 } => $"{(int)time.TotalHours}h",
        _ => $"{(int)time.TotalDays}d",
    };
}
