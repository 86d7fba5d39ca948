using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Q.Processes;

/// <summary>What of libc starts, signals and reaps children. Numbers that differ between Linux and macOS are decided here.</summary>
internal static unsafe partial class SpawnLibc
{
    public const int SigTerm = 15;
    public const int SigKill = 9;
    public const int NoHang = 1;

    private const int SetSigDef = 0x04;
    private const int SetSigMask = 0x08;
    private const int PidKind = 1;
    private const int CloseOnExec = 0x80000;

    /// <summary>More than any system's <c>posix_spawnattr_t</c> (336 bytes in glibc) and <c>posix_spawn_file_actions_t</c>.</summary>
    public const int OpaqueSize = 512;

    /// <summary>More than any system's <c>siginfo_t</c> (128 bytes).</summary>
    private const int SigInfoSize = 256;

    public static int SetSession => OperatingSystem.IsMacOS() ? 0x0400 : 0x80;

    /// <summary>Defaults for all signals, none blocked, a session of its own; on macOS also no descriptor but the three.</summary>
    public static short SpawnFlags =>
        (short)(SetSigDef | SetSigMask | SetSession | (OperatingSystem.IsMacOS() ? 0x4000 : 0));

    /// <summary>The same in our own session and group, with our descriptors: for a program that gets the terminal.</summary>
    public static short InGroupFlags => SetSigDef | SetSigMask;

    /// <summary>WEXITED and WNOWAIT: tells that a child has ended and leaves it to be reaped, so that its pid stays taken.</summary>
    private static int ExitedAndKept => OperatingSystem.IsMacOS() ? 0x04 | 0x20 : 0x04 | 0x01000000;

    /// <summary>Both ends close on exec; the child gets its end by dup2, which clears that.</summary>
    public static int Pipe(int* ends)
    {
        if (OperatingSystem.IsLinux())
            return pipe2(ends, CloseOnExec);
        return pipe(ends); // macOS: SpawnFlags keeps the ends out of children
    }

    /// <summary>
    /// What q itself was given by who started it (a lock, a socket) is not for the programs that it starts. What q opens closes
    /// on exec already.
    /// </summary>
    public static bool KeepInheritedToOurselves()
    {
        const nuint closeOnExec = 0x5451; // FIOCLEX
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fd"))
            return false; // macOS: SpawnFlags
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry.AsSpan()), NumberStyles.None, null, out var descriptor) && descriptor > 2)
                _ = ioctl(descriptor, closeOnExec, null);
        }
        return true;
    }

    /// <summary>Whether our child has ended; it stays a zombie until <see cref="waitpid"/>.</summary>
    public static bool HasEnded(int pid)
    {
        var info = stackalloc byte[SigInfoSize];
        new Span<byte>(info, SigInfoSize).Clear();
        // si_signo is first on every system and stays zero while the child runs
        return waitid(PidKind, pid, info, ExitedAndKept | NoHang) != 0 || *(int*)info != 0;
    }

    /// <summary>There is something to read in a pipe, or its end.</summary>
    public static bool HasBytes(PipeStream pipe)
    {
        const ulong pollIn = 1UL << 32; // struct pollfd: the descriptor, then what is asked, then what is
        var entry = pollIn | (uint)pipe.SafePipeHandle.DangerousGetHandle();
        return poll(&entry, 1, 0) > 0;
    }

    [LibraryImport("libc")]
    public static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addopen(void* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, int descriptor, int target);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, void* set);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigmask(void* attributes, void* set);

    [LibraryImport("libc")]
    public static partial int sigemptyset(void* set);

    [LibraryImport("libc")]
    public static partial int sigfillset(void* set);

    [LibraryImport("libc")]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc")]
    public static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial int poll(ulong* entries, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc")]
    private static partial int waitid(int kind, int id, void* info, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe(int* ends);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);
}
