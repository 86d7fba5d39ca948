#if STATIC_LINK
using System.Runtime.InteropServices;
#endif

namespace Q;

/// <summary>
/// Holds glibc to the name services that are linked in. A static program that followed the host's nsswitch.conf would
/// load that host's
/// modules, which belong to another version of the C library. A dynamic build asks the host as everybody does.
/// </summary>
internal static partial class NameService
{
    public static void Pin()
    {
#if STATIC_LINK
        Configure("hosts\0"u8, "files dns\0"u8);
        Configure("passwd\0"u8, "files\0"u8);
        Configure("group\0"u8, "files\0"u8);
#endif
    }

#if STATIC_LINK
    private static unsafe void Configure(ReadOnlySpan<byte> database, ReadOnlySpan<byte> services)
    {
        try
        {
            fixed (byte* name = database, from = services)
                _ = ConfigureLookup(name, from);
        }
        catch (EntryPointNotFoundException)
        {
            // Under the JIT on a C library that is not glibc; that one loads no modules.
        }
    }

    [LibraryImport("libc", EntryPoint = "__nss_configure_lookup")]
    private static unsafe partial int ConfigureLookup(byte* database, byte* services);
#endif
}
