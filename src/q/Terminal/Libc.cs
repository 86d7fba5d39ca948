using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Q.Terminal;

/// <summary>
/// The dozen calls that the terminal needs, blittable only, so that they link statically. <c>termios</c> is never looked into:
/// <c>cfmakeraw</c> knows its layout on every system, we keep the bytes.
/// </summary>
internal static partial class Libc
{
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const short PollError = 8 | 16 | 32; // error, hang-up, not open
    public const int Interrupted = 4;
    public const int BrokenPipe = 32;

    /// <summary>The change waits until what was written has gone out; typed keys stay.</summary>
    public const int AfterOutput = 1;

    public static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    public static int TerminalStop => OperatingSystem.IsMacOS() ? 18 : 20;

    private static nuint GetWindowSize => OperatingSystem.IsMacOS() ? 0x40087468u : 0x5413u;

    private static nuint CloseOnExec => OperatingSystem.IsMacOS() ? 0x20006601u : 0x5451u;

    /// <summary>Larger than any system's; opaque.</summary>
    [InlineArray(16)]
    public struct Termios
    {
        private ulong _first;
    }

    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Got;
    }

    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    public static unsafe bool TryGetSize(int descriptor, out TerminalSize size)
    {
        WindowSize window = default;
        // On Apple's arm64 the variable arguments of a C function lie on the stack: six fillers push ours there.
        var padded = OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        var result = padded
            ? IoctlPadded(descriptor, GetWindowSize, 0, 0, 0, 0, 0, 0, &window)
            : Ioctl(descriptor, GetWindowSize, &window);
        size = new TerminalSize(window.Columns, window.Rows);
        return result == 0 && window.Columns > 0 && window.Rows > 0;
    }

    /// <summary>Both ends are closed in children. Gives false when the system has no descriptor left.</summary>
    public static unsafe bool TryPipe(out int read, out int write)
    {
        var ends = stackalloc int[2];
        var good = Pipe(ends) == 0;
        (read, write) = (ends[0], ends[1]);
        if (good)
        {
            _ = Ioctl(read, CloseOnExec, null);
            _ = Ioctl(write, CloseOnExec, null);
        }
        return good;
    }

    [LibraryImport("libc", EntryPoint = "isatty")]
    public static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static unsafe partial int GetAttributes(int descriptor, Termios* to);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static unsafe partial int SetAttributes(int descriptor, int when, Termios* from);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static unsafe partial void MakeRaw(Termios* attributes);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(int descriptor, byte* to, nuint most);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(int descriptor, byte* from, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static unsafe partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    /// <summary>
    /// The same terminal once more, as a file of our own whose writes do not block: what a descriptor shares with the shell is left as
    /// it is. -1 where the system does not give it.
    /// </summary>
    public static unsafe int OpenAgain(int descriptor)
    {
        const int writeNotBlockingNoTerminalCloseOnExec = 1 | 0x800 | 0x100 | 0x80000;
        if (!OperatingSystem.IsLinux())
            return -1;
        fixed (byte* path = System.Text.Encoding.ASCII.GetBytes($"/proc/self/fd/{descriptor}\0"))
            return Open(path, writeNotBlockingNoTerminalCloseOnExec);
    }

    [LibraryImport("libc", EntryPoint = "open")]
    private static unsafe partial int Open(byte* path, int flags);

    /// <summary>Process 0 is our whole process group.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    public static partial int ForegroundGroup(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    public static partial int OwnGroup();

    [LibraryImport("libc", EntryPoint = "pipe")]
    private static unsafe partial int Pipe(int* ends);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static unsafe partial int Ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static unsafe partial int IoctlPadded(
        int descriptor, nuint request, nint a, nint b, nint c, nint d, nint e, nint f, void* argument);
}
