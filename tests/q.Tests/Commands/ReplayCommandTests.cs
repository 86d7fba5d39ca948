using Q.Store;
using Q.TestKit;
using Q.Tests.Store;

namespace Q.Tests.Commands;

internal sealed class ReplayCommandTests
{
    [Test]
    public async Task Replay_shows_an_open_or_a_closed_session_as_fast_as_is_wanted()
    {
        using var q = new CommandsFixture();
        var engine = await q.Working("other", "hello there");
        await engine.Finish("good day");
        await q.Until("it is answered", () => q.Named("other").Unseen);
        await q.Run("/replay other", "/replay other --speed 4", "/replay --speed=0.5x other");
        await q.Run("/switch other", "/replay", "/kill other", "/replay other --speed 100");
        await Assert.That(q.Asked).IsEquivalentTo(
            ["replay other 2 1", "replay other 2 4", "replay other 2 0.5", "replay other 2 1", "replay other 2 100"], StringComparer.Ordinal);
    }

    [Test]
    public async Task An_export_of_a_session_that_asks_here_says_what_it_asks_and_not_that_it_was_cut()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        using var q = new CommandsFixture(store: store);
        await (await q.Working("other", "build it")).Ask("make");
        await q.Until("it asks", () => q.Named("other").Asks);
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        var file = Path.Combine(q.Home.Folder, "other.json");
        await q.Run($"/export other --output {file}");
        await Assert.That(await File.ReadAllTextAsync(file)).Contains("\"asks\": \"permission\"").And.DoesNotContain("\"interrupted\"");
    }

    [Test]
    public async Task While_nothing_can_be_stored_what_was_said_is_shown_and_exported_whole()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        using var q = new CommandsFixture(store: store);
        var engine = await q.Working("other", "hello there");
        await engine.Finish("good day");
        await q.Until("it is answered", () => q.Named("other") is { Unseen: true, Messages: 2 });
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        Database.Run(store.Writes.Connection!, "PRAGMA max_page_count = 1"); // as many pages as it has: the disk is full
        q.Sessions.StoreIsAway(isAway: true);
        await Assert.That(q.Sessions.Prompt(q.Named("other").Id, new string('x', 200_000)).Problem).IsNull();
        await q.Until("the next turn", () => engine.Turn > 1);
        await engine.Finish("the last word");
        await q.Until("it is answered again", () => q.Named("other").Messages == 4);
        var last = await q.Working("last", "nothing of it is stored");

        await q.Run("/replay other", "/replay last");
        var file = Path.Combine(q.Home.Folder, "other.md");
        await q.Run($"/export other --output {file}", "/search word");

        await Assert.That(q.Asked).IsEquivalentTo(["replay other 4 1", "replay last 1 1", "search word"], StringComparer.Ordinal);
        await Assert.That(await File.ReadAllTextAsync(file)).Contains("good day").And.Contains("the last word");
        await q.Said("Not stored yet, and not looked through: other (2 messages), last (1 message).\n");
        await last.Finish("");
        Database.Run(store.Writes.Connection!, "PRAGMA max_page_count = 1000000");
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        await q.Run("/replay other");
        await Assert.That(q.Asked[^1]).IsEqualTo("replay other 4 1");
    }

    [Test]
    public async Task While_nothing_can_be_stored_what_was_cleared_is_gone_and_what_was_closed_is_found()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        using var q = new CommandsFixture(store: store);
        var (known, gone) = (await q.Working("known", "hello there"), await q.Working("gone", "what goes"));
        await known.Finish("good day");
        await gone.Finish("it went");
        await q.Until("both are answered", () => q.Named("known").Messages == 2 && q.Named("gone").Messages == 2);
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        Database.Run(store.Writes.Connection!, "PRAGMA max_page_count = 1"); // the disk is full
        q.Sessions.StoreIsAway(isAway: true);
        await Assert.That(q.Sessions.Prompt(q.Named("known").Id, new string('x', 200_000)).Problem).IsNull();
        await q.Until("the next turn", () => known.Turn > 1);
        await known.Finish("the last word");
        await q.Until("it is answered again", () => q.Named("known").Messages == 4);
        var late = await q.Working("late", "never stored");
        await late.Finish("nor this");
        await q.Until("that too", () => q.Named("late").Messages == 2);

        await q.Run("/switch gone", "/clear");
        q.Yes!();
        await q.Until("it is empty", () => q.Named("gone").Messages == 0);
        await q.Run("/kill known", "/kill late");
        string[] names = ["known", "late", "gone"];
        foreach (var name in names)
            await q.Run($"/export {name} --output {Path.Combine(q.Home.Folder, name)}.md");

        await Assert.That(await Exported("known")).Contains("good day").And.Contains("the last word");
        await Assert.That(await Exported("late")).Contains("never stored").And.Contains("nor this");
        await Assert.That(await Exported("gone")).DoesNotContain("it went");
        Database.Run(store.Writes.Connection!, "PRAGMA max_page_count = 1000000");
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        await q.Run("/replay known", "/replay late");
        await Assert.That(q.Asked[^2..]).IsEquivalentTo(["replay known 4 1", "replay late 2 1"], StringComparer.Ordinal);

        Task<string> Exported(string name) => File.ReadAllTextAsync(Path.Combine(q.Home.Folder, $"{name}.md"));
    }

    [Test]
    [Arguments("/replay nobody", "No session is named 'nobody'")]
    [Arguments("/replay", "Nothing was said in dev-1 yet.")]
    [Arguments("/replay named", "Nothing was said in named yet.")]
    [Arguments("/replay --speed fast", "--speed fast is not allowed: it takes a number from 0.1 to 100. 2 is twice as fast.")]
    [Arguments("/replay --speed 0", "--speed 0 is not allowed")]
    [Arguments("/replay --speed 101", "--speed 101 is not allowed")]
    [Arguments("/replay --speed NaN", "--speed NaN is not allowed")]
    [Arguments("/replay --speed", "--speed needs a value")]
    public async Task What_cannot_be_shown_is_told(string line, string told)
    {
        using var q = new CommandsFixture();
        await q.Run("/new named", "/switch 1");
        await Assert.That(q.Router.Run(line).Problem!).StartsWith(told);
        await Assert.That(q.Asked).IsEmpty();
    }
}
