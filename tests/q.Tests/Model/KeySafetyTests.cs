using Q.Config;
using Q.Model;
using static Q.Tests.Model.LoopbackServer;

namespace Q.Tests.Model;

/// <summary>Where a key may go, whatever redirects, proxies and servers would like.</summary>
internal sealed class KeySafetyTests
{
    private const string Secret = "sk-test-key-0123456789";
    private const string Answer = """{"choices":[{"delta":{"content":"hi"},"finish_reason":"stop"}]}""";

    [Test]
    [Arguments(301)]
    [Arguments(302)]
    [Arguments(307)]
    [Arguments(308)]
    public async Task A_redirect_to_another_server_is_not_followed(int status)
    {
        await using var other = new LoopbackServer(_ => Sse(Answer, "[DONE]"));
        await using var server = new LoopbackServer(_ => Json("", status, $"Location: {other.Base}/v1/chat/completions\r\n"));
        var heard = await server.OpenAi(key: Secret).Hear();
        await Assert.That(heard.Problem!.Message).Contains("Redirects are not followed");
        await Assert.That(other.Requests.IsEmpty).IsTrue();
    }

    [Test]
    [Arguments("http_proxy")]
    [Arguments("HTTP_PROXY")]
    [Arguments("all_proxy")]
    public async Task A_server_on_this_machine_is_asked_directly_whatever_proxy_is_named(string name)
    {
        await using var proxy = new LoopbackServer(_ => Sse(Answer, "[DONE]"));
        await using var server = new LoopbackServer(_ => Sse(Answer, "[DONE]"));
        var heard = await Ask("openai", ("OPENAI_BASE_URL", server.Base), ("OPENAI_API_KEY", Secret), (name, proxy.Base));
        await Assert.That(heard.Text).IsEqualTo("hi");
        await Assert.That(server.Requests.Single().Headers["authorization"]).IsEqualTo($"Bearer {Secret}");
        await Assert.That(proxy.Requests.IsEmpty).IsTrue();
    }

    [Test]
    public async Task A_proxy_learns_only_where_a_secure_connection_goes()
    {
        await using var proxy = new LoopbackServer(_ => Json("no", 403));
        var heard = await Ask("openai", ("OPENAI_BASE_URL", "https://models.example.test"), ("OPENAI_API_KEY", Secret),
            ("HTTPS_PROXY", proxy.Base.Replace("http://", "http://me:pass%20word@", StringComparison.Ordinal)));
        await Assert.That(proxy.Requests.First().Line).IsEqualTo("CONNECT models.example.test:443 HTTP/1.1");
        foreach (var request in proxy.Requests)
            await Assert.That(string.Concat(request.Headers.Values) + request.Body).DoesNotContain(Secret);
        await Assert.That(heard.Problem!.Message).IsEqualTo(
            $"models.example.test cannot be reached through the proxy {proxy.Base[7..]} (the proxy refuses). Check the proxy that "
            + "the environment names (https_proxy), or add models.example.test to no_proxy.");
    }

    [Test]
    public async Task A_proxy_that_asks_for_a_name_gets_the_one_in_its_address()
    {
        await using var proxy = new LoopbackServer(request => request.Headers.ContainsKey("proxy-authorization")
            ? Sse(Answer, "[DONE]")
            : Json("", 407, "Proxy-Authenticate: Basic realm=\"x\"\r\n"));
        var settings = new Settings { Providers = [new("lab", "http://lab.example.test", null)] };
        var heard = await Ask("lab", settings, ("http_proxy", proxy.Base.Replace("http://", "http://me:pass%20word@", StringComparison.Ordinal)));
        await Assert.That(heard.Text).IsEqualTo("hi");
        var sent = proxy.Requests.Last();
        await Assert.That(sent.Line).IsEqualTo("POST http://lab.example.test/v1/chat/completions HTTP/1.1");
        var basic = Convert.FromBase64String(sent.Headers["proxy-authorization"].Split(' ')[1]);
        await Assert.That(System.Text.Encoding.UTF8.GetString(basic)).IsEqualTo("me:pass word");
    }

    [Test]
    public async Task A_proxy_that_does_not_answer_is_named_and_its_password_is_not()
    {
        var heard = await Ask("openai", ("OPENAI_BASE_URL", "https://models.example.test"), ("OPENAI_API_KEY", Secret),
            ("https_proxy", "http://me:hidden@127.0.0.1:1"));
        await Assert.That(heard.Problem!.Message).StartsWith("models.example.test cannot be reached through the proxy 127.0.0.1:1 (");
        await Assert.That(heard.Problem.Message).DoesNotContain("hidden");
    }

    [Test]
    public async Task A_proxy_that_is_no_address_is_a_sentence_without_its_value()
    {
        var heard = await Ask("openai", ("OPENAI_BASE_URL", "https://models.example.test"), ("OPENAI_API_KEY", Secret),
            ("https_proxy", "foo://me:hidden@"));
        await Assert.That(heard.Problem!.Message).IsEqualTo(
            "https_proxy in the environment is not the address of a proxy. Write it like http://host:3128, or unset it.");
    }

