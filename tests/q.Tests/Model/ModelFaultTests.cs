using System.Net;
using System.Net.Sockets;
using Q.Config;
using Q.Model;
using static Q.Tests.Model.LoopbackServer;

namespace Q.Tests.Model;

/// <summary>Every fault is a sentence that names the host and what to do.</summary>
internal sealed class ModelFaultTests
{
    private const string Key = "sk-test-key-0123456789";

    private static async Task<ModelException> Of(Reply reply, string models = """{"data":[{"id":"alpha"},{"id":"beta"}]}""")
    {
        await using var server = new LoopbackServer(request => request.Line.StartsWith("GET", StringComparison.Ordinal) ? new(Json(models)) : reply);
        return (await server.OpenAi(model: "gpt-x", key: Key).Hear()).Problem!;
    }

    private static async Task<ModelException> At(string address, IReadOnlyDictionary<string, string>? more = null)
    {
        var environment = new Dictionary<string, string>(more ?? new Dictionary<string, string>()) { ["OPENAI_BASE_URL"] = address };
        using var clients = new ModelClients(environment, TimeProvider.System);
        clients.Create(new Settings(), new ModelFlags("openai", "m")).TryGet(out var chosen);
        return (await chosen!.Client.Hear()).Problem!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks over TLS where something else is spoken.</summary>
    private static async Task<ModelException> AtNotTls(IReadOnlyDictionary<string, string>? more)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = At($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", more);
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("220 mail.example ESMTP\r\n"u8.ToArray());
        return await asked;
    }

    [Test]
    public async Task Refused()
    {
        var problem = await At($"http://127.0.0.1:{FreePort()}");
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Unreachable);
        await Assert.That(problem.Message).Contains("Nothing answers at 127.0.0.1:").And.Contains("OPENAI_BASE_URL");
    }

    [Test]
    public async Task A_name_that_does_not_resolve()
    {
        var problem = await At("http://no-such-host.invalid");
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Unreachable);
        await Assert.That(problem.Message).Contains("no-such-host.invalid cannot be resolved");
    }

    [Test]
    public async Task No_route_and_a_connection_that_times_out_have_their_own_words()
    {
        var to = new Endpoint("openai", WireKind.OpenAi, new Uri("https://h/v1"), null, null, "built in", []);
        var none = new Dictionary<string, string>();
        var noRoute = new HttpRequestException(HttpRequestError.ConnectionError, "x", new SocketException((int)SocketError.HostUnreachable));

        await Assert.That(ModelErrors.OfSend(noRoute, to, none).Message).Contains("no route to h");
        await Assert.That(ModelErrors.OfSend(new TaskCanceledException("x", new TimeoutException()), to, none).Message).Contains("timed out");
    }

    [Test]
    public async Task Tls_to_a_server_that_does_not_speak_it_says_what_to_write()
    {
        var problem = await AtNotTls(null);
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Tls);
        await Assert.That(problem.Message).Contains("secure connection to 127.0.0.1");
    }

    [Test]
    public async Task Tls_without_certificate_authorities_names_the_variables()
    {
        var problem = await AtNotTls(new Dictionary<string, string> { ["SSL_CERT_FILE"] = "/nowhere/ca.pem" });
        await Assert.That(problem.Message).Contains("no certificate authorities").And.Contains("SSL_CERT_FILE").And.Contains("SSL_CERT_DIR");
    }

    [Test]
    public async Task A_refused_key_is_named_and_masked()
    {
        var problem = await Of(new(Json("""{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}""", 401)));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Unauthorized);
        await Assert.That(problem.Message).Contains("OPENAI_API_KEY (…6789)").And.DoesNotContain(Key);
    }

    [Test]
    public async Task A_model_that_is_not_there_lists_what_is()
    {
        var problem = await Of(new(Json("""{"error":{"message":"The model does not exist","code":"model_not_found"}}""", 404)));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.NotFound);
        await Assert.That(problem.Message).Contains("no model \"gpt-x\"").And.Contains("--model").And.Contains("alpha, beta");
    }

    [Test]
    public async Task Too_many_requests_say_how_long_to_wait()
    {
        var problem = await Of(new(Json("""{"error":{"message":"slow down"}}""", 429, "Retry-After: 20\r\n")));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.RateLimited);
        await Assert.That(problem.RetryAfter).IsEqualTo(TimeSpan.FromSeconds(20));
        await Assert.That(problem.Message).Contains("asks to wait 20 s").And.Contains("slow down");
    }

    [Test]
    public async Task A_quota_that_is_used_up_is_not_worth_a_retry()
    {
        var problem = await Of(new(Json("""{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}""", 429)));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Rejected);
    }

    [Test]
    public async Task A_server_in_trouble()
    {
        var problem = await Of(new(Json("<html>bad gateway</html>", 502, type: "text/html")));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Server);
        await Assert.That(problem.Message).Contains("status 502").And.DoesNotContain("html");
    }

    [Test]
    [Arguments("I am out of order", "It says: I am out of order. /retry asks again.")]
    [Arguments("Out of order!", "It says: Out of order! /retry asks again.")]
    public async Task What_a_server_says_is_a_sentence_of_its_own(string said, string told)
    {
        var problem = await Of(new(Json($$$"""{"error":{"message":"{{{said}}}"}}""", 500)));
        await Assert.That(problem.Message).EndsWith(told);
    }

    [Test]
    public async Task A_stream_that_stops_in_the_middle()
    {
        var problem = await Of(new("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n"));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Broken);
        await Assert.That(problem.Message).Contains("stopped in the middle").And.Contains("/retry");
    }

    [Test]
    [Arguments("text/event-stream", "not json")]
    [Arguments("text/event-stream", "")]
    [Arguments("application/octet-stream", "{\"oops\"")]
    public async Task An_answer_of_which_nothing_can_be_read_did_not_stop_in_the_middle(string type, string body)
    {
        var problem = await Of(new($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n\r\n{body}"));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Broken);
        await Assert.That(problem.Message).EndsWith(" sent no answer that q can read. /retry asks again.");
    }

    [Test]
    public async Task An_answer_that_is_no_json()
    {
        var problem = await Of(new(Json("<!doctype html>\u001b[2J<p>Welcome", type: "text/html")));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Malformed);
        await Assert.That(problem.Message).Contains("<!doctype html>").And.DoesNotContain("\u001b");
    }

    [Test]
    public async Task A_conversation_that_is_too_long()
    {
        var problem = await Of(new(Json("""{"error":{"message":"maximum context length is 8192 tokens","code":"context_length_exceeded"}}""", 400)));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.TooLong);
    }

    [Test]
    public async Task A_redirect_is_not_followed()
    {
        var problem = await Of(new(Json("", 302, "Location: https://elsewhere.example/\r\n")));
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Rejected);
        await Assert.That(problem.Message).Contains("redirects to https://elsewhere.example/");
    }
}
