using System.Net.Sockets;
using Q.Config;
using Q.Core;

namespace Q.Host;

/// <summary>Does what a request says. <paramref name="isThere"/> tells, at any time, whether who asked still waits for it.</summary>
internal delegate Task<ControlAnswer> ControlHandler(ControlRequest request, Func<bool> isThere);

/// <summary>
/// The control socket of a q that runs: takes one line, hands it on, writes one line, and ends the connection. Waits in the
/// runtime's socket engine, so it costs nothing while nobody asks. Whoever asks has the same user, <see cref="s_patience"/> for
/// the line and <see cref="ControlWire.MostBytes"/> of room; at most <see cref="MostAtOnce"/> are served at once, the others wait.
/// </summary>
internal sealed class ControlServer : IDisposable
{
    private const int MostAtOnce = 16;
    private const int Backlog = 64;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_breath = TimeSpan.FromSeconds(1);

    private readonly Socket _listener;
    private readonly string _path;
    private readonly ControlHandler _handle;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    private ControlServer(Socket listener, string path, ControlHandler handle, TimeProvider time)
    {
        (_listener, _path, _handle, _time) = (listener, path, handle, time);
        _ = Accept();
    }

    /// <summary>
    /// Opens the socket of this process and removes those that nobody listens at any more. It gets its name when it is ready, so
    /// that nobody takes it for one of a dead process.
    /// </summary>
    public static Outcome<ControlServer> Open(QPaths paths, int pid, TimeProvider time, ControlHandler handle)
    {
        var folder = new ControlFolder(paths);
        var (path, draft) = (folder.Of(pid), folder.Draft(pid));
        if (ControlFolder.Prepare(path).Problem is { } problem)
            return Outcome<ControlServer>.No(problem);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            ControlClient.RemoveStale(folder);
            File.WriteAllBytes(draft, []); // a socket's error does not tell of a disk that only reads
            File.Delete(draft);
            listener.Bind(new UnixDomainSocketEndPoint(draft));
            File.SetUnixFileMode(draft, QPaths.FileMode);
            listener.Listen(Backlog);
            File.Move(draft, path, overwrite: true);
            return Outcome<ControlServer>.Ok(new(listener, path, handle, time));
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            listener.Dispose();
            var why = e.Message.Replace($" : '{draft}'", "", StringComparison.Ordinal).TrimEnd('.');
            return Outcome<ControlServer>.No(
                $"No control socket at {path}: {why}. `q chat --new` and `--switch` start a q of their own.");
        }
    }

    /// <summary>Nobody is served from now on; who was not answered yet sees the connection end.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the next q removes it
        }
    }

    private async Task Accept()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_ending.Token).ConfigureAwait(false);
                var peer = await _listener.AcceptAsync(_ending.Token).ConfigureAwait(false);
                _ = Serve(peer);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // No descriptor is left, or the peer went while it was let in: neither may spin.
                _places.Release();
                await Task.Delay(s_breath, _time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Serve(Socket peer)
    {
        try
        {
            using (peer)
            {
                if (!Peer.IsOwn(peer))
                    return; // nothing is said to others
                var request = await Read(peer).ConfigureAwait(false);
                var answer = request.TryGet(out var asked)
                    ? await _handle(asked, () => IsThere(peer)).ConfigureAwait(false)
                    : ControlAnswer.No(request.Problem!);
                using var limit = Limit();
                ReadOnlyMemory<byte> left = ControlWire.Of(answer);
                while (left.Length > 0)
                    left = left[await peer.SendAsync(left, limit.Token).ConfigureAwait(false)..];
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // it went, or it was too slow: that is its own affair
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<Outcome<ControlRequest>> Read(Socket peer)
    {
        using var limit = Limit();
        using var line = new PooledBuffer();
        while (line.Length <= ControlWire.MostBytes)
        {
            var count = await peer.ReceiveAsync(line.GetMemory(1024), limit.Token).ConfigureAwait(false);
            if (count == 0)
                return Outcome<ControlRequest>.No("The line has no end.");
            var before = line.Length;
            line.Advance(count);
            if (line.Written[before..].IndexOf((byte)'\n') is >= 0 and var end)
                return ControlWire.Request(line.Written[..(before + end)]);
        }
        return Outcome<ControlRequest>.No($"More than {ControlWire.MostBytes / 1024} kB at once is refused. Name a file in the prompt instead.");
    }

    /// <summary>Who asked has not hung up. It says nothing more, so what can be read is the end.</summary>
    private static bool IsThere(Socket peer)
    {
        try
        {
            return !peer.Poll(0, SelectMode.SelectRead) || peer.Available > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        limit.CancelAfter(s_patience);
        return limit;
    }
}
