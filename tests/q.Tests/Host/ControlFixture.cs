using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Q.Host;
using Q.TestKit;

namespace Q.Tests.Host;

/// <summary>Control sockets in a home of their own, whose requests the test answers, and peers that say what they like.</summary>
internal sealed class ControlFixture : IDisposable
{
    private readonly List<ControlServer> _servers = [];

    public TempHome Home { get; } = new();

    public ConcurrentQueue<ControlRequest> Asked { get; } = new();

    /// <summary>What is done with a request.</summary>
    public ControlHandler Handle { get; set; } = static (request, _) => Task.FromResult(new ControlAnswer { Text = $"did {request.Verb}" });

    public ControlClient Client => new(Home.Paths) { Patience = Poll.Limit };

    public ControlFolder Folder => new(Home.Paths);

    public ControlServer Open(int pid = 100, long used = 0)
    {
        var opened = ControlServer.Open(Home.Paths, pid, TimeProvider.System, (request, isThere) =>
        {
            if (request.Verb is ControlVerb.Who)
                return Task.FromResult(new ControlAnswer { Pid = pid, Used = used });
            Asked.Enqueue(request);
            return Handle(request, isThere);
        });
        if (!opened.TryGet(out var server))
            throw new InvalidOperationException(opened.Problem);
        _servers.Add(server);
        return server;
    }

    /// <summary>A bare connection.</summary>
    public Socket Connect(int pid = 100)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(Folder.Of(pid)));
        return socket;
    }

    /// <summary>Sends bytes as they are; what comes back until the end.</summary>
    public async Task<string> Say(byte[] bytes, bool hangsUp = false)
    {
        using var socket = Connect();
        try
        {
            await socket.SendAsync(bytes);
            if (hangsUp)
                socket.Shutdown(SocketShutdown.Send);
            return await Hear(socket);
        }
        catch (SocketException)
        {
            return ""; // it was cut off, which is an answer too
        }
    }

    public static async Task<string> Hear(Socket socket)
    {
        using var limit = new CancellationTokenSource(Poll.Limit);
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var count)
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        return text.ToString();
    }

    public void Dispose()
    {
        foreach (var server in _servers)
            server.Dispose();
        Home.Dispose();
    }
}
