using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Q.Model;
using static Q.Tests.Model.LoopbackServer;

namespace Q.Tests.Model;

/// <summary>Whatever a server sends, it is an answer or a sentence; never a bug of ours.</summary>
internal sealed class NonsenseTests
{
    private static readonly string[] s_openAi =
    [
        """{"choices":[{"index":0,"delta":{"role":"assistant","content":"hi"},"finish_reason":null}],"usage":null}""",
        """{"choices":[{"delta":{"content":[{"type":"text","text":"part"}]}}]}""",
        """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"t","arguments":"{}"}}]}}]}""",
        """{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4}}""",
        """{"error":{"message":"no","code":"server_error","type":"x"}}""",
    ];

    private static readonly string[] s_anthropic =
    [
        """{"type":"message_start","message":{"usage":{"input_tokens":3,"output_tokens":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"u1","name":"t","input":{}}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"hi"}}""",
        """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}""",
        """{"type":"message","content":[{"type":"text","text":"hi"},{"type":"tool_use","id":"u","name":"t","input":{"a":1}}],"stop_reason":"tool_use"}""",
        """{"type":"error","error":{"type":"overloaded_error","message":"later"}}""",
    ];

    private static readonly string[] s_odd =
        ["null", "true", "0", "-1.5e300", "99999999999999999999", "\"\"", "\"\\ud800\"", "\"text\"", "[]", "[1]", "[[]]", "{}", "{\"a\":{}}"];

    [Test]
    public void Events_with_odd_values_in_any_place_are_read_or_refused_as_json()
    {
        var change = Gen.Select(Gen.Int[0, 40], Gen.Int[0, s_odd.Length - 1]);
        Gen.Select(Gen.Bool, Gen.Int[0, 6], change.Array[1, 3]).Array[1, 6].Sample(events =>
        {
            using var openAi = new OpenAiAssembly();
            using var anthropic = new AnthropicAssembly();
            foreach (var (isOpenAi, which, changes) in events)
            {
                var json = WithOdd(isOpenAi ? s_openAi[which % s_openAi.Length] : s_anthropic[which], changes);
                StreamAssembly to = isOpenAi ? openAi : anthropic;
                try
                {
                    to.Read(Encoding.UTF8.GetBytes(json));
                }
                catch (JsonException)
                {
                    // that is what the client makes a sentence of
                }
            }
            return openAi.Calls.Finished().Concat(anthropic.Calls.Finished()).All(call => call.Tool.Length > 0 && call.UseId.Length > 0);
        }, iter: 20_000);
    }

    [Test]
    public async Task A_stream_of_odd_events_is_an_answer_or_a_sentence()
    {
        foreach (var odd in s_odd)
        {
            for (var at = 0; at < 12; at++)
            {
                string[] events = [.. s_openAi.Take(4).Select(json => WithOdd(json, (at, Array.IndexOf(s_odd, odd)))), "[DONE]"];
                await using var server = new LoopbackServer(_ => Sse(events));
                var heard = await server.OpenAi().Hear();
                await Assert.That(heard.Problem?.Message ?? heard.Done!.Reason.ToString()).IsNotEmpty();
            }
        }
    }

    [Test]
    [Arguments("""{"data":[{"id":"\ud800"}]}""")]
    [Arguments("""{"data":[{"id":7},null,"a",{"name":{}}]}""")]
    [Arguments("""{"data":{}}""")]
    [Arguments("""7""")]
    [Arguments("")]
    public async Task A_list_of_models_that_is_none_is_a_list_or_a_sentence(string body)
    {
        await using var server = new LoopbackServer(_ => Json(body));
        var listed = await server.OpenAi().ListModels(CancellationToken.None);
        await Assert.That(listed.Succeeded || listed.Problem!.Length > 20).IsTrue();
    }

    [Test]
    public async Task The_models_of_a_provider_are_the_documented_ones_until_it_has_listed_its_own()
    {
        await using var server = new LoopbackServer(_ => Json("""{"data":[{"id":"a"},{"id":"b"}]}"""));
        using var clients = server.Clients(("OPENAI_BASE_URL", server.Base));
        await Assert.That(string.Join(' ', clients.Known("openai"))).StartsWith("gpt-5.2 ");
        clients.Create(new(), new("openai")).TryGet(out var chosen);
        await chosen!.Client.ListModels(CancellationToken.None);
        await Assert.That(string.Join(' ', clients.Known("openai"))).IsEqualTo("a b");
        await Assert.That(clients.Known("of my own").Count).IsEqualTo(0);
    }

    [Test]
    [Arguments("""{"error":{"message":"\ud800"}}""")]
    [Arguments("""{"error":[[]]}""")]
    [Arguments("""[[1]]""")]
    [Arguments("""{"message":{"a":1},"code":null}""")]
    [Arguments("\u001b[2J<html>")]
    public async Task An_error_page_of_any_shape_is_a_sentence_without_control_characters(string body)
    {
        await using var server = new LoopbackServer(_ => Json(body, 400));
        var problem = (await server.OpenAi().Hear()).Problem!;
        await Assert.That(problem.Fault).IsEqualTo(ModelFault.Rejected);
        await Assert.That(problem.Message.Any(char.IsControl)).IsFalse();
    }

    /// <summary>Puts other values at the places with these numbers, counted through the whole document.</summary>
    private static string WithOdd(string json, params (int At, int Odd)[] changes)
    {
        var root = JsonNode.Parse(json)!;
        var count = 0;
        foreach (var (at, odd) in changes)
        {
            count = at;
            Replaced(root, $"odd {odd}");
        }
        // Only now: half a surrogate pair can be sent, but not written by a JSON library.
        var text = root.ToJsonString();
        for (var odd = s_odd.Length - 1; odd >= 0; odd--)
            text = text.Replace($"\"odd {odd}\"", s_odd[odd], StringComparison.Ordinal);
        return text;

        bool Replaced(JsonNode node, string mark)
        {
            IEnumerable<object> keys = node switch
            {
                JsonObject fields => [.. fields.Select(field => field.Key)],
                JsonArray list => [.. Enumerable.Range(0, list.Count).Select(index => (object)index)],
                _ => [],
            };
            foreach (var key in keys)
            {
                var child = key is string name ? node[name] : node[(int)key];
                if (count-- == 0)
                {
                    if (key is string field)
                        node[field] = mark;
                    else
                        node[(int)key] = mark;
                    return true;
                }
                if (child is JsonObject or JsonArray && Replaced(child, mark))
                    return true;
            }
            return false;
        }
    }
}
