using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Q.E2E;

/// <summary>
/// A line of 1 Mbit/s with 200 ms there and back, between a port of its own and another on loopback. It holds what is on its way and no more:
/// who sends too much has to wait. Belongs to one test.
/// </summary>
internal sealed class SlowLink : IAsyncDisposable
{
    private const int BytesPerSecond = 125_000;
    private const int Piece = 1250;
    private static readonly TimeSpan s_oneWay = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly Task _serving;
    private long _carried;

    public SlowLink(int port)
    {
        _port = port;
        _listener.Start();
        _serving = Serve();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes from the far side so far.</summary>
    public long Carried => Volatile.Read(ref _carried);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var near = await _listener.AcceptSocketAsync(_stop.Token);
                using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
                // As on a network: with loopback's segments of 64 kB the kernel would hold megabytes for this line.
                if (OperatingSystem.IsLinux())
                    far.SetRawSocketOption(6, 2, BitConverter.GetBytes(1400));
                await far.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
                await Task.WhenAll(Carry(near, far, static _ => { }), Carry(far, near, count => Interlocked.Add(ref _carried, count)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task Carry(Socket from, Socket to, Action<int> count)
    {
        from.NoDelay = to.NoDelay = true;
        var underway = Channel.CreateBounded<(long At, byte[] Bytes)>((int)(BytesPerSecond * s_oneWay.TotalSeconds / Piece));
        var arriving = Arrive(underway.Reader, to);
        var buffer = new byte[Piece];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is > 0 and var length)
            {
                count(length);
                await Task.Delay(TimeSpan.FromSeconds((double)length / BytesPerSecond), _stop.Token);
                await underway.Writer.WriteAsync((Stopwatch.GetTimestamp(), buffer[..length]), _stop.Token);
            }
        }
        finally
        {
            underway.Writer.Complete();
            await arriving;
        }
    }

    private async Task Arrive(ChannelReader<(long At, byte[] Bytes)> underway, Socket to)
    {
        try
        {
            await foreach (var (at, bytes) in underway.ReadAllAsync(_stop.Token))
            {
                if (s_oneWay - Stopwatch.GetElapsedTime(at) is { Ticks: > 0 } left)
                    await Task.Delay(left, _stop.Token);
                await to.SendAsync(bytes, _stop.Token);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // That side is gone.
        }
    }
}
