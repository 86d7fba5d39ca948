using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Q.Host;

/// <summary>Who is at the other end of a socket, in the kernel's words.</summary>
internal static partial class Peer
{
    /// <summary>Linux: SOL_SOCKET, SO_PEERCRED, <c>struct ucred { pid, uid, gid }</c>.</summary>
    private static readonly (int Level, int Name) s_linux = (1, 17);

    /// <summary>macOS: SOL_LOCAL, LOCAL_PEERCRED, <c>struct xucred { version, uid, … }</c>. What getpeereid asks for, too.</summary>
    private static readonly (int Level, int Name) s_mac = (0, 1);

    /// <summary>The user that this process acts as.</summary>
    public static uint Own { get; } = EffectiveUser();

    /// <summary>The same user has the other end. Where that cannot be known, it has not.</summary>
    public static bool IsOwn(Socket socket) => User(socket) == Own;

    /// <summary>In both structures the user is the second number.</summary>
    private static uint? User(Socket socket)
    {
        var (level, name) = OperatingSystem.IsMacOS() ? s_mac : s_linux;
        Span<byte> credentials = stackalloc byte[128];
        try
        {
            var length = socket.GetRawSocketOption(level, name, credentials);
            return length >= 8 ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
