using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Q.Store;

/// <summary>
/// Names a process so that a reused pid is told from it. <paramref name="Started"/> is when it began, in the kernel's own
/// words, empty where that cannot be known; <paramref name="Host"/> is the booted system and its pid namespace.
/// </summary>
internal sealed partial record ProcessIdentity(int Pid, string Started, string Host)
{
    private const int NoSuchProcess = 3;
    private static string? s_host;

    /// <summary>The booted system and its pid namespace, short enough for a file's name: eight hexadecimal digits.</summary>
    public static string HostTag => XxHash32.HashToUInt32(MemoryMarshal.AsBytes(OwnHost().AsSpan())).ToString("x8", CultureInfo.InvariantCulture);

    public static ProcessIdentity Own()
    {
        var pid = Environment.ProcessId;
        return new(pid, StartOf(pid) ?? "", OwnHost());
    }

    /// <summary>When the process began; null when there is none alive; empty when it lives and nothing more can be known.</summary>
    public static string? StartOf(int pid)
    {
        if (Kill(pid, 0) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess)
            return null;
        return OperatingSystem.IsMacOS() ? MacStart(pid) : LinuxStart(pid);
    }

    private static string? LinuxStart(int pid)
    {
        var stat = ReadOrEmpty($"/proc/{pid}/stat");
        // The name in parentheses may contain anything; state and the rest stand behind the last one.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20)
            return "";
        return fields[0] is "Z" or "X" ? null : fields[19];
    }

    private static string OwnHost() => s_host ??= OperatingSystem.IsLinux() ? LinuxHost() : "";

    private static string LinuxHost()
    {
        try
        {
            var boot = ReadOrEmpty("/proc/sys/kernel/random/boot_id").Trim();
            return $"{boot}/{new FileInfo("/proc/self/ns/pid").LinkTarget}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The first field of macOS's <c>kinfo_proc</c> is the time of start.</summary>
    private static unsafe string MacStart(int pid)
    {
        const int Kern = 1, KernProc = 14, KernProcPid = 1;
        var name = stackalloc int[] { Kern, KernProc, KernProcPid, pid };
        var info = stackalloc byte[1024];
        nuint length = 1024;
        return Sysctl(name, 4, info, &length, null, 0) == 0 && length >= 16
            ? BinaryPrimitives.ReadInt64LittleEndian(new(info, 8)).ToString(CultureInfo.InvariantCulture)
                + "." + BinaryPrimitives.ReadInt32LittleEndian(new(info + 8, 4)).ToString(CultureInfo.InvariantCulture)
            : "";
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "sysctl")]
    private static unsafe partial int Sysctl(int* name, uint names, void* old, nuint* oldLength, void* fresh, nuint freshLength);
}
