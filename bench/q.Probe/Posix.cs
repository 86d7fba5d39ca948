using System.Runtime.InteropServices;

namespace Q.Probe;

/// <summary>What of Linux a bench needs that the product does not: resource use, tracing a child to its end, window
/// sizes.</summary>
internal static unsafe partial class Posix
{
    public const int SetOptionsAndSeize = 0x4206;
    public const int Continue = 7;
    public const int StopAtExit = 0x40;
    public const int TrapSignal = 5;
    public const int ExitStop = TrapSignal | (6 << 8);

    public const int FollowClones = 0x8;
    public const int StopAtExec = 0x10;
    public const int EndWithTracer = 0x100000;
    public const int GetRegisters = 12;
    public const int SetRegisters = 13;

    /// <summary>For waitpid: children that are threads too.</summary>
    public const int AllThreads = 0x40000000;

    private const int Stopped = 2;
    private const int ContinueSignal = 18;

    /// <summary>The registers of x86-64, as ptrace gives them: the one that is looked at.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 27 * 8)]
    public struct Registers
    {
        [FieldOffset(16 * 8)]
        public ulong Instruction;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    /// <summary>Takes a child that holds itself (<see cref="Launch.Held"/>), and lets it go on.</summary>
    public static void Seize(int pid, int options)
    {
        int status;
        _ = Processes.SpawnLibc.waitpid(pid, &status, Stopped);
        if (ptrace(SetOptionsAndSeize, pid, 0, options) != 0)
            throw new InvalidOperationException($"The program cannot be traced: error {Marshal.GetLastPInvokeError()}.");
        _ = Processes.SpawnLibc.kill(pid, ContinueSignal);
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint ptrace(nint request, int pid, nint address, nint data);

    [LibraryImport("libc")]
    public static partial int ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc")]
    public static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc")]
    public static partial int open(byte* path, int flags);

    public static void Resize(int descriptor, int columns, int rows)
    {
        WindowSize size = new() { Rows = (ushort)rows, Columns = (ushort)columns };
        _ = ioctl(descriptor, 0x5414, &size);
    }
}
