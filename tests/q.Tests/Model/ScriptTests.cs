using System.Text;
using Q.Model;
using Q.Turns;

namespace Q.Tests.Model;

internal sealed class ScriptTests
{
    private static readonly Message s_prompt = Message.OfUser("go", default);
    private static readonly Message s_answer = new(Role.Assistant, [new TextContent("x")], default);

    private static async Task<Heard> Play(string script, params Message[] messages)
    {
        var path = Path.Combine(Path.GetTempPath(), $"q-script-{Guid.NewGuid():N}.jsonl");
        await File.WriteAllTextAsync(path, script);
        try
        {
            return await new ScriptClient(path, TimeProvider.System).Hear(new("", messages, []));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public async Task Answers_come_in_the_order_of_the_conversation()
    {
        const string script = """
            # two answers
            {"text":"Let me look. "}
            {"tool":"fs_read","input":{"a":1}}
            {"end":true,"input_tokens":4,"output_tokens":5}
            {"text":"ab","repeat":3}
            """;

        var first = await Play(script, s_prompt);
        await Assert.That(first.Text).IsEqualTo("Let me look. ");
        await Assert.That(first.Calls.Single().InputJson).IsEqualTo("""{"a":1}""");
        await Assert.That(first.Done).IsEqualTo(new ModelDone(StopReason.ToolUse, new(4, 5)));
        await Assert.That((await Play(script, s_prompt, s_answer, s_prompt)).Text).IsEqualTo("ababab");
        await Assert.That((await Play(script, s_prompt, s_answer, s_prompt, s_answer, s_prompt)).Text).Contains("no more answers");
    }

    [Test]
    public async Task An_answer_may_wait_for_words()
    {
        const string script = """
            {"text":"else","end":true}
            {"when":"rain","text":"wet","end":true}
            """;

        await Assert.That((await Play(script, Message.OfUser("about RAIN", default))).Text).IsEqualTo("wet");
        await Assert.That((await Play(script, s_prompt)).Text).IsEqualTo("else");
    }

    [Test]
    public async Task An_error_is_given_as_often_as_it_says()
    {
        var path = Path.Combine(Path.GetTempPath(), $"q-script-{Guid.NewGuid():N}.jsonl");
        await File.WriteAllTextAsync(path, """
            {"error":"full up","fault":"rate_limited","times":1,"retry_after_ms":50}
            {"text":"now"}
            """);
        var client = new ScriptClient(path, TimeProvider.System);

        var (first, second) = (await client.Hear(new("", [s_prompt], [])), await client.Hear(new("", [s_prompt], [])));
        File.Delete(path);

        await Assert.That(first.Problem!.Fault).IsEqualTo(ModelFault.RateLimited);
        await Assert.That(second.Text).IsEqualTo("now");
    }

    [Test]
    [Arguments("{\"txt\":\"x\"}"), Arguments("{\"text\":1}"), Arguments("nonsense"), Arguments("{\"error\":\"x\",\"fault\":\"odd\"}")]
    public async Task A_wrong_line_is_named(string line)
    {
        var problem = Script.Parse(Encoding.UTF8.GetBytes("\n" + line), "demo.jsonl").Problem;

        await Assert.That(problem!).Contains("demo.jsonl, line 2").And.Contains("docs/script-provider.md");
    }
}
