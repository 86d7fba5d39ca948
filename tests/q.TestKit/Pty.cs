using System.Runtime.InteropServices;
using System.Text;
using Q.Terminal;

namespace Q.TestKit;

/// <summary>A pseudo-terminal of the system: the test holds the side of the emulator, the code under test the other.</summary>
internal sealed partial class Pty : IDisposable
{
    private const int ReadWrite = 2;

    public Pty()
    {
        Emulator = OpenMaster(ReadWrite | (OperatingSystem.IsMacOS() ? 0x20000 : 0x100));
        var good = Emulator >= 0 && Grant(Emulator) == 0 && Unlock(Emulator) == 0;
        Program = good ? Open(Name(Emulator), ReadWrite | (OperatingSystem.IsMacOS() ? 0x20000 : 0x100)) : -1;
        if (Program < 0)
            throw new InvalidOperationException("This system gives no pseudo-terminal.");
    }

    public int Emulator { get; private set; }

    public int Program { get; }

    /// <summary>The line discipline, byte by byte, as <c>stty -g</c> would tell it.</summary>
    public unsafe string Attributes
    {
        get
        {
            Libc.Termios attributes = default;
            _ = Libc.GetAttributes(Program, &attributes);
            return Convert.ToHexString(MemoryMarshal.AsBytes(new ReadOnlySpan<Libc.Termios>(ref attributes)));
        }
    }

    public unsafe void Type(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* from = bytes)
            _ = Libc.Write(Emulator, from, (nuint)bytes.Length);
    }

    /// <summary>What the program wrote since the last look, up to this end; blocks until it is there.</summary>
    public unsafe string ShownTo(ReadOnlySpan<byte> end)
    {
        var shown = new List<byte>();
        var bytes = stackalloc byte[4096];
        while (!shown.ToArray().AsSpan().EndsWith(end))
        {
            var count = (int)Libc.Read(Emulator, bytes, 4096);
            if (count <= 0)
                break;
            shown.AddRange(new ReadOnlySpan<byte>(bytes, count));
        }
        return Encoding.UTF8.GetString([.. shown]);
    }

    /// <summary>What another program would read that has the terminal now; blocks until there is something.</summary>
    public unsafe string ReadAsProgram()
    {
        var bytes = stackalloc byte[64];
        return Encoding.UTF8.GetString(bytes, (int)Math.Max(0, Libc.Read(Program, bytes, 64)));
    }

    public void HangUp()
    {
        _ = Libc.Close(Emulator);
        Emulator = -1;
    }

    public void Dispose()
    {
        if (Emulator >= 0)
            HangUp();
        _ = Libc.Close(Program);
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt")]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt")]
    private static partial int Grant(int descriptor);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    private static partial int Unlock(int descriptor);

    [LibraryImport("libc", EntryPoint = "ptsname")]
    private static partial nint Name(int descriptor);

    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int Open(nint path, int flags);
}
