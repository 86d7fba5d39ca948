using System.Runtime.InteropServices;
using System.Text;

namespace Q.Tools;

internal enum FileKind : byte
{
    Missing,
    File,
    Folder,
    Link,
    Other,
}

/// <summary>What lstat says of a path; .NET has neither links nor owner, and takes a pipe for a file.</summary>
internal readonly partial record struct FileStatus(FileKind Kind, int Mode, uint Links, uint User, uint Group, long Size, DateTimeOffset Modified)
{
    private const int TypeMask = 0xF000;

    public static unsafe FileStatus Of(string path)
    {
        const int noFollow = 0x100, current = -100, basic = 0x7ff;
        var buffer = stackalloc byte[512];
        var text = Encoding.UTF8.GetBytes(path + '\0');
        fixed (byte* name = text)
        {
            if (OperatingSystem.IsLinux())
            {
                // struct statx is the same on every processor
                if (statx(current, name, noFollow, basic, buffer) != 0)
                    return default;
                return Make(*(ushort*)(buffer + 28), *(uint*)(buffer + 16), *(uint*)(buffer + 20), *(uint*)(buffer + 24),
                    *(long*)(buffer + 40), *(long*)(buffer + 112));
            }
            if (lstat(name, buffer) != 0)
                return default;
            return Make(*(ushort*)(buffer + 4), *(ushort*)(buffer + 6), *(uint*)(buffer + 16), *(uint*)(buffer + 20),
                *(long*)(buffer + 96), *(long*)(buffer + 48));
        }
    }

    /// <summary><c>drwxr-xr-x</c>.</summary>
    public string ModeText()
    {
        const string letters = "rwxrwxrwx";
        var kind = Kind switch
        {
            FileKind.Folder => 'd',
            FileKind.Link => 'l',
            FileKind.File => '-',
            FileKind.Missing or FileKind.Other => '?',
        };
        return string.Create(10, (Mode, kind), static (to, from) =>
        {
            to[0] = from.kind;
            for (var bit = 0; bit < 9; bit++)
                to[bit + 1] = (from.Mode & (0x100 >> bit)) != 0 ? letters[bit] : '-';
        });
    }

    /// <summary>Gives an open file to another owner; false where that is not ours to give.</summary>
    public static bool Give(SafeHandle file, uint user, uint group) => fchown(file, user, group) == 0;

    private static FileStatus Make(int mode, uint links, uint user, uint group, long size, long modified)
    {
        var kind = (mode & TypeMask) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            _ => FileKind.Other,
        };
        var seconds = Math.Clamp(modified, -62135596800, 253402300799);
        return new(kind, mode, links, user, group, size, DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    [LibraryImport("libc")]
    private static unsafe partial int statx(int folder, byte* path, int flags, uint mask, byte* result);

    [LibraryImport("libc")]
    private static partial int fchown(SafeHandle file, uint user, uint group);

    [LibraryImport("libc")]
    private static unsafe partial int lstat(byte* path, byte* result);
}
