using Q.Core;
using Q.Store;
using Q.Tests.Store;

namespace Q.Tests.Commands;

/// <summary><c>/sessions --all</c> with pages, and <c>--search</c>.</summary>
internal sealed class SessionsCommandTests
{
    [Test]
    public async Task Closed_sessions_come_twenty_at_a_time_newest_first()
    {
        using var q = new CommandsFixture(store: Archive(45));
        await q.Run("/sessions --all");
        await q.Said(static said => said.StartsWith("Active Sessions:") && said.Contains(" s1 ") && said.Contains(" s20 ") && !said.Contains(" s21 ")
            && said.EndsWith("1 to 20 of 45; /sessions --page 2 goes on.\n"));
        await q.Run("/sessions --page 2");
        await q.Said(static said => said.StartsWith("Closed Sessions:") && said.Contains(" s21 ") && said.Contains(" s40 "));
        await q.Run("/sessions --all --page 3");
        await q.Said(static said => said.Contains(" s45 ") && said.EndsWith("41 to 45 of 45.\n"));
        await Assert.That(q.Router.Run("/sessions --page 4").Problem).IsEqualTo("There is no page 4 of closed sessions: the last is 3.");
    }

    [Test]
    [Arguments("/sessions --page 0"), Arguments("/sessions --page x"), Arguments("/sessions --page 999999999")]
    public async Task A_page_is_a_number(string line)
    {
        using var q = new CommandsFixture();
        await Assert.That(q.Router.Run(line).Problem!).EndsWith("is not allowed: it takes a number from 1 on.");
        await Assert.That(q.Router.Run("/sessions --page 2").Problem).IsEqualTo("There is no page 2 of closed sessions: there are none.");
    }

    [Test]
    public async Task Search_finds_by_what_is_listed_and_by_what_was_said()
    {
        var store = Archive(45);
        store.Append(store.Historical(99)[29].Id, [StoreFixture.Said("where does the oauth token come from?")]);
        using var q = new CommandsFixture(store: store);
        var engine = await q.Working("api", "renew the token");
        await engine.Finish("It is renewed.");
        await q.Until("it is answered", () => q.Named("api").Unseen);

        await q.Run("/sessions --search token");
        await q.Said(static said => said.Contains("2 api") && !said.Contains("dev-1") && !said.Contains("Closed"));
        await q.Run("/sessions --all --search \"token oauth\"");
        await q.Said(static said => said.StartsWith("Closed Sessions:") && said.Contains(" s30 ") && !said.Contains(" api "));
        await q.Run("/sessions --all --search=S4");
        await q.Said(static said => said.Contains(" s4 ") && said.Contains(" s45 ") && !said.Contains(" s5 "));
        await q.Run("/sessions --all --search /srv/api");
        await q.Said(static said => said.EndsWith("1 to 20 of 45; /sessions --page 2 --search \"/srv/api\" goes on.\n"));
        await q.Run("/sessions --page 2 --search \"/srv/api\"");
        await q.Said(static said => said.EndsWith("21 to 40 of 45; /sessions --page 3 --search \"/srv/api\" goes on.\n"));
    }

    [Test]
    public async Task Nothing_found_says_where_it_was_looked_for()
    {
        using var q = new CommandsFixture(store: Archive(21));
        await q.Run("/sessions --search zebra");
        await q.Said("No open session has that. With --all the closed ones are looked through too.\n");
        await q.Run("/sessions --waiting --search zebra");
        await q.Said("No open session has that. With --all the closed ones are looked through too.\n");
        await q.Run("/sessions --all --search zebra");
        await q.Said("No session has that, neither what is listed of it nor what was said in it.\n");
        await q.Run("/sessions --all --search '\"srv\"'");
        await q.Said(static said => said.Contains("neither what is listed"));
    }

    private static MemoryStore Archive(int count)
    {
        var store = new MemoryStore();
        for (var n = 1; n <= count; n++)
            store.Save(StoreFixture.Session($"s{n}", 0) with { Status = SessionStatus.Completed, LastActive = StoreFixture.Noon.AddMinutes(-n) });
        return store;
    }
}