    [Test]
    [Arguments("example.test", "https://models.example.test", true)]
    [Arguments(".example.test", "https://models.example.test", true)]
    [Arguments("*.example.test, other", "https://models.example.test", true)]
    [Arguments("models.example.test:443", "https://models.example.test", true)]
    [Arguments("models.example.test:8443", "https://models.example.test", false)]
    [Arguments("ample.test", "https://models.example.test", false)]
    [Arguments("other", "https://models.example.test", false)]
    [Arguments("*", "https://models.example.test", true)]
    [Arguments("", "https://localhost", true)]
    [Arguments("", "http://[::1]:8080", true)]
    [Arguments("", "http://127.9.9.9", true)]
    [Arguments("", "http://models.example.test", true)] // only https_proxy is set
    public async Task What_no_proxy_names_is_asked_directly(string direct, string address, bool isDirect)
    {
        var proxy = EnvironmentProxy.Of(new Dictionary<string, string> { ["https_proxy"] = "proxy:3128", ["NO_PROXY"] = direct })!;
        await Assert.That(proxy.IsBypassed(new(address))).IsEqualTo(isDirect);
        await Assert.That(proxy.GetProxy(new(address))).IsEqualTo(isDirect ? null : new Uri("http://proxy:3128"));
    }

    [Test]
    public async Task What_a_web_server_hands_on_as_http_proxy_is_no_proxy()
    {
        var script = new Dictionary<string, string> { ["HTTP_PROXY"] = "http://evil", ["GATEWAY_INTERFACE"] = "CGI/1.1" };
        await Assert.That(EnvironmentProxy.Of(script)).IsNull();
        await Assert.That(EnvironmentProxy.Of(new Dictionary<string, string> { ["http_proxy"] = " " })).IsNull();
    }

    [Test]
    public async Task A_server_that_repeats_the_key_does_not_get_it_onto_the_screen()
    {
        await using var server = new LoopbackServer(_ => Json($$$"""{"error":{"message":"bad key {{{Secret}}}, really"}}""", 401));
        var heard = await server.OpenAi(key: Secret).Hear();
        await Assert.That(heard.Problem!.Message).DoesNotContain(Secret);
        await Assert.That(heard.Problem.Message).Contains("bad key …6789, really");
        await using var plain = new LoopbackServer(_ => Json($"{new string('x', 290)} {Secret}", 400, type: "text/plain"));
        await Assert.That((await plain.OpenAi(key: Secret).Hear()).Problem!.Message).DoesNotContain("sk-test");
        await using var stream = new LoopbackServer(_ => Sse($$$"""{"error":{"message":"{{{Secret}}} is over"}}"""));
        await Assert.That((await stream.OpenAi(key: Secret).Hear()).Problem!.Message).DoesNotContain(Secret);
    }

    [Test]
    public async Task The_key_that_a_setting_names_does_not_go_where_the_environment_points()
    {
        var settings = new Settings { ApiKeyEnv = "WORK_KEY" };
        var environment = new Dictionary<string, string>
        {
            ["WORK_KEY"] = Secret,
            ["OPENAI_BASE_URL"] = "https://elsewhere.example.test",
        };
        var choice = Chosen(settings, environment);
        await Assert.That(choice.Endpoint!.Key).IsNull();
        environment["OPENAI_API_KEY"] = "the-one-beside-it";
        await Assert.That(Chosen(settings, environment).Endpoint!.Key!.Source).IsEqualTo("OPENAI_API_KEY");
        environment.Remove("OPENAI_BASE_URL");
        await Assert.That(Chosen(settings, environment).Endpoint!.Key!.Source).IsEqualTo("WORK_KEY");
    }

    [Test]
    [Arguments("sk-two\nlines")]
    [Arguments("sk with space")]
    [Arguments("sk-größe")]
    public async Task A_key_that_cannot_be_sent_is_a_sentence_that_names_its_variable(string key)
    {
        var environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = key };
        await Assert.That(ModelChoice.Make(new Settings(), new("openai"), environment).Problem)
            .IsEqualTo("The key in OPENAI_API_KEY has a character that no key has (a space, a line feed, a letter that is not ASCII). Set it again.");
    }

    [Test]
    [Arguments("text/event-stream")]
    [Arguments("application/json")]
    public async Task An_answer_without_an_end_is_stopped_at_a_bound(string type)
    {
        await using var server = new LoopbackServer(_ => new LoopbackServer.Reply(
            $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n\r\n{new string('x', 3 * 1024 * 1024)}", KeepOpen: true));
        var environment = new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.Base };
        using var http = new ModelHttp(environment, TimeProvider.System) { MostAnswerBytes = 2 * 1024 * 1024 };
        var heard = await new OpenAiClient(Chosen(new Settings(), environment).Endpoint!, "m", http).Hear();
        await Assert.That(heard.Problem!.Fault).IsEqualTo(ModelFault.Malformed);
        await Assert.That(heard.Problem.Message).Contains("has sent more than 2 MB in one answer");
    }

    private static ModelChoice Chosen(Settings settings, Dictionary<string, string> environment) =>
        ModelChoice.Make(settings, new("openai"), environment).TryGet(out var choice) ? choice : throw new InvalidOperationException();

    private static Task<Heard> Ask(string provider, params (string Name, string Value)[] environment) => Ask(provider, new Settings(), environment);

    private static async Task<Heard> Ask(string provider, Settings settings, params (string Name, string Value)[] environment)
    {
        using var clients = new ModelClients(environment.ToDictionary(one => one.Name, one => one.Value), TimeProvider.System);
        return clients.Create(settings, new(provider, "m")) is var made && made.TryGet(out var chosen)
            ? await chosen.Client.Hear()
            : throw new InvalidOperationException(made.Problem);
    }
}
