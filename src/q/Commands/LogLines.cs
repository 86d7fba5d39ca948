using System.Text;
using Q.Core;

namespace Q.Commands;

/// <summary>What the log says of one session: its last lines.</summary>
internal static class LogLines
{
    /// <summary>Only the end of a long log is looked through.</summary>
    private const int MostBytes = 1 << 20;

    private const int MostLines = 40;

    public static Outcome<IReadOnlyList<string>> Of(string file, SessionId session)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(stream.Length, MostBytes), SeekOrigin.End);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var (key, last) = ($"session {session}: ", new Queue<string>());
            while (reader.ReadLine() is { } line)
            {
                if (!line.Contains(key, StringComparison.Ordinal))
                    continue;
                if (last.Count == MostLines)
                    last.Dequeue();
                last.Enqueue(line.Replace(key, "", StringComparison.Ordinal));
            }
            return Outcome<IReadOnlyList<string>>.Ok([.. last]);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Outcome<IReadOnlyList<string>>.Ok([]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<IReadOnlyList<string>>.No($"The log {file} cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }
}
