using Q.Config;
using Q.Sessions;

namespace Q.Commands;

/// <summary>What is asked at the limit of open sessions.</summary>
internal static class LimitOffer
{
    public static string Question(int open, Settings settings, SessionView idle, TimeProvider time) =>
        $"{SessionLimit.Full(open, settings.MaxActiveSessions)}. "
        + $"Close {idle.Name}, idle for {SessionWords.Span(time.GetUtcNow() - idle.LastActive)}, to make room?";
}
