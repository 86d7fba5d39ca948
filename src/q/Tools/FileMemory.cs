using System.IO.Hashing;

namespace Q.Tools;

/// <summary>A file as a session knows it: there or not, its hash, and its bytes where they were few enough to keep.</summary>
internal sealed record KnownFile(bool Exists, UInt128 Hash, byte[]? Bytes)
{
    public bool Is(byte[]? bytes) => bytes is null ? !Exists : Exists && XxHash128.HashToUInt128(bytes) == Hash;
}

/// <summary>
/// What one session has read and written, so that a file that changed since is noticed, whoever changed it: another session, an
/// editor, a command. Owned by the engine's running turn. Bounded: of the oldest only the hash is kept, then nothing.
/// </summary>
internal sealed class FileMemory
{
    internal const int MostBytesOfFile = 256 * 1024;
    internal const int MostBytes = 2 * 1024 * 1024;
    internal const int MostFiles = 1024;

    private readonly Dictionary<string, KnownFile> _known = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _oldestFirst = [];
    private long _bytes;

    /// <summary>What is kept of them.</summary>
    public long Bytes => _bytes;

    public KnownFile? Of(string realPath) => _known.GetValueOrDefault(realPath);

    /// <summary>Takes notice of a file's whole content; null when there is no such file. The array is kept, not copied.</summary>
    public void Saw(string realPath, byte[]? bytes)
    {
        Forget(realPath);
        var kept = bytes is { Length: <= MostBytesOfFile } ? bytes : null;
        _known[realPath] = new(bytes is not null, bytes is null ? default : XxHash128.HashToUInt128(bytes), kept);
        _oldestFirst.AddLast(realPath);
        _bytes += kept?.Length ?? 0;
        if (_known.Count > MostFiles)
            Forget(_oldestFirst.First!.Value);
        for (var at = _oldestFirst.First; at is not null && _bytes > MostBytes; at = at.Next)
        {
            var file = _known[at.Value];
            _bytes -= file.Bytes?.Length ?? 0;
            _known[at.Value] = file with { Bytes = null };
        }
    }

    /// <summary>Keeps of all files the hash alone: that one has changed is still noticed.</summary>
    public void LetGo()
    {
        foreach (var (path, file) in _known)
            _known[path] = file with { Bytes = null };
        _bytes = 0;
    }

    public void Clear()
    {
        _known.Clear();
        _oldestFirst.Clear();
        _bytes = 0;
    }

    private void Forget(string realPath)
    {
        if (!_known.Remove(realPath, out var file))
            return;
        _bytes -= file.Bytes?.Length ?? 0;
        _oldestFirst.Remove(realPath);
    }
}
