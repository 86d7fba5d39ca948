using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Q.TestKit;

namespace Q.E2E;

/// <summary>
/// An OpenSSH server of one test, on loopback, with keys of its own, for the user who runs the tests. Nothing of the system's own server or of
/// anybody's <c>~/.ssh</c> is read.
/// </summary>
internal sealed class SshServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/sshd";
    private readonly string _folder;
    private readonly Process _server;

    private SshServer(string folder, Process server, int port) => (_folder, _server, Port) = (folder, server, port);

    public int Port { get; }

    /// <summary>Skips the test where there is no server or where this user may not log in, and says why.</summary>
    public static async Task<SshServer> StartOrSkip()
    {
        if (!File.Exists(Program))
            Skip.Test($"{Program} is not there: ./build.sh test installs openssh-server where it can.");
        var folder = Directory.CreateTempSubdirectory("q-ssh-").FullName;
        foreach (var key in (string[])["host", "user"])
            await Run.Tool("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, key));
        if (Environment.UserName == "root")
            Directory.CreateDirectory("/run/sshd"); // where it shuts itself in
        var server = await Listening(folder) ?? throw new InvalidOperationException("sshd did not start.");
        var login = await Run.Program("ssh", [.. server.Options(server.Port), "true"]);
        if (login.ExitCode == 0)
            return server;
        await server.DisposeAsync();
        Skip.Test($"This user cannot log in to a server of its own: {login.Error.Trim()}");
        return server;
    }

    /// <summary>The client's command for a pane: q in the world's folder with the world's environment.</summary>
    public IReadOnlyList<string> Client(World world, int? port = null, string arguments = "") =>
        ["ssh", "-tt", .. Options(port ?? Port), $"cd '{world.Folder}' && exec env LANG=C.UTF-8 {Variables(world)} '{Product.File}' {arguments}"];

    /// <summary>The same as a line for a shell.</summary>
    public string ClientLine(World world) => string.Join(' ', Client(world).Select(static word => $"\"{word}\""));

    /// <summary>Cuts every connection, as a network does: no side is told.</summary>
    public async Task Cut()
    {
        foreach (var pid in (await Run.Program("ps", ["-o", "pid=", "--ppid", $"{_server.Id}"])).Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            await Run.Program("/bin/kill", ["-s", "KILL", pid]); // one may have ended meanwhile
    }

    public async ValueTask DisposeAsync()
    {
        await Cut();
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A port that was free may be taken a moment later, hence more than one try.</summary>
    private static async Task<SshServer?> Listening(string folder)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var port = FreePort();
            var server = Process.Start(new ProcessStartInfo(Program, [
                "-D", "-e", "-f", "/dev/null", "-h", Path.Combine(folder, "host"), "-p", $"{port}", "-o", "ListenAddress=127.0.0.1", "-o", "PidFile=none",
                "-o", $"AuthorizedKeysFile={Path.Combine(folder, "user.pub")}", "-o", "StrictModes=no", "-o", "PermitRootLogin=prohibit-password",
                "-o", "PasswordAuthentication=no", "-o", "KbdInteractiveAuthentication=no", "-o", "PrintMotd=no", "-o", "PrintLastLog=no"])
            {
                RedirectStandardError = true,
            })!;
            while (await server.StandardError.ReadLineAsync().WaitAsync(Poll.Limit) is { } line)
            {
                if (!line.Contains("Server listening", StringComparison.Ordinal))
                    continue;
                _ = server.StandardError.ReadToEndAsync(); // a full pipe would stop it
                return new(folder, server, port);
            }
            server.Dispose();
        }
        return null;
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private string[] Options(int port) =>
    [
        "-F", "none", "-i", Path.Combine(_folder, "user"), "-p", $"{port}", "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no",
        "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes", "-e", "none", $"{Environment.UserName}@127.0.0.1",
    ];

    private static string Variables(World world) => string.Join(' ', world.Environment.Select(static variable => $"'{variable.Key}={variable.Value}'"));
}
