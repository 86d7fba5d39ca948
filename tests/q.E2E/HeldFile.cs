using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TUnit.Core.Exceptions;

namespace Q.E2E;

/// <summary>
/// A file that this process has a lease on: whoever opens it stands in the kernel, as with a file system that does not answer,
/// until it is given back (or for 45 s, when the kernel takes it). Linux.
/// </summary>
internal sealed partial class HeldFile : IDisposable
{
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int WriteLease = 1;

    /// <summary>What the kernel sends when somebody wants it; one that nobody minds.</summary>
    private const int Urgent = 23;

    private readonly SafeFileHandle _file;

    public HeldFile(string path)
    {
        File.WriteAllText(path, "held\n");
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsLinux() || fcntl(_file, SetSignal, Urgent) != 0 || fcntl(_file, SetLease, WriteLease) != 0)
        {
            _file.Dispose();
            throw new SkipTestException("This file system has no leases, so no file of it can be made to hang.");
        }
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc")]
    private static partial int fcntl(SafeHandle file, int command, int argument);
}
