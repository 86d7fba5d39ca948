using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Q.Probe;

/// <summary>
/// A model on loopback that speaks OpenAI's stream. What it does stands in the last prompt: <c>tokens=20</c>,
/// <c>slow=50</c>
/// (a token each 20 ms until the other side goes away), <c>megabytes=10</c>, <c>tools=20</c>, <c>paced=1000</c> (as many
/// tokens as that, once <see cref="Pace"/> says how fast, from one thread for all). A thread a connection.
/// </summary>
internal sealed class LoopbackModel : IDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _prepared = [];
    private readonly List<(Socket Socket, int Tokens)> _paced = [];
    private long _toolSent;

    public LoopbackModel()
    {
        _listener.Start(64);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    /// <summary>From the last byte of a tool call to the request with its result, in milliseconds.</summary>
    public Figures ToolRounds { get; } = new();

    /// <summary>What stands at the end of a paced answer.</summary>
    public const string PacedEnd = "the-end";

    /// <summary>All connections that asked for <c>paced=</c> get so many tokens a second from now on.</summary>
    public void Pace(int rate) => new Thread(() => SendPaced((double)Stopwatch.Frequency / rate)) { IsBackground = true }.Start();

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.AcceptSocket();
                socket.NoDelay = true;
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // It was disposed of.
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            using (socket)
            {
                var body = ReadRequest(socket);
                if (body.Contains("\"role\":\"tool\"", StringComparison.Ordinal) && _toolSent != 0)
                    ToolRounds.Add(Stopwatch.GetElapsedTime(_toolSent).TotalMilliseconds);
                _toolSent = 0;
                if (Number(body, "paced=") is > 0 and var tokens)
                {
                    Send(socket, Encoding.UTF8.GetBytes(Head + Chunk("begin ")));
                    lock (_gate)
                        _paced.Add((socket, tokens));
                    while (socket.Connected)
                        Thread.Sleep(200);
                    return;
                }
                Reply(socket, body);
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // The other side went away: some benches end so.
        }
    }

    private void Reply(Socket socket, string body)
    {
        if (Number(body, "slow=") is > 0 and var rate)
        {
            Send(socket, Encoding.UTF8.GetBytes(Head + Chunk("begin")));
            for (var i = 0; ; i++)
            {
                Thread.Sleep(1000 / rate);
                Send(socket, Encoding.UTF8.GetBytes(Chunk(i % 12 == 11 ? "word\\n" : "word ")));
            }
        }
        if (Number(body, "tools=") is > 0 and var rounds && Count(body, "\"role\":\"tool\"") < rounds)
        {
            Send(socket,
                Encoding.UTF8.GetBytes(Head + ToolCall(Count(body, "\"role\":\"tool\"")) + Done("tool_calls")));
            _toolSent = Stopwatch.GetTimestamp();
            return;
        }
        if (Number(body, "megabytes=") is > 0 and var megabytes)
            Send(socket, Prepared($"megabytes={megabytes}", () => Megabytes(megabytes)));
        else
            Send(socket,
                Prepared($"tokens={Number(body, "tokens=")}", () => Tokens(Math.Max(1, Number(body, "tokens=")))));
    }

    private void SendPaced(double ticks)
    {
        var (token, end) = (Encoding.UTF8.GetBytes(Chunk("word ")), Encoding.UTF8.GetBytes(Chunk(PacedEnd) + Done("stop")));
        List<(Socket Socket, int Tokens)> all;
        lock (_gate)
            all = [.. _paced];
        var began = Stopwatch.GetTimestamp();
        for (var sent = 0; all.Count > 0; sent++)
        {
            while (Stopwatch.GetTimestamp() < began + (sent * ticks))
                Thread.Sleep(1);
            all.RemoveAll(one => !SendOne(one.Socket, sent < one.Tokens ? token : end, isLast: sent == one.Tokens) || sent == one.Tokens);
        }
    }

    /// <summary>The last one ends the connection; false when the other side has gone away.</summary>
    private static bool SendOne(Socket socket, byte[] piece, bool isLast)
    {
        try
        {
            Send(socket, piece);
            if (isLast)
                socket.Disconnect(reuseSocket: false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private byte[] Prepared(string name, Func<string> make)
    {
        lock (_gate)
        {
            if (!_prepared.TryGetValue(name, out var bytes))
                _prepared[name] = bytes = Encoding.UTF8.GetBytes(make());
            return bytes;
        }
    }

    private static void Send(Socket socket, byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += socket.Send(bytes, sent, bytes.Length - sent, SocketFlags.None);
    }

    private static string Tokens(int count) => Head + Chunk("first ")
        + string.Concat(Enumerable.Range(1, count - 1).Select(static i => Chunk(i % 12 == 0 ? "word\\n" : "token ")))
            + Done("stop");

    /// <summary>Lines of different lengths, numbered, as they stand in JSON.</summary>
    public static string Text(int megabytes)
    {
        var text = new StringBuilder(megabytes << 21);
        for (var line = 1; text.Length < megabytes << 20; line++)
            text.Append(Line(line)).Append("\\n");
        return text.ToString();
    }

    /// <summary>What stands on the screen when the whole text has come: the beginning of its last line.</summary>
    public static string LastLine(int megabytes)
    {
        var text = Text(megabytes);
        var last = text[(text.LastIndexOf("\\n", text.Length - 3, StringComparison.Ordinal) + 2)..^2];
        return last[..(last.IndexOf(' ', StringComparison.Ordinal) + 10)];
    }

    private static string Line(int number) =>
        $"{number.ToString(CultureInfo.InvariantCulture)} {new string((char)('a' + (number % 26)), 20 + (number * 7 % 90))}";

    private static string Megabytes(int count)
    {
        var lines = Text(count).Split("\\n");
        return Head + string.Concat(lines.Chunk(100).Select(static some => Chunk(string.Join("\\n", some) + "\\n")))
            + Done("stop");
    }

    private static string Chunk(string content) => Event($$"""{"content":"{{content}}"}""", "null");

    private static string ToolCall(int number) => Event(
        $$$"""{"tool_calls":[{"index":0,"id":"call_{{{number}}}","type":"function","function":{"name":"execute_bash","arguments":"{\"command\":\"true\"}"}}]}""",
        "null");

    private static string Done(string reason) => Event("{}", $"\"{reason}\"") + "data: [DONE]\n\n";

    private static string Event(string delta, string finish) =>
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":"
        + delta + ",\"finish_reason\":" + finish + "}]}\n\n";

    /// <summary>The number behind the last mention of a name, so that the newest prompt counts.</summary>
    private static int Number(string body, string name)
    {
        var at = body.LastIndexOf(name, StringComparison.Ordinal);
        if (at < 0 || (at < body.LastIndexOf("tokens=", StringComparison.Ordinal) && name != "tokens="))
            return 0;
        var digits = body.AsSpan(at + name.Length);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], CultureInfo.InvariantCulture, out var number) ? number
            : 0;
    }

    private static int Count(string body, string what) => body.AsSpan().Count(what);

    private static string ReadRequest(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        var (filled, wanted) = (0, -1);
        while (wanted < 0 || filled < wanted)
        {
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var count = socket.Receive(buffer, filled, buffer.Length - filled, SocketFlags.None);
            if (count == 0)
                break;
            filled += count;
            var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (wanted < 0 && end >= 0)
                wanted = end + 4 + LengthOf(Encoding.ASCII.GetString(buffer, 0, end));
        }
        return Encoding.UTF8.GetString(buffer, 0, filled);
    }

    private static int LengthOf(string head)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                return int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture);
        }
        return 0;
    }
}
