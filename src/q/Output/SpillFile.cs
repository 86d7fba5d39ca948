using System.Runtime.InteropServices;
using Q.Core;

namespace Q.Output;

/// <summary>Takes one record of a ring or a spill file.</summary>
internal delegate void RecordTaker(OutputKind kind, bool begins, ReadOnlySpan<byte> utf8);

/// <summary>
/// Records of one session on the disk, oldest first: what its ring has evicted, or all of it while the session hibernates. Made
/// with the first record, 0600, and gone when it is disposed of. At its bound the older half goes. A file that cannot be written
/// takes nothing more and says so once. Owned by the session's mailbox.
/// </summary>
internal sealed class SpillFile(string path, long mostBytes) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int BufferBytes = 64 * 1024;

    private FileStream? _stream;
    private long _older;

    private string Older => path + ".older";

    /// <summary>Why nothing more is taken; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Nobody has removed what was written.</summary>
    public bool IsThere => _stream is null || File.Exists(path);

    /// <summary>Bytes on the disk.</summary>
    public long Length => _older + (_stream?.Length ?? 0);

    public void Append(OutputKind kind, bool begins, ReadOnlySpan<byte> utf8)
    {
        if (Problem is not null)
            return;
        try
        {
            var stream = _stream ??= Open();
            if (stream.Length + utf8.Length > mostBytes / 2)
                stream = Turn(stream);
            var word = OutputRing.WordOf(kind, begins, utf8.Length);
            stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in word)));
            stream.Write(utf8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = $"{path} cannot be written ({e.Message.TrimEnd('.')}): output that scrolls out is not kept.";
        }
    }

    /// <summary>Hands every record to <paramref name="take"/>, oldest first. Throws when the files cannot be read.</summary>
    public void ReadAll(RecordTaker take)
    {
        if (Problem is null)
            _stream?.Flush();
        Span<byte> text = stackalloc byte[OutputRing.MaxRecordBytes];
        foreach (var file in (string[])[Older, path])
        {
            if (!File.Exists(file))
                continue;
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes);
            uint word = 0;
            while (from.ReadAtLeast(MemoryMarshal.AsBytes(new Span<uint>(ref word)), sizeof(uint), throwOnEndOfStream: false) == sizeof(uint))
            {
                var length = OutputRing.LengthOf(word);
                if (length > text.Length || from.ReadAtLeast(text[..length], length, throwOnEndOfStream: false) < length)
                    break; // somebody else wrote into it, or the disk was full in the middle of a record
                take(OutputRing.KindOf(word), OutputRing.BeginsOf(word), text[..length]);
            }
        }
    }

    public void Dispose()
    {
        if (_stream is not { } stream)
            return;
        (_stream, _older) = (null, 0);
        Quietly(stream.Dispose); // on a full disk even that fails, and then most of all the files must go
        Quietly(() => File.Delete(path));
        Quietly(() => File.Delete(Older));
    }

    /// <summary>What is left is removed as stale by a later q.</summary>
    private static void Quietly(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private FileStream Turn(FileStream full)
    {
        _older = full.Length;
        full.Dispose();
        File.Move(path, Older, overwrite: true);
        return _stream = Open();
    }

    private FileStream Open()
    {
        OwnerFolder.Make(Path.GetDirectoryName(path)!);
        return new(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            UnixCreateMode = OwnerOnly,
            BufferSize = BufferBytes,
        });
    }
}
