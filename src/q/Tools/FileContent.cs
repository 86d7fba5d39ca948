using Q.Core;

namespace Q.Tools;

/// <summary>Reads and replaces whole files of bounded size. A reader of the file sees the old text or the new one, never a part.</summary>
internal static class FileContent
{
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The bytes; null when there is no such file.</summary>
    public static Outcome<byte[]?> Read(string path, string shown)
    {
        try
        {
            var status = FileStatus.Of(path);
            return status.Kind switch
            {
                FileKind.Missing => Outcome<byte[]?>.Ok(null),
                FileKind.File when status.Size > MostBytes => Outcome<byte[]?>.No($"{shown} has {status.Size} bytes; at most {MostBytes} can be edited."),
                FileKind.File => Outcome<byte[]?>.Ok(File.ReadAllBytes(path)),
                FileKind.Folder => Outcome<byte[]?>.No($"{shown} is a folder."),
                FileKind.Link or FileKind.Other => Outcome<byte[]?>.No($"{shown} is not a regular file."),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<byte[]?>.No($"{shown} cannot be read: {e.Message}");
        }
    }

    /// <summary>
    /// A new file beside it, on the disk, then renamed over it; mode and owner stay. Where that would part a file from its
    /// other names or its owner, it is written in its place.
    /// </summary>
    /// <param name="open">Makes the new file; a test may give one that is full.</param>
    public static Outcome Write(string path, string shown, ReadOnlySpan<byte> bytes, Func<string, FileStream>? open = null)
    {
        const int anyWriter = 0x92; // 0222
        var fresh = Path.Combine(Path.GetDirectoryName(path)!, $".q-{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var old = FileStatus.Of(path);
            if (old.Kind is FileKind.File)
            {
                if ((old.Mode & anyWriter) == 0)
                    return Outcome.No($"{shown} is read-only ({old.ModeText()}), so it was not written. Ask the person before its mode is changed.");
                // A rename asks the folder only; whether this file may be written is for the file to say.
                using var asked = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
                if (old.Links > 1)
                    return InPlace(asked, bytes);
            }
            return Renamed(path, fresh, old, bytes, open ?? New);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Forget(fresh);
            return Outcome.No($"{shown} cannot be written: {e.Message}");
        }
    }

    private static Outcome Renamed(string path, string fresh, FileStatus old, ReadOnlySpan<byte> bytes, Func<string, FileStream> open)
    {
        using (var file = open(fresh))
        {
            if (old.Kind is FileKind.File)
            {
                if (!HasOwnerOf(fresh, old) && !FileStatus.Give(file.SafeFileHandle, old.User, old.Group))
                {
                    Forget(fresh);
                    using var same = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
                    return InPlace(same, bytes);
                }
                File.SetUnixFileMode(file.SafeFileHandle, (UnixFileMode)(old.Mode & 0xFFF));
            }
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
        return Outcome.Ok;
    }

    private static bool HasOwnerOf(string path, FileStatus old) => FileStatus.Of(path) is var made && (made.User, made.Group) == (old.User, old.Group);

    private static Outcome InPlace(FileStream file, ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        file.SetLength(bytes.Length);
        file.Flush(flushToDisk: true);
        return Outcome.Ok;
    }

    private static FileStream New(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);

    private static void Forget(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The write failed and its sentence stands; a stray file beside it is the smaller harm.
        }
    }
}
