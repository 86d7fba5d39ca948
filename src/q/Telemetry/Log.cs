using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Q.Config;
using Q.Core;
using ZLogger;
using ZLogger.Providers;

namespace Q.Telemetry;

/// <summary>
/// The maintainer's log: <c>logs/q-cli.log</c>, opened after the first frame, since its first use costs milliseconds. Until then
/// <see cref="To"/> drops what it is told. Messages are declared in <see cref="LogMessages"/>; none takes a key or what a person
/// or a model wrote.
/// </summary>
internal sealed class Log : IDisposable
{
    private const long MostBytes = 10 << 20;
    private const int Keep = 3;
    private readonly ILoggerFactory _factory;

    private Log(ILoggerFactory factory) => (_factory, Logger) = (factory, factory.CreateLogger("q"));

    /// <summary>The log of this process. Set once by the program, read by anyone.</summary>
    public static ILogger To { get; set; } = NullLogger.Instance;

    public ILogger Logger { get; }

    /// <param name="level">The value of <c>Q_LOG_LEVEL</c>; empty for <c>info</c>.</param>
    public static Outcome<Log> Open(QPaths paths, string? level, long most = MostBytes)
    {
        if (Level(level) is not { } least)
            return Outcome<Log>.No($"Q_LOG_LEVEL = \"{level}\" is not allowed: it takes trace, debug, info, warn, error or off.");
        if (QPaths.MakeFolder(paths.Logs).Problem is { } problem)
            return Outcome<Log>.No(problem);
        var options = new ZLoggerOptions();
        options.UsePlainTextFormatter(static formatter => formatter.SetPrefixFormatter(
            $"{0:utc-longdate} {1:short} ", static (in template, in info) => template.Format(info.Timestamp, info.LogLevel)));
        // Put together by hand: LoggerFactory.Create links a container for services that nothing else here uses.
        var factory = new LoggerFactory([], new LoggerFilterOptions { MinLevel = least });
        factory.AddProvider(new ZLoggerStreamLoggerProvider(new RollingFile(paths.Log, most, Keep), options));
        return Outcome<Log>.Ok(new(factory));
    }

    /// <summary>Writes what is still on its way.</summary>
    public void Dispose() => _factory.Dispose();

    private static LogLevel? Level(string? text) => (text ?? "").Trim().ToUpperInvariant() switch
    {
        "" or "INFO" or "INFORMATION" => LogLevel.Information,
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "OFF" or "NONE" => LogLevel.None,
        _ => null,
    };
}
