using System.Net.Http.Headers;
using Q.TestKit.ModelServer;

namespace Q.Tests.TestKit;

/// <summary>The fake server must itself be right: what it holds back, sends, breaks off and sees.</summary>
internal sealed class ScriptedModelTests
{
    private const string Ask = """{"model":"m","messages":[{"role":"user","content":"tell me of alpha"}]}""";

    [Test]
    public async Task A_piece_is_sent_only_when_the_test_releases_it()
    {
        await using var model = ScriptedModel.Start();
        var alpha = model.On("alpha", Reply.Gated("one", "two"));
        using var client = new HttpClient { BaseAddress = model.Address };

        using var response = await Post(client, "/v1/chat/completions");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        await Assert.That(await lines.ReadLineAsync()).Contains("\"role\":\"assistant\"");
        await lines.ReadLineAsync();
        var first = lines.ReadLineAsync();
        await Assert.That(first.IsCompleted).IsFalse();
        await Assert.That(model.OpenStreams).IsEqualTo(1);

        alpha.Release();
        await Assert.That(await first).Contains("\"content\":\"one\"");
        alpha.Release();
        await Assert.That(await lines.ReadToEndAsync()).Contains("two").And.EndsWith("data: [DONE]\n\n");
        await Assert.That(await alpha.Ended).IsEqualTo(ExchangeEnd.Complete);
        await Assert.That(model.OpenStreams).IsEqualTo(0);
        await Assert.That(model.Requests[0].LastMessage).IsEqualTo("tell me of alpha");
    }

    [Test]
    public async Task The_same_script_speaks_Anthropic_messages_where_that_was_asked()
    {
        await using var model = ScriptedModel.Start();
        model.Next(Reply.Flowing("Let me see.").Call("fs_read", """{"path":"a"}"""));
        using var client = new HttpClient { BaseAddress = model.Address };

        using var response = await Post(client, "/v1/messages");
        var stream = await response.Content.ReadAsStringAsync();

        var events = stream.Split('\n').Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Select(line => line[7..]);
        await Assert.That(string.Join(' ', events)).IsEqualTo(
            "message_start ping content_block_start content_block_delta content_block_stop "
            + "content_block_start content_block_delta content_block_delta content_block_stop message_delta message_stop");
        await Assert.That(stream).Contains("\"stop_reason\":\"tool_use\"");
    }

    [Test]
    public async Task A_refusal_carries_its_status_headers_and_message()
    {
        await using var model = ScriptedModel.Start();
        model.Next(Reply.Refused(429, "slow down", ("retry-after", "7")));
        using var client = new HttpClient { BaseAddress = model.Address };

        using var response = await Post(client, "/v1/chat/completions");

        await Assert.That((int)response.StatusCode).IsEqualTo(429);
        await Assert.That(response.Headers.RetryAfter?.Delta).IsEqualTo(TimeSpan.FromSeconds(7));
        await Assert.That(await response.Content.ReadAsStringAsync()).Contains("slow down");
    }

    [Test]
    public async Task A_stream_that_is_cut_or_reset_does_not_end_well()
    {
        await using var model = ScriptedModel.Start();
        model.Next(Reply.Flowing("half").Then(new ReplyStep.Cut()));
        model.Next(Reply.Flowing("half").Then(new ReplyStep.Reset()));
        using var client = new HttpClient { BaseAddress = model.Address };

        for (var i = 0; i < 2; i++)
        {
            await Assert.That(async () =>
            {
                using var response = await Post(client, "/v1/chat/completions");
                await response.Content.ReadAsStringAsync();
            }).Throws<Exception>();
        }
    }

    [Test]
    public async Task A_client_that_leaves_is_noticed_at_a_closed_gate()
    {
        await using var model = ScriptedModel.Start();
        var held = model.Next(Reply.Gated("never"));
        using var client = new HttpClient { BaseAddress = model.Address };

        using (var response = await Post(client, "/v1/messages"))
        {
            await held.Opened;
        }

        await Assert.That(await held.Ended).IsEqualTo(ExchangeEnd.ClientLeft);
    }

    [Test]
    public async Task Over_TLS_it_shows_a_certificate_for_the_name_that_was_asked_for()
    {
        await using var model = ScriptedModel.StartTls("model.test");
        model.Next(Reply.Flowing("safe"));
        var seen = "";
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
            {
                seen = string.Join(' ', certificate!.Extensions
                    .OfType<System.Security.Cryptography.X509Certificates.X509SubjectAlternativeNameExtension>()
                    .SelectMany(extension => extension.EnumerateDnsNames()));
                return true;
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = model.Address };

        using var response = await Post(client, "/v1/chat/completions");

        await Assert.That(await response.Content.ReadAsStringAsync()).Contains("safe");
        await Assert.That(seen).IsEqualTo("localhost model.test");
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string path) => client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(Ask, new MediaTypeHeaderValue("application/json")),
        },
        HttpCompletionOption.ResponseHeadersRead);
}
