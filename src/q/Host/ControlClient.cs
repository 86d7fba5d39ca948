using System.Net.Sockets;
using Q.Config;
using Q.Core;

namespace Q.Host;

/// <summary>A q of this home that runs and answers.</summary>
internal sealed record RunningQ(string Socket, int Pid, DateTimeOffset Used);

/// <summary>
/// Asks a q that runs, from another process. Waits for the answer, with a bound; never starts a thread. A socket that nobody
/// listens at is removed.
/// </summary>
internal sealed class ControlClient(QPaths paths)
{
    private static readonly TimeSpan s_greetingTakes = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_workTakes = TimeSpan.FromSeconds(10);

    private readonly ControlFolder _folder = new(paths);

    /// <summary>How long one that runs may take to say who it is.</summary>
    public TimeSpan Patience { get; init; } = s_greetingTakes;

    /// <summary>The q of this home that a person used last; null when none runs. One that does not answer, as a suspended one, counts as none.</summary>
    public RunningQ? UsedLast()
    {
        RunningQ? last = null;
        foreach (var (socket, _) in _folder.Sockets())
        {
            if (Who(socket) is { } there && (last is null || there.Used > last.Used))
                last = there;
        }
        return last;
    }

    /// <summary>Asks a q that was found; the sentence that it answers, or why it did not do it.</summary>
    public static Outcome<string> Ask(RunningQ running, ControlRequest request)
    {
        var asked = Ask(running.Socket, request, s_workTakes);
        if (!asked.TryGet(out var answer))
            return Outcome<string>.No($"The q that runs (pid {running.Pid}) {asked.Problem} Nothing is known to have been done: see there.");
        return answer.Problem is { } problem ? Outcome<string>.No(problem) : Outcome<string>.Ok(answer.Text);
    }

    /// <summary>
    /// Closes a session (name, slot or id) that is live in the q with this pid: its turn ends, it is stored as Completed and its
    /// lease is given back before this returns.
    /// </summary>
    public Outcome<string> Close(int pid, string session)
    {
        foreach (var (socket, named) in _folder.Sockets())
        {
            if (named == pid && Who(socket) is { } running)
                return Ask(running, new() { Verb = ControlVerb.Close, Name = session });
        }
        return Outcome<string>.No($"It is open in another q (pid {pid}), which does not answer. Close it there first.");
    }

    /// <summary>Removes the sockets that nobody listens at.</summary>
    public static void RemoveStale(ControlFolder folder)
    {
        foreach (var (socket, _) in folder.Sockets())
            Connect(socket, s_greetingTakes)?.Dispose();
    }

    private RunningQ? Who(string socket) =>
        Ask(socket, new() { Verb = ControlVerb.Who }, Patience).TryGet(out var answer) && answer.Problem is null
            ? new(socket, answer.Pid, DateTimeOffset.FromUnixTimeMilliseconds(answer.Used))
            : null;

    private static Outcome<ControlAnswer> Ask(string path, ControlRequest request, TimeSpan takes)
    {
        var line = ControlWire.Of(request);
        if (line.Length > ControlWire.MostBytes)
            return Outcome<ControlAnswer>.No($"takes at most {ControlWire.MostBytes / 1024} kB at once. Name a file in the prompt instead.");
        using var peer = Connect(path, takes);
        if (peer is null)
            return Outcome<ControlAnswer>.No("is not there any more.");
        if (!Peer.IsOwn(peer))
            return Outcome<ControlAnswer>.No("belongs to somebody else, so it is told nothing.");
        try
        {
            for (ReadOnlySpan<byte> left = line; left.Length > 0;)
                left = left[peer.Send(left)..];
            return Read(peer, takes);
        }
        catch (SocketException e)
        {
            return Outcome<ControlAnswer>.No(e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock
                ? "does not answer."
                : "ended before it answered.");
        }
    }

    private static Outcome<ControlAnswer> Read(Socket peer, TimeSpan takes)
    {
        using var line = new PooledBuffer();
        var until = Environment.TickCount64 + (long)takes.TotalMilliseconds;
        while (line.Length <= ControlWire.MostBytes)
        {
            var left = until - Environment.TickCount64;
            if (left <= 0)
                return Outcome<ControlAnswer>.No("does not answer.");
            peer.ReceiveTimeout = (int)left;
            var count = peer.Receive(line.GetSpan(1024));
            if (count == 0)
                break;
            line.Advance(count);
            if (line.Written.IndexOf((byte)'\n') is >= 0 and var end)
                return ControlWire.Answer(line.Written[..end]);
        }
        return Outcome<ControlAnswer>.No("ended before it answered.");
    }

    /// <summary>Null when nobody listens there: then the socket is a dead process's, and goes.</summary>
    private static Socket? Connect(string path, TimeSpan takes)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.SendTimeout = (int)takes.TotalMilliseconds; // also of connecting, where the queue of a stopped process is full
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            if (e is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
                Remove(path);
            return null;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // it can wait for somebody who may
        }
    }
}
