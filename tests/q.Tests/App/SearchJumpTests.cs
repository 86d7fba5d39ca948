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
        await q.Shows("These words were said in no session.");
        q.Type("\u0007");
        await q.ShowsNot("Search:");
        await Assert.That(q.Sessions.Focused.Id).IsEqualTo(before);
    }

    [Test]
    public async Task A_closed_one_at_the_limit_is_gone_to_when_the_one_that_was_offered_is_closed()
    {
        await using var q = new AppFixture(store: new MemoryStore(), settings: new() { MaxActiveSessions = 2 });
        var closed = await Talk(q, "one", ["where is the needle?"]);
        q.Type("/close --yes\r");
        await q.ShowsNot("[Current: one]");
        await Talk(q, "two", ["hay"]);
        q.Type("\u0018c");
        await q.ShowsNot("[Current: two]");
        await Talk(q, "three", ["more hay"]);

        q.Type("/search needle\r");
        await q.Shows("«needle»");
        q.Type("\r");
        await q.Shows("2 sessions are open, which is the limit. Close two");
        q.Type("y");

        await q.Shows("> where is the needle?");
        await q.Shows("[Current: one]");
        await Assert.That(q.Sessions.Focused.Id).IsEqualTo(closed);
        await Assert.That(await q.Looked(static views => string.Join(' ', views.Select(static view => view.Name).Order(StringComparer.Ordinal)))).IsEqualTo("one three");
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
