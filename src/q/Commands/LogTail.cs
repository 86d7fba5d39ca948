using System.Text;
using Q.Core;

namespace Q.Commands;

/// <summary>What the log says of one session: its last lines at the first look, then what is new at each. One owner.</summary>
internal sealed class LogTail(string file, SessionId session)
{
    /// <summary>Only the end of a long log is looked through.</summary>
    private const int MostBytes = 1 << 20;

    private readonly string _key = $"session {session}: ";

    /// <summary>Up to here it was read; whole lines only.</summary>
    private long _at = -1;

    /// <summary>Where it is.</summary>
    public string File => file;

    /// <summary>The lines that came, without what is the same in all of them. Where there is no log yet there are none.</summary>
    public Outcome<IReadOnlyList<string>> Next()
    {
        try
        {
            FileStream? opened = null;
            SharedFile.Do(() => opened = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            using var stream = opened!;
            var length = stream.Length;
            if (length < _at)
                _at = 0; // it was full: this is the next one
            if (length == _at)
                return Outcome<IReadOnlyList<string>>.Ok([]);
            _at = Math.Max(Math.Max(_at, 0), length - MostBytes);
            stream.Seek(_at, SeekOrigin.Begin);
            var bytes = new byte[length - _at];
            var read = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            read = read[..(read.LastIndexOf((byte)'\n') + 1)];
            _at += read.Length;
            return Outcome<IReadOnlyList<string>>.Ok(Lines(Encoding.UTF8.GetString(read)));
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

    private List<string> Lines(string text)
    {
        var lines = new List<string>();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            if (line.IndexOf(_key) is >= 0 and var at)
                lines.Add(string.Concat(line[..at], line[(at + _key.Length)..]));
        }
        return lines;
    }
}
