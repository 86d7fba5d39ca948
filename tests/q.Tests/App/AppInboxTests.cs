namespace Q.Tests.App;

internal sealed class AppInboxTests
{
    [Test]
    public async Task What_cannot_wait_is_taken_in_though_there_is_no_room_and_takes_none()
    {
        var inbox = new AppInbox(bound: 2);
        var done = new List<int>();
        inbox.Post(AppEvent.Of(() => done.Add(1)));
        inbox.Post(AppEvent.Of(() => done.Add(2)));
        inbox.PostNow(() => done.Add(3));
        await Assert.That(inbox.TryPost(AppEvent.Rung)).IsFalse();

        while (inbox.TryTake(TimeSpan.Zero, out var item))
            item.Work!();

        await Assert.That(done).IsEquivalentTo([1, 2, 3], EqualityComparer<int>.Default);
        await Assert.That(inbox.TryPost(AppEvent.Rung)).IsTrue();
        await Assert.That(inbox.TryPost(AppEvent.Rung)).IsTrue();
        await Assert.That(inbox.TryPost(AppEvent.Rung)).IsFalse();
    }
}
