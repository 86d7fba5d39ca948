using System.Text;
using System.Text.Json;
using Q.Model;
using Q.TestKit;

namespace Q.Tests.Model;

internal sealed class TextEnvelopeTests
{
    private static string Delta(string content, string reason = "null") =>
        $$"""{"id":"c","choices":[{"index":0,"delta":{"content":{{content}}},"finish_reason":{{reason}}}],"usage":null}""";

    /// <summary>Reads events with one assembly, and each with a fresh one: what is remembered may not change what is understood.</summary>
    private static async Task Same(params string[] events)
    {
        using var assembly = new OpenAiAssembly();
        foreach (var one in events)
        {
            using var fresh = new OpenAiAssembly();
            var problem = Problem(assembly, one);
            await Assert.That(problem).IsEqualTo(Problem(fresh, one));
            await Assert.That(Encoding.UTF8.GetString(assembly.Text.Written)).IsEqualTo(Encoding.UTF8.GetString(fresh.Text.Written));
            assembly.Text.Clear();
        }
    }

    private static string? Problem(OpenAiAssembly assembly, string json)
    {
        try
        {
            assembly.Read(Encoding.Latin1.GetBytes(json));
            return null;
        }
        catch (JsonException e)
        {
            return e.GetType().Name;
        }
    }

    [Test]
    public async Task Events_like_the_last_one_say_what_they_would_say_alone()
    {
        await Same(
            Delta("\"a\""), Delta("\"b\""), Delta("\"\""), Delta("\"two words\""), Delta("\"a\\nb \\u0041\""), Delta("\"c\""),
            Delta("\"x\",\"content\":\"y\""), Delta("\"d\""), Delta("\"e\"", "\"stop\""), Delta("\"f\""));
    }

    [Test]
    public async Task What_is_not_JSON_or_not_Unicode_is_still_found()
    {
        await Same(
            Delta("\"a\""), Delta("\"a\nb\""), Delta("\"\u00ff\""), Delta("\"\u00c3\u00a4\""), Delta("\"b\"")[..^1], Delta("\"b"),
            Delta("\"\\ud800\""), Delta("7"), Delta("\"c\""));
    }

    [Test]
    public async Task Any_content_is_read_as_it_would_be_alone()
    {
        var random = new Random(11);
        string[] pieces = ["a", " ", "\\n", "\\\"", "\"", "\\", "{", "}", "\u00c3\u00a9", "\u00c3", "\t", ",\"content\":\"", "null", "token"];
        await Same([.. Enumerable.Range(0, 2000).Select(_ => Delta($"\"{string.Concat(random.GetItems(pieces, random.Next(0, 4)))}\""))]);
    }

    [Test]
    public async Task The_usage_of_an_event_with_text_is_counted_each_time()
    {
        using var assembly = new OpenAiAssembly();
        for (var i = 1; i <= 3; i++)
            assembly.Read(Encoding.UTF8.GetBytes(
                $$$"""{"choices":[{"delta":{"content":"x"}}],"usage":{"prompt_tokens":{{{i}}},"completion_tokens":{{{i}}} } }"""));

        await Assert.That(assembly.OutputTokens).IsEqualTo(3);
        await Assert.That(Encoding.UTF8.GetString(assembly.Text.Written)).IsEqualTo("xxx");
    }

    [Test]
    public async Task A_token_like_the_last_allocates_nothing()
    {
        using var assembly = new OpenAiAssembly();
        var json = Encoding.UTF8.GetBytes(Delta("\"token\""));
        for (var i = 0; i < 3; i++)
            assembly.Read(json);

        await Assert.That(Allocated.By(() => assembly.Read(json))).IsEqualTo(0);
    }
}
