using System.Runtime.InteropServices;

namespace Q.TestKit;

/// <summary>
/// Does something as another user of this system, on a thread of its own: the kernel keeps the user by thread, so the rest of the
/// tests stay who they are. Linux, and root only.
/// </summary>
internal static partial class OtherUser
{
    private const long Nobody = 65534;
    private const long Unchanged = -1;

    public static bool IsPossible =>
        OperatingSystem.IsLinux() && Environment.UserName == "root" && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>setresuid of this thread alone; the C library's would be that of all.</summary>
    private static long Call => RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 117 : 147;

    public static Task<T> Do<T>(Func<T> act) => Task.Factory.StartNew(
        () =>
        {
            if (Syscall(Call, Unchanged, Nobody, Unchanged) != 0)
                throw new InvalidOperationException("The user of the thread could not be changed.");
            try
            {
                return act();
            }
            finally
            {
                _ = Syscall(Call, Unchanged, 0, Unchanged);
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long Syscall(long number, long real, long effective, long saved);
}
