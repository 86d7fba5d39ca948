using Q.Core;
using Q.Sessions;
using Q.Store;
using Q.TestKit;
using Q.Tests.Store;

namespace Q.Tests.Sessions;

internal sealed class CleanUpTests
{
    [Test]
    public async Task What_goes_takes_its_own_files_with_it_and_no_link_leads_further()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var folder = home.Home.Folder;
        SessionFolder[] old = [.. Enumerable.Range(0, 2).Select(_ => new SessionFolder(SessionId.New(), Path.Combine(folder, "work")))];
        var linked = new SessionFolder(SessionId.New(), Path.Combine(folder, "linked"));
        var kept = new SessionFolder(SessionId.New(), Path.Combine(folder, "work"));
        foreach (var one in (SessionFolder[])[.. old, kept])
            Fill(one.Path);
        Fill(Path.Combine(folder, "elsewhere", $"{linked.Session}"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetDirectoryName(linked.Path)!)!);
        File.CreateSymbolicLink(Path.GetDirectoryName(linked.Path)!, Path.Combine(folder, "elsewhere"));
        foreach (var one in (SessionFolder[])[.. old, linked])
            await StoreFixture.Saved(store, Closed(one, StoreFixture.Noon));
        await StoreFixture.Saved(store, Closed(kept, StoreFixture.Noon.AddDays(30)));
        await StoreFixture.Saved(store, StoreFixture.Session("nowhere", 0) with { Folder = "", Status = SessionStatus.Completed });

        store.CleanUp(StoreFixture.Noon.AddDays(1));

        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        await Poll.Until("the files to be gone", () => old.All(one => !Directory.Exists(one.Path)));
        store.Dispose();
        await Assert.That(kept.Count()).IsEqualTo(2);
        await Assert.That(Directory.GetFiles(Path.Combine(folder, "elsewhere", $"{linked.Session}")).Length).IsEqualTo(2);
        using var left = Database.OpenFile(home.Database);
        await Assert.That(Database.Scalar(left, "SELECT count(*) FROM conversations")).IsEqualTo(1);

        static void Fill(string path)
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, "a"), "x");
            File.WriteAllText(Path.Combine(path, "b"), "x");
        }

        static StoredSession Closed(SessionFolder folder, DateTimeOffset at) => StoreFixture.Session($"s-{folder.Session}"[..10], 0) with
        {
            Id = folder.Session,
            Folder = Path.GetFullPath(Path.Combine(folder.Path, "..", "..", "..")),
            Status = SessionStatus.Completed,
            LastActive = at,
        };
    }

    [Test]
    public async Task What_nobody_used_for_so_long_goes_but_not_what_is_pinned_asks_is_unseen_half_typed_or_in_focus()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        foreach (var name in (string[])["forgotten", "pinned", "half-typed", "focused"])
            q.Sessions.Create(null, name, Focus.Move);
        await q.Answered("unseen", "an answer that nobody saw");
        q.Sessions.Pin(Id("pinned"), isPinned: true);
        q.Sessions.KeepDraft(Id("half-typed"), "half a li");
        q.Time.Advance(TimeSpan.FromDays(31));

        q.Sessions.CleanUp(0, store);
        await Assert.That(q.Sessions.Views.Any(view => view.Name == "forgotten")).IsTrue();
        q.Sessions.CleanUp(30, store);

        await Assert.That(store.Flush(Poll.Limit)).IsTrue();
        await Assert.That(store.Restore().Select(row => row.Name))
            .IsEquivalentTo(["focused", "half-typed", "pinned", "unseen"], StringComparer.Ordinal);
        await Assert.That(store.Historical(10)).IsEmpty();

        SessionId Id(string name) => q.Sessions.Views.Single(view => view.Name == name).Id;
    }

    [Test]
    public async Task A_q_that_runs_for_weeks_cleans_up_each_day_on_its_loop()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var q = new SessionsFixture(store).Started();
        q.Sessions.Create(null, "forgotten", Focus.Move);
        q.Sessions.Create(null, "focused", Focus.Move);
        List<Action> posted = [];
        q.Sessions.CleanUpDaily(0, store, posted.Add);
        q.Time.Advance(TimeSpan.FromDays(5));
        await Assert.That(posted).IsEmpty();

        q.Sessions.CleanUpDaily(30, store, posted.Add);
        q.Time.Advance(TimeSpan.FromDays(26));
        await Assert.That(Names(q)).Contains("forgotten");
        posted.ForEach(static work => work());

        await Assert.That(Names(q)).Contains("focused").And.DoesNotContain("forgotten");

        static List<string> Names(SessionsFixture q) => [.. q.Sessions.Views.Select(view => view.Name)];
    }
}
