using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Q.TestKit.ModelServer;

/// <summary>
/// A model server on loopback that says what the test scripted, when the test lets it: OpenAI chat completions and
/// Anthropic
/// messages, over plain HTTP or TLS. Replies are chosen by what the request's last message contains, each used once, in
/// order.
/// </summary>
internal sealed class ScriptedModel : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Exchange> _waiting = [];
    private readonly List<Exchange> _all = [];
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    private ScriptedModel(X509Certificate2? certificate)
    {
        Certificate = certificate;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"{(Certificate is null ? "http" : "https")}://127.0.0.1:{Port}");

    public X509Certificate2? Certificate { get; }

    /// <summary>Everything asked so far, in order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Streams whose head was sent and that have not ended.</summary>
    public int OpenStreams
    {
        get
        {
            lock (_lock)
            {
                return _all.Count(static exchange => exchange.IsOpen);
            }
        }
    }

    public static ScriptedModel Start() => new(null);

    /// <summary>Over TLS, with a certificate of its own for loopback and these names.</summary>
    public static ScriptedModel StartTls(params string[] names) => new(TestCertificate.For(names));

    /// <summary>The next request whose last message contains this text gets this reply.</summary>
    public Exchange On(string text, Reply reply)
    {
        var exchange = new Exchange(text, reply);
        lock (_lock)
        {
            _waiting.Add(exchange);
            _all.Add(exchange);
        }

        return exchange;
    }

    /// <summary>The next request gets this reply, whatever it says.</summary>
    public Exchange Next(Reply reply) => On("", reply);

    /// <summary>The certificate as a file for <c>SSL_CERT_FILE</c>.</summary>
    public void WriteCertificate(string file) =>
        File.WriteAllText(file, (Certificate ?? throw new InvalidOperationException("This server speaks no TLS.")).ExportCertificatePem());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _all.ForEach(static exchange => exchange.Dispose());
        Certificate?.Dispose();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                _connections.Add(Serve(await _listener.AcceptSocketAsync(_stop.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Serve(Socket socket)
    {
        await Task.Yield();
        try
        {
            socket.NoDelay = true;
            await using var plain = new NetworkStream(socket, ownsSocket: true);
            if (Certificate is null)
            {
                await Answer(new HttpConnection(plain), socket);
                return;
            }

            await using var secure = new SslStream(plain);
            await secure.AuthenticateAsServerAsync(Certificate, clientCertificateRequired: false, checkCertificateRevocation: false);
            await Answer(new HttpConnection(secure), socket);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client left, refused the certificate, or the test is over.
        }
    }

    private async Task Answer(HttpConnection http, Socket socket)
    {
        if (await http.ReadRequest(_stop.Token) is not { } request)
        {
            return;
        }

        lock (_lock)
        {
            _requests.Add(request);
        }

        if (request.Method == "GET")
        {
            await http.Whole(200, "application/json", """{"object":"list","data":[{"id":"test-model","object":"model"}]}""", [], _stop.Token);
            return;
        }

        if (Choose(request) is not { } exchange)
        {
            var message = Json.Quote($"the test has no reply for: {request.LastMessage}");
            await http.Whole(400, "application/json", $$$"""{"error":{"message":{{{message}}}}}""", [], _stop.Token);
            return;
        }

        using var left = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var watching = Watch(http, left);
        var end = ExchangeEnd.ClientLeft;
        try
        {
            end = await Play(http, socket, exchange, request, left.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Stays what it is: the client left.
        }
        finally
        {
            exchange.End(end);
            await left.CancelAsync();
            await watching;
        }
    }

    private static async Task Watch(HttpConnection http, CancellationTokenSource left)
    {
        try
        {
            await http.ClientLeft(left.Token);
            await left.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The answer is complete.
        }
    }

    private Exchange? Choose(RecordedRequest request)
    {
        lock (_lock)
        {
            var index = _waiting.FindIndex(exchange => request.LastMessage.Contains(exchange.Matches, StringComparison.Ordinal));
            if (index < 0)
            {
                return null;
            }

            var chosen = _waiting[index];
            _waiting.RemoveAt(index);
            return chosen;
        }
    }

    private static async Task<ExchangeEnd> Play(
        HttpConnection http, Socket socket, Exchange exchange, RecordedRequest request, CancellationToken left)
    {
        var reply = exchange.Reply;
        if (reply.Steps.Count == 0)
        {
            exchange.Begin(request);
            await http.Whole(reply.Status, "application/json", reply.Body, reply.Headers, left);
            return ExchangeEnd.Complete;
        }

        IStreamFormat format = request.IsAnthropic ? new AnthropicFormat() : new OpenAiFormat();
        await http.Head(reply.Status, "text/event-stream", reply.Headers, length: null, left);
        await http.Chunk(format.Begin(), left);
        exchange.Begin(request);
        foreach (var step in reply.Steps)
        {
            await exchange.Gate(left);
            switch (step)
            {
                case ReplyStep.Text text:
                    await http.Chunk(format.Text(text.Value), left);
                    break;
                case ReplyStep.ToolCall call:
                    await http.Chunk(format.ToolCall(call), left);
                    break;
                case ReplyStep.Raw raw:
                    await http.Chunk(raw.Value, left);
                    break;
                case ReplyStep.Stall:
                    await Task.Delay(Timeout.Infinite, left);
                    break;
                case ReplyStep.Reset:
                    socket.LingerState = new LingerOption(true, 0);
                    return ExchangeEnd.BrokenOff;
                case ReplyStep.Cut:
                    return ExchangeEnd.BrokenOff;
            }
        }

        await http.Chunk(format.End(), left);
        await http.LastChunk(left);
        return ExchangeEnd.Complete;
    }
}
