using Q.Model;
using Q.Turns;

namespace Q.Tests.Model;

internal sealed class MessageRulesTests
{
    private static readonly DateTimeOffset s_at = DateTimeOffset.UnixEpoch;

    private static Message User(params Content[] parts) => new(Role.User, [.. parts], s_at);

    private static Message Assistant(params Content[] parts) => new(Role.Assistant, [.. parts], s_at);

    private static TextContent Text(string text) => new(text);

    [Test]
    public async Task A_conversation_in_order_comes_back_with_the_same_messages()
    {
        Message[] messages =
        [
            User(Text("read a")), Assistant(Text("yes"), new ToolUseContent("1", "fs_read", "{}")),
            User(new ToolResultContent("1", "a", IsError: false)), Assistant(Text("it says a")), User(Text("thanks")),
        ];

        var ruled = MessageRules.Apply(messages);

        await Assert.That(ruled.Zip(messages).All(pair => ReferenceEquals(pair.First, pair.Second))).IsTrue();
    }

    [Test]
    public async Task A_tool_use_that_was_cut_gets_a_result_that_says_so()
    {
        var ruled = MessageRules.Apply([User(Text("go")), Assistant(new ToolUseContent("1", "t", "{\"a\":")), User(Text("go on"))]);

        await Assert.That(ruled[1].Parts.Single()).IsEqualTo(new ToolUseContent("1", "t", "{}"));
        await Assert.That(ruled[2].Parts[0]).IsEqualTo(new ToolResultContent("1", MessageRules.Interrupted, IsError: true));
        await Assert.That(ruled[2].Parts[1]).IsEqualTo(Text("go on"));
    }

    [Test]
    public async Task A_result_of_nothing_becomes_text()
    {
        var ruled = MessageRules.Apply([User(new ToolResultContent("9", "42", IsError: false))]);

        await Assert.That(ruled.Single().Parts.Single()).IsTypeOf<TextContent>();
    }

    [Test]
    public async Task An_id_that_is_used_twice_is_renamed_with_its_result()
    {
        var ruled = MessageRules.Apply(
        [
            User(Text("a")), Assistant(new ToolUseContent("c", "t", "{}")), User(new ToolResultContent("c", "1", false)),
            Assistant(new ToolUseContent("c", "t", "{}")), User(new ToolResultContent("c", "2", false)),
        ]);

        await Assert.That(((ToolUseContent)ruled[3].Parts[0]).UseId).IsEqualTo("c-2");
        await Assert.That(ruled[4].Parts.Single()).IsEqualTo(new ToolResultContent("c-2", "2", IsError: false));
    }

    [Test]
    [Arguments(1), Arguments(2), Arguments(3), Arguments(20261124)]
    public async Task Two_hundred_random_turns_always_give_a_conversation_that_providers_take(int seed)
    {
        var random = new Random(seed);
        var messages = new List<Message>();
        for (var turn = 0; turn < 200; turn++)
        {
            var parts = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(4) switch
            {
                0 => (Content)Text(random.Next(3) == 0 ? " " : "words"),
                1 => new ToolUseContent($"id {random.Next(5)}", "t", random.Next(2) == 0 ? "{}" : "[1"),
                2 => new ToolResultContent($"id {random.Next(5)}", random.Next(2) == 0 ? "" : "r", random.Next(2) == 0),
                _ => Text("more"),
            });
            messages.Add(new(random.Next(2) == 0 ? Role.User : Role.Assistant, [.. parts], s_at));
            await Assert.That(Fault(MessageRules.Apply(messages))).IsNull();
        }
    }

    /// <summary>What a provider would say against it; null when it would take it.</summary>
    private static string? Fault(IReadOnlyList<Message> messages)
    {
        var open = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < messages.Count; at++)
        {
            var message = messages[at];
            if (message.Role != (at % 2 == 0 ? Role.User : Role.Assistant))
                return $"{at}: the roles do not alternate";
            if (message.Parts.Length == 0 || message.Parts.Any(part => part is TextContent text && string.IsNullOrWhiteSpace(text.Text)))
                return $"{at}: empty";
            var results = message.Parts.OfType<ToolResultContent>().Select(result => result.UseId).ToList();
            if (!results.SequenceEqual(open) || !message.Parts.Take(results.Count).All(part => part is ToolResultContent))
                return $"{at}: the results are not those of the message before, or not first";
            open = [.. message.Parts.OfType<ToolUseContent>().Select(use => use.UseId)];
            if (!open.All(id => seen.Add(id) && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')))
                return $"{at}: an id twice, or with a character that is not taken";
            if (message.Role is Role.User && open.Count > 0)
                return $"{at}: a person calls a tool";
        }
        return messages[^1].Role is Role.User ? null : "the assistant has the last word";
    }
}
