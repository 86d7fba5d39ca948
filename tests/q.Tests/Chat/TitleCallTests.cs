using Microsoft.Extensions.Time.Testing;
using Q.Chat;
using Q.Core;
using Q.Model;
using Q.TestKit;
using Q.Tests.Model;
using Q.Turns;

namespace Q.Tests.Chat;

/// <summary>The one small call for a session's title.</summary>
internal sealed class TitleCallTests
{
    private static readonly SessionSetup s_setup = new(SessionId.New(), "/srv/api");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task It_asks_for_a_title_of_the_prompts_without_tools_and_without_a_conversation()
    {
        var model = new FakeModel().Answers(ChatFixture.Says("fix login timeout"), ChatFixture.Ends());
        var title = await Call(model).Ask(s_setup, ["the login hangs", new string('x', 9000)]);

        await Assert.That(title.TryGet(out var text) ? text : title.Problem).IsEqualTo("fix login timeout");
        var request = model.Requests.Single();
        await Assert.That((request.Tools.Count, request.Messages.Count)).IsEqualTo((0, 1));
        var asked = ((TextContent)request.Messages[0].Parts[0]).Text;
        await Assert.That(asked).StartsWith("Give this conversation a title").And.Contains("the login hangs");
        await Assert.That(asked.Length).IsLessThan(2200);
    }

    [Test]
    [Arguments("\"Fix the login\"\n", "Fix the login")]
    [Arguments("# Fix the login\nIt is slow because", "Fix the login")]
    [Arguments("Title: **Fix login**", "Fix login")]
    [Arguments("<think>a title\nfor this?</think>\n\nfix login", "fix login")]
    [Arguments("<think>I never come to an end", null)]
    [Arguments("I am glad to help you with that, let me look at it.", null)]
    [Arguments(" \n ", null)]
    public async Task What_models_write_around_a_title_is_left_out(string answer, string? title)
    {
        var asked = await Call(new FakeModel().Answers(ChatFixture.Says(answer), ChatFixture.Ends())).Ask(s_setup, ["x"]);
        await Assert.That(asked.TryGet(out var text) ? text : asked.Problem).IsEqualTo(title ?? "what it answered is no title.");
    }

    [Test]
    public async Task An_answer_that_does_not_end_is_not_waited_for()
    {
        Step[] steps = [.. Enumerable.Repeat(ChatFixture.Says(new string('a', 1000)), 9), new Step.Waits(new())];
        var asked = await Call(new FakeModel().Answers(steps)).Ask(s_setup, ["x"]).WaitAsync(Poll.Limit);
        await Assert.That(asked.Succeeded).IsTrue();
    }

    [Test]
    public async Task Whatever_goes_wrong_is_a_sentence()
    {
        await Assert.That(await Problem(new FakeModel().Answers(new Step.Fails(ModelFault.Server, "It broke.")))).IsEqualTo("It broke.");
        await Assert.That(await Problem(new FakeModel().Answers(new Step.Throws(new InvalidDataException("a bug"))))).IsEqualTo("InvalidDataException: a bug");
        await Assert.That(await Problem(new OfflineClient())).IsEqualTo("the offline provider is no language model.");
        var none = await new TitleCall(static _ => Outcome<IModelClient>.No("No key."), Gate()).Ask(s_setup, ["x"]);
        await Assert.That(none.Problem).IsEqualTo("there is no model.");
    }

    [Test]
    public async Task It_waits_at_the_gate_behind_the_session_in_focus_and_not_for_ever()
    {
        var gate = Gate();
        var focused = SessionId.New();
        gate.Watches(focused);
        var first = await gate.Enter(new(SessionId.New(), "fake"), static _ => ValueTask.CompletedTask, CancellationToken.None);
        var model = new FakeModel();
        var title = new TitleCall(_ => Outcome<IModelClient>.Ok(model), gate).Ask(s_setup, ["x"]);
        await Poll.Until("it waits", () => gate.Waiting == 1);
        var turn = gate.Enter(new(focused, "fake"), static _ => ValueTask.CompletedTask, CancellationToken.None).AsTask();
        first.Dispose();
        using var pass = await turn.WaitAsync(Poll.Limit);
        await Assert.That(model.Requests).IsEmpty();

        _time.Advance(TimeSpan.FromMinutes(1));
        await Assert.That((await title.WaitAsync(Poll.Limit)).Problem).IsEqualTo("it took more than 60 s.");
        await Assert.That(gate.Waiting).IsEqualTo(0);
    }

    [Test]
    public async Task A_script_and_both_wires_give_titles()
    {
        using var home = new TempHome();
        var script = Path.Combine(home.Folder, "titles.jsonl");
        await File.WriteAllTextAsync(script, """
            {"text":"An answer."}
            {"when":"Give this conversation a title","text":"from a script","end":true}
            """);
        await Assert.That(await Title(new ScriptClient(script, TimeProvider.System))).IsEqualTo("from a script");

        await using var openAi = new LoopbackServer(static _ => LoopbackServer.Sse(
            """{"choices":[{"index":0,"delta":{"content":"over one wire"},"finish_reason":"stop"}]}""", "[DONE]"));
        await Assert.That(await Title(openAi.OpenAi())).IsEqualTo("over one wire");

        await using var anthropic = new LoopbackServer(static _ => LoopbackServer.Sse(
            """{"type":"message_start","message":{"id":"m","role":"assistant","content":[],"usage":{"input_tokens":2,"output_tokens":1}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"over the other"}}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""", """{"type":"message_stop"}"""));
        await Assert.That(await Title(anthropic.Anthropic())).IsEqualTo("over the other");
    }

    private CallGate Gate() => new(1, new RateLimits(_time));

    private TitleCall Call(IModelClient client) => new(_ => Outcome<IModelClient>.Ok(client), Gate());

    private async Task<string?> Problem(IModelClient client) => (await Call(client).Ask(s_setup, ["x"])).Problem;

    private async Task<string?> Title(IModelClient client)
    {
        var asked = await Call(client).Ask(s_setup, ["the login hangs"]);
        return asked.TryGet(out var title) ? title : asked.Problem;
    }
}
