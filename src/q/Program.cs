using System.Runtime.InteropServices;

namespace Q;

/// <summary>The way in: what must come before everything else, and the one answer that needs nothing else.</summary>
internal static partial class Program
{
    private static int Main(string[] args)
    {
        NameService.Pin();
        return args is ["--version" or "-V"] ? PrintVersion() : App.Run(args);
    }

    /// <summary>Written straight to the descriptor: no console, no dispatch, so that it costs no more than starting a
    /// process.</summary>
    private static unsafe int PrintVersion()
    {
        var line = BuildInfo.VersionLine;
        fixed (byte* bytes = line)
        {
            return Write(1, bytes, line.Length) == line.Length ? 0 : 1;
        }
    }

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nint count);
}
