using System.Runtime.InteropServices;

namespace Q.Core;

/// <summary>Files that are built under another name, and get theirs when they are whole. Any thread, any process.</summary>
internal static partial class WholeFile
{
    private const int IsThere = 17; // EEXIST, on Linux and on macOS

    /// <summary>
    /// Gives a draft its name, unless somebody has that name. <see cref="File.Move(string, string, bool)"/> looks and then renames:
    /// what another process put there in between would be gone.
    /// </summary>
    /// <exception cref="IOException">The name is taken; the draft is still there.</exception>
    public static void Name(string draft, string path)
    {
        if (link(draft, path) == 0)
            File.Delete(draft);
        else if (Marshal.GetLastPInvokeError() == IsThere)
            throw new IOException($"{path} is there already.");
        else
            File.Move(draft, path, overwrite: false); // a disk that knows no second name for a file
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int link(string from, string to);
}
