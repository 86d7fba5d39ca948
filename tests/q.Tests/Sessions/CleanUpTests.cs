using Q.Core;
using Q.Sessions;
using Q.Tests.Store;

namespace Q.Tests.Sessions;

internal sealed class CleanUpTests
{
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

        await Assert.That(store.Flush(TimeSpan.FromSeconds(10))).IsTrue();
        await Assert.That(store.Restore().Select(row => row.Name))
            .IsEquivalentTo(["focused", "half-typed", "pinned", "unseen"], StringComparer.Ordinal);
        await Assert.That(store.Historical(10)).IsEmpty();

        SessionId Id(string name) => q.Sessions.Views.Single(view => view.Name == name).Id;
    }
}
