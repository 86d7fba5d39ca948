using System.Security.Cryptography;
using System.Text;
using Q.Config;
using Q.Core;

namespace Q.Host;

/// <summary>
/// Where the control sockets of one home are: <c>run/PID.sock</c> in it, or, where that path is too long for a socket, in a short
/// folder whose name is made from the home's. Both are the owner's only.
/// </summary>
internal sealed class ControlFolder(QPaths paths, string shortFolders = "/tmp")
{
    private const string Ending = ".sock";

    /// <summary>What <c>sockaddr_un</c> takes, without its last zero.</summary>
    private static readonly int s_longest = OperatingSystem.IsMacOS() ? 103 : 107;

    /// <summary>Used when <see cref="QPaths.Run"/> is too long.</summary>
    public string Short { get; } = Path.Combine(
        shortFolders, $"q-{Peer.Own}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(paths.Home)))[..16]}");

    /// <summary>The socket of a process.</summary>
    public string Of(int pid) => Fits($"{pid}{Ending}");

    /// <summary>The name under which a socket is made before it is ready: one that nobody finds.</summary>
    public string Draft(int pid) => Fits($".{pid}");

    /// <summary>Every socket of the home, alive or not, with the pid in its name.</summary>
    public IEnumerable<(string Path, int Pid)> Sockets()
    {
        foreach (var folder in (string[])[paths.Run, Short])
        {
            foreach (var path in Files(folder))
            {
                if (int.TryParse(Path.GetFileNameWithoutExtension(path), out var pid))
                    yield return (path, pid);
            }
        }
    }

    /// <summary>Makes the folder of a socket, or takes back what others may do in it.</summary>
    public static Outcome Prepare(string socket)
    {
        var folder = Path.GetDirectoryName(socket)!;
        if (QPaths.MakeFolder(folder).Problem is { } problem)
            return Outcome.No(problem);
        try
        {
            var info = new DirectoryInfo(folder);
            if (info.LinkTarget is not null)
                return Outcome.No($"{folder} is a link, so no control socket is opened in it. Make it a folder.");
            if (info.UnixFileMode != QPaths.FolderMode)
                info.UnixFileMode = QPaths.FolderMode; // fails for a folder that is somebody else's
            return Outcome.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.No($"{folder} is not yours alone, so no control socket is opened in it: {e.Message.TrimEnd('.')}.");
        }
    }

    private string Fits(string name)
    {
        var usual = Path.Combine(paths.Run, name);
        return Encoding.UTF8.GetByteCount(usual) <= s_longest ? usual : Path.Combine(Short, name);
    }

    private static string[] Files(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder, $"*{Ending}") : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
