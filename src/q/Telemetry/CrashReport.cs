using System.Runtime.InteropServices;
using System.Text;
using Q.Config;
using Q.Core;

namespace Q.Telemetry;

/// <summary>
/// What a maintainer needs after an exception that nobody expected: <c>logs/crash-ID.txt</c>. The person sees the sentence
/// that <see cref="Write"/> returns, never the stack trace.
/// </summary>
internal static class CrashReport
{
    private const int TailBytes = 16 * 1024;

    /// <summary>Writes the report; never throws, since it is called when things go wrong already.</summary>
    public static string Write(QPaths? paths, Exception exception, string version, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var id = $"{now:yyyyMMdd-HHmmss}-{Random.Shared.Next(0x10000):x4}";
        Log.To.Crashed(id, exception.GetType().Name);
        if (paths is null)
            return $"q ran into a fault of its own (crash {id}, {exception.GetType().Name}); there is no folder to write a report to.";
        var file = Path.Combine(paths.Logs, $"crash-{id}.txt");
        try
        {
            if (QPaths.MakeFolder(paths.Logs).Problem is { } problem)
                return $"q ran into a fault of its own (crash {id}). {problem}";
            using var stream = SharedFile.Append(file);
            stream.Write(Encoding.UTF8.GetBytes(Text(id, now, exception, version)));
            stream.Write(Tail(paths.Log));
            return $"q ran into a fault of its own (crash {id}). A report for the maintainers is in {file}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"q ran into a fault of its own (crash {id}); its report could not be written: {e.Message}";
        }
    }

    private static string Text(string id, DateTimeOffset now, Exception exception, string version) => $"""
        crash {id}
        time {now:O}
        q {version}
        system {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors

        {exception}

        --- end of the log ---

        """;

    private static byte[] Tail(string log)
    {
        try
        {
            byte[] read = [];
            SharedFile.Do(() =>
            {
                using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                stream.Seek(-Math.Min(TailBytes, stream.Length), SeekOrigin.End);
                var tail = new byte[TailBytes];
                read = tail[..stream.ReadAtLeast(tail, TailBytes, throwOnEndOfStream: false)];
            });
            return read;
        }
        catch (IOException)
        {
            return "(none)\n"u8.ToArray();
        }
    }
}
