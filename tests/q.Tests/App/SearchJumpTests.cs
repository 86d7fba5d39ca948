using Q.Core;
using Q.Store;

namespace Q.Tests.App;

/// <summary><c>/search</c> in the whole program: what is found, and going there.</summary>
internal sealed class SearchJumpTests
{
    [Test]
    public async Task What_was_chosen_is_shown_from_its_prompt_on_in_its_session()
    {
        var store = new MemoryStore();
        await using var q = new AppFixture(store: store);
        var long1 = await Talk(q, "long", [.. Enumerable.Range(1, 40).Select(n => n == 7 ? "where is the needle?" : $"question {n}")]);
        q.Type("\u0018c");
        await q.ShowsNot("question 40");

        q.Type("/search need\r");
        await q.Shows("«needle»");
        q.Type("\r");

        await q.Shows("> where is the needle?");
        await q.Shows("question 8");
        await q.ShowsNot("question 40");
        await Assert.That(q.Sessions.Focused.Id).IsEqualTo(long1);
    }

    [Test]
    public async Task The_text_can_be_changed_while_the_results_are_shown_and_escape_changes_nothing()
    {
        await using var q = new AppFixture();
        await Talk(q, "one", ["the needle", "the hay"]);
        var before = q.Sessions.Focused.Id;

        q.Type("/search\r");
        await q.Shows("Type words that were said");
        q.Type("hay");
        await q.Shows("the «hay»");
        q.Type("\u0015needle");
        await q.Shows("the «needle»");
        q.Type("zzz");
        await q.Shows("Nobody said that");
        q.Type("\u0007");
        await q.ShowsNot("Search:");
        await Assert.That(q.Sessions.Focused.Id).IsEqualTo(before);
    }

    /// <summary>Prompts and answers in the session in focus, as they are when they were typed and played.</summary>
    private static async Task<SessionId> Talk(AppFixture q, string name, string[] prompts)
    {
        q.Type($"/rename {name}\r");
        await q.Shows($"[Current: {name}]");
        foreach (var prompt in prompts)
        {
            q.Type(prompt + "\r");
            var engine = await q.Engine(prompt);
            await engine.Finish($"answer to {prompt}");
            await q.Shows($"answer to {prompt}");
            await q.Shows($"[Current: {name}] q>");
        }
        return q.Sessions.Focused.Id;
    }
}
