using Microsoft.Extensions.Logging;
using ZLogger;

namespace Q.Telemetry;

/// <summary>Everything q ever logs, so that one page shows that nothing secret is among it.</summary>
internal static partial class LogMessages
{
    [ZLoggerMessage(LogLevel.Information, "q {version} started, pid {pid}, {sessions} sessions restored")]
    public static partial void Started(this ILogger logger, string version, int pid, int sessions);

    [ZLoggerMessage(LogLevel.Information, "q ended with {exitCode}")]
    public static partial void Ended(this ILogger logger, int exitCode);

    [ZLoggerMessage(LogLevel.Warning, "{part}: {sentence}")]
    public static partial void Noticed(this ILogger logger, string part, string sentence);

    /// <summary>Each message brings some 2 kB of code with it, so what is rare shares one.</summary>
    [ZLoggerMessage(LogLevel.Information, "session {session}: {what}")]
    public static partial void Session(this ILogger logger, Guid session, string what);

    [ZLoggerMessage(LogLevel.Warning, "session {session}: {problem}")]
    public static partial void SessionTrouble(this ILogger logger, Guid session, string problem);

    [ZLoggerMessage(LogLevel.Information, "session {session}: turn {turn} ended: {outcome}, {input} tokens in, {output} out")]
    public static partial void TurnEnded(this ILogger logger, Guid session, int turn, string outcome, long input, long output);

    [ZLoggerMessage(LogLevel.Information, "session {session}: a tool of turn {turn} took {milliseconds} ms, {outcome}")]
    public static partial void ToolEnded(this ILogger logger, Guid session, int turn, long milliseconds, string outcome);

    [ZLoggerMessage(LogLevel.Information, "session {session} ({name}) was removed: closed, and not used since {before}")]
    public static partial void SessionRemoved(this ILogger logger, string name, string session, DateTime before);

    [ZLoggerMessage(LogLevel.Critical, "crash {id}: {type}")]
    public static partial void Crashed(this ILogger logger, string id, string type);
}
