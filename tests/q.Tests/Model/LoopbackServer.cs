using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Q.Config;
using Q.Model;
using Q.Turns;

namespace Q.Tests.Model;

/// <summary>A request as it came in.</summary>
internal sealed record Received(string Line, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Answers each connection's requests with what the test says. Bytes are written as they are given: half an answer is possible.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Received, Reply> _answer;
    private readonly Task _accepting;

    /// <summary>What to write; <paramref name="KeepOpen"/> leaves the connection hanging afterwards.</summary>
    internal sealed record Reply(string Text, bool KeepOpen = false);

    public LoopbackServer(Func<Received, Reply> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = Accept();
    }

    public LoopbackServer(Func<Received, string> answer) : this(request => new Reply(answer(request)))
    {
    }

    public ConcurrentQueue<Received> Requests { get; } = new();

    public string Base => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static string Sse(params string[] events) =>
        Stream(string.Concat(events.Select(one => $"data: {one}\n\n")));

    public static string Stream(string body) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public static string Json(string body, int status = 200, string more = "", string type = "application/json") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\n{more}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public ModelClients Clients(params (string Name, string Value)[] environment) =>
        new(environment.ToDictionary(one => one.Name, one => one.Value), TimeProvider.System);

    public IModelClient OpenAi(string? model = "m", string key = "sk-test-key-0123456789") =>
        Client("openai", model, ("OPENAI_BASE_URL", Base), ("OPENAI_API_KEY", key));

    public IModelClient Anthropic(string? model = "m") =>
        Client("anthropic", model, ("ANTHROPIC_BASE_URL", Base), ("ANTHROPIC_API_KEY", "sk-ant-test-key-0123456789"));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private IModelClient Client(string provider, string? model, params (string, string)[] environment)
    {
        Clients(environment).Create(new Settings(), new ModelFlags(provider, model)).TryGet(out var chosen);
        return chosen!.Client;
    }

    private async Task Accept()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
                _ = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // the test is over; a listener that was stopped between two connections says that it is not listening
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var connection = client;
        try
        {
            await using var stream = client.GetStream();
            while (await Read(stream) is { } request)
            {
                Requests.Enqueue(request);
                var reply = _answer(request);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(reply.Text), _stop.Token);
                if (reply.KeepOpen)
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                if (!reply.Text.Contains("Content-Length", StringComparison.Ordinal))
                    return;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // the client went away, or the test is over
        }
    }

    private async Task<Received?> Read(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[8192];
        var end = -1;
        while (end < 0)
        {
            var got = await stream.ReadAsync(buffer, _stop.Token);
            if (got == 0)
                return null;
            bytes.AddRange(buffer.AsSpan(0, got));
            end = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).IndexOf("\r\n\r\n"u8);
        }
        var lines = Encoding.UTF8.GetString([.. bytes[..end]]).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1]);
        var length = headers.TryGetValue("content-length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        while (bytes.Count < end + 4 + length)
        {
            var got = await stream.ReadAsync(buffer, _stop.Token);
            if (got == 0)
                return null;
            bytes.AddRange(buffer.AsSpan(0, got));
        }
        return new(lines[0], headers, Encoding.UTF8.GetString([.. bytes[(end + 4)..]]));
    }
}

/// <summary>A whole answer, for comparison.</summary>
internal sealed record Heard(string Text, IReadOnlyList<ModelToolUse> Calls, ModelDone? Done, ModelException? Problem);

internal static class Asking
{
    public static ModelRequest Request(string prompt = "hello") =>
        new("You are q.", [Message.OfUser(prompt, DateTimeOffset.UnixEpoch)], []);

    public static async Task<Heard> Hear(this IModelClient client, ModelRequest? request = null, CancellationToken cancel = default) =>
        await Hear(client.Stream(request ?? Request(), cancel));

    public static async Task<Heard> Hear(IAsyncEnumerable<ModelEvent> stream)
    {
        var (text, calls, done) = (new MemoryStream(), new List<ModelToolUse>(), default(ModelDone));
        ModelException? problem = null;
        try
        {
            await foreach (var one in stream)
            {
                if (one is ModelText piece)
                    text.Write(piece.Utf8.Span);
                else if (one is ModelToolUse call)
                    calls.Add(call);
                else if (one is ModelDone end)
                    done = end;
            }
        }
        catch (ModelException failure)
        {
            problem = failure;
        }
        return new(Encoding.UTF8.GetString(text.ToArray()), calls, done, problem);
    }
}
